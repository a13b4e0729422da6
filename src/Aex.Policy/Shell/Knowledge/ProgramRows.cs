namespace Aex.Policy.Shell.Knowledge;

/// <summary>A program's rows, taken apart once for all calls of it in a script: what holds for all of them, and each subcommand's.</summary>
internal sealed class ProgramRows
{
    private const ulong AnyLetter = ulong.MaxValue;

    private readonly ReadOnlyMemory<char> _text;
    private readonly int _head;
    private readonly List<Row> _rows;
    private readonly Range[]?[] _tokens;

    /// <param name="text">The block from behind its names.</param>
    public ProgramRows(ReadOnlyMemory<char> text)
    {
        _text = text;
        _head = Rows.Head(text.Span).Length;
        var rest = text.Span[_head..];
        _rows = new List<Row>(rest.Count("\n>"));
        while (Rows.TryRow(ref rest, out var path, out var row))
        {
            _rows.Add(new Row(Letters(path), Offset(path), path.Length, Offset(row), row.Length));
        }

        _tokens = new Range[_rows.Count + 1][];
    }

    /// <summary>What stands before the first subcommand's row.</summary>
    public ReadOnlySpan<char> Head => _text.Span[.._head];

    /// <summary>For <see cref="Tokens"/>: what stands before the first subcommand's row.</summary>
    public const int InHead = -1;

    /// <summary>For <see cref="Tokens"/>: no row.</summary>
    public const int None = -2;

    /// <summary>The tokens of a row, or of what stands before the first. They are told apart when they are first asked for.</summary>
    public ReadOnlySpan<Range> Tokens(int index) => index == None ? default : _tokens[index + 1] ??= Split(index == InHead ? 0 : _rows[index].Start, index == InHead ? Head : Said(index));

    /// <summary>A token's text.</summary>
    public ReadOnlySpan<char> this[Range token] => _text.Span[token];

    private static Range[] Split(int start, ReadOnlySpan<char> row)
    {
        var tokens = new List<Range>();
        var rest = row;
        while (Rows.TryToken(ref rest, out var token))
        {
            var at = start + row.Length - rest.Length - token.Length;
            tokens.Add(at..(at + token.Length));
        }

        return [.. tokens];
    }

    /// <summary>How many subcommands' rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>A row's words, by blanks.</summary>
    public ReadOnlySpan<char> Path(int index) => _text.Span.Slice(_rows[index].Path, _rows[index].PathLength);

    /// <summary>What a row says.</summary>
    public ReadOnlySpan<char> Said(int index) => _text.Span.Slice(_rows[index].Start, _rows[index].Length);

    /// <summary>Whether a row's path can begin with a word, going by the word's first letter.</summary>
    public bool MayBeginWith(int index, ReadOnlySpan<char> word) => (_rows[index].Letters & Bit(word.IsEmpty ? '\0' : word[0])) != 0;

    private int Offset(ReadOnlySpan<char> part) => part.IsEmpty || !_text.Span.Overlaps(part, out var offset) ? 0 : offset;

    private static ulong Letters(ReadOnlySpan<char> path)
    {
        if (path is "_" or "-" || path.IsEmpty)
        {
            return AnyLetter;
        }

        var letters = 0UL;
        var isStart = true;
        foreach (var c in path)
        {
            if (c == ' ')
            {
                break;
            }

            letters |= !isStart ? 0 : c is '*' or '?' or '[' or '\\' ? AnyLetter : Bit(c);
            isStart = c == '/';
        }

        return letters;
    }

    private static ulong Bit(char c) => char.IsAsciiLetterLower(c) ? 1UL << (c - 'a') : 1UL << 63;

    private readonly record struct Row(ulong Letters, int Path, int PathLength, int Start, int Length);
}
