using System.Text;
using Wcwidth;

namespace Aex.Cli.Rendering;

/// <summary>Text brought to a width on the screen.</summary>
internal static class Column
{
    /// <summary>How many columns a text takes.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Math.Max(0, UnicodeCalculator.GetWidth(rune));
        }

        return width;
    }

    /// <summary>The text filled with blanks, or cut with <c>…</c>, to exactly <paramref name="width"/> columns.</summary>
    public static string Fit(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text + new string(' ', width - Width(text));
        }

        var cut = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Math.Max(0, UnicodeCalculator.GetWidth(rune));
            if (used + next > width - 1)
            {
                break;
            }

            cut.Append(rune.ToString());
            used += next;
        }

        return cut.Append('…').Append(' ', width - used - 1).ToString();
    }
}
