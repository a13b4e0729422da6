using System.Globalization;
using System.Text;

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

    /// <summary>The written form of a character that may not be shown.</summary>
    public static string Escape(int value) => string.Create(CultureInfo.InvariantCulture, $"<U+{value:X4}>");

    /// <summary>Whether a character would act on the terminal or on the reader instead of being seen.</summary>
    public static bool IsHidden(int value) =>
        value is < 0x20 or (>= 0x7F and < 0xA0) or 0xAD or 0x61C or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E)
            or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xD800 and <= 0xDFFF) or (>= 0xE0000 and <= 0xE007F);

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
