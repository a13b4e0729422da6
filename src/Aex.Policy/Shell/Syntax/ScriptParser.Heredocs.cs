using System.Text;

namespace Aex.Policy.Shell.Syntax;

// Heredocs: their texts begin on the line after.
internal sealed partial class ScriptParser
{
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
