using System.Globalization;
using System.Text;
using Aex.Language.Text;

namespace Aex.Cli.Rendering;

/// <summary>Text from files and agents as a terminal may show it: nothing in it can move the cursor, hide or reorder what stands there.</summary>
internal static class Shown
{
    /// <summary>One line, in which control, bidirectional and zero-width characters and lone surrogates stand as <c>&lt;U+202E&gt;</c>.</summary>
    public static string Text(string text)
    {
        if (!NeedsEscape(text))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            i += Next(text, i, out var rune, out var value);
            if (IsHidden(value))
            {
                shown.Append(Escape(value));
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    /// <summary>As <see cref="Text"/>, but line ends and tabs stay.</summary>
    public static string Lines(string text) =>
        string.Join('\n', text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Text))));

    /// <summary>The written form of a character that may not be shown; a byte that is no UTF-8 (kept as U+DC00 + byte) by its value.</summary>
    public static string Escape(int value) => value is >= 0xDC80 and <= 0xDCFF
        ? string.Create(CultureInfo.InvariantCulture, $"<0x{value - 0xDC00:X2}>")
        : string.Create(CultureInfo.InvariantCulture, $"<U+{value:X4}>");

    /// <summary>Whether a character would act on the terminal or on the reader instead of being seen.</summary>
    public static bool IsHidden(int value) =>
        value == '\t' || UnseenCharacters.IsRefusedEverywhere(value) || (value > 0x7F && CharUnicodeInfo.GetUnicodeCategory(value) is UnicodeCategory.Format);

    /// <summary>Reads one character; a lone surrogate gives its own number.</summary>
    /// <returns>How many UTF-16 units it takes.</returns>
    public static int Next(string text, int at, out Rune rune, out int value)
    {
        if (Rune.TryGetRuneAt(text, at, out rune))
        {
            value = rune.Value;
            return rune.Utf16SequenceLength;
        }

        rune = Rune.ReplacementChar;
        value = text[at];
        return 1;
    }

    /// <summary>The text with each lone surrogate replaced by U+FFFD, for formats that can hold none.</summary>
    public static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            i += Next(text, i, out var rune, out _);
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }

    /// <summary>How many Unicode scalars a stretch of text holds.</summary>
    public static int CountOf(string text, int start, int end)
    {
        var count = 0;
        for (var i = start; i < end; count++)
        {
            i += Next(text, i, out _, out _);
        }

        return count;
    }

    private static bool NeedsEscape(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            i += Next(text, i, out _, out var value);
            if (IsHidden(value))
            {
                return true;
            }
        }

        return false;
    }
}
