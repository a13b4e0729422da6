namespace Aex.Policy.Shell.Syntax;

// Redirections, before, between and behind words.
internal sealed partial class ScriptParser
{
    private bool TryRedirection(List<Redirection> into)
    {
        var start = _at;
        var at = _at;
        if (AtEnd)
        {
            return false;
        }

        if (_text[at] == '{')
        {
            at++;
            while (at < _end && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] is '_' or '[' or ']'))
            {
                at++;
            }

            if (at >= _end || _text[at] != '}')
            {
                return false;
            }

            at++;
        }
        else
        {
            while (at < _end && char.IsAsciiDigit(_text[at]))
            {
                at++;
            }
        }

        var descriptor = _text[start..at];
        if (at < _end && _text[at] == '&' && descriptor.Length == 0 && at + 1 < _end && _text[at + 1] == '>')
        {
            _at = at + 2;
            if (Current == '>')
            {
                _at++;
            }

            return Add(RedirectionKind.AllOutput);
        }

        if (at >= _end || _text[at] is not ('<' or '>') || (at + 1 < _end && _text[at + 1] == '(' ))
        {
            return false;
        }

        _at = at;
        if (StartsWith("<<<"))
        {
            _at += 3;
            return Add(RedirectionKind.HereString);
        }

        if (StartsWith("<<"))
        {
            _at += 2;
            var strips = Current == '-';
            _at += strips ? 1 : 0;
            if (!Add(RedirectionKind.Heredoc) || Failed)
            {
                return true;
            }

            _pending.Add(into[^1]);
            _pendingStrips.Add(strips);
            return true;
        }

        var (kind, length) = (Current, Peek()) switch
        {
            ('<', '>') => (RedirectionKind.Both, 2),
            ('<', '&') => (RedirectionKind.InputCopy, 2),
            ('<', _) => (RedirectionKind.Input, 1),
            (_, '>') => (RedirectionKind.Append, 2),
            (_, '|') => (RedirectionKind.Output, 2),
            (_, '&') => (RedirectionKind.OutputCopy, 2),
            _ => (RedirectionKind.Output, 1),
        };
        _at += length;
        return Add(kind);

        bool Add(RedirectionKind kind)
        {
            SkipBlanks();
            if (AtEnd || (IsMeta(Current) && !(Current is '<' or '>' && Peek() == '(')))
            {
                Fail(start, "a redirection without a target");
                return true;
            }

            var target = ReadWord();
            into.Add(new Redirection { Kind = kind, Descriptor = descriptor.Trim('{', '}'), Target = target, Span = From(start) });
            return true;
        }
    }
}
