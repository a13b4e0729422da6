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
    internal const int MostCommands = 1024;

    private readonly ScriptText _source;
    private readonly string _text;
    private readonly List<Redirection> _pending = [];
    private readonly List<bool> _pendingStrips = [];
    private HashSet<int>? _noArithmetic;
    private int _heredocs;
    private int _waitingOutside;
    private int _commands;
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
        _work = (8L * _end) + 4096;
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
            Fail(start, "it holds more commands than are looked at");
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

    private TextSpan From(int start) => _source.Span(start, Math.Max(start, Math.Min(_at, _text.Length)));

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

    private bool IsCloser() => AtEnd || Current switch
    {
        ')' => true,
        '}' => IsNext("}"),
        't' => IsNext("then"),
        'e' => IsNext("else") || IsNext("elif") || IsNext("esac"),
        'f' => IsNext("fi"),
        'd' => IsNext("do") || IsNext("done"),
        ';' => Peek() is ';' or '&',
        _ => false,
    };

    private CommandList ReadList()
    {
        var items = new List<ListItem>();
        SkipLines();
        var start = _at;
        var joint = Joint.Then;
        while (!Failed && !IsCloser())
        {
            var command = ReadPipeline();
            if (Failed)
            {
                break;
            }

            SkipBlanks();
            var next = Joint.Then;
            var background = false;
            if (StartsWith("&&") || StartsWith("||"))
            {
                next = Current == '&' ? Joint.And : Joint.Or;
                _at += 2;
                SkipLines();
                if (IsCloser())
                {
                    Fail(_at, "a command is missing");
                }
            }
            else if (Current == '&' && !AtEnd)
            {
                background = true;
                _at++;
                SkipLines();
            }
            else if (Current == ';' && Peek() is not (';' or '&'))
            {
                _at++;
                SkipLines();
            }
            else if (Current == '\n' && !AtEnd)
            {
                SkipLines();
            }
            else if (!IsCloser())
            {
                Fail(_at, $"`{Shown(_at)}` is not expected here");
            }

            items.Add(new ListItem(command, joint, background));
            joint = next;
        }

        return new CommandList(From(start), items);
    }

    private CommandSyntax ReadPipeline()
    {
        var start = _at;
        while (true)
        {
            SkipBlanks();
            if (Take("!"))
            {
                continue;
            }

            if (Take("time"))
            {
                SkipBlanks();
                if (!Take("-p"))
                {
                    Take("--");
                }

                continue;
            }

            break;
        }

        if (AtEnd || Current is '\n' or ';' or ')' or '&' && Peek() != '>')
        {
            if (_at > start)
            {
                return new SimpleCommand(From(start), [], []);
            }

            Fail(_at, AtEnd ? "a command is missing at the end" : $"`{Shown(_at)}` is not expected here");
            return new SimpleCommand(From(start), [], []);
        }

        var first = ReadCommand();
        SkipBlanks();
        if (Current != '|' || Peek() == '|' || AtEnd)
        {
            return first;
        }

        var commands = new List<CommandSyntax> { first };
        while (!Failed && Current == '|' && Peek() != '|')
        {
            _at += Peek() == '&' ? 2 : 1;
            SkipLines();
            if (IsCloser())
            {
                Fail(_at, "a command is missing after `|`");
            }

            while (Take("!") || Take("time"))
            {
                SkipBlanks();
            }

            commands.Add(ReadCommand());
            SkipBlanks();
        }

        return new PipelineCommand(From(start), commands);
    }

    private CommandSyntax ReadCommand()
    {
        var start = _at;
        if (!Enter())
        {
            return new SimpleCommand(From(start), [], []);
        }

        var command = ReadCompound();
        if (command is null)
        {
            command = ReadSimple();
        }
        else
        {
            var redirections = new List<Redirection>();
            if (command is not FunctionCommand)
            {
                SkipBlanks();
                while (!Failed && TryRedirection(redirections))
                {
                    SkipBlanks();
                }
            }

            if (redirections.Count > 0)
            {
                command = command with { Redirections = redirections, Span = From(start) };
            }
        }

        _depth--;
        return command;
    }

    private CommandSyntax? ReadCompound()
    {
        var start = _at;
        switch (Current)
        {
            case '(' when Peek() == '(' && TryArithmetic(_at, 2) is { } inner:
                return new ExpressionCommand(From(start), [inner]);
            case '(':
                _at++;
                var body = ReadBody();
                Expect(")", start);
                return new GroupCommand(From(start), [body], IsSubshell: true, IsConditional: false);
            case '{' when Take("{"):
                var group = ReadBody();
                Expect("}", start);
                return new GroupCommand(From(start), [group], IsSubshell: false, IsConditional: false);
            case '[' when Take("[["):
                return ReadTest(start);
            case 'i' when Take("if"):
                return ReadIf(start);
            case 'w' when Take("while"):
            case 'u' when Take("until"):
                var condition = ReadBody();
                var done = ReadDo(start);
                return new LoopCommand(From(start), null, null, null, [condition, done]);
            case 'f' when Take("for"):
            case 's' when Take("select"):
                return ReadFor(start);
            case 'c' when Take("case"):
                return ReadCase(start);
            case 'f' when Take("function"):
                return ReadFunction(start);
            case 'c' when Take("coproc"):
                return ReadCoproc(start);
            default:
                return null;
        }
    }

    private void Expect(string word, int opened)
    {
        SkipLines();
        if (Failed)
        {
            return;
        }

        if (word == ")" ? Current == ')' && !AtEnd : IsNext(word))
        {
            _at += word.Length;
            return;
        }

        Fail(AtEnd ? opened : _at, AtEnd ? $"`{Shown(opened)}` is not closed: `{word}` is missing" : $"`{Shown(_at)}` stands where `{word}` is missing");
    }

    private CommandList ReadDo(int opened)
    {
        SkipLines();
        if (Take("{"))
        {
            var group = ReadBody();
            Expect("}", opened);
            return group;
        }

        Expect("do", opened);
        var body = ReadBody();
        Expect("done", opened);
        return body;
    }

    private GroupCommand ReadIf(int start)
    {
        var lists = new List<CommandList> { ReadBody() };
        Expect("then", start);
        lists.Add(ReadBody());
        while (!Failed)
        {
            SkipLines();
            if (Take("elif"))
            {
                lists.Add(ReadBody());
                Expect("then", start);
                lists.Add(ReadBody());
            }
            else if (Take("else"))
            {
                lists.Add(ReadBody());
            }
            else
            {
                Expect("fi", start);
                break;
            }
        }

        return new GroupCommand(From(start), lists, IsSubshell: false, IsConditional: true);
    }

    private LoopCommand ReadFor(int start)
    {
        SkipBlanks();
        if (StartsWith("((") && TryArithmetic(_at, 2) is { } header)
        {
            SkipBlanks();
            if (Current == ';')
            {
                _at++;
            }

            return new LoopCommand(From(start), null, null, header, [ReadDo(start)]);
        }

        var name = ReadWord();
        if (name.Bare is not { } variable)
        {
            Fail(_at, "the name of a variable is missing");
            return new LoopCommand(From(start), null, null, null, []);
        }

        SkipLines();
        List<WordSyntax>? words = null;
        if (Take("in"))
        {
            words = [];
            SkipBlanks();
            while (!Failed && !AtEnd && Current is not (';' or '\n' or '&' or '|' or ')'))
            {
                words.Add(ReadWord());
                SkipBlanks();
            }
        }

        SkipBlanks();
        if (Current == ';')
        {
            _at++;
        }

        var body = ReadDo(start);
        return new LoopCommand(From(start), variable, words, null, [body]);
    }

    private CommandList ReadBody()
    {
        var list = ReadList();
        if (!Failed && list.Items.Count == 0)
        {
            Fail(_at, AtEnd ? "a command is missing at the end" : $"`{Shown(_at)}` stands where a command is missing");
        }

        return list;
    }

    private CaseCommand ReadCase(int start)
    {
        SkipBlanks();
        var subject = ReadWord();
        SkipLines();
        Expect("in", start);
        var patterns = new List<WordSyntax>();
        var lists = new List<CommandList>();
        SkipLines();
        while (!Failed && !Take("esac"))
        {
            if (Current == '(')
            {
                _at++;
                SkipBlanks();
            }

            while (!Failed)
            {
                patterns.Add(ReadWord());
                SkipBlanks();
                if (Current != '|')
                {
                    break;
                }

                _at++;
                SkipBlanks();
            }

            if (Current != ')' || AtEnd)
            {
                Fail(AtEnd ? start : _at, "`)` is missing behind a pattern");
                break;
            }

            _at++;
            lists.Add(ReadList());
            SkipLines();
            if (StartsWith(";;&"))
            {
                _at += 3;
            }
            else if (StartsWith(";;") || StartsWith(";&"))
            {
                _at += 2;
            }
            else if (!IsNext("esac"))
            {
                Fail(AtEnd ? start : _at, "`esac` is missing");
            }

            SkipLines();
        }

        return new CaseCommand(From(start), subject, patterns, lists);
    }

    private FunctionCommand ReadFunction(int start)
    {
        SkipBlanks();
        var name = ReadWord();
        SkipBlanks();
        if (Current == '(')
        {
            _at++;
            SkipBlanks();
            if (Current != ')')
            {
                Fail(_at, "`)` is missing");
            }

            _at++;
        }

        return FunctionBody(start, name.Literal ?? "");
    }

    private FunctionCommand FunctionBody(int start, string name)
    {
        SkipLines();
        var at = _at;
        if (!Enter())
        {
            return new FunctionCommand(From(start), name, new SimpleCommand(From(at), [], []));
        }

        var body = ReadCompound();
        if (body is null)
        {
            Fail(_at, "the function's body is missing");
            body = new SimpleCommand(From(at), [], []);
        }

        var redirections = new List<Redirection>();
        SkipBlanks();
        while (!Failed && TryRedirection(redirections))
        {
            SkipBlanks();
        }

        _depth--;
        return new FunctionCommand(From(start), name, redirections.Count == 0 ? body : body with { Redirections = redirections });
    }

    private CoprocCommand ReadCoproc(int start)
    {
        SkipBlanks();
        var at = _at;
        var body = ReadCompound();
        if (body is null)
        {
            // `coproc NAME { … }`: a name only counts before a compound command.
            var name = ReadWord();
            SkipBlanks();
            if (name.Bare is not null && ReadCompound() is { } named)
            {
                body = named;
            }
            else if (!Failed)
            {
                _at = at;
                body = ReadSimple();
            }
        }

        return new CoprocCommand(From(start), body ?? new SimpleCommand(From(at), [], []));
    }

    private ExpressionCommand ReadTest(int start)
    {
        var words = new List<WordSyntax>();
        var open = 0;
        while (!Failed)
        {
            SkipLines();
            if (AtEnd)
            {
                Fail(start, "`[[` is not closed");
                break;
            }

            if (Take("]]"))
            {
                break;
            }

            if (StartsWith("&&") || StartsWith("||"))
            {
                _at += 2;
                continue;
            }

            if (Current is '(' or ')')
            {
                open += Current == '(' ? 1 : -1;
                _at++;
                continue;
            }

            if (Current is '<' or '>' && Peek() != '(')
            {
                _at++;
                continue;
            }

            if (Current is ';' or '&' or '|')
            {
                Fail(_at, $"`{Shown(_at)}` is not expected in `[[`");
                break;
            }

            var isPattern = IsNext("=~");
            words.Add(ReadWord());
            if (isPattern)
            {
                SkipBlanks();
                words.Add(ReadWord(regex: true));
            }
        }

        if (open != 0)
        {
            Fail(start, "parentheses do not match in `[[`");
        }

        return new ExpressionCommand(From(start), words);
    }

    private CommandSyntax ReadSimple()
    {
        var start = _at;
        var assignments = new List<Assignment>(0);
        var words = new List<WordSyntax>(4);
        var redirections = new List<Redirection>(0);
        var end = _at;
        while (!Failed)
        {
            SkipBlanks();
            if (AtEnd || Current is '\n' or ';' or '|' or ')')
            {
                break;
            }

            if (TryRedirection(redirections))
            {
                end = _at;
                continue;
            }

            if (Current == '&')
            {
                break;
            }

            if (Current == '(')
            {
                if (words.Count == 1 && assignments.Count == 0 && redirections.Count == 0)
                {
                    _at++;
                    SkipBlanks();
                    if (Current == ')' && !AtEnd)
                    {
                        _at++;
                        return FunctionBody(start, words[0].Literal ?? "");
                    }
                }

                Fail(_at, "`(` is not expected here");
                break;
            }

            if ((words.Count == 0 || IsDeclaration(words[0].Bare)) && TryAssignment() is { } assignment)
            {
                if (words.Count == 0)
                {
                    assignments.Add(assignment);
                }
                else
                {
                    List<WordPart> parts = [new LiteralPart(assignment.Span, true, assignment.Name + (assignment.IsAppended ? "+=" : "=")), .. assignment.Value.Parts];
                    words.Add(new WordSyntax(assignment.Span, parts));
                }

                end = _at;
                continue;
            }

            words.Add(ReadWord());
            end = _at;
        }

        if (!Failed && words.Count == 0 && assignments.Count == 0 && redirections.Count == 0)
        {
            Fail(_at, AtEnd ? "a command is missing at the end" : $"`{Shown(_at)}` is not expected here");
        }

        Count(start);
        return new SimpleCommand(_source.Span(start, Math.Max(start, end)), assignments, words) { Redirections = redirections };
    }

    private static bool IsDeclaration(string? word) => word is "declare" or "typeset" or "export" or "readonly" or "local" or "eval" or "let" or "alias";

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
