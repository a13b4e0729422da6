namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>env: prints the environment, or runs a program in a changed one.</summary>
internal static class Env
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        ShellWord? directory = null;
        var assignments = new List<ShellWord>();
        var empty = false;
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

            if (text is "--help" or "--version")
            {
                return;
            }

            if (text.Length == 0 || text[0] != '-')
            {
                break;
            }

            if (text is "-" or "-i" or "--ignore-environment")
            {
                empty = true;
            }
            else if (text is "-0" or "--null" or "-v" or "--debug" or "-vi" or "-iv" || Long(text, "--block-signal", "--default-signal", "--ignore-signal", "--list-signal-handling", "--unset="))
            {
            }
            else if (text is "-u" or "--unset" or "-P" or "-a" or "--argv0")
            {
                i++;
                if (text == "-P")
                {
                    call.RunsUnknown("programs are looked for in folders of its own");
                }
            }
            else if (text.StartsWith("-u", StringComparison.Ordinal))
            {
            }
            else if (text is "-C" or "--chdir" && i + 1 < arguments.Count)
            {
                directory = arguments[++i];
            }
            else if (text.StartsWith("--chdir=", StringComparison.Ordinal))
            {
                directory = word.From(8);
            }
            else if (text.StartsWith("-C", StringComparison.Ordinal))
            {
                directory = word.From(2);
            }
            else if (SplitString(text, out var start))
            {
                // The text is cut into words, which are `env`'s own arguments: `env -S "A=1 cat f"`.
                var parts = new List<ShellWord>();
                if (start >= text.Length && i + 1 < arguments.Count)
                {
                    parts.Add(arguments[++i]);
                }
                else
                {
                    parts.Add(word.From(Math.Min(start, text.Length)));
                }

                parts.Insert(0, ShellWord.Known("env", word.Span));
                parts.AddRange(call.ArgumentsFrom(i + 1));
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = parts, Directory = directory });
                return;
            }
            else
            {
                call.RunsUnknown("an option of env is not known");
            }
        }

        for (; i < arguments.Count && arguments[i].KnownPrefix.Contains('='); i++)
        {
            assignments.Add(arguments[i]);
        }

        if (i >= arguments.Count)
        {
            if (!empty)
            {
                call.Add("secrets.read");
            }

            return;
        }

        call.Report.Add(new NestedRun { Kind = NestedRunKind.Words, Words = call.ArgumentsFrom(i), Assignments = assignments, Directory = directory });
    }

    private static bool SplitString(string text, out int start)
    {
        start = text.StartsWith("--split-string", StringComparison.Ordinal) ? (text.Length > 14 ? 15 : 14) : 0;
        if (start > 0)
        {
            return true;
        }

        var at = text.IndexOf('S', StringComparison.Ordinal);
        start = at + 1;
        return at > 0 && text[1] != '-' && text.AsSpan(1, at - 1).IndexOfAnyExcept("iv0") < 0;
    }

    private static bool Long(string text, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (text.StartsWith(name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
