namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>awk: a program that can run commands and write files, then the files it reads.</summary>
internal static class Awk
{
    public static void Read(Invocation call)
    {
        var arguments = call.Arguments;
        var hasProgram = false;
        var isOver = false;
        var isInPlace = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var text = word.Text;
            if (!isOver && text.Length > 1 && text[0] == '-')
            {
                if (text == "--")
                {
                    isOver = true;
                }
                else if (text is "--version" or "--help" or "-V" or "-h")
                {
                    return;
                }
                else if (text is "-F" or "-v" or "--field-separator" or "--assign")
                {
                    i++;
                }
                else if (text is "-i" or "--include" or "-l" or "--load" && i + 1 < arguments.Count)
                {
                    isInPlace |= IsInPlace(arguments[++i].Text);
                    call.RunsUnknown("what the awk program includes is not read", arguments[i]);
                }
                else if (text.StartsWith("-i", StringComparison.Ordinal) || text.StartsWith("--include=", StringComparison.Ordinal))
                {
                    isInPlace |= IsInPlace(text);
                    call.RunsUnknown("what the awk program includes is not read");
                }
                else if (text is "-e" or "--source" && i + 1 < arguments.Count)
                {
                    hasProgram = true;
                    Program(call, arguments[++i]);
                }
                else if (!(text.StartsWith("-F", StringComparison.Ordinal) || text.StartsWith("-v", StringComparison.Ordinal) || text is "-S" or "--sandbox" or "--posix" or "-P" or "-b" or "--re-interval" or "-n" or "-M" or "--csv" or "-k"
                    || text.StartsWith("--field-separator=", StringComparison.Ordinal) || text.StartsWith("--assign=", StringComparison.Ordinal)))
                {
                    // `-f file`, `-llibrary` and the rest.
                    call.RunsUnknown("the awk program is not read", text is "-f" or "--file" && i + 1 < arguments.Count ? arguments[i + 1] : null);
                    hasProgram = true;
                    if (text is "-f" or "--file" && i + 1 < arguments.Count)
                    {
                        call.Reads(arguments[i + 1]);
                    }

                    i += text is "-f" or "--file" ? 1 : 0;
                }

                continue;
            }

            if (!hasProgram)
            {
                hasProgram = true;
                isOver = true;
                if (word.MayBeFlag)
                {
                    call.RunsUnknown("the awk program is computed");
                }

                Program(call, word);
                continue;
            }

            var equals = text.IndexOf('=');
            if (equals > 0 && text.AsSpan(0, equals).IndexOfAny("/.") < 0)
            {
                continue;
            }

            call.Reads(word);
            if (isInPlace)
            {
                call.Writes(word);
            }
        }
    }

    // gawk's extension that writes the result over each file.
    private static bool IsInPlace(string library) => library.EndsWith("inplace", StringComparison.Ordinal) || library.EndsWith("inplace.awk", StringComparison.Ordinal);

    private static void Program(Invocation call, ShellWord word)
    {
        var text = word.Text;
        if (word.HasUnknown)
        {
            call.RunsUnknown("part of the awk program is computed");
            return;
        }

        if (text.Contains("ENVIRON", StringComparison.Ordinal))
        {
            call.Add("secrets.read");
        }

        if (text.Contains("/inet", StringComparison.Ordinal))
        {
            // gawk's own files for connections: `/inet/tcp/0/host/80`.
            call.Contacts(new ShellWord { Text = "\0", Span = word.Span }, sends: true);
        }

        if (Reaches(text) || text.Contains("ARGV", StringComparison.Ordinal))
        {
            call.RunsUnknown("the awk program may run commands or write files");
            ReadLiterals(call, word);
        }
    }

    // The texts that a program hands on: `getline < "f"`, `print > "f"`, `"cmd" | getline`, `print | "cmd"`, `system("cmd")`.
    private static void ReadLiterals(Invocation call, ShellWord word)
    {
        var text = word.Text;
        for (var i = text.IndexOf('"'); i >= 0 && i + 1 < text.Length; i = text.IndexOf('"', i + 1))
        {
            var literal = new System.Text.StringBuilder();
            var end = i + 1;
            for (; end < text.Length && text[end] != '"'; end++)
            {
                end += text[end] == '\\' && end + 1 < text.Length ? 1 : 0;
                literal.Append(text[end]);
            }

            var before = text.AsSpan(0, i).TrimEnd();
            var after = end + 1 < text.Length ? text.AsSpan(end + 1).TrimStart() : default;
            var value = new ShellWord { Text = literal.ToString(), Span = word.Span };
            if (before.EndsWith(">"))
            {
                call.Writes(value);
            }
            else if (before.EndsWith("<"))
            {
                call.Reads(value);
            }
            else if ((before.EndsWith("|") || before.EndsWith("|&") || after.StartsWith("|") || before.TrimEnd('(').TrimEnd().EndsWith("system")) && value.Text.Length > 0)
            {
                call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [value], IsTentative = true });
            }
            else
            {
                call.MayRead(value);
            }

            i = Math.Min(end, text.Length - 1);
        }
    }

    // `|` (not `||`), `>` behind print, `system`, `getline <`, `@load`, outside of strings and patterns.
    private static bool Reaches(string text)
    {
        var prints = false;
        var depth = 0;
        var last = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                for (i++; i < text.Length && text[i] != '"'; i++)
                {
                    i += text[i] == '\\' ? 1 : 0;
                }

                last = '"';
                continue;
            }

            if (c == '/' && last is '\0' or '(' or ',' or '~' or '!' or '&' or '|' or '{' or ';' or '\n' or '}')
            {
                if (c == '/')
                {
                    var end = PatternEnd(text, i + 1);
                    if (end < 0)
                    {
                        return true;
                    }

                    i = end;
                    last = 'r';
                    continue;
                }
            }

            if (char.IsAsciiLetter(c) || c == '_')
            {
                var start = i;
                while (i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1]) || text[i + 1] == '_'))
                {
                    i++;
                }

                var name = text.AsSpan(start, i + 1 - start);
                if (name is "system" or "getline" or "close" or "fflush")
                {
                    return true;
                }

                if (name is "print" or "printf")
                {
                    prints = true;
                    depth = 0;
                }

                last = 'a';
                continue;
            }

            if (c == '@' || (c == '|' && (i + 1 >= text.Length || text[i + 1] != '|')))
            {
                return true;
            }

            if (c == '|')
            {
                i++;
            }

            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            prints &= c is not (';' or '\n' or '}');
            if (c == '>' && prints && depth <= 0)
            {
                return true;
            }

            if (!char.IsWhiteSpace(c) || c == '\n')
            {
                last = c;
            }
        }

        return false;
    }

    private static int PatternEnd(string text, int from)
    {
        var inClass = false;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '[')
            {
                inClass = true;
            }
            else if (text[i] == ']')
            {
                inClass = false;
            }
            else if (text[i] == '/' && !inClass)
            {
                return i;
            }
            else if (text[i] == '\n')
            {
                return -1;
            }
        }

        return -1;
    }
}
