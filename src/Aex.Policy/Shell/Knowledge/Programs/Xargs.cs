namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>xargs: runs its arguments with words from standard input behind or in them.</summary>
internal static class Xargs
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        string? placeholder = null;
        var i = 0;
        for (; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (text == "--")
            {
                i++;
                break;
            }

            if (text.Length < 2 || text[0] != '-')
            {
                break;
            }

            if (text is "--help" or "--version")
            {
                return;
            }

            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                var equals = text.IndexOf('=');
                var name = equals < 0 ? text.AsSpan(2) : text.AsSpan(2, equals - 2);
                var takes = name is "arg-file" or "delimiter" or "max-args" or "max-procs" or "max-chars" or "process-slot-var" or "max-lines";
                if (!takes && name is not ("null" or "eof" or "replace" or "interactive" or "no-run-if-empty" or "verbose" or "exit" or "open-tty" or "show-limits"))
                {
                    call.RunsUnknown("an option of xargs is not known");
                    return;
                }

                if (name is "arg-file")
                {
                    Reads(call, equals < 0 ? i + 1 : i, equals + 1);
                }

                placeholder = name is "replace" ? (equals < 0 ? "{}" : text[(equals + 1)..]) : placeholder;
                i += takes && equals < 0 && name is not "max-lines" ? 1 : 0;
                continue;
            }

            i = ReadShort(call, i, ref placeholder);
            if (i < 0)
            {
                call.RunsUnknown("an option of xargs is not known");
                return;
            }
        }

        if (i >= arguments.Count)
        {
            // It is echo then, or the command was cut off: nothing to vouch for.
            call.RunsUnknown("xargs is given no command");
            return;
        }

        call.Report.Add(new NestedRun
        {
            Kind = NestedRunKind.Words,
            Words = call.ArgumentsFrom(i),
            TakesMoreWords = placeholder is null,
            Placeholder = placeholder,
            GetsStandardInput = false,
        });
    }

    private static int ReadShort(Invocation call, int i, ref string? placeholder)
    {
        var text = call.Arguments[i].Text;
        for (var at = 1; at < text.Length; at++)
        {
            var isLast = at + 1 == text.Length;
            switch (text[at])
            {
                case '0' or 'r' or 't' or 'p' or 'x' or 'o':
                    break;
                case 'I' or 'J':
                    placeholder = isLast ? (i + 1 < call.Arguments.Count ? call.Arguments[i + 1].Text : null) : text[(at + 1)..];
                    return isLast ? i + 1 : i;
                case 'i':
                    placeholder = isLast ? "{}" : text[(at + 1)..];
                    return i;
                case 'a':
                    Reads(call, isLast ? i + 1 : i, isLast ? 0 : at + 1);
                    return isLast ? i + 1 : i;
                case 'n' or 'P' or 'L' or 's' or 'd' or 'E' or 'R' or 'S':
                    return isLast ? i + 1 : i;
                case 'e' or 'l':
                    return i;
                default:
                    return -1;
            }
        }

        return i;
    }

    private static void Reads(Invocation call, int at, int start)
    {
        if (at < call.Arguments.Count)
        {
            call.Reads(call.Arguments[at].From(start));
        }
    }
}
