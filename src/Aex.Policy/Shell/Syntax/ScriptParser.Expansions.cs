using System.Text;

namespace Aex.Policy.Shell.Syntax;

// What is put into words: substitutions, parameters, arithmetic.
internal sealed partial class ScriptParser
{
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
        if ((_noArithmetic is not null && _noArithmetic.Contains(start)) || start >= _lastClose)
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
}
