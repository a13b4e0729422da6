namespace Aex.Policy.Shell.Knowledge;

/// <summary>Reads a program's arguments by its rows.</summary>
internal readonly ref struct RowReader(ReadOnlySpan<char> rows)
{
    private const int LongestPath = 8;

    private readonly ReadOnlySpan<char> _rows = rows;

    public void Read(Invocation call)
    {
        var head = Rows.Head(_rows);
        if (head.Length == _rows.Length)
        {
            new ArgumentReader(call, head, default).Read([]);
            return;
        }

        var arguments = new ArgumentReader(call, head, default);
        Span<int> places = stackalloc int[LongestPath];
        var count = arguments.FindWords(places, out var isClear);
        var words = new string[count];
        for (var i = 0; i < count; i++)
        {
            var word = call.Arguments[places[i]];
            words[i] = word.IsKnown ? word.Text : "\0";
        }

        if (!isClear && count == 0)
        {
            if (call.Arguments is [{ IsKnown: true, Text: "--help" or "--version" }])
            {
                return;
            }

            if (call.Arguments[0].IsKnown && TryOption(call.Arguments[0].Text, out var named))
            {
                new ArgumentReader(call, head, named).Read([0]);
                return;
            }

            // What the other words say is known all the same.
            arguments.Read([]);
            call.RunsUnknown($"an option before the subcommand of `{call.Program}` is not known");
            return;
        }

        if (TryFind(words, out var row, out var taken))
        {
            if (call.Program == "git" && words.Length > 0 && words[0] == "config")
            {
                GitConfigKeys.ReadCommand(call, places[0] + 1);
                return;
            }

            new ArgumentReader(call, head, row).Read(places[..taken]);
            return;
        }

        if (count == 0)
        {
            arguments.Read([]);
            return;
        }

        // Options that only show something, such as `--version`, may stand where the subcommand would.
        if (arguments.AsksForHelp)
        {
            return;
        }

        // What the options do is known all the same.
        arguments.Read([]);
        for (var i = 0; i < count; i++)
        {
            call.MayRead(call.Arguments[places[i]]);
        }

        call.RunsUnknown(words[0] == "\0" ? $"the subcommand of `{call.Program}` is computed" : $"`{call.Program} {words[0]}` is not known");
    }

    // Some programs write their subcommands as options, and have rows for them: `brew --prefix`.
    private bool TryOption(string option, out ReadOnlySpan<char> found)
    {
        var rest = _rows[Rows.Head(_rows).Length..];
        while (Rows.TryRow(ref rest, out var path, out found))
        {
            if (path.Length > 1 && path[0] == '-' && Rows.Match(path, [option]) == 1)
            {
                return true;
            }
        }

        found = default;
        return false;
    }

    // The longest path wins; else the last row whose verb is among the words: `** delete`, not `** list`, for `x list delete`.
    private bool TryFind(scoped ReadOnlySpan<string> words, out ReadOnlySpan<char> found, out int taken)
    {
        found = default;
        taken = -1;
        var verb = int.MaxValue;
        ReadOnlySpan<char> verbRow = default;
        var rest = _rows[Rows.Head(_rows).Length..];
        while (Rows.TryRow(ref rest, out var path, out var row))
        {
            if (path.StartsWith("** "))
            {
                // Of several verbs the one of the later row counts: rows go from harmless to harmful.
                for (var i = 0; i < words.Length; i++)
                {
                    if (Rows.MatchesStep(path[3..], words[i]))
                    {
                        verb = i;
                        verbRow = row;
                        break;
                    }
                }

                continue;
            }

            if (words.Length > 0 && path[0] != '_' && !path.Contains(words[0], StringComparison.Ordinal) && path.IndexOfAny('*', '[', '?') < 0)
            {
                continue;
            }

            var count = path is "-" ? (words.IsEmpty ? 0 : -1) : path is "_" ? (words.IsEmpty ? -1 : 0) : Rows.Match(path, words);
            if (count > taken)
            {
                taken = count;
                found = row;
            }
        }

        if (verb < int.MaxValue && taken <= 0)
        {
            taken = verb + 1;
            found = verbRow;
        }

        return taken >= 0;
    }
}
