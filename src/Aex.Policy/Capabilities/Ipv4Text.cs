using System.Globalization;

namespace Aex.Policy.Capabilities;

/// <summary>IPv4 addresses in every spelling that the URL standard takes (WHATWG URL, IPv4 parser): one to four parts, decimal, octal or hexadecimal.</summary>
internal static class Ipv4Text
{
    /// <summary>Whether a name ends in a number, which makes it an address or nothing.</summary>
    public static bool LooksLikeAddress(ReadOnlySpan<char> name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return !last.IsEmpty && (last.IndexOfAnyExceptInRange('0', '9') < 0 || TryPart(last, out _));
    }

    /// <summary>Four decimal parts; null for what is no address.</summary>
    public static string? Canonical(ReadOnlySpan<char> text)
    {
        uint address = 0;
        var count = 0;
        while (true)
        {
            var dot = text.IndexOf('.');
            if (!TryPart(dot < 0 ? text : text[..dot], out var part))
            {
                return null;
            }

            count++;
            if (dot < 0)
            {
                // The last part fills what is left.
                var free = 8 * (5 - count);
                return part >> free != 0 ? null : ToText((uint)(((ulong)address << free) | part));
            }

            if (count >= 4 || part > 255)
            {
                return null;
            }

            address = (address << 8) | (uint)part;
            text = text[(dot + 1)..];
        }
    }

    public static string ToText(uint address) => string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");

    private static bool TryPart(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        var isHex = text.StartsWith("0x") || text.StartsWith("0X");
        var isOctal = !isHex && text.Length > 1 && text[0] == '0';
        var digits = isHex ? text[2..] : text;
        if (text.IsEmpty)
        {
            return false;
        }

        foreach (var c in digits)
        {
            var digit = c is >= '0' and <= '9' ? c - '0' : isHex && char.IsAsciiHexDigit(c) ? (c | 32) - 'a' + 10 : 99;
            var radix = isHex ? 16 : isOctal ? 8 : 10;
            if (digit >= radix)
            {
                return false;
            }

            value = (value * (ulong)radix) + (ulong)digit;
            if (value > uint.MaxValue)
            {
                return false;
            }
        }

        return true;
    }
}
