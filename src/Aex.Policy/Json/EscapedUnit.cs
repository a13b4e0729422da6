namespace Aex.Policy.Json;

/// <summary>The four hexadecimal digits of a JSON <c>\uXXXX</c> escape.</summary>
internal static class EscapedUnit
{
    /// <summary>Reads the UTF-16 unit whose digits start at <paramref name="at"/>; false if there are not four hexadecimal digits.</summary>
    /// <remarks>Digit by digit: the platform's number parser takes NUL bytes after the digits for nothing.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> text, int at, out char unit)
    {
        unit = '\0';
        if (text.Length - at < 4)
            return false;
        int value = 0;
        foreach (byte digit in text.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
            value = (value << 4) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        unit = (char)value;
        return true;
    }
}
