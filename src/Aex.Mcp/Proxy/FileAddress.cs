namespace Aex.Mcp.Proxy;

/// <summary>
/// The path that a <c>file:</c> address leads to (RFC 8089). Servers read it in different ways: some as the WHATWG URL standard has it (Node.js:
/// tabs and line ends removed, a backslash is a slash), some by cutting off the beginning. Where these differ there is no path.
/// </summary>
internal static class FileAddress
{
    private const string Scheme = "file:";

    /// <summary>Whether some reader would take it for a file's address.</summary>
    public static bool IsFile(string uri) =>
        string.Concat(uri.Where(letter => letter > ' ')).StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Every path it may lead to, with and without its escapes, query and fragment; null when readers would differ beyond that.</summary>
    public static IReadOnlyList<string>? Paths(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || uri.Any(letter => char.IsControl(letter) || letter == '\\'))
        {
            return null;
        }

        var rest = uri[Scheme.Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int path = rest.IndexOf('/', 2);
            var host = path < 0 ? rest[2..] : rest[2..path];
            if (path < 0 || (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }

            rest = rest[path..];
        }

        if (!rest.StartsWith('/'))
        {
            return null;
        }

        int end = rest.IndexOfAny(['?', '#']);
        var bare = end < 0 ? rest : rest[..end];
        return [.. ((string[])[rest, bare, Uri.UnescapeDataString(rest), Uri.UnescapeDataString(bare)]).Distinct()];
    }
}
