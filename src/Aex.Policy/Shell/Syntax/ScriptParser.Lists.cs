namespace Aex.Policy.Shell.Syntax;

// Lists, pipelines, and the commands in them.
internal sealed partial class ScriptParser
{
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
}
