using Aex.Language.Text;

namespace Aex.Policy.Shell.Syntax;

/// <summary>
/// Bash's grammar (GNU Bash Reference Manual, 3.2 and 3.5) by recursive descent. Never throws; bounded in depth, and in work by a multiple of
/// the text's length. It accepts a little more than Bash does; what Bash would run is never read as something else.
/// </summary>
internal sealed partial class ScriptParser
{
    private const int MostDepth = 96;

    /// <summary>A script with more simple commands than these is not read: what a call costs is bounded.</summary>
    internal const int MostCommands = 512;

    /// <summary>So it is with one of more words.</summary>
    internal const int MostWords = 1536;

    internal const string TooManyCommands = "it holds more commands than are looked at";

    internal const string TooManyWords = "it holds more words than are looked at";

    private readonly ScriptText _source;
    private readonly string _text;
    private readonly List<Redirection> _pending = [];
    private readonly List<bool> _pendingStrips = [];
    private HashSet<int>? _noArithmetic;
    private readonly int _lastClose;
    private int _heredocs;
    private int _waitingOutside;
    private int _commands;
    private int _words;
    private int _at;
    private int _end;
    private int _depth;
    private long _work;
    private ScriptFault? _fault;

    private ScriptParser(ScriptText source, int depth)
    {
        _source = source;
        _text = source.Text;
        _end = _text.Length;
        _depth = depth;
        _lastClose = _text.LastIndexOf("))", StringComparison.Ordinal);
        _work = (4L * _end) + 4096;
    }

    private bool Failed => _fault is not null;

    private char Current => _at < _end ? _text[_at] : '\0';

    private bool AtEnd => _at >= _end;

    /// <summary>Reads a script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="fault">Why it cannot be read; null if it can.</param>
    /// <param name="depth">How deep it is nested already.</param>
    public static CommandList Parse(ScriptText source, out ScriptFault? fault, int depth = 0)
    {
        var parser = new ScriptParser(source, depth);
        CommandList list;
        if (source.Text.Contains('\0'))
        {
            parser.Fail(source.Text.IndexOf('\0'), "it holds U+0000");
            list = new CommandList(default, []);
        }
        else
        {
            list = parser.ReadList();
            if (!parser.Failed && !parser.AtEnd)
            {
                parser.Fail(parser._at, $"`{parser.Shown(parser._at)}` is not expected here");
            }

            parser.ReadHeredocs();
        }

        fault = parser._fault;
        return list;
    }

    private void Count(int start)
    {
        if (++_commands > MostCommands)
        {
            Fail(start, TooManyCommands);
        }
    }

    private string Shown(int at)
    {
        var end = at;
        while (end < _end && end < at + 12 && !char.IsWhiteSpace(_text[end]))
        {
            end++;
        }

        return end == at ? "\\n" : _text[at..end];
    }

    private void Fail(int at, string message)
    {
        _fault ??= new ScriptFault(_source.Span(Math.Min(at, _text.Length), Math.Min(at, _text.Length)).Start, message);
        _at = _end;
    }

    private bool Enter()
    {
        if (++_depth > MostDepth)
        {
            Fail(_at, "it is nested too deep");
        }

        return !Failed;
    }

    private void Work(int amount)
    {
        _work -= amount;
        if (_work < 0)
        {
            Fail(_at, "it takes too much work to read");
        }
    }

    // A place may lie behind the end, where a part that is missing there was looked for.
    private TextSpan From(int start) => _source.Span(Math.Min(start, _text.Length), Math.Max(Math.Min(start, _text.Length), Math.Min(_at, _text.Length)));

    private char Peek(int offset = 1) => _at + offset < _end ? _text[_at + offset] : '\0';

    private bool StartsWith(string text) => _at + text.Length <= _end && string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    // Blanks, joined lines, and a comment.
    private void SkipBlanks()
    {
        while (_at < _end)
        {
            var c = _text[_at];
            if (c is ' ' or '\t')
            {
                _at++;
            }
            else if (c == '\\' && Peek() == '\n')
            {
                _at += 2;
            }
            else if (c == '#')
            {
                while (_at < _end && _text[_at] != '\n')
                {
                    _at++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private void SkipJoined()
    {
        while (Current == '\\' && Peek() == '\n')
        {
            _at += 2;
        }
    }

    private void SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            if (Current != '\n' || AtEnd)
            {
                return;
            }

            TakeLineEnd();
        }
    }

    private void TakeLineEnd()
    {
        _at++;
        ReadHeredocs();
    }

    private static bool IsMeta(char c) => c is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>';

    // A reserved word counts only where a command may begin, and only if nothing of it is quoted.
    private bool IsNext(string word)
    {
        var end = _at + word.Length;
        return StartsWith(word) && (end >= _end || IsMeta(_text[end]) || (_text[end] == '\\' && end + 1 < _end && _text[end + 1] == '\n' && (end + 2 >= _end || IsMeta(_text[end + 2]))));
    }

    private bool Take(string word)
    {
        if (!IsNext(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }
}
