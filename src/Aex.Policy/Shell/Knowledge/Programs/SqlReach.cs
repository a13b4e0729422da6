namespace Aex.Policy.Shell.Knowledge.Programs;

/// <summary>What statements do beside the database: clients' own commands that run programs or open files, and functions that do.</summary>
internal static class SqlReach
{
    private const string FileFunctions = " readfile read_text read_blob read_csv read_csv_auto read_json read_json_auto read_parquet parquet_scan csv_scan load_file pg_read_file pg_read_binary_file load_extension fsdir sniff_csv glob ";

    public static void Read(ShellWord word, Invocation call)
    {
        ReadLines(word, call);
        ReadLiterals(word, call);
    }

    // `.shell cmd`, `\! cmd`, `\i f`, `source f`: one a line.
    private static void ReadLines(ShellWord word, Invocation call)
    {
        var start = 0;
        foreach (var range in word.Text.AsSpan().SplitAny('\n', ';'))
        {
            var (from, end) = range.GetOffsetAndLength(word.Text.Length) is var (offset, length) ? (offset, offset + length) : (start, start);
            var line = word.Text.AsSpan()[from..end].TrimStart();
            var at = end - line.Length;
            var bang = call.Program == "psql" ? word.Text.AsSpan()[from..end].IndexOf("\\!") : -1;
            if (bang >= 0)
            {
                Runs(call, word.Slice(from + bang + 2, end));
                continue;
            }

            if (call.Program == "psql" && word.Text.AsSpan()[from..end].IndexOf("\\copy", StringComparison.OrdinalIgnoreCase) is >= 0 and var copy && word.Text.AsSpan()[(from + copy)..end].Contains("program", StringComparison.OrdinalIgnoreCase))
            {
                call.RunsUnknown("the client runs a program");
            }

            var nameEnd = line.IndexOfAny(" \t");
            var name = nameEnd < 0 ? line : line[..nameEnd];
            var value = word.Slice(nameEnd < 0 ? end : at + nameEnd + 1, end);
            value = Unquoted(value);
            switch (name)
            {
                case ".shell" or ".system" or "system" or "\\!":
                    Runs(call, value);
                    break;
                case ".load":
                    call.RunsUnknown("an extension is loaded", value);
                    break;
                case ".read" or "\\i" or "\\ir" or "\\include" or "source" or "\\.":
                    if (value.Text.StartsWith('|'))
                    {
                        Runs(call, value.From(1));
                    }
                    else if (value.Text.Length > 0)
                    {
                        call.Reads(value);
                        call.RunsUnknown("a file of statements is not read", value);
                    }

                    break;
                case ".import" or ".open" or ".restore" or ".cd":
                    Files(call, value, writes: false);
                    break;
                case ".output" or ".once" or ".backup" or ".save" or ".clone" or ".log" or ".trace" or "\\o" or "\\w" or "tee" or "\\T" or ".excel":
                    Files(call, value, writes: true);
                    break;
                case "\\g" or "\\gx" or "pager" or "\\P" or "edit" or "\\e" or "\\edit" when value.Text.Length > 0:
                    Runs(call, value.Text.StartsWith('|') ? value.From(1) : value);
                    break;
            }
        }
    }

    // Literals where a file is meant: `readfile('f')`, `infile 'f'`, `into outfile 'f'`, `copy t to 'f'`, `from 'f'`, `attach 'f'`.
    private static void ReadLiterals(ShellWord word, Invocation call)
    {
        var text = word.Text;
        var before = "";
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetter(text[i]))
            {
                var start = i;
                while (i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1]) || text[i + 1] == '_'))
                {
                    i++;
                }

                before = text[start..(i + 1)].ToLowerInvariant();
                continue;
            }

            if (text[i] is not ('\'' or '"'))
            {
                before = char.IsWhiteSpace(text[i]) || text[i] is '(' or '[' ? before : "";
                continue;
            }

            var close = text.IndexOf(text[i], i + 1);
            if (close < 0)
            {
                return;
            }

            var literal = word.Slice(i + 1, close);
            i = close;
            if (before == "program")
            {
                Runs(call, literal);
            }
            else if (before is "to" or "outfile" or "dumpfile" or "writefile" or "database" or "directory")
            {
                call.MayWrite(literal);
            }
            else if (before is "infile" or "from" or "attach" or "extension" or "load" || (before.Length > 0 && FileFunctions.Contains($" {before} ", StringComparison.Ordinal)))
            {
                call.MayRead(literal);
            }

            before = "";
        }
    }

    private static ShellWord Unquoted(ShellWord word)
    {
        var text = word.Text.Trim();
        var start = word.Text.IndexOf(text, StringComparison.Ordinal);
        var isQuoted = text.Length > 1 && text[0] is '\'' or '"' && text[^1] == text[0];
        return word.Slice(start + (isQuoted ? 1 : 0), start + text.Length - (isQuoted ? 1 : 0));
    }

    private static void Files(Invocation call, ShellWord value, bool writes)
    {
        if (value.Text.StartsWith('|'))
        {
            Runs(call, value.From(1));
            return;
        }

        foreach (var range in value.Text.AsSpan().Split(' '))
        {
            var part = value.Text.AsSpan()[range].Trim("'\"");
            if (part.Length > 0 && part[0] != '-')
            {
                var file = new ShellWord { Text = part.ToString(), Span = value.Span };
                if (writes)
                {
                    call.Writes(file);
                }
                else
                {
                    call.Reads(file);
                }

                if (writes)
                {
                    return;
                }
            }
        }
    }

    private static void Runs(Invocation call, ShellWord script)
    {
        call.RunsUnknown("the client runs a program");
        if (!string.IsNullOrWhiteSpace(script.Text))
        {
            call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [script], IsTentative = true });
        }
    }
}
