using System.Globalization;

namespace Aex.Policy.Json;

/// <summary>The four hexadecimal digits of a JSON <c>\uXXXX</c> escape.</summary>
internal static class EscapedUnit
{
    /// <summary>Reads the UTF-16 unit whose digits start at <paramref name="at"/>; false if there are not four hexadecimal digits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int at, out char unit)
    {
        unit = '\0';
        if (text.Length - at < 4 || !ushort.TryParse(text.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value))
            return false;
        unit = (char)value;
        return true;
    }
}
