namespace Aex.Policy.Capabilities;

/// <summary>One alternative of a host scope: <c>example.com</c>, <c>*.example.com</c> (its subdomains), <c>*</c>, each with or without <c>:port</c>.</summary>
/// <param name="IsSubdomains">Whether it means all hosts below <paramref name="Host"/>.</param>
/// <param name="Host">The host in canonical form; empty with <paramref name="IsSubdomains"/> for every host.</param>
/// <param name="Port">The port; 0 for any.</param>
internal readonly record struct HostScope(bool IsSubdomains, string Host, int Port)
{
    /// <summary>Reads one; returns why it cannot be read.</summary>
    public static string? TryParse(string text, out HostScope scope)
    {
        scope = default;
        if (text.AsSpan().IndexOfAny("/@?#") >= 0)
        {
            return "a host scope is a host and no URL, like `example.com`, `*.example.com` or `example.com:8443`";
        }

        var port = 0;
        var host = text.AsSpan();
        var colon = host.LastIndexOf(':');
        var isBareIpv6 = colon >= 0 && host[..colon].Contains(':') && !host.StartsWith("[");
        if (colon > host.LastIndexOf(']') && !isBareIpv6)
        {
            if (!HostName.TryPort(host[(colon + 1)..], out port) || port == 0)
            {
                return "its port is no number from 1 to 65535";
            }

            host = host[..colon];
        }

        if (host is "*")
        {
            scope = new HostScope(true, "", port);
            return null;
        }

        var isSubdomains = host.StartsWith("*.");
        var name = isSubdomains ? host[2..] : host;
        var canonical = HostName.Canonical(isBareIpv6 ? string.Concat("[", name, "]") : name);
        if (canonical is null || (isSubdomains && HostName.IsAddress(canonical)))
        {
            return "it is no host name or address; `*` may only stand alone or as `*.` in front";
        }

        scope = new HostScope(isSubdomains, canonical, port);
        return null;
    }

    /// <summary>Whether a host in canonical form lies in it.</summary>
    public bool Matches(ReadOnlySpan<char> host, int port)
    {
        if (Port != 0 && Port != port)
        {
            return false;
        }

        return !IsSubdomains ? host.SequenceEqual(Host)
            : Host.Length == 0 || (host.Length > Host.Length + 1 && host.EndsWith(Host) && host[host.Length - Host.Length - 1] == '.');
    }
}
