using System.Runtime.CompilerServices;
using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>Cuts tokens off the text as the parser asks for them: what a character means depends on where in a line it stands.</summary>
internal sealed class Lexer(string text)
{
    private Token[] _tokens = new Token[Math.Max(16, text.Length / 6)];
    private Token _next;
    private bool _hasNext;

    public string Text { get; } = text;

    /// <summary>Offset behind what was taken, and behind the trivia that was passed.</summary>
    public int Position { get; private set; }

    public int Count { get; private set; }

    public Token[] Tokens => _tokens;

    public List<Diagnostic>? Diagnostics { get; private set; }

    /// <summary>Number of brackets open; inside them line ends are trivia.</summary>
    public int Depth { get; set; }

    /// <summary>Whether a line end was passed before the token last peeked at.</summary>
    public bool PassedLineEnd { get; private set; }

    /// <summary>End of the last token taken.</summary>
    public int LastEnd => Count == 0 ? 0 : _tokens[Count - 1].End;

    /// <summary>The character at the position, or U+0000 at the end (a real U+0000 is a Bad token wherever it stands).</summary>
    public char Current => Position < Text.Length ? Text[Position] : '\0';

    public ReadOnlySpan<char> TextOf(Token token) => Text.AsSpan(token.Start, token.Length);

    /// <summary>The next token; not yet taken.</summary>
    public Token Peek()
    {
        if (!_hasNext)
        {
            SkipTrivia();
            _next = Scan();
            _hasNext = true;
        }

        return _next;
    }

    /// <summary>The next token where a dotted name or pattern is wanted: <c>a.b</c> and, for patterns, <c>a.*</c> are one token.</summary>
    public Token PeekDotted(bool pattern)
    {
        var token = Peek();
        if (token.Kind != SyntaxKind.Word)
        {
            return token;
        }

        var end = token.End;
        while (end < Text.Length && Text[end] == '.')
        {
            if (end + 1 < Text.Length && IsNameStart(Text[end + 1]))
            {
                end = NameEnd(end + 1);
            }
            else if (pattern && end + 1 < Text.Length && Text[end + 1] == '*')
            {
                end += 2;
                break;
            }
            else
            {
                break;
            }
        }

        return _next = new Token(SyntaxKind.Dotted, token.Start, end - token.Start);
    }

    /// <summary>Takes the token last peeked at.</summary>
    public int Take()
    {
        var token = Peek();
        _hasNext = false;
        Position = token.End;
        if (token.Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted)
        {
            CheckString(token);
        }

        return Add(token);
    }

    /// <summary>Takes a token of a known extent that begins at or behind the position.</summary>
    public int Take(SyntaxKind kind, int start, int end)
    {
        _hasNext = false;
        Position = end;
        return Add(new Token(kind, start, end - start));
    }

    /// <summary>Moves back nothing but the look-ahead, so that the next peek reads again.</summary>
    public void Forget() => _hasNext = false;

    /// <summary>Moves over trivia that the parser has read itself (line starts).</summary>
    public void MoveTo(int position)
    {
        _hasNext = false;
        Position = position;
    }

    /// <summary>Passes blanks and a comment, and inside brackets line ends.</summary>
    public void SkipTrivia()
    {
        var at = Position;
        PassedLineEnd = false;
        while (at < Text.Length)
        {
            var c = Text[at];
            if (c is ' ' or '\t')
            {
                at++;
            }
            else if (c == '#' && StartsComment(at))
            {
                at = CommentEnd(at);
            }
            else if (Depth > 0 && LineEndLength(at) is > 0 and var length)
            {
                at += length;
                PassedLineEnd = true;
            }
            else
            {
                break;
            }
        }

        Position = at;
    }

    /// <summary>2 for CR LF, 1 for LF, 0 for anything else (a lone CR ends no line).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LineEndLength(int at)
    {
        if (at >= Text.Length)
        {
            return 0;
        }

        var c = Text[at];
        return c == '\n' ? 1 : c == '\r' && at + 1 < Text.Length && Text[at + 1] == '\n' ? 2 : 0;
    }

    /// <summary>Offset of the line end (or the end of the text) at or behind an offset.</summary>
    public int LineContentEnd(int from)
    {
        var feed = Text.AsSpan(from).IndexOf('\n');
        var end = feed < 0 ? Text.Length : from + feed;
        return feed > 0 && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>End of the comment that begins at an offset; unseen characters in it are reported.</summary>
    public int CommentEnd(int start)
    {
        var end = LineContentEnd(start);
        CheckCharacters(start, end, inRule: false);
        return end;
    }

    public bool StartsComment(int at) => at == 0 || Text[at - 1] is ' ' or '\t' or '\n';

    /// <summary>Reports the first character of a stretch that may not stand there.</summary>
    public bool CheckCharacters(int start, int end, bool inRule)
    {
        if (Text.AsSpan(start, end - start).IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return true;
        }

        for (var at = start; at < end;)
        {
            var scalar = UnseenCharacters.ScalarAt(Text.AsSpan(0, end), at, out var length);
            if (inRule ? UnseenCharacters.IsRefusedInRules(scalar) : UnseenCharacters.IsRefusedEverywhere(scalar))
            {
                ReportCharacter(scalar, new TextSpan(at, length));
                return false;
            }

            at += length;
        }

        return true;
    }

    public void ReportCharacter(int scalar, TextSpan span) => Report(Diagnostic.Error(
        Catalogue.Unreadable,
        span,
        $"the character {UnseenCharacters.Describe(scalar)} may not stand here",
        scalar is '\r' ? "end lines with LF or CR LF" : "remove it: a reader does not see it, or sees something else than the parser"));

    public void Report(Diagnostic diagnostic) => (Diagnostics ??= []).Add(diagnostic);

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private int NameEnd(int at)
    {
        while (at < Text.Length && (char.IsAsciiLetterOrDigit(Text[at]) || Text[at] is '_' or '-'))
        {
            at++;
        }

        return at;
    }

    private int Add(Token token)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Count * 2);
        }

        _tokens[Count] = token;
        return Count++;
    }

    private Token Scan()
    {
        var start = Position;
        if (start >= Text.Length || LineEndLength(start) > 0)
        {
            return new Token(SyntaxKind.EndOfLine, start, 0);
        }

        var c = Text[start];
        if (IsNameStart(c))
        {
            return new Token(SyntaxKind.Word, start, NameEnd(start) - start);
        }

        if (char.IsAsciiDigit(c) || (c == '-' && start + 1 < Text.Length && char.IsAsciiDigit(Text[start + 1])))
        {
            return ScanNumber(start);
        }

        if (c is '"' or '\'')
        {
            return ScanString(start, c);
        }

        if (c == '-' && start + 1 < Text.Length && Text[start + 1] == '>')
        {
            return new Token(SyntaxKind.Arrow, start, 2);
        }

        var kind = c switch
        {
            '(' => SyntaxKind.OpenParen,
            ')' => SyntaxKind.CloseParen,
            '[' => SyntaxKind.OpenBracket,
            ']' => SyntaxKind.CloseBracket,
            '{' => SyntaxKind.OpenBrace,
            '}' => SyntaxKind.CloseBrace,
            ',' => SyntaxKind.Comma,
            ':' => SyntaxKind.Colon,
            '.' => SyntaxKind.Dot,
            '=' => SyntaxKind.Equal,
            '*' => SyntaxKind.Star,
            '?' => SyntaxKind.Question,
            '-' => SyntaxKind.Dash,
            _ => SyntaxKind.Bad,
        };
        return new Token(kind, start, kind == SyntaxKind.Bad ? BadLength(start) : 1);
    }

    private int BadLength(int start)
    {
        var scalar = UnseenCharacters.ScalarAt(Text, start, out var length);
        if (UnseenCharacters.IsRefusedInRules(scalar))
        {
            return length;
        }

        var end = start + length;
        while (end < Text.Length && Text[end] is not (' ' or '\t' or '\r' or '\n' or ',' or '=' or '(' or ')' or '"'))
        {
            end++;
        }

        return end - start;
    }

    private Token ScanNumber(int start)
    {
        var end = start + 1;
        while (end < Text.Length && char.IsAsciiDigit(Text[end]))
        {
            end++;
        }

        if (end + 1 < Text.Length && Text[end] == '.' && char.IsAsciiDigit(Text[end + 1]))
        {
            end++;
            while (end < Text.Length && char.IsAsciiDigit(Text[end]))
            {
                end++;
            }
        }

        return new Token(SyntaxKind.Number, start, end - start);
    }

    private Token ScanString(int start, char quote)
    {
        var kind = quote == '"' ? SyntaxKind.DoubleQuoted : SyntaxKind.SingleQuoted;
        var at = start + 1;
        while (at < Text.Length && LineEndLength(at) == 0)
        {
            if (Text[at] == quote)
            {
                return new Token(kind, start, at + 1 - start);
            }

            at += Text[at] == '\\' && at + 1 < Text.Length && StringLiteral.IsEscape(Text[at + 1], quote) ? 2 : 1;
        }

        return new Token(kind, start, at - start);
    }

    /// <summary>Whether a string token has its closing quote.</summary>
    private bool IsClosed(Token token)
    {
        // A quote at the end closes unless it is itself escaped: the scan decides it again, and ends on it only if it closes.
        var quote = Text[token.Start];
        var at = token.Start + 1;
        while (at < token.End)
        {
            if (Text[at] == quote)
            {
                return true;
            }

            at += Text[at] == '\\' && at + 1 < Text.Length && StringLiteral.IsEscape(Text[at + 1], quote) ? 2 : 1;
        }

        return false;
    }

    private void CheckString(Token token)
    {
        var body = TextOf(token)[1..];
        if (!IsClosed(token))
        {
            Report(Diagnostic.Error(Catalogue.Unclosed, token.Span, $"the string {Quote(token)} is not closed", $"end it with `{Text[token.Start]}` on the same line"));
        }

        CheckCharacters(token.Start, token.End, inRule: false);
        if (body.IndexOf('\\') < 0)
        {
            return;
        }

        for (var at = token.Start + 1; at + 1 < token.End; at++)
        {
            if (Text[at] != '\\')
            {
                continue;
            }

            if (StringLiteral.IsEscape(Text[at + 1], Text[token.Start]))
            {
                at++;
            }
            else
            {
                UnseenCharacters.ScalarAt(Text, at + 1, out var length);
                Report(Diagnostic.Warning(
                    Catalogue.UnknownEscape,
                    new TextSpan(at, 1 + length),
                    $"`{Text.AsSpan(at, 1 + length)}` is no escape: the backslash stands for itself",
                    "write `\\\\` for a backslash; the escapes are `\\\"`, `\\\\`, `\\n` and `\\t`"));
            }
        }
    }

    private string Quote(Token token) => token.Length <= 40 ? $"`{TextOf(token)}`" : $"`{TextOf(token)[..40]}…`";
}
