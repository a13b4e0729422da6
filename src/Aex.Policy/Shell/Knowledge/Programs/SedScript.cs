namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Walks a sed script for the commands that reach beyond its input.</summary>
internal static class SedScript
{
    /// <summary>False where it runs a command, or cannot be read. Tells the files that it reads and writes.</summary>
    public static bool IsHarmless(ShellWord script, Invocation call)
    {
        var text = script.Text;
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c) || c is ';' or '{' or '}' or '!' or ',' or '+' or '~' or '$' || char.IsAsciiDigit(c))
            {
                i++;
                continue;
            }

            switch (c)
            {
                case '/':
                    i = Skip(text, i + 1, '/');
                    while (i < text.Length && text[i] is 'I' or 'M')
                    {
                        i++;
                    }

                    break;
                case '\\' when i + 1 < text.Length:
                    i = Skip(text, i + 2, text[i + 1]);
                    break;
                case '#':
                    i = LineEnd(text, i);
                    break;
                case 's' when i + 1 < text.Length:
                    var mark = text[i + 1];
                    i = Skip(text, Skip(text, i + 2, mark), mark);
                    while (i < text.Length && text[i] is not (';' or '\n' or '}' or ' '))
                    {
                        if (text[i] == 'e')
                        {
                            // What takes the place of the match is run.
                            Runs(script, call, text.AsSpan(0, i).LastIndexOf(mark), mark);
                            return false;
                        }

                        if (text[i] == 'w')
                        {
                            call.Writes(FileAt(script, i + 1));
                            i = LineEnd(text, i);
                            break;
                        }

                        // An unknown stretch among the flags can be `e`.
                        if (!char.IsAsciiDigit(text[i]) && text[i] is not ('g' or 'p' or 'i' or 'I' or 'm' or 'M'))
                        {
                            return false;
                        }

                        i++;
                    }

                    break;
                case 'y' when i + 1 < text.Length:
                    i = Skip(text, Skip(text, i + 2, text[i + 1]), text[i + 1]);
                    break;
                case 'p' or 'd' or 'D' or 'P' or 'n' or 'N' or 'h' or 'H' or 'g' or 'G' or 'x' or '=' or 'q' or 'Q' or 'l' or 'z' or 'F':
                    i++;
                    break;
                case 'a' or 'i' or 'c':
                    i = LineEnd(text, i);
                    while (i > 0 && i < text.Length && text[i - 1] == '\\')
                    {
                        i = LineEnd(text, i + 1);
                    }

                    break;
                case ':' or 'b' or 't' or 'T':
                    while (i < text.Length && text[i] is not (';' or '\n' or '}'))
                    {
                        i++;
                    }

                    break;
                case 'r' or 'R':
                    call.Reads(FileAt(script, i + 1));
                    i = LineEnd(text, i);
                    break;
                case 'w' or 'W':
                    call.Writes(FileAt(script, i + 1));
                    i = LineEnd(text, i);
                    break;
                case 'e':
                    call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [FileAt(script, i + 1)], IsTentative = true });
                    return false;
                default:
                    // What no command is, and what an unknown stretch can be.
                    return false;
            }
        }

        // An unknown stretch inside an expression can end it and go on with a command.
        return !text.Contains(ShellWord.Unknown);
    }

    private static ShellWord FileAt(ShellWord script, int from)
    {
        var end = LineEnd(script.Text, from);
        while (from < end && script.Text[from] is ' ' or '\t')
        {
            from++;
        }

        return script.Slice(from, end);
    }

    private static void Runs(ShellWord script, Invocation call, int end, char mark)
    {
        var start = end > 0 ? script.Text.LastIndexOf(mark, end - 1) : -1;
        while (start > 0 && script.Text[start - 1] == '\\')
        {
            start = script.Text.LastIndexOf(mark, start - 1);
        }

        if (start >= 0)
        {
            var text = script.Text[(start + 1)..end].Replace("\\" + mark, mark.ToString(), StringComparison.Ordinal);
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [new ShellWord { Text = text, Span = script.Span }], IsTentative = true });
        }
    }

    private static int Skip(string text, int from, char mark)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '[' && mark != '[')
            {
                var close = text.IndexOf(']', Math.Min(i + 2, text.Length));
                var end = text.IndexOf(mark, i);
                i = close > 0 && (end < 0 || close < end) ? close : i;
            }
            else if (text[i] == mark)
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static int LineEnd(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }
}
