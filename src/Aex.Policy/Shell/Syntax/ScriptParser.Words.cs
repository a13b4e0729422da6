using System.Globalization;
using System.Text;

namespace Aex.Policy.Shell.Syntax;

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

    private void ReadProcess(List<WordPart> parts)
    {
        var start = _at;
        var isInput = Current == '<';
        _at += 2;
        if (!Enter())
        {
            return;
        }

        var body = ReadInside(start);
        _depth--;
        parts.Add(new ProcessPart(From(start), body, isInput));
    }

    private void ReadBackticks(List<WordPart> parts, Mode mode, bool quoted)
    {
        var start = _at++;
        var text = new StringBuilder();
        var map = new List<int>();
        while (!AtEnd && Current != '`')
        {
            if (Current == '\\' && (Peek() is '$' or '`' or '\\' || (Peek() == '"' && (mode is Mode.Quoted or Mode.QuotedBrace))))
            {
                _at++;
            }

            map.Add(_source.Span(_at, _at).Start);
            text.Append(_text[_at++]);
        }

        if (AtEnd)
        {
            Fail(start, "a backtick is not closed");
            return;
        }

        map.Add(_source.Span(_at, _at).Start);
        _at++;
        Work(2 * (_at - start));
        if (!Enter())
        {
            return;
        }

        Count(start);
        var body = Parse(new ScriptText(text.ToString(), [.. map], _source.Whole), out var fault, _depth);
        if (fault is not null)
        {
            _fault ??= fault;
            _at = _end;
        }

        _depth--;
        parts.Add(new SubstitutionPart(From(start), quoted, body));
    }

    private void ReadDollar(List<WordPart> parts, Mode mode, bool quoted)
    {
        var start = _at++;
        SkipJoined();
        var c = Current;
        if (AtEnd)
        {
            parts.Add(new LiteralPart(From(start), quoted, "$"));
            return;
        }

        var isPlain = mode is not (Mode.Quoted or Mode.Heredoc or Mode.QuotedBrace);
        if (c == '\'' && isPlain)
        {
            ReadAnsi(parts, start);
        }
        else if (c == '"' && isPlain)
        {
            ReadDouble(parts);
        }
        else if (c == '(')
        {
            ReadSubstitution(parts, start, quoted);
        }
        else if (c == '{')
        {
            ReadParameter(parts, start, quoted);
        }
        else if (c == '[')
        {
            _at++;
            var inner = new List<WordPart>();
            ReadParts(inner, Mode.OldArithmetic, quoted: true);
            Close(']', start);
            parts.Add(new ArithmeticPart(From(start), quoted, new WordSyntax(From(start), inner)));
        }
        else if (char.IsAsciiLetter(c) || c == '_')
        {
            var at = _at;
            while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current == '_'))
            {
                _at++;
            }

            parts.Add(new ParameterPart(From(start), quoted, _text[at.._at], "", null));
        }
        else if (char.IsAsciiDigit(c) || c is '@' or '*' or '#' or '?' or '-' or '$' or '!')
        {
            _at++;
            parts.Add(new ParameterPart(From(start), quoted, c.ToString(), "", null));
        }
        else
        {
            parts.Add(new LiteralPart(From(start), quoted, "$"));
        }
    }

    private void Close(char close, int opened)
    {
        if (Failed)
        {
            return;
        }

        if (AtEnd || Current != close)
        {
            Fail(opened, $"`{Shown(opened)}` is not closed: `{close}` is missing");
            return;
        }

        _at++;
    }

    private void ReadSubstitution(List<WordPart> parts, int start, bool quoted)
    {
        if (!Enter())
        {
            return;
        }

        var at = _at;
        if (Peek() == '(' && TryArithmetic(at, 2) is { } inner)
        {
            parts.Add(new ArithmeticPart(From(start), quoted, inner));
        }
        else if (!Failed)
        {
            _at = at + 1;
            var body = ReadInside(start);
            parts.Add(new SubstitutionPart(From(start), quoted, body));
        }

        _depth--;
    }

    // The commands of a substitution. A heredoc from outside does not get its text in here, and one from in here none out there; which lines are
    // its text then, and which are commands, differs between shells.
    private CommandList ReadInside(int start)
    {
        var outside = _waitingOutside;
        _waitingOutside = _pending.Count;
        var body = ReadList();
        Expect(")", start);
        if (!Failed && _pending.Count > _waitingOutside)
        {
            Fail(start, "a heredoc in a substitution ends with it, before its text");
        }

        _waitingOutside = outside;
        return body;
    }

    // `((` may begin arithmetic or two subshells: that is known at its end only. A place is tried once.
    private WordSyntax? TryArithmetic(int start, int skip)
    {
        if (_noArithmetic is not null && _noArithmetic.Contains(start))
        {
            return null;
        }

        var (pending, heredocs) = (_pending.Count, _heredocs);
        var depth = _depth;
        var inner = new List<WordPart>();
        _at = start + skip;
        if (Enter())
        {
            ReadParts(inner, Mode.Arithmetic, quoted: true);
            if (!Failed && AtEnd)
            {
                Fail(start, "`((` is not closed");
            }
        }

        _depth = depth;
        if (!Failed)
        {
            _at += 2;
            return new WordSyntax(From(start), inner);
        }

        GoBack(start, pending, heredocs);
        (_noArithmetic ??= []).Add(start);
        return null;
    }

    // What was tried was something else. A heredoc that was read meanwhile cannot be read again.
    private void GoBack(int start, int pending, int heredocs)
    {
        if (_work < 0 || _heredocs != heredocs)
        {
            Fail(start, "a heredoc begins where it cannot be told what is read");
            return;
        }

        _fault = null;
        _at = start;
        _pending.RemoveRange(pending, _pending.Count - pending);
        _pendingStrips.RemoveRange(pending, _pendingStrips.Count - pending);
    }

    private void ReadParameter(List<WordPart> parts, int start, bool quoted)
    {
        _at++;
        if (!Enter())
        {
            return;
        }

        SkipJoined();
        var prefix = "";
        if (Current is '!' or '#' && Peek() is not ('}' or ':' or '-' or '=' or '+' or '?' or '%' or '/'))
        {
            prefix = Current.ToString();
            _at++;
        }

        var at = _at;
        if (char.IsAsciiLetter(Current) || Current == '_')
        {
            while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current == '_'))
            {
                _at++;
            }
        }
        else if (char.IsAsciiDigit(Current))
        {
            while (!AtEnd && char.IsAsciiDigit(Current))
            {
                _at++;
            }
        }
        else if (Current is '@' or '*' or '#' or '?' or '-' or '$' or '!')
        {
            _at++;
        }

        var name = _text[at.._at];
        var inner = new List<WordPart>();
        var from = _at;
        if (name.Length > 0 && Current == '[')
        {
            _at++;
            ReadParts(inner, Mode.Subscript, quoted: true);
            Close(']', from);
            prefix = prefix.Length == 0 ? "[" : prefix;
        }

        at = _at;
        var op = "";
        if (!AtEnd && Current != '}')
        {
            op = Current.ToString();
            _at++;
            if (op == ":" && Current is '-' or '=' or '?' or '+')
            {
                op += Current;
                _at++;
            }

            if (!(op is ":-" or ":=" or ":?" or ":+" or "-" or "=" or "?" or "+" or ":" or "#" or "%" or "/" or "^" or "," or "@" or "~") && !(prefix == "!" && op == "*"))
            {
                // A form of another shell, or one that runs its text.
                name = "";
                _at = at;
            }

            var takesWord = op is ":-" or ":=" or ":?" or ":+" or "-" or "=" or "?" or "+";
            ReadParts(inner, quoted && takesWord ? Mode.QuotedBrace : Mode.Brace, quoted);
        }

        Close('}', start);
        _depth--;
        parts.Add(new ParameterPart(From(start), quoted, name, prefix + op, inner.Count == 0 ? null : new WordSyntax(From(from), inner)));
    }

    // `$'…'`: the escapes of ANSI C (Bash manual, 3.1.2.4).
    private void ReadAnsi(List<WordPart> parts, int start)
    {
        _at++;
        var text = new StringBuilder();
        var isCut = false;
        while (!AtEnd && Current != '\'')
        {
            var c = _text[_at++];
            if (c != '\\' || AtEnd)
            {
                Append(c);
                continue;
            }

            c = _text[_at++];
            switch (c)
            {
                case 'n': Append('\n'); break;
                case 't': Append('\t'); break;
                case 'r': Append('\r'); break;
                case 'a': Append('\a'); break;
                case 'b': Append('\b'); break;
                case 'f': Append('\f'); break;
                case 'v': Append('\v'); break;
                case 'e' or 'E': Append('\u001b'); break;
                case '\\' or '\'' or '"' or '?': Append(c); break;
                case >= '0' and <= '7':
                    _at--;
                    Code(Digits(3, 8) & 0xFF, isByte: true);
                    break;
                case 'x':
                    Code(char.IsAsciiHexDigit(Current) ? Digits(2, 16) : 'x', isByte: true);
                    break;
                case 'u': Code(Digits(4, 16), isByte: false); break;
                case 'U': Code(Digits(8, 16), isByte: false); break;
                case 'c' when !AtEnd: Code(_text[_at++] & 0x1F, isByte: true); break;
                default:
                    Append('\\');
                    Append(c);
                    break;
            }
        }

        if (AtEnd)
        {
            Fail(start, "`$'` is not closed");
            return;
        }

        _at++;
        Work(_at - start);
        parts.Add(new LiteralPart(From(start), true, text.ToString()));

        void Append(char c)
        {
            if (!isCut)
            {
                text.Append(c);
            }
        }

        // The text ends at U+0000; what single bytes above 127 spell is not looked into.
        void Code(long code, bool isByte)
        {
            if (code == 0)
            {
                isCut = true;
            }
            else if (isByte && code > 127 || code is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            {
                Append(ShellWord.Unknown);
            }
            else if (!isCut)
            {
                text.Append(char.ConvertFromUtf32((int)code));
            }
        }

        long Digits(int most, int radix)
        {
            var from = _at;
            while (!AtEnd && _at - from < most && (radix == 8 ? Current is >= '0' and <= '7' : char.IsAsciiHexDigit(Current)))
            {
                _at++;
            }

            var digits = _text.AsSpan(from, _at - from);
            var value = 0L;
            foreach (var digit in digits)
            {
                value = (value * radix) + int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            }

            return digits.IsEmpty ? 1 : value;
        }
    }

    private void ReadHeredocs()
    {
        if (_pending.Count == 0 || Failed)
        {
            return;
        }

        if (_waitingOutside > 0)
        {
            Fail(_at - 1, "a line ends in a substitution while a heredoc waits for its text");
            return;
        }

        _heredocs++;
        Redirection[] pending = [.. _pending];
        bool[] strips = [.. _pendingStrips];
        _pending.Clear();
        _pendingStrips.Clear();
        for (var i = 0; i < pending.Length && !Failed; i++)
        {
            ReadHeredoc(pending[i], strips[i]);
        }
    }

    private void ReadHeredoc(Redirection redirection, bool strips)
    {
        var delimiter = Delimiter(redirection.Target, out var isQuoted);
        var start = _at;
        var end = _end;
        var next = _end;
        var line = new StringBuilder();
        while (_at < _end)
        {
            var from = _at;
            line.Clear();
            while (true)
            {
                var at = _at;
                var stop = _text.IndexOf('\n', at, _end - at);
                stop = stop < 0 ? _end : stop;
                Work(stop - at + 1);
                _at = Math.Min(_end, stop + 1);
                var backslashes = 0;
                while (stop - backslashes > at && _text[stop - backslashes - 1] == '\\')
                {
                    backslashes++;
                }

                // A line that ends in `\` goes on in the next: the end word may be cut in two.
                var isJoined = !isQuoted && backslashes % 2 == 1 && stop < _end;
                line.Append(_text, at, stop - at - (isJoined ? 1 : 0));
                if (!isJoined || Failed)
                {
                    break;
                }
            }

            var text = line.ToString();
            if ((strips ? text.TrimStart('\t') : text) == delimiter)
            {
                (end, next) = (from, _at);
                break;
            }
        }

        if (Failed)
        {
            return;
        }

        var parts = new List<WordPart>();
        var span = _source.Span(start, end);
        if (isQuoted)
        {
            parts.Add(new LiteralPart(span, true, _text[start..end]));
        }
        else if (Enter())
        {
            var whole = _end;
            (_at, _end) = (start, end);
            ReadParts(parts, Mode.Heredoc, quoted: true);
            _end = whole;
            _depth--;
        }

        redirection.Target = new WordSyntax(span, parts);
        _at = Failed ? _end : next;
    }

    // Of the end word quotes are taken off, and nothing is expanded.
    private string Delimiter(WordSyntax word, out bool isQuoted)
    {
        isQuoted = false;
        var text = new StringBuilder();
        foreach (var part in word.Parts)
        {
            isQuoted |= part.IsQuoted;
            if (part is LiteralPart literal)
            {
                text.Append(literal.Text);
            }
            else
            {
                Fail(_at, "the end word of a heredoc holds an expansion");
            }
        }

        if (text.ToString().Contains('\n', StringComparison.Ordinal))
        {
            Fail(_at, "the end word of a heredoc holds a line's end");
        }

        return text.ToString();
    }
}
