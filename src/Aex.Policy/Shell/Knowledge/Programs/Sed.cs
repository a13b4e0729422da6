namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>sed: options, a script, files. The script's <c>w</c>, <c>W</c>, <c>r</c>, <c>R</c> and <c>e</c> reach further.</summary>
internal static class Sed
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var hasScript = false;
        var inPlace = false;
        var positionals = new List<ShellWord>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (word.MayBeFlag && !word.IsGlob)
            {
                call.RunsUnknown("what sed does is computed");
            }

            if (text is "--help" or "--version")
            {
                return;
            }

            if (text is "-e" or "--expression" or "-f" or "--file" or "-l" or "--line-length")
            {
                hasScript |= text is not ("-l" or "--line-length");
                if (i + 1 < arguments.Count)
                {
                    Option(call, text, arguments[++i]);
                }
            }
            else if (text.StartsWith("--expression=", StringComparison.Ordinal) || text.StartsWith("--file=", StringComparison.Ordinal))
            {
                hasScript = true;
                Option(call, text[..text.IndexOf('=')], word.From(text.IndexOf('=') + 1));
            }
            else if (text.StartsWith("--", StringComparison.Ordinal))
            {
                inPlace |= text.StartsWith("--i", StringComparison.Ordinal);
                if (text.StartsWith("--e", StringComparison.Ordinal) || text.StartsWith("--f", StringComparison.Ordinal))
                {
                    call.RunsUnknown("an option of sed is shortened");
                }
            }
            else if (text.Length > 1 && text[0] == '-')
            {
                for (var at = 1; at < text.Length; at++)
                {
                    if (text[at] is 'i' or 'I')
                    {
                        inPlace = true;
                        break;
                    }

                    if (text[at] is 'e' or 'f')
                    {
                        hasScript = true;
                        if (at + 1 < text.Length || i + 1 < arguments.Count)
                        {
                            Option(call, text[at] == 'e' ? "-e" : "-f", at + 1 < text.Length ? word.From(at + 1) : arguments[++i]);
                        }

                        break;
                    }
                }
            }
            else
            {
                positionals.Add(word);
            }
        }

        for (var i = 0; i < positionals.Count; i++)
        {
            // BSD's `-i ''` takes its suffix as a word of its own.
            if (positionals[i].Text.Length == 0 && inPlace)
            {
                continue;
            }

            if (!hasScript)
            {
                hasScript = true;
                Script(call, positionals[i]);
                continue;
            }

            call.Reads(positionals[i]);
            if (inPlace)
            {
                call.Writes(positionals[i]);
            }
        }
    }

    private static void Option(Invocation call, string name, ShellWord value)
    {
        if (name is "-e" or "--expression")
        {
            Script(call, value);
        }
        else if (name is "-f" or "--file")
        {
            call.Reads(value);
            call.RunsUnknown($"the sed script `{value}` is not read", value);
        }
    }

    private static void Script(Invocation call, ShellWord script)
    {
        if (!SedScript.IsHarmless(script, call))
        {
            call.RunsUnknown("the sed script may run commands or write files");
        }
    }
}
