using System.Text;

namespace Aex.Cli.Install;

/// <summary>One replacement in a byte text.</summary>
/// <param name="At">Offset in the text before any edit.</param>
/// <param name="Removed">How many bytes go.</param>
/// <param name="Inserted">What comes in their place.</param>
internal readonly record struct ByteEdit(int At, int Removed, string Inserted);

/// <summary>Adds and drops values in a JSON text with comments; every byte that is not part of the change stays where it is.</summary>
internal static class JsoncEditor
{
    /// <summary>Applies edits that do not overlap.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> text, IEnumerable<ByteEdit> edits)
    {
        var result = new List<byte>(text.Length + 1024);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.At))
        {
            result.AddRange(text[at..edit.At]);
            result.AddRange(Encoding.UTF8.GetBytes(edit.Inserted));
            at = edit.At + edit.Removed;
        }

        result.AddRange(text[at..]);
        return [.. result];
    }

    /// <summary>The edits that put <paramref name="child"/> last into an object or array. Its lines after the first are indented to fit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="container">Where to put it.</param>
    /// <param name="child">A value, or a member with its name; lines ended by <c>\n</c>, indented by two spaces a level.</param>
    public static IEnumerable<ByteEdit> Append(ReadOnlySpan<byte> text, JsoncNode container, string child)
    {
        var edits = new List<ByteEdit>(2);
        var newLine = text.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        var unit = UnitOf(text);
        var close = container.End - 1;
        var lastByte = BackOverBlanks(text, close);
        var (lastEnd, firstStart) = container switch
        {
            { IsObject: true, Members: [var first, ..] } => (container.Members[^1].Value.End, first.NameStart),
            { IsArray: true, Items: [var first, ..] } => (container.Items[^1].End, first.Start),
            _ => (-1, -1),
        };
        var outer = IndentAt(text, container.Start);
        var inner = firstStart >= 0 && StartsItsLine(text, firstStart) ? IndentAt(text, firstStart) : outer + unit;
        var inserted = newLine + inner + Indented(child, inner, unit, newLine);
        if (text[lastByte..close].IndexOf((byte)'\n') < 0)
        {
            inserted += newLine + outer;
        }

        if (lastEnd >= 0 && FindComma(text, lastEnd, close) < 0)
        {
            if (lastEnd == lastByte)
            {
                inserted = "," + inserted;
            }
            else
            {
                edits.Add(new ByteEdit(lastEnd, 0, ","));
            }
        }

        edits.Add(new ByteEdit(lastByte, 0, inserted));
        return edits;
    }

    /// <summary>The edits that drop the child at <paramref name="index"/>, with the one comma and the blanks that belong to it. Comments stay.</summary>
    public static IEnumerable<ByteEdit> Drop(ReadOnlySpan<byte> text, JsoncNode container, int index)
    {
        int StartOf(int i) => container.IsObject ? container.Members[i].NameStart : container.Items[i].Start;
        int EndOf(int i) => container.IsObject ? container.Members[i].Value.End : container.Items[i].End;
        var count = container.IsObject ? container.Members.Count : container.Items.Count;
        var (start, end) = (StartOf(index), EndOf(index));
        if (index > 0)
        {
            var previous = EndOf(index - 1);
            if (text[previous..start].IndexOf((byte)'/') < 0)
            {
                return [new ByteEdit(previous, end - previous, "")];
            }

            // The line end behind a comment stays: it ends the comment.
            var comma = FindComma(text, previous, start);
            return [new ByteEdit(comma, 1, ""), new ByteEdit(start, end - start, "")];
        }

        if (count > 1)
        {
            var next = StartOf(1);
            var to = text[end..next].IndexOf((byte)'/') < 0 ? next : FindComma(text, end, next) + 1;
            return [new ByteEdit(start, to - start, "")];
        }

        var trailing = FindComma(text, end, container.End - 1);
        start = text[(container.Start + 1)..start].IndexOf((byte)'/') < 0 ? BackOverBlanks(text, start) : start;
        end = trailing >= 0 && text[end..trailing].IndexOf((byte)'/') < 0 ? trailing + 1 : end;
        while (text[end] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            end++;
        }

        return [new ByteEdit(start, end - start, "")];
    }

    private static int BackOverBlanks(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && text[at - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at--;
        }

        return at;
    }

    /// <summary>The offset of the first comma outside comments in a stretch that holds no values, or -1.</summary>
    private static int FindComma(ReadOnlySpan<byte> text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] == (byte)',')
            {
                return i;
            }

            if (text[i] == (byte)'/' && i + 1 < to)
            {
                var skip = text[i + 1] == (byte)'/' ? text[i..to].IndexOf((byte)'\n') : text[(i + 2)..to].IndexOf("*/"u8) + 3;
                if (skip < 0)
                {
                    return -1;
                }

                i += skip;
            }
        }

        return -1;
    }

    private static string UnitOf(ReadOnlySpan<byte> text)
    {
        // The first indented line shows the file's step.
        for (var at = text.IndexOf((byte)'\n'); at >= 0 && at + 1 < text.Length;)
        {
            var indent = IndentAt(text, at + 1);
            if (indent.Length > 0)
            {
                return indent;
            }

            var next = text[(at + 1)..].IndexOf((byte)'\n');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return "  ";
    }

    private static string IndentAt(ReadOnlySpan<byte> text, int offset)
    {
        var start = text[..offset].LastIndexOf((byte)'\n') + 1;
        var end = start;
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t')
        {
            end++;
        }

        return Encoding.ASCII.GetString(text[start..end]);
    }

    private static bool StartsItsLine(ReadOnlySpan<byte> text, int offset)
    {
        var start = text[..offset].LastIndexOf((byte)'\n') + 1;
        return start > 0 && text[start..offset].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
    }

    private static string Indented(string child, string inner, string unit, string newLine)
    {
        var lines = child.Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            var level = (lines[i].Length - lines[i].TrimStart(' ').Length) / 2;
            lines[i] = inner + string.Concat(Enumerable.Repeat(unit, level)) + lines[i].TrimStart(' ');
        }

        return string.Join(newLine, lines);
    }
}
