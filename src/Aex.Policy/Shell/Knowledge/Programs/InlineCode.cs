using System.Text;

namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>
/// Reads calls with literal arguments out of a program that stands on the command line (<c>python -c</c>, <c>node -e</c>): the files it opens, the commands
/// it runs. It is no parser of any language: what it finds is done, what it does not find may be done as well, and so coverage stays partial.
/// </summary>
internal sealed class InlineCode
{
    private const int MostCalls = 512;

    private readonly Invocation _call;
    private readonly string _text;
    private readonly Stack<Frame> _frames = [];
    private readonly InlineCalls _calls;
    private string _name = "";
    private string _owner = "";
    private bool _isAfterDot;
    private int _at;
    private int _seen;

    private InlineCode(Invocation call, ShellWord code)
    {
        _call = call;
        _text = code.Text;
        _calls = new InlineCalls(call, code.Span);
    }

    /// <summary>What has been read of the arguments of a call.</summary>
    internal sealed class Frame(string name, string owner, char close)
    {
        public string Name { get; } = name;

        public string Owner { get; } = owner;

        public char Close { get; } = close;

        /// <summary>Each argument: its text, or null where it is no plain literal.</summary>
        public List<string?> Arguments { get; } = [];

        /// <summary>The texts of a list among the arguments: <c>['cat', 'f']</c>.</summary>
        public List<string?>? List { get; set; }

        public StringBuilder? Literal { get; set; }

        public bool IsSpoilt { get; set; }

        public void EndArgument()
        {
            if (Literal is not null || IsSpoilt)
            {
                Arguments.Add(IsSpoilt ? null : Literal!.ToString());
            }

            Literal = null;
            IsSpoilt = false;
        }
    }

    public static void Read(Invocation call, ShellWord code)
    {
        call.RunsUnknown("code in an argument is read only in part", null);
        call.Report.Code = code;
        if (code.Text.Length > 0)
        {
            new InlineCode(call, code).Read();
        }
    }

    private bool HasBackticks => _call.Program is not ("node" or "nodejs" or "python" or "python3" or "python2");

    private bool IsPerlLike => _call.Program is "perl" or "perl5" or "ruby" or "jruby";

    private void Read()
    {
        _calls.ReadEnvironment(_text);
        while (_at < _text.Length && _seen < MostCalls)
        {
            Step();
        }

        while (_frames.Count > 0)
        {
            Pop();
        }

        _calls.Finish();
    }

    private void Step()
    {
        var c = _text[_at];
        if (char.IsAsciiLetter(c) || c is '_' or '$' || c > 127)
        {
            Name();
        }
        else if (c is '\'' or '"' or '`')
        {
            var literal = Quoted(c);
            if (c == '`' && HasBackticks)
            {
                _calls.Runs(literal);
            }
            else
            {
                Take(literal);
            }
        }
        else if (c == '%' && IsPerlLike && _at + 2 < _text.Length && _text[_at + 1] is 'x' or 'q' or 'Q' or 'w' && !char.IsAsciiLetterOrDigit(_text[_at + 2]))
        {
            Delimited(_text[_at + 1] == 'x', _at + 2);
        }
        else
        {
            Sign(c);
            _at++;
        }
    }

    private void Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$' || _text[_at] > 127))
        {
            _at++;
        }

        var name = _text[start.._at];
        var isPrefix = _at < _text.Length && _text[_at] is '\'' or '"' && name.Length <= 2 && name.All(static letter => "rbufRBUF".Contains(letter));
        if (isPrefix)
        {
            var literal = Quoted(_text[_at], isRaw: name.Contains('r') || name.Contains('R'));
            Take(name.Contains('f') || name.Contains('F') ? (literal is not null && literal.Contains('{') ? null : literal) : literal);
            return;
        }

        if (IsPerlLike && name is "q" or "qq" or "qx" or "qw" && _at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (',' or ';' or '=' or ')'))
        {
            Delimited(name == "qx", _at);
            return;
        }

        if (_frames.TryPeek(out var frame))
        {
            // `open F, 'x'`: a bare word is an argument of its own.
            frame.IsSpoilt = true;
        }

        _owner = _isAfterDot ? _name : "";
        _name = name;
        _isAfterDot = false;
        _calls.Saw(name);

        // `system 'x'`, `require 'x'`, `print "x"`: a call without parentheses.
        var next = _at;
        while (next < _text.Length && _text[next] is ' ' or '\t')
        {
            next++;
        }

        if (next > _at && next < _text.Length && (InlineCalls.Knows(name) || _owner is "File" or "IO" or "Dir" or "FileUtils" or "Kernel" or "Open3") && (_text[next] is '\'' or '"' || char.IsAsciiLetter(_text[next]) || (IsPerlLike && _text[next] is '$' or '%')))
        {
            Push('\n');
        }
    }

    private void Sign(char c)
    {
        var frame = _frames.Count > 0 ? _frames.Peek() : null;
        switch (c)
        {
            case '(':
                Push(')');
                return;
            case '[' when frame is not null && frame.Literal is null && frame.Close == ')':
                frame.EndArgument();
                _name = "";
                Push(']');
                return;
            case '.':
                _isAfterDot = true;
                return;
            case ')' or ']':
                while (_frames.Count > 0)
                {
                    var isIt = _frames.Peek().Close == c;
                    Pop();
                    if (isIt)
                    {
                        break;
                    }
                }

                break;
            case ';' or '\n' or '}':
                while (_frames.Count > 0 && _frames.Peek().Close == '\n')
                {
                    Pop();
                }

                break;
            case ',':
                frame?.EndArgument();
                break;
            case '+' or ' ' or '\t' or '\r':
                // Literals side by side, or joined, are one.
                return;
            case ':':
                break;
            default:
                if (frame is not null)
                {
                    frame.IsSpoilt = true;
                }

                break;
        }

        _isAfterDot = c == ':' && _isAfterDot;
        _name = c is ' ' ? _name : "";
    }

    private void Push(char close)
    {
        _seen++;
        _frames.Push(new Frame(_name, _owner, close));
        _name = _owner = "";
        _isAfterDot = false;
    }

    private void Pop()
    {
        var frame = _frames.Pop();
        frame.EndArgument();
        if (frame.Close == ']')
        {
            if (_frames.TryPeek(out var outer))
            {
                outer.List ??= frame.Arguments;
            }

            return;
        }

        _calls.Made(frame);
        if (_frames.TryPeek(out var around))
        {
            around.IsSpoilt |= frame.Name.Length > 0;
            if (frame.Name.Length == 0 && frame.Arguments is [{ } inner])
            {
                around.Literal = (around.Literal ?? new StringBuilder()).Append(inner);
            }
        }
    }

    private void Take(string? literal)
    {
        if (!_frames.TryPeek(out var frame))
        {
            return;
        }

        if (literal is null)
        {
            frame.IsSpoilt = true;
        }
        else
        {
            frame.Literal = (frame.Literal ?? new StringBuilder()).Append(literal);
        }

        _isAfterDot = false;
        _name = "";
    }

    private void Delimited(bool runs, int at)
    {
        var open = _text[at];
        var close = open switch { '(' => ')', '{' => '}', '[' => ']', '<' => '>', _ => open };
        var end = _text.IndexOf(close, at + 1);
        end = end < 0 ? _text.Length : end;
        var literal = _text[(at + 1)..end];
        _at = Math.Min(end + 1, _text.Length);
        if (runs)
        {
            _calls.Runs(literal);
        }
        else
        {
            Take(literal);
        }
    }

    // Null where it is made of more than plain text.
    private string? Quoted(char quote, bool isRaw = false)
    {
        var triple = _at + 2 < _text.Length && _text[_at + 1] == quote && _text[_at + 2] == quote;
        _at += triple ? 3 : 1;
        var text = new StringBuilder();
        var isPlain = true;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == quote && (!triple || (_at + 2 < _text.Length && _text[_at + 1] == quote && _text[_at + 2] == quote)))
            {
                _at += triple ? 3 : 1;
                return isPlain ? text.ToString() : null;
            }

            if (c == '\\' && !isRaw && _at + 1 < _text.Length)
            {
                _at++;
                Escape(text);
                continue;
            }

            isPlain &= c != ShellWord.Unknown && !(c is '$' or '#' && quote == '`' && !HasBackticks && _at + 1 < _text.Length && _text[_at + 1] == '{');
            text.Append(c);
            _at++;
        }

        return isPlain ? text.ToString() : null;
    }

    private void Escape(StringBuilder text)
    {
        var c = _text[_at++];
        var digits = c switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0 && _at + digits <= _text.Length && int.TryParse(_text.AsSpan(_at, digits), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var code))
        {
            text.Append((char)code);
            _at += digits;
            return;
        }

        if (c is >= '0' and <= '7')
        {
            var value = 0;
            for (_at--; _at < _text.Length && _text[_at] is >= '0' and <= '7' && value < 32; _at++)
            {
                value = (value * 8) + _text[_at] - '0';
            }

            text.Append((char)value);
            return;
        }

        _ = c switch { 'n' => text.Append('\n'), 't' => text.Append('\t'), '\n' => text, _ => text.Append(c) };
    }
}
