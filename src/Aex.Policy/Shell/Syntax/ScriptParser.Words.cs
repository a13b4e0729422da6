namespace Aex.Policy.Shell.Syntax;

// Words and their quoting.
internal sealed partial class ScriptParser
{
    private enum Mode
    {
        Word,
        Regex,
        Brace,
        QuotedBrace,
        Quoted,
        Heredoc,
        Arithmetic,
        OldArithmetic,
        Subscript,
    }

    private WordSyntax ReadWord(bool regex = false, bool mayBeEmpty = false)
    {
        var start = _at;
        if (++_words > MostWords)
        {
            Fail(start, TooManyWords);
        }

        var parts = new List<WordPart>(2);
        ReadParts(parts, regex ? Mode.Regex : Mode.Word, quoted: false);
        if (!Failed && _at == start && !mayBeEmpty)
        {
            Fail(_at, AtEnd ? "a word is missing at the end" : $"`{Shown(_at)}` stands where a word is missing");
        }

        return new WordSyntax(From(start), parts);
    }

    private Assignment? TryAssignment()
    {
        var start = _at;
        if (!char.IsAsciiLetter(Current) && Current != '_')
        {
            return null;
        }

        var at = _at + 1;
        while (at < _end && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] == '_'))
        {
            at++;
        }

        if (at >= _end || _text[at] is not ('=' or '+' or '['))
        {
            return null;
        }

        var name = _text[start..at];
        _at = at;
        WordSyntax? subscript = null;
        var (pending, heredocs) = (_pending.Count, _heredocs);
        if (Current == '[')
        {
            _at++;
            var parts = new List<WordPart>();
            ReadParts(parts, Mode.Subscript, quoted: false);
            subscript = new WordSyntax(From(at), parts);
            if (!Failed && Current == ']')
            {
                _at++;
            }
        }

        var isAppended = Current == '+' && Peek() == '=';
        _at += isAppended ? 1 : 0;
        if (Failed || Current != '=' || AtEnd)
        {
            GoBack(start, pending, heredocs);
            return null;
        }

        _at++;
        SkipJoined();
        var value = Current == '(' && !AtEnd ? ReadArray() : ReadWord(mayBeEmpty: true);
        return new Assignment(From(start), name, isAppended, subscript is not null, subscript, value);
    }

    private WordSyntax ReadArray()
    {
        var start = _at++;
        var words = new List<WordSyntax>();
        while (!Failed)
        {
            SkipLines();
            if (AtEnd)
            {
                Fail(start, "`(` is not closed");
                break;
            }

            if (Current == ')')
            {
                _at++;
                break;
            }

            words.Add(ReadWord());
        }

        return new WordSyntax(From(start), [new ArrayPart(From(start), words)]);
    }

    private void ReadParts(List<WordPart> parts, Mode mode, bool quoted)
    {
        var run = _at;
        var open = 0;
        while (_at < _end)
        {
            if (--_work < 0)
            {
                Fail(_at, "it takes too much work to read");
                return;
            }

            var c = _text[_at];
            if (IsEnd(c, mode, ref open))
            {
                break;
            }

            switch (c)
            {
                case '\\':
                    Flush(parts, run, quoted);
                    ReadEscape(parts, mode, quoted);
                    break;
                case '\'' when mode is not (Mode.Quoted or Mode.Heredoc or Mode.QuotedBrace):
                    Flush(parts, run, quoted);
                    ReadSingle(parts);
                    break;
                case '"' when mode is not (Mode.Quoted or Mode.Heredoc):
                    Flush(parts, run, quoted);
                    ReadDouble(parts);
                    break;
                case '`':
                    Flush(parts, run, quoted);
                    ReadBackticks(parts, mode, quoted);
                    break;
                case '$':
                    Flush(parts, run, quoted);
                    ReadDollar(parts, mode, quoted);
                    break;
                case '<' or '>' when Peek() == '(' && mode is Mode.Word or Mode.Regex or Mode.Brace:
                    Flush(parts, run, quoted);
                    ReadProcess(parts);
                    break;
                case '?' or '*' or '+' or '@' or '!' when mode == Mode.Word && Peek() == '(':
                    // An extended glob: its alternatives belong to the word.
                    _at += 2;
                    open++;
                    continue;
                default:
                    _at++;
                    continue;
            }

            run = _at;
            if (Failed)
            {
                return;
            }
        }

        Flush(parts, run, quoted);
        if (mode is Mode.Word or Mode.Regex && open > 0)
        {
            Fail(_at, "`(` is not closed");
        }
    }

    // Whether the character ends the stretch. Counts what is opened in it.
    private bool IsEnd(char c, Mode mode, ref int open)
    {
        switch (mode)
        {
            case Mode.Word when open > 0:
            case Mode.Regex when open > 0:
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
                return false;
            case Mode.Word:
                return IsMeta(c) && !(c is '<' or '>' && Peek() == '(');
            case Mode.Regex:
                open += c == '(' ? 1 : 0;
                return c is ' ' or '\t' or '\n' or ';' or '&' or ')';
            case Mode.Brace or Mode.QuotedBrace:
                return c == '}';
            case Mode.Quoted:
                return c == '"';
            case Mode.Heredoc:
                return false;
            case Mode.Subscript:
                open += c == '[' ? 1 : 0;
                return c == ']' && open-- == 0;
            case Mode.OldArithmetic:
                open += c == '[' ? 1 : 0;
                return c == ']' && open-- == 0;
            case Mode.Arithmetic:
                if (c == '(')
                {
                    open++;
                }
                else if (c == ')' && open-- == 0)
                {
                    if (Peek() != ')')
                    {
                        Fail(_at, "`))` is missing");
                    }

                    return true;
                }

                return false;
            default:
                return true;
        }
    }

    private void Flush(List<WordPart> parts, int run, bool quoted)
    {
        if (_at > run && !Failed)
        {
            parts.Add(new LiteralPart(From(run), quoted, _text[run.._at]));
        }
    }

    private void ReadEscape(List<WordPart> parts, Mode mode, bool quoted)
    {
        var start = _at++;
        if (AtEnd)
        {
            parts.Add(new LiteralPart(From(start), true, "\\"));
            return;
        }

        var c = _text[_at++];
        if (c == '\n')
        {
            return;
        }

        var keeps = mode switch
        {
            Mode.Quoted => c is not ('$' or '`' or '"' or '\\'),
            Mode.Heredoc => c is not ('$' or '`' or '\\'),
            Mode.QuotedBrace => c is not ('$' or '`' or '"' or '\\' or '}'),
            _ => false,
        };
        parts.Add(new LiteralPart(From(start), true, keeps ? _text[start.._at] : c.ToString()));
        _ = quoted;
    }

    private void ReadSingle(List<WordPart> parts)
    {
        var start = _at++;
        var close = _text.IndexOf('\'', _at, _end - _at);
        if (close < 0)
        {
            Fail(start, "`'` is not closed");
            return;
        }

        _at = close + 1;
        Work(close - start);
        parts.Add(new LiteralPart(From(start), true, _text[(start + 1)..close]));
    }

    private void ReadDouble(List<WordPart> parts)
    {
        var start = _at++;
        if (!Enter())
        {
            return;
        }

        var before = parts.Count;
        ReadParts(parts, Mode.Quoted, quoted: true);
        if (!Failed && Current != '"' || AtEnd)
        {
            Fail(start, "`\"` is not closed");
            return;
        }

        _at++;
        _depth--;
        if (parts.Count == before)
        {
            parts.Add(new LiteralPart(From(start), true, ""));
        }
    }
}
