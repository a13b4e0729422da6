namespace Aex.Policy.Capabilities;

/// <summary>Finds the host of an absolute URL. A URL that readers take differently has none.</summary>
internal static class UrlHost
{
    /// <summary>The canonical host and the port, the scheme's own where none is given.</summary>
    /// <returns>False for what is no absolute http, https, ws, wss or ftp URL with a host, or could be read in two ways.</returns>
    public static bool TryRead(ReadOnlySpan<char> url, out string host, out int port)
    {
        host = "";
        port = 0;
        foreach (var c in url)
        {
            // Some readers drop them, some end there.
            if (c <= ' ' || c == '\x7F')
            {
                return false;
            }
        }

        var scheme = url.IndexOf("://");
        if (scheme <= 0 || !TryDefaultPort(url[..scheme], out port))
        {
            return false;
        }

        var rest = url[(scheme + 3)..];
        var end = rest.IndexOfAny("/?#");
        var authority = end < 0 ? rest : rest[..end];

        // `\` is a slash to browsers and a letter to others; of two `@` readers take one or the other.
        if (authority.Contains('\\') || authority.Count('@') > 1)
        {
            return false;
        }

        var name = authority[(authority.IndexOf('@') + 1)..];
        var colon = name.LastIndexOf(':');
        if (colon > name.LastIndexOf(']'))
        {
            var digits = name[(colon + 1)..];
            if (!digits.IsEmpty && (!HostName.TryPort(digits, out port) || port == 0))
            {
                return false;
            }

            name = name[..colon];
        }

        var canonical = HostName.Canonical(name);
        host = canonical ?? "";
        return canonical is not null;
    }

    private static bool TryDefaultPort(ReadOnlySpan<char> scheme, out int port)
    {
        port = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("wss", StringComparison.OrdinalIgnoreCase) ? 443
            : scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("ws", StringComparison.OrdinalIgnoreCase) ? 80
            : scheme.Equals("ftp", StringComparison.OrdinalIgnoreCase) ? 21
            : 0;
        return port != 0;
    }
}
