using Aex.Language.Text;

namespace Aex.Policy.Shell;

/// <summary>
/// A word as a program would get it: quotes taken off, what is known put in, and a mark for each stretch that is not known before it runs.
/// </summary>
public sealed class ShellWord
{
    /// <summary>Stands in <see cref="Text"/> for one stretch of unknown text, which may be empty. No word that a shell passes on can hold U+0000.</summary>
    public const char Unknown = '\0';

    /// <summary>The word's text without quotes; <see cref="Unknown"/> for each unknown stretch.</summary>
    public required string Text { get; init; }

    /// <summary>Where it stands in the source.</summary>
    public TextSpan Span { get; init; }

    /// <summary>Offsets in <see cref="Text"/> of the characters by which the shell looks for file names (unquoted <c>* ? [ ]</c>), ascending.</summary>
    public IReadOnlyList<int> Globs { get; init; } = [];

    /// <summary>Whether it may become no word or several: an unquoted expansion.</summary>
    public bool MaySplit { get; init; }

    /// <summary>The names of the variables whose values were not known.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>What is read from it where that is known: <c>&lt;(echo text)</c>.</summary>
    public ShellWord? Carries { get; init; }

    /// <summary>
    /// Whether a search puts it in: what is unknown of it are folders below the known one, and never <c>..</c>. A variable's value may be that as well.
    /// </summary>
    public bool IsFound { get; init; }

    /// <summary>Whether a pathname expansion is made of it.</summary>
    public bool IsGlob => Globs.Count > 0;

    /// <summary>Whether the program gets exactly <see cref="Text"/>, as one word.</summary>
    public bool IsKnown => !MaySplit && !IsGlob && !HasUnknown;

    /// <summary>Whether some of its text is unknown.</summary>
    public bool HasUnknown => Text.Contains(Unknown);

    /// <summary>Whether it could turn out to be an option: what it starts with is not known.</summary>
    public bool MayBeFlag => Text.Length > 0 && (Text[0] == Unknown || (Globs.Count > 0 && Globs[0] == 0)) || (Text.Length == 0 && MaySplit);

    /// <summary>The text before the first unknown stretch or glob character.</summary>
    public ReadOnlySpan<char> KnownPrefix
    {
        get
        {
            var end = Text.IndexOf(Unknown);
            end = end < 0 ? Text.Length : end;
            return Text.AsSpan(0, IsGlob ? Math.Min(end, Globs[0]) : end);
        }
    }

    /// <summary>
    /// The glob of the files that a computed path can be: quoted glob characters behind <c>\</c>, <c>**</c> for what is unknown; null for a known word.
    /// </summary>
    public string? Pattern
    {
        get
        {
            if (!IsGlob && !HasUnknown)
            {
                return null;
            }

            var pattern = new System.Text.StringBuilder(Text.Length + 8);
            var next = 0;
            for (var i = 0; i < Text.Length; i++)
            {
                var isActive = next < Globs.Count && Globs[next] == i;
                next += isActive ? 1 : 0;
                var c = Text[i];
                if (c == Unknown)
                {
                    pattern.Append("**");
                    continue;
                }

                if (!isActive && c is '*' or '?' or '[' or ']' or '{' or '}' or '\\')
                {
                    pattern.Append('\\');
                }

                pattern.Append(c);
            }

            return pattern.ToString();
        }
    }

    /// <summary>A word with nothing unknown in it.</summary>
    public static ShellWord Known(string text, TextSpan span = default) => new() { Text = text, Span = span };

    /// <summary>The word from an offset of its text on: the value in <c>--output=$x</c>.</summary>
    public ShellWord From(int start) => Slice(start, Text.Length);

    /// <summary>The part between two offsets of its text.</summary>
    public ShellWord Slice(int start, int end)
    {
        if (start == 0 && end == Text.Length)
        {
            return this;
        }

        var globs = new List<int>();
        foreach (var at in Globs)
        {
            if (at >= start && at < end)
            {
                globs.Add(at - start);
            }
        }

        return new ShellWord { Text = Text[start..end], Span = Span, Globs = globs, MaySplit = MaySplit, Variables = Variables };
    }

    /// <summary>The same path in a folder; itself if it is absolute.</summary>
    public ShellWord Below(ShellWord folder)
    {
        if (Text.StartsWith('/') || (folder.Text.Length == 0 && folder.IsKnown))
        {
            return this;
        }

        var start = folder.Text.EndsWith('/') ? folder.Text : folder.Text + "/";
        int[] globs = [.. folder.Globs, .. Globs];
        for (var i = folder.Globs.Count; i < globs.Length; i++)
        {
            globs[i] += start.Length;
        }

        return new ShellWord { Text = start + Text, Span = Span, Globs = globs, MaySplit = MaySplit || folder.MaySplit, Variables = [.. folder.Variables, .. Variables], IsFound = IsFound && folder.IsKnown };
    }

    /// <inheritdoc/>
    public override string ToString() => Text.Replace(Unknown, '…');
}
