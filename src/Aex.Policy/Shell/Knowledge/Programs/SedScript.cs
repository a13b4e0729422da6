namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>Walks a sed script for the commands that reach beyond its input.</summary>
internal static class SedScript
{
    /// <summary>False where it runs a command, or cannot be read.</summary>
    public static bool IsHarmless(string text, out bool writes)
    {
        writes = false;
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
                            return false;
                        }

                        if (text[i] == 'w')
                        {
                            writes = true;
                            i = LineEnd(text, i);
                            return text.AsSpan(i).Trim().IsEmpty;
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
                default:
                    // `e`, `r`, `R`, `w`, `W`, and what an unknown stretch can be.
                    writes |= c is 'w' or 'W';
                    return false;
            }
        }

        // An unknown stretch inside an expression can end it and go on with a command.
        return !text.Contains(ShellWord.Unknown);
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
