namespace Aex.Language.Formatting;

/// <summary>Reads what lies between two tokens: comments, and whether blank lines stand before them.</summary>
internal ref struct TriviaReader(ReadOnlySpan<char> text, int from, int to)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly int _to = to;
    private int _at = from;
    private int _lineEnds = from == 0 ? 1 : 0;
    private bool _ended;

    /// <summary>Whether this is a comment; false once, at the end of the trivia.</summary>
    public bool IsComment { get; private set; }

    /// <summary>Whether a line end was passed since the last token or comment.</summary>
    public bool PassedLineEnd { get; private set; }

    /// <summary>Whether a blank line stands before this.</summary>
    public bool BlankLineBefore { get; private set; }

    /// <summary>Where the comment begins.</summary>
    public int Start { get; private set; }

    /// <summary>The comment without blanks at its end.</summary>
    public ReadOnlySpan<char> Comment { get; private set; }

    /// <summary>Moves to the next comment, and at last once to the end.</summary>
    public bool Next()
    {
        if (_ended)
        {
            return false;
        }

        for (; _at < _to; _at++)
        {
            if (_text[_at] == '\n')
            {
                _lineEnds++;
            }
            else if (_text[_at] == '#')
            {
                TakeComment();
                return true;
            }
        }

        IsComment = false;
        BlankLineBefore = _lineEnds > 1;
        PassedLineEnd = _lineEnds > 0;
        _ended = true;
        return true;
    }

    private void TakeComment()
    {
        var rest = _text[_at.._to];
        var feed = rest.IndexOf('\n');
        var comment = feed < 0 ? rest : rest[..feed];
        IsComment = true;
        PassedLineEnd = _lineEnds > 0;
        BlankLineBefore = _lineEnds > 1;
        Start = _at;
        Comment = comment.TrimEnd(" \t\r");
        _lineEnds = 0;
        _at += comment.Length;
    }
}
