namespace Aex.Policy.Capabilities;

/// <summary>The right side of a grant: the resources that it is held to (docs/capabilities.md, Scopes).</summary>
public sealed class Scope
{
    private readonly PathScope[] _paths;
    private readonly HostScope[] _hosts;
    private readonly string[] _texts;

    private Scope(ScopeKind kind, string text, PathScope[] paths, HostScope[] hosts, string[] texts)
    {
        Kind = kind;
        Text = text;
        _paths = paths;
        _hosts = hosts;
        _texts = texts;
    }

    /// <summary>What it speaks of.</summary>
    public ScopeKind Kind { get; }

    /// <summary>As written, without quotes.</summary>
    public string Text { get; }

    internal ReadOnlySpan<PathScope> Paths => _paths;

    /// <summary>Reads a scope.</summary>
    /// <param name="kind">What the pattern before it speaks of.</param>
    /// <param name="text">The scope, escapes resolved.</param>
    /// <param name="fault">Why it cannot be read; null if it can.</param>
    public static Scope? Parse(ScopeKind kind, string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = text.Length == 0 ? "the scope is empty"
            : text.Length > 4096 ? "the scope is longer than 4,096 characters"
            : text.Contains('\0') ? "the scope holds U+0000"
            : kind == ScopeKind.None ? "this capability takes no scope"
            : null;
        if (fault is not null)
        {
            return null;
        }

        // A command's braces belong to the command.
        string[]? texts = kind == ScopeKind.Command ? [text] : Braces.Expand(text);
        if (texts is null)
        {
            fault = "its braces stand for more than 256 alternatives or are nested too deep";
            return null;
        }

        var paths = kind == ScopeKind.Path ? new PathScope[texts.Length] : [];
        var hosts = kind == ScopeKind.Host ? new HostScope[texts.Length] : [];
        for (var i = 0; i < texts.Length && fault is null; i++)
        {
            fault = kind switch
            {
                ScopeKind.Path => PathScope.TryParse(texts[i], out paths[i]),
                ScopeKind.Host => HostScope.TryParse(texts[i], out hosts[i]),
                ScopeKind.Command or ScopeKind.Name => texts[i].Trim().Length == 0 ? "the scope is empty" : null,
                ScopeKind.None => null,
            };
        }

        return fault is null ? new Scope(kind, text, paths, hosts, texts) : null;
    }

    /// <summary>Whether a name lies in the scope: exact, or with <c>*</c>.</summary>
    public bool MatchesName(ReadOnlySpan<char> name)
    {
        foreach (var text in _texts)
        {
            if (Kind == ScopeKind.Name && SegmentGlob.Matches(text, name, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the words of one simple command lie in the scope; see <see cref="CommandScope"/>.</summary>
    public bool MatchesCommand(ReadOnlySpan<string> words) => Kind == ScopeKind.Command && CommandScope.Matches(Text, words);

    /// <summary>The same for words of which some are known only when they run; with <paramref name="mayBe"/> (deny, confirm) whether they may.</summary>
    internal bool MatchesWords(IReadOnlyList<Shell.ShellWord> words, bool mayBe)
    {
        var known = new string[words.Count];
        for (var i = 0; i < known.Length; i++)
        {
            if (!words[i].IsKnown)
            {
                return mayBe && Kind == ScopeKind.Command && CommandScope.MayMatch(Text, known.AsSpan(0, i));
            }

            known[i] = words[i].Text;
        }

        return MatchesCommand(known);
    }

    internal bool MatchesHost(ReadOnlySpan<char> host, int port)
    {
        foreach (var scope in _hosts)
        {
            if (scope.Matches(host, port))
            {
                return true;
            }
        }

        return false;
    }
}
