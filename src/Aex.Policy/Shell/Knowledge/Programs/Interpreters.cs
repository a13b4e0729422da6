namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Interpreters: code on the command line or on standard input, or a script, then what is the script's own.</summary>
internal static class Interpreters
{
    // Options of one letter: with code, with a value that does nothing here, with a file that is run.
    private readonly record struct Letters(string Code, string Valued, string Loads, string Loops, bool EditsInPlace);

    private static Letters Of(string program) => program switch
    {
        "perl" or "perl5" => new("eE", "FI", "Mm", "np", true),
        "ruby" or "jruby" => new("e", "FIEKC", "r", "np", true),
        "node" or "nodejs" => new("ep", "C", "r", "", false),
        "php" => new("rBRE", "dtcz", "", "F", false),
        "lua" or "luajit" or "lua5.3" or "lua5.4" => new("e", "W", "l", "", false),
        _ => new("c", "WXQ", "", "", false),
    };

    public static void Read(Invocation call)
    {
        var letters = Of(call.Program);
        var isPython = letters.Code == "c";
        var arguments = call.Arguments;
        var hasCode = false;
        var loops = false;
        var inPlace = false;
        var i = 0;
        for (; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag)
            {
                call.RunsUnknown("what the interpreter runs is computed", null);
                return;
            }

            if (text is "-" or "--" || text.Length < 2 || text[0] != '-')
            {
                i += text == "--" ? 1 : 0;
                break;
            }

            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                if (text is "--version" or "--help" or "--copyright")
                {
                    return;
                }

                ReadLong(call, ref i, ref hasCode);
                continue;
            }

            if (isPython && text[^1] == 'm' && text.Skip(1).All(static letter => "mBbdEIOPqRsSuvx".Contains(letter)))
            {
                Module(call, i + 1);
                return;
            }

            if (text is "-v" or "-V" or "-h" && arguments.Count == 1)
            {
                return;
            }

            if ((text is "-l" && call.Program == "php") || (text == "-c" && !isPython && call.Program is not "php"))
            {
                // The syntax is looked at.
                if (i + 1 < arguments.Count)
                {
                    call.Reads(arguments[i + 1]);
                    if (call.Program is "perl" or "perl5")
                    {
                        call.RunsUnknown("perl -c runs what stands in BEGIN blocks");
                    }

                    return;
                }
            }

            for (var at = 1; at < text.Length; at++)
            {
                var letter = text[at];
                loops |= letters.Loops.Contains(letter);
                if (letter == 'i' && letters.EditsInPlace)
                {
                    inPlace = true;
                    break;
                }

                if (letter is '0' or 'l' && letters.EditsInPlace)
                {
                    while (at + 1 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && !letters.Code.Contains(text[at + 1]))
                    {
                        at++;
                    }

                    continue;
                }

                var isCode = letters.Code.Contains(letter);
                if (!isCode && !letters.Valued.Contains(letter) && !letters.Loads.Contains(letter))
                {
                    continue;
                }

                var isLast = at + 1 == text.Length || (call.Program is "node" or "nodejs");
                if (isLast && call.Program is "node" or "nodejs" && at + 1 < text.Length)
                {
                    continue;
                }

                var value = !isLast ? word.From(at + 1) : i + 1 < arguments.Count ? arguments[++i] : null;
                if (value is not null && isCode)
                {
                    hasCode = true;
                    InlineCode.Read(call, value);
                }
                else if (value is not null && letters.Loads.Contains(letter))
                {
                    call.RunsUnknown("a module is loaded", value.Text.Contains('/') ? value : null);
                    call.MayRead(value);
                }

                break;
            }

            // Python takes all that follows as the code's own arguments.
            if (hasCode && isPython)
            {
                return;
            }
        }

        Rest(call, i, hasCode, loops, inPlace);
    }

    private static void Rest(Invocation call, int start, bool hasCode, bool loops, bool inPlace)
    {
        var arguments = call.Arguments;
        if (hasCode)
        {
            for (var i = start; i < arguments.Count && (loops || inPlace); i++)
            {
                call.Reads(arguments[i]);
                if (inPlace)
                {
                    call.Writes(arguments[i]);
                }
            }

            return;
        }

        if (start < arguments.Count && arguments[start].Text is not ("-" or "/dev/stdin" or "/dev/fd/0"))
        {
            call.Reads(arguments[start]);
            call.RunsUnknown($"the code of `{arguments[start]}` is not read", arguments[start]);
            Nested.ActsAs(call, start);
            return;
        }

        if (call.Input is { Source: StandardInputSource.Text or StandardInputSource.Pipe, Word: { } text })
        {
            InlineCode.Read(call, text);
            return;
        }

        call.RunsUnknown("the code comes from standard input");
    }

    private static void ReadLong(Invocation call, ref int i, ref bool hasCode)
    {
        var word = call.Arguments[i];
        var text = word.Text;
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        if (name is "--eval" or "--print" or "--run" or "--process-code" or "--process-begin" or "--process-end" or "--experimental-eval")
        {
            var value = equals >= 0 ? word.From(equals + 1) : i + 1 < call.Arguments.Count ? call.Arguments[++i] : null;
            hasCode = value is not null;
            if (value is not null)
            {
                InlineCode.Read(call, value);
            }
        }
        else if (name is "--require" or "--import" or "--loader" or "--experimental-loader" or "--file")
        {
            var value = equals >= 0 ? word.From(equals + 1) : i + 1 < call.Arguments.Count ? call.Arguments[++i] : null;
            call.RunsUnknown("a module is loaded", value);
            if (value is not null)
            {
                call.MayRead(value);
            }
        }
        else if (name == "--test")
        {
            call.Add("tests.run");
            hasCode = true;
        }
        else if (name == "--env-file" && equals > 0)
        {
            call.Reads(word.From(equals + 1));
        }
        else if (name == "--check" && i + 1 < call.Arguments.Count)
        {
            call.Reads(call.Arguments[++i]);
            hasCode = true;
        }
        else
        {
            call.RunsUnknown($"`{call.Program}` has an option that aex does not know: `{word}`");
        }
    }

    // `python -m pytest` is pytest; what another module does is not known.
    private static void Module(Invocation call, int at)
    {
        if (at < call.Arguments.Count && call.Arguments[at] is { IsKnown: true } module
            && module.Text is "pip" or "pytest" or "unittest" or "black" or "ruff" or "mypy" or "isort" or "flake8" or "pylint" or "coverage" or "tox" or "nox" or "twine" or "poetry" or "pipx" or "uv")
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = call.ArgumentsFrom(at) });
            return;
        }

        for (var i = at + 1; i < call.Arguments.Count; i++)
        {
            if (!call.Arguments[i].Text.StartsWith('-'))
            {
                call.MayRead(call.Arguments[i]);
            }
        }

        call.RunsUnknown(at < call.Arguments.Count ? $"the module `{call.Arguments[at]}` is not read" : "a module is run");
    }
}
