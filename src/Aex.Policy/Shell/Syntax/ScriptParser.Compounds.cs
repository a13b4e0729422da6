namespace Aex.Policy.Shell.Syntax;

// Compound commands: what has reserved words.
internal sealed partial class ScriptParser
{
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
}
