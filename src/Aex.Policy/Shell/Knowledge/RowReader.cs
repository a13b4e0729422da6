namespace Aex.Policy.Shell.Knowledge;

/// <summary>Reads a program's arguments by its rows.</summary>
internal readonly struct RowReader(ProgramRows rows)
{
    private const int LongestPath = 8;

    public void Read(Invocation call)
    {
        if (rows.Count == 0)
        {
            new ArgumentReader(call, rows, ProgramRows.None).Read([]);
            return;
        }

        var arguments = new ArgumentReader(call, rows, ProgramRows.None);
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
                new ArgumentReader(call, rows, named).Read([0]);
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

            new ArgumentReader(call, rows, row).Read(places[..taken]);
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
    private bool TryOption(string option, out int found)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var path = rows.Path(i);
            if (path.Length > 1 && path[0] == '-' && Rows.Match(path, [option]) == 1)
            {
                found = i;
                return true;
            }
        }

        found = ProgramRows.None;
        return false;
    }

    // The longest path wins; else the last row whose verb is among the words: `** delete`, not `** list`, for `x list delete`.
    private bool TryFind(scoped ReadOnlySpan<string> words, out int found, out int taken)
    {
        found = ProgramRows.None;
        taken = -1;
        var verb = int.MaxValue;
        var verbRow = ProgramRows.None;
        for (var at = 0; at < rows.Count; at++)
        {
            if (words.Length > 0 && !rows.MayBeginWith(at, words[0]))
            {
                continue;
            }

            var path = rows.Path(at);
            if (path.StartsWith("** "))
            {
                // Of several verbs the one of the later row counts: rows go from harmless to harmful.
                for (var i = 0; i < words.Length; i++)
                {
                    if (Rows.MatchesStep(path[3..], words[i]))
                    {
                        verb = i;
                        verbRow = at;
                        break;
                    }
                }

                continue;
            }

            var count = path is "-" ? (words.IsEmpty ? 0 : -1) : path is "_" ? (words.IsEmpty ? -1 : 0) : Rows.Match(path, words);
            if (count > taken)
            {
                taken = count;
                found = at;
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
