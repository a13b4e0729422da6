using System.Text;
using System.Text.Unicode;

namespace Aex.Language.Text;

/// <summary>The text of one file and where its lines begin.</summary>
/// <remarks>
/// A leading byte order mark is kept apart (<see cref="HasBom"/>). A byte that is no UTF-8 becomes the lone surrogate
/// U+DC00 + byte, which valid UTF-8 can never hold: so even such a file prints back byte for byte, and the lexer sees the fault.
/// </remarks>
public sealed class SourceText
{
    private const char ByteEscape = '\uDC00';
    private int[]? _lineStarts;

    private SourceText(string name, string text, bool hasBom, int? invalidUtf8At)
    {
        Name = name;
        Text = text;
        HasBom = hasBom;
        InvalidUtf8At = invalidUtf8At;
    }

    /// <summary>The name to show for the file.</summary>
    public string Name { get; }

    /// <summary>The text without its byte order mark.</summary>
    public string Text { get; }

    /// <summary>Whether the file began with the UTF-8 byte order mark.</summary>
    public bool HasBom { get; }

    /// <summary>Offset in <see cref="Text"/> of the first thing that is no valid UTF-8 (a byte, or a lone surrogate); null if there is none.</summary>
    public int? InvalidUtf8At { get; }

    /// <summary>Number of lines; a text that ends with a line end has an empty last line.</summary>
    public int LineCount => LineStarts.Length;

    private int[] LineStarts => _lineStarts ??= FindLines(Text);

    /// <summary>Decodes a file's bytes; never fails.</summary>
    public static SourceText FromUtf8(string name, ReadOnlySpan<byte> utf8)
    {
        var hasBom = utf8.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        if (hasBom)
        {
            utf8 = utf8[3..];
        }

        return Utf8.IsValid(utf8)
            ? new SourceText(name, Encoding.UTF8.GetString(utf8), hasBom, null)
            : DecodeInvalid(name, utf8, hasBom);
    }

    /// <summary>Takes a text as it is; a leading U+FEFF counts as the byte order mark.</summary>
    public static SourceText From(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hasBom = text.StartsWith('\uFEFF');
        var body = hasBom ? text[1..] : text;
        return new SourceText(name, body, hasBom, FirstLoneSurrogate(body));
    }

    /// <summary>The place of an offset; offsets outside the text are brought to its nearer end.</summary>
    public LinePosition PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var line = LineIndexOf(offset);
        var column = 1;
        for (var i = LineStarts[line]; i < offset; i++)
        {
            var isSecondHalf = char.IsLowSurrogate(Text[i]) && i > 0 && char.IsHighSurrogate(Text[i - 1]);
            column += isSecondHalf ? 0 : 1;
        }

        return new LinePosition(line + 1, column);
    }

    /// <summary>The 1-based line of an offset.</summary>
    public int LineOf(int offset) => LineIndexOf(Math.Clamp(offset, 0, Text.Length)) + 1;

    /// <summary>The span of a 1-based line, without its line end; an empty span at the end of the text for lines that do not exist.</summary>
    public TextSpan LineSpan(int line)
    {
        if (line < 1 || line > LineCount)
        {
            return new TextSpan(Text.Length, 0);
        }

        var start = LineStarts[line - 1];
        var end = line == LineCount ? Text.Length : LineStarts[line] - 1;
        return TextSpan.FromBounds(start, end > start && line < LineCount && Text[end - 1] == '\r' ? end - 1 : end);
    }

    /// <summary>The text under a span.</summary>
    public string Slice(TextSpan span) => Text.Substring(span.Start, span.Length);

    /// <summary>The file's bytes, exactly as they were read.</summary>
    public byte[] ToUtf8() => ToUtf8(Text, HasBom);

    internal static byte[] ToUtf8(string text, bool withBom)
    {
        var bytes = new List<byte>(text.Length + 3);
        if (withBom)
        {
            bytes.AddRange([0xEF, 0xBB, 0xBF]);
        }

        Span<byte> scratch = stackalloc byte[4];
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done && rest[0] is >= '\uDC80' and <= '\uDCFF')
            {
                bytes.Add((byte)(rest[0] - ByteEscape));
            }
            else
            {
                bytes.AddRange(scratch[..rune.EncodeToUtf8(scratch)]);
            }

            rest = rest[used..];
        }

        return [.. bytes];
    }

    private static SourceText DecodeInvalid(string name, ReadOnlySpan<byte> utf8, bool hasBom)
    {
        var text = new StringBuilder(utf8.Length);
        int? invalidAt = null;
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var used) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                invalidAt ??= text.Length;
                foreach (var b in utf8[..used])
                {
                    text.Append((char)(ByteEscape + b));
                }
            }

            utf8 = utf8[used..];
        }

        return new SourceText(name, text.ToString(), hasBom, invalidAt);
    }

    private static int? FirstLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return i;
            }

            i++;
        }

        return null;
    }

    private static int[] FindLines(string text)
    {
        var starts = new int[text.AsSpan().Count('\n') + 1];
        var at = 0;
        for (var line = 1; line < starts.Length; line++)
        {
            at += text.AsSpan(at).IndexOf('\n') + 1;
            starts[line] = at;
        }

        return starts;
    }

    private int LineIndexOf(int offset)
    {
        var found = Array.BinarySearch(LineStarts, offset);
        return found >= 0 ? found : ~found - 1;
    }
}
