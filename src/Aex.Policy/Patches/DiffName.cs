using System.Text;

namespace Aex.Policy.Patches;

/// <summary>The names of files as diffs spell them.</summary>
internal static class DiffName
{
    /// <summary>What stands for no file.</summary>
    public const string None = "/dev/null";

    /// <summary>Reads a name from the start of a text: quoted as git quotes (<c>"a/\303\244"</c>), else up to a tab or the end.</summary>
    /// <returns>The name without quotes; null if the quotes are not sound or something follows them.</returns>
    public static string? Read(string text)
    {
        if (!text.StartsWith('"'))
        {
            // A tab separates the name from a time; behind it nothing is read.
            var tab = text.IndexOf('\t');
            return tab < 0 ? text : text[..tab];
        }

        var name = Unquote(text, out var end);
        return name is not null && (end == text.Length || text[end] == '\t') ? name : null;
    }

    /// <summary>Takes the quotes and escapes off a quoted name.</summary>
    public static string? Unquote(string text, out int end)
    {
        var bytes = new List<byte>(text.Length);
        for (end = 1; end < text.Length; end++)
        {
            var c = text[end];
            if (c == '"')
            {
                end++;
                return Encoding.UTF8.GetString([.. bytes]) is var name && !name.Contains('\uFFFD') ? name : null;
            }

            if (c != '\\')
            {
                var length = char.IsHighSurrogate(c) && end + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(end, length)));
                end += length - 1;
                continue;
            }

            if (++end == text.Length)
            {
                return null;
            }

            var escape = "abtnvfr\"\\".IndexOf(text[end]);
            if (escape >= 0)
            {
                bytes.Add("\a\b\t\n\v\f\r\"\\"u8[escape]);
                continue;
            }

            if (end + 2 >= text.Length || text[end] is < '0' or > '3' || text[end + 1] is < '0' or > '7' || text[end + 2] is < '0' or > '7')
            {
                return null;
            }

            bytes.Add((byte)(((text[end] - '0') << 6) | ((text[end + 1] - '0') << 3) | (text[end + 2] - '0')));
            end += 2;
        }

        return null;
    }

    /// <summary>
    /// Takes the prefixes off two names of one file: <c>a/</c> and <c>b/</c>, those of git's <c>diff.mnemonicPrefix</c>, or none. Null if they
    /// then are two names: whether a folder or a prefix is meant could be read either way.
    /// </summary>
    public static string? Common(string old, string @new)
    {
        if (old == None || @new == None)
        {
            var only = old == None ? @new : old;
            return only == None ? null : only.StartsWith(old == None ? "b/" : "a/", StringComparison.Ordinal) ? only[2..] : only;
        }

        if (old == @new)
        {
            return old;
        }

        return IsPrefixed(old) && IsPrefixed(@new) && old.AsSpan(2).SequenceEqual(@new.AsSpan(2)) ? old[2..] : null;
    }

    /// <summary>Whether the name is one of a file below the folder that a diff is for: relative, without empty parts, <c>.</c> and <c>..</c>.</summary>
    public static bool IsBelow(string name)
    {
        if (name.Length == 0 || name.Contains('\0') || name.Contains('\n') || name.Contains('\r'))
        {
            return false;
        }

        foreach (var range in name.AsSpan().Split('/'))
        {
            if (name.AsSpan()[range] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it begins with one of git's prefixes: a, b, c(ommit), i(ndex), o(bject), w(ork tree).</summary>
    private static bool IsPrefixed(string name) => name is ['a' or 'b' or 'c' or 'i' or 'o' or 'w', '/', _, ..];
}
