using System.Globalization;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary><c>{a,b}</c> and <c>{1..5}</c> (Bash manual, 3.5.1), over the parts of a word.</summary>
internal static class BraceExpansion
{
    // One written character that is not quoted, or a part that is not looked into.
    private readonly record struct Piece(WordPart Part, char Char);

    /// <summary>The words in order; null for more than <paramref name="most"/>, or where what is left of <paramref name="work"/> does not suffice.</summary>
    public static List<WordSyntax>? Expand(WordSyntax word, int most, ref int work)
    {
        var pieces = new List<Piece>();
        foreach (var part in word.Parts)
        {
            if (part is LiteralPart { IsQuoted: false } literal)
            {
                foreach (var c in literal.Text)
                {
                    pieces.Add(new Piece(part, c));
                }
            }
            else
            {
                pieces.Add(new Piece(part, '\0'));
            }
        }

        var expanded = Expand(pieces, most, 0, ref work);
        if (expanded is null)
        {
            return null;
        }

        var words = new List<WordSyntax>(expanded.Count);
        foreach (var one in expanded)
        {
            words.Add(Join(word, one));
        }

        return words;
    }

    private static List<List<Piece>>? Expand(List<Piece> pieces, int most, int depth, ref int work)
    {
        work -= pieces.Count + 1;
        if (depth > 16 || work < 0)
        {
            return null;
        }

        for (var open = 0; open < pieces.Count; open++)
        {
            if (pieces[open].Char != '{')
            {
                continue;
            }

            var close = Close(pieces, open, out var commas);
            work -= (close < 0 ? pieces.Count : close) - open;
            if (work < 0)
            {
                return null;
            }

            if (close < 0)
            {
                continue;
            }

            var inner = new List<List<Piece>>();
            if (commas.Count > 0)
            {
                var start = open + 1;
                commas.Add(close);
                foreach (var comma in commas)
                {
                    var part = Expand(pieces.GetRange(start, comma - start), most, depth + 1, ref work);
                    if (part is null)
                    {
                        return null;
                    }

                    inner.AddRange(part);
                    start = comma + 1;
                }
            }
            else if (!TrySequence(pieces.GetRange(open + 1, close - open - 1), most, inner, out var isTooLong))
            {
                if (isTooLong)
                {
                    return null;
                }

                continue;
            }

            var rest = Expand(pieces.GetRange(close + 1, pieces.Count - close - 1), most, depth + 1, ref work);
            if (rest is null || inner.Count * rest.Count > most)
            {
                return null;
            }

            var all = new List<List<Piece>>();
            foreach (var one in inner)
            {
                foreach (var end in rest)
                {
                    if ((work -= open + one.Count + end.Count + 1) < 0)
                    {
                        return null;
                    }

                    all.Add([.. pieces.GetRange(0, open), .. one, .. end]);
                }
            }

            return all;
        }

        return [pieces];
    }

    private static int Close(List<Piece> pieces, int open, out List<int> commas)
    {
        commas = [];
        var depth = 0;
        for (var i = open; i < pieces.Count; i++)
        {
            switch (pieces[i].Char)
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return i;
                case ',' when depth == 1:
                    commas.Add(i);
                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    private static bool TrySequence(List<Piece> pieces, int most, List<List<Piece>> into, out bool isTooLong)
    {
        isTooLong = false;
        var text = new string([.. pieces.ConvertAll(static piece => piece.Char)]);
        var ends = text.Split("..");
        if (ends.Length is not (2 or 3) || text.Contains('\0'))
        {
            return false;
        }

        var isLetter = ends[0].Length == 1 && ends[1].Length == 1 && char.IsAsciiLetter(ends[0][0]) && char.IsAsciiLetter(ends[1][0]);
        long step = 1;
        if (ends.Length == 3 && !long.TryParse(ends[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step))
        {
            return false;
        }

        long from = isLetter ? ends[0][0] : 0;
        long to = isLetter ? ends[1][0] : 0;
        if (!isLetter && (!long.TryParse(ends[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out from)
            || !long.TryParse(ends[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out to)))
        {
            return false;
        }

        step = Math.Max(1, step == long.MinValue ? 1 : Math.Abs(step));
        if (((Int128)Math.Max(from, to) - Math.Min(from, to)) / step >= most)
        {
            isTooLong = true;
            return false;
        }

        var width = ends[0].TrimStart('-').StartsWith('0') || ends[1].TrimStart('-').StartsWith('0') ? Math.Max(ends[0].Length, ends[1].Length) : 0;
        for (var value = from; from <= to ? value <= to : value >= to; value += from <= to ? step : -step)
        {
            var shown = isLetter ? ((char)value).ToString() : value.ToString("D" + width.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            var one = new List<Piece>(shown.Length);
            foreach (var c in shown)
            {
                one.Add(new Piece(pieces[0].Part, c));
            }

            into.Add(one);
        }

        return true;
    }

    private static WordSyntax Join(WordSyntax word, List<Piece> pieces)
    {
        var parts = new List<WordPart>();
        var run = new System.Text.StringBuilder();
        foreach (var piece in pieces)
        {
            if (piece.Char != '\0')
            {
                run.Append(piece.Char);
                continue;
            }

            Flush();
            parts.Add(piece.Part);
        }

        Flush();
        return new WordSyntax(word.Span, parts);

        void Flush()
        {
            if (run.Length > 0)
            {
                parts.Add(new LiteralPart(word.Span, false, run.ToString()));
                run.Clear();
            }
        }
    }
}
