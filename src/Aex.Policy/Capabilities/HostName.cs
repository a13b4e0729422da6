using System.Globalization;

namespace Aex.Policy.Capabilities;

/// <summary>
/// Brings every spelling of a host to one: lower case, punycode, no trailing dot, addresses as the URL standard reads them
/// (decimal, octal, hexadecimal, short; an IPv4 address inside IPv6 as IPv4). What readers could take differently has no canonical form.
/// </summary>
internal static class HostName
{
    private const int LongestName = 253;

    /// <summary>The canonical form; null for what is no host, or one on which URL readers differ.</summary>
    public static string? Canonical(ReadOnlySpan<char> host)
    {
        if (host.StartsWith("["))
        {
            return host.EndsWith("]") ? Ipv6Text.Canonical(host[1..^1]) : null;
        }

        if (host.EndsWith("."))
        {
            host = host[..^1];
        }

        if (host.IsEmpty || host.Length > LongestName)
        {
            return null;
        }

        Span<char> lower = stackalloc char[host.Length];
        var isAscii = true;
        for (var i = 0; i < host.Length; i++)
        {
            lower[i] = char.ToLowerInvariant(host[i]);
            isAscii &= host[i] < 0x80;
            if (!IsNameCharacter(lower[i], host[i]))
            {
                return null;
            }
        }

        if (HasEmptyLabel(lower))
        {
            return null;
        }

        var name = isAscii ? lower.ToString() : ToPunycode(lower.ToString());
        return name is null || name.Length > LongestName ? null
            : Ipv4Text.LooksLikeAddress(name) ? Ipv4Text.Canonical(name)
            : name;
    }

    /// <summary>Whether a canonical host is an address.</summary>
    public static bool IsAddress(ReadOnlySpan<char> canonical) => canonical.Contains(':') || Ipv4Text.LooksLikeAddress(canonical);

    /// <summary>A port of digits, at most 65535.</summary>
    public static bool TryPort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text.Length is > 0 and <= 16 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;
    }

    private static bool HasEmptyLabel(ReadOnlySpan<char> name) => name[0] == '.' || name[^1] == '.' || name.Contains("..", StringComparison.Ordinal);

    // Beyond ASCII only letters that the mappings of IDNA 2003, IDNA 2008 and UTS 46 all leave as they are once in lower case.
    private static bool IsNameCharacter(char lower, char original) => lower switch
    {
        (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.' => original < 0x80,
        < '\x80' => false,
        'ŀ' or 'ŉ' or 'ſ' or 'ĳ' or 'ı' or 'ς' or 'ΐ' or 'ΰ' or '÷' => false,
        (>= '\u00E0' and <= '\u00FF') or (>= '\u0101' and <= '\u017E') => true,
        (>= '\u03AC' and <= '\u03CE') or (>= '\u0430' and <= '\u045F') => true,
        (>= '\u3041' and <= '\u3096') or (>= '\u30A1' and <= '\u30FA') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') => true,
        _ => false,
    };

    private static string? ToPunycode(string name)
    {
        try
        {
            return new IdnMapping { AllowUnassigned = false, UseStd3AsciiRules = false }.GetAscii(name);
        }
        catch (ArgumentException)
        {
            // A label too long, or one that mixes what may not be mixed.
            return null;
        }
    }
}
