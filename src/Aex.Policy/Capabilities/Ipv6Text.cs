using System.Globalization;
using System.Text;

namespace Aex.Policy.Capabilities;

/// <summary>IPv6 addresses (RFC 4291, 2.2), written canonically (RFC 5952); one that carries an IPv4 address is that address.</summary>
internal static class Ipv6Text
{
    /// <summary>The canonical text of an address without brackets; its zone is left out. Null for what is no address.</summary>
    public static string? Canonical(ReadOnlySpan<char> text)
    {
        var zone = text.IndexOf('%');
        if (zone >= 0)
        {
            if (zone == text.Length - 1)
            {
                return null;
            }

            text = text[..zone];
        }

        Span<ushort> groups = stackalloc ushort[8];
        return TryRead(text, groups) ? ToText(groups) : null;
    }

    private static bool TryRead(ReadOnlySpan<char> text, Span<ushort> groups)
    {
        var count = 0;
        var gap = -1;
        if (text.StartsWith("::"))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            if (count == 8)
            {
                return false;
            }

            var end = text.IndexOf(':');
            var group = end < 0 ? text : text[..end];
            if (group.Contains('.'))
            {
                return end < 0 && count <= 6 && TryDotted(group, groups[count..]) && Close(groups, count + 2, gap);
            }

            if (group.Length is 0 or > 4 || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count]))
            {
                return false;
            }

            count++;
            if (end < 0)
            {
                break;
            }

            text = text[(end + 1)..];
            if (text.StartsWith(":"))
            {
                if (gap >= 0)
                {
                    return false;
                }

                gap = count;
                text = text[1..];
            }
            else if (text.IsEmpty)
            {
                return false;
            }
        }

        return Close(groups, count, gap);
    }

    private static bool TryDotted(ReadOnlySpan<char> text, Span<ushort> groups)
    {
        Span<byte> parts = stackalloc byte[4];
        for (var i = 0; i < 4; i++)
        {
            var dot = text.IndexOf('.');
            var part = i < 3 ? (dot < 0 ? default : text[..dot]) : text;
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
            {
                return false;
            }

            text = i < 3 ? text[(dot + 1)..] : default;
        }

        groups[0] = (ushort)((parts[0] << 8) | parts[1]);
        groups[1] = (ushort)((parts[2] << 8) | parts[3]);
        return true;
    }

    // Moves what stands behind the `::` to the end.
    private static bool Close(Span<ushort> groups, int count, int gap)
    {
        if (gap < 0)
        {
            return count == 8;
        }

        if (count > 7)
        {
            return false;
        }

        var tail = count - gap;
        groups.Slice(gap, tail).CopyTo(groups[(8 - tail)..]);
        groups[gap..(8 - tail)].Clear();
        return true;
    }

    private static string ToText(ReadOnlySpan<ushort> groups)
    {
        if (groups[..5].IndexOfAnyExcept((ushort)0) < 0 && groups[5] == 0xFFFF)
        {
            return Ipv4Text.ToText(((uint)groups[6] << 16) | groups[7]);
        }

        // The longest run of two zeros or more, the first of several, becomes `::`.
        int start = -1, length = 1;
        for (var i = 0; i < 8; i++)
        {
            var run = 0;
            while (i + run < 8 && groups[i + run] == 0)
            {
                run++;
            }

            if (run > length)
            {
                (start, length) = (i, run);
            }

            i += run;
        }

        var text = new StringBuilder(41).Append('[');
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            if (i > 0 && i != start + length)
            {
                text.Append(':');
            }

            text.Append(CultureInfo.InvariantCulture, $"{groups[i]:x}");
        }

        return text.Append(']').ToString();
    }
}
