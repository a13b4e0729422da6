namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Shells: what they are given as a script is for the walker to read.</summary>
internal static class Shells
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var isScript = false;
        var fromInput = false;
        var checksOnly = false;
        var i = 0;
        for (; i < arguments.Count; i++)
        {
            var text = arguments[i].Text;
            if (arguments[i].MayBeFlag)
            {
                call.RunsUnknown("what the shell runs is computed", null);
                call.Report.Code = arguments[i];
                return;
            }

            if (text is "--" or "-")
            {
                i++;
                break;
            }

            if (text is "--version" or "--help")
            {
                return;
            }

            if (text is "--rcfile" or "--init-file")
            {
                if (i + 1 < arguments.Count)
                {
                    call.Reads(arguments[++i]);
                    call.RunsUnknown("a start file of the shell is not read", arguments[i]);
                }

                continue;
            }

            if (text.StartsWith("--rcfile=", StringComparison.Ordinal) || text.StartsWith("--init-file=", StringComparison.Ordinal))
            {
                call.RunsUnknown("a start file of the shell is not read", arguments[i].From(text.IndexOf('=') + 1));
                continue;
            }

            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                if (text is not ("--login" or "--norc" or "--noprofile" or "--posix" or "--restricted" or "--verbose" or "--noediting"))
                {
                    call.RunsUnknown("an option of the shell is not known");
                }

                continue;
            }

            if (text.Length < 2 || text[0] is not ('-' or '+'))
            {
                break;
            }

            isScript |= text[0] == '-' && text.Contains('c');
            fromInput |= text[0] == '-' && text.Contains('s');
            checksOnly |= text[0] == '-' && text.Contains('n') && !text.Contains('o');
            if (text.Contains('o') || text.Contains('O'))
            {
                i++;
            }
        }

        if (isScript)
        {
            if (i < arguments.Count && !checksOnly)
            {
                if (arguments[i].Text.AsSpan().Trim().IsEmpty)
                {
                    call.RunsUnknown("the script that is run is empty");
                    return;
                }

                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [arguments[i]], Parameters = call.ArgumentsFrom(i + 1) });
            }

            return;
        }

        if (i < arguments.Count && !fromInput)
        {
            if (checksOnly)
            {
                call.Reads(arguments[i]);
                return;
            }

            // `/dev/stdin` and `/dev/fd/0` are standard input by another name.
            if (arguments[i].Text is "/dev/stdin" or "/dev/fd/0" or "/proc/self/fd/0")
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.StandardInput });
                return;
            }

            if (arguments[i].Carries is { } carried)
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [carried], Parameters = call.ArgumentsFrom(i) });
                return;
            }

            call.Reads(arguments[i]);
            call.RunsUnknown($"the script `{arguments[i]}` is not read", arguments[i]);
            Nested.ActsAs(call, i);
            return;
        }

        if (checksOnly)
        {
            return;
        }

        if (call.HasInput || fromInput)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.StandardInput, Parameters = call.ArgumentsFrom(i) });
            return;
        }

        call.RunsUnknown("an interactive shell runs what it is given later");
    }

    public static void ReadEval(Invocation call)
    {
        var words = call.Arguments;
        if (words.Count > 0 && words[0].Text == "--")
        {
            words = call.ArgumentsFrom(1);
        }

        if (words.Count > 0)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = words });
        }
    }

    public static void ReadSource(Invocation call)
    {
        if (call.Arguments.Count == 0)
        {
            return;
        }

        var file = call.Arguments[0];
        if (file.Text is "/dev/stdin" or "/dev/fd/0" && call.HasInput)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.StandardInput });
            return;
        }

        if (file.Carries is { } carried)
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [carried] });
            return;
        }

        call.Reads(file);
        call.RunsUnknown($"the script `{file}` is not read", file);
    }
}
