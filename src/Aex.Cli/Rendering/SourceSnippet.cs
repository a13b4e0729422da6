using System.Globalization;
using System.Text;
using Aex.Language.Text;
using Wcwidth;

namespace Aex.Cli.Rendering;

/// <summary>One source line as a terminal shows it, with the carets that stand under a span of it.</summary>
/// <param name="Line">The 1-based line that is shown: the one the span begins on.</param>
/// <param name="Text">The line; tabs are blanks up to the next multiple of four, hidden characters stand as <c>&lt;U+202E&gt;</c>, and a very long line is cut to a window round the span, <c>…</c> on each cut side.</param>
/// <param name="Margin">Blanks up to the span.</param>
/// <param name="Carets">As many carets as the span is wide on the screen, at least one.</param>
/// <param name="Rest">Where a span over several lines ends; empty for one that ends on its line.</param>
internal sealed record SourceSnippet(int Line, string Text, string Margin, string Carets, string Rest)
{
    private const int TabStop = 4;
    private const int WidestLine = 160;
    private const int WidestCarets = 100;
    private const int ContextBefore = 40;

    /// <summary>The snippet for a span.</summary>
    public static SourceSnippet Of(SourceText source, TextSpan span)
    {
        var start = source.PositionOf(span.Start);
        var line = source.LineSpan(start.Line);
        var end = Math.Min(span.End, line.End);
        var cells = Cells(source.Text, line);
        var from = cells.FindIndex(cell => cell.Offset + cell.Length > span.Start);
        from = from < 0 ? cells.Count : from;
        var to = cells.FindIndex(cell => cell.Offset >= end);
        to = Math.Max(to < 0 ? cells.Count : to, from);
        var (first, last) = Window(cells, from, to);
        var text = new StringBuilder(first > 0 ? "…" : "");
        var margin = first > 0 ? 1 : 0;
        var carets = 0;
        for (var i = first; i < last; i++)
        {
            text.Append(cells[i].Shown);
            margin += i < from ? cells[i].Width : 0;
            carets += i >= from && i < to ? cells[i].Width : 0;
        }

        text.Append(last < cells.Count ? "…" : "");
        var rest = "";
        if (span.End > line.End && source.PositionOf(span.End) is var behind && behind.Line > start.Line + (behind.Column == 1 ? 1 : 0))
        {
            rest = string.Create(CultureInfo.InvariantCulture, $" up to line {behind.Line}");
        }

        return new SourceSnippet(start.Line, text.ToString(), new string(' ', margin), new string('^', Math.Max(carets, 1)), rest);
    }

    /// <summary>What a terminal shows for each character, and how wide.</summary>
    private static List<Cell> Cells(string text, TextSpan line)
    {
        var cells = new List<Cell>(line.Length);
        var column = 0;
        for (var at = line.Start; at < line.End;)
        {
            var length = Shown.Next(text, at, out var rune, out var value);
            var (shown, width) = value switch
            {
                '\t' => (new string(' ', TabStop - (column % TabStop)), TabStop - (column % TabStop)),
                _ when Shown.IsHidden(value) => (Shown.Escape(value), Shown.Escape(value).Length),
                _ => (rune.ToString(), Math.Max(0, UnicodeCalculator.GetWidth(rune))),
            };
            cells.Add(new Cell(at, length, shown, width));
            column += width;
            at += length;
        }

        return cells;
    }

    private static (int First, int Last) Window(List<Cell> cells, int from, int to)
    {
        var total = 0;
        foreach (var cell in cells)
        {
            total += cell.Width;
        }

        if (total <= WidestLine)
        {
            return (0, cells.Count);
        }

        var first = from;
        for (var width = 0; first > 0 && (width += cells[first - 1].Width) <= ContextBefore;)
        {
            first--;
        }

        var last = from;
        for (var width = 0; last < cells.Count && (width += cells[last].Width) <= WidestCarets;)
        {
            last++;
        }

        // A combining character belongs to the one before it.
        while (first > 0 && first < cells.Count && cells[first].Width == 0)
        {
            first--;
        }

        return (first, last);
    }

    private readonly record struct Cell(int Offset, int Length, string Shown, int Width);
}
