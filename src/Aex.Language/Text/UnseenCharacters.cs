using System.Globalization;
using System.Text;

namespace Aex.Language.Text;

/// <summary>Characters that a reader does not see, or that another program may take for a line end: docs/language.md, Text.</summary>
public static class UnseenCharacters
{
    /// <summary>Whether a text may hold the scalar nowhere: control characters but tab and line end, bidirectional controls, line and paragraph separators, tags.</summary>
    public static bool IsRefusedEverywhere(int scalar) => scalar switch
    {
        '\t' => false,
        < 0x20 or (>= 0x7F and <= 0x9F) => true,
        0x061C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x206F) => true,
        >= 0xD800 and <= 0xDFFF => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => false,
    };

    /// <summary>Whether the scalar may not stand in a name, pattern or scope: what is refused everywhere, and all that is drawn as nothing or as a blank (but the space itself).</summary>
    public static bool IsRefusedInRules(int scalar) => scalar switch
    {
        ' ' or '\t' => false,
        < 0x7F and >= 0x20 => false,
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0x2800 => true,
        (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) => true,
        _ => IsRefusedEverywhere(scalar) || IsFormatOrBlank(scalar),
    };

    /// <summary>How a diagnostic names a scalar: <c>U+200B</c>; a byte that is no UTF-8 as <c>byte 0xFF</c>.</summary>
    public static string Describe(int scalar) => scalar is >= 0xDC80 and <= 0xDCFF
        ? $"byte 0x{scalar - 0xDC00:X2} (no valid UTF-8)"
        : string.Create(CultureInfo.InvariantCulture, $"U+{scalar:X4}");

    /// <summary>The scalar at an offset; a lone surrogate is returned as itself.</summary>
    internal static int ScalarAt(ReadOnlySpan<char> text, int offset, out int length)
    {
        var done = Rune.DecodeFromUtf16(text[offset..], out var rune, out length) == System.Buffers.OperationStatus.Done;
        length = done ? length : 1;
        return done ? rune.Value : text[offset];
    }

    private static bool IsFormatOrBlank(int scalar) => CharUnicodeInfo.GetUnicodeCategory(scalar)
        is UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
