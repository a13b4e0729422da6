using Aex.Policy.Shell.Knowledge.Programs;

namespace Aex.Policy.Shell.Knowledge;

/// <summary>Reads arguments by what a program's row and its subcommand's row say of options and arguments.</summary>
internal readonly ref partial struct ArgumentReader
{
    private const int LongestCluster = 256;

    private readonly Invocation _call;
    private readonly ProgramRows _rows;
    private readonly int _row;

    /// <param name="call">Takes what is found.</param>
    /// <param name="rows">The program's rows.</param>
    /// <param name="row">The subcommand's; <see cref="ProgramRows.None"/> without one.</param>
    public ArgumentReader(Invocation call, ProgramRows rows, int row)
    {
        _call = call;
        _rows = rows;
        _row = row;
    }

    /// <summary>Whether help or the version is asked for and nothing else is done.</summary>
    public bool AsksForHelp
    {
        get
        {
            var arguments = _call.Arguments;
            return arguments.Count > 0 && arguments[^1] is { IsKnown: true } last && last.Text is "--help" or "--version" && FindOption(last.Text, out _);
        }
    }

    /// <summary>Finds the words that can name a subcommand: up to the first option that is not known.</summary>
    /// <param name="places">Takes their places among the arguments.</param>
    /// <param name="isClear">Whether nothing unknown stands before the first.</param>
    /// <returns>How many there are.</returns>
    public int FindWords(Span<int> places, out bool isClear)
    {
        var count = 0;
        isClear = true;
        var arguments = _call.Arguments;
        for (var i = 0; i < arguments.Count && count < places.Length; i++)
        {
            var text = arguments[i].Text;
            if (text == "--")
            {
                break;
            }

            if (text.Length < 2 || text[0] != '-')
            {
                places[count++] = i;
                if (!arguments[i].IsKnown)
                {
                    break;
                }

                continue;
            }

            var equals = text.IndexOf('=');
            if (FindOption(equals < 0 ? text : text.AsSpan(0, equals), out var option))
            {
                i += option.TakesValue && equals < 0 ? 1 : 0;
            }
            else if (equals < 0 && !IsKnownCluster(text))
            {
                isClear = false;
                break;
            }
        }

        return count;
    }

    /// <summary>Reads all arguments but those that name the subcommand.</summary>
    public void Read(ReadOnlySpan<int> subcommand)
    {
        var state = new State { Positionals = [], Taken = subcommand };
        if (!ReadOptions(ref state))
        {
            return;
        }

        if (state.IsHelp)
        {
            return;
        }

        var sharp = HasSharpOptions();
        foreach (var at in state.Positionals)
        {
            if (sharp && at < state.EndOfOptions && _call.Arguments[at].MayBeFlag)
            {
                _call.RunsUnknown("an argument may turn out to be an option", null);
                break;
            }
        }

        ApplyOptions(ref state);
        ApplyArguments(ref state);
    }

    private ref struct State
    {
        public List<int> Positionals;
        public ReadOnlySpan<int> Taken;
        public ReadOnlySpan<char> ArgumentRole;
        public bool IsDryRun;
        public bool IsHelp;
        public bool AfterUnknown;
        public bool IsRoleForAll;
        public bool HasOutput;
        public int EndOfOptions;
        public int Command;
    }

    // False where the options cannot be told apart from the rest.
    private bool ReadOptions(ref State state)
    {
        var arguments = _call.Arguments;
        state.EndOfOptions = arguments.Count;
        state.Command = -1;
        var wild = HasToken("*");
        var afterUnknown = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (state.Taken.Contains(i))
            {
                afterUnknown = false;
                continue;
            }

            var word = arguments[i];
            var text = word.Text;
            if (i >= state.EndOfOptions || text.Length < 2 || (text[0] != '-' && !(text[0] == '+' && FindOption(text, out _))))
            {
                state.Positionals.Add(i);
                afterUnknown = false;
                var role = RoleOf(state.Positionals.Count, isLast: false);
                if (role.Contains('c') && state.ArgumentRole is not "n" && !(HasToken("env") && text.Contains('=')) && !(HasToken("script") && !ShellKnowledge.Knows(text)))
                {
                    state.Command = i;
                    return true;
                }

                continue;
            }

            if (text == "--")
            {
                state.EndOfOptions = i;
                if (i + 1 < arguments.Count && FindOption("--", out var end))
                {
                    TakeOption(ref state, end, ref i, -1);
                }

                continue;
            }

            var equals = text.IndexOf('=');
            var name = equals < 0 ? text : text.AsSpan(0, equals);
            if ((text is "--help" || (text is "--version" && i + 1 == arguments.Count)) && !afterUnknown)
            {
                state.IsHelp = !FindOption(text, out var own) || own.IsDryRun;
                afterUnknown = false;
                if (state.IsHelp)
                {
                    return true;
                }
            }

            state.AfterUnknown = afterUnknown;
            var isBefore = !state.Taken.IsEmpty && i < state.Taken[0] && _row != ProgramRows.None;
            if (FindOption(name, out var option, isBefore))
            {
                afterUnknown = false;
                if (equals >= 0 && !wild && !option.TakesValue && !option.MayTakeValue)
                {
                    _call.RunsUnknown($"`{_call.Program}` has an option that takes no value as far as aex knows: `{word}`");
                }

                TakeOption(ref state, option, ref i, equals < 0 ? -1 : equals + 1);
                continue;
            }

            if (text[1] != '-' && ReadCluster(ref state, ref i, wild, isBefore))
            {
                afterUnknown = false;
                continue;
            }

            if (!wild && !IsNumber(text))
            {
                _call.RunsUnknown($"`{_call.Program}` has an option that aex does not know: `{word}`");
            }
            else if (word.HasUnknown && HasSharpOptions() && name.Contains(ShellWord.Unknown))
            {
                _call.RunsUnknown("an option is computed");
            }

            if (equals >= 0)
            {
                MayReadIn(word.From(equals + 1), name);
            }
            else if (i + 1 < arguments.Count)
            {
                MayWriteIn(arguments[i + 1], name);
            }

            afterUnknown = equals < 0;
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 1 && text[1..].IndexOfAnyExceptInRange('0', '9') < 0;

    private void TakeOption(scoped ref State state, Option option, scoped ref int i, int valueStart)
    {
        var argument = i;
        var valueArgument = valueStart >= 0 ? i : -1;
        if (option.TakesValue && valueStart < 0 && i + 1 < _call.Arguments.Count)
        {
            valueArgument = ++i;
            valueStart = 0;
        }

        if (!option.ArgumentRole.IsEmpty)
        {
            state.ArgumentRole = option.ArgumentRole;
            state.IsRoleForAll |= option.IsForAll;
        }

        state.IsDryRun |= CountsAsDryRun(state, option, argument);
        if (!option.Role.IsEmpty && valueArgument >= 0)
        {
            var value = _call.Arguments[valueArgument].From(valueStart);
            Apply(option.Role, value, state.IsDryRun);
            if (option.Role is "w" && !state.IsDryRun)
            {
                MayWriteIn(value, NameUsed(option, _call.Arguments[argument].Text));
            }
        }
        else if (valueArgument > argument && option.TakesValue && HasToken("loose"))
        {
            // For another program of the block the option takes no value.
            _call.MayRead(_call.Arguments[valueArgument]);
        }
        else if (valueArgument >= 0)
        {
            MayReadIn(_call.Arguments[valueArgument].From(valueStart), NameUsed(option, _call.Arguments[argument].Text));
        }

        state.HasOutput |= option.Role.IndexOfAny("WFZ") >= 0 || (option.Has("-O") && option.Role is "w");
        if (!option.Effects.IsEmpty)
        {
            Effects(option.Effects, _call.Arguments[argument]);
        }
    }

    // Behind an unknown option it may be that option's value; behind a subcommand it may mean something else there.
    private bool CountsAsDryRun(scoped in State state, scoped in Option option, int at) =>
        option.IsDryRun && !state.AfterUnknown && !MayBeTakenBack(option)
        && (!option.IsGlobal || state.Taken.IsEmpty || at < state.Taken[0] || option.Has("-h") || option.Has("-help") || option.Has("--help"));

    // `--dry-run=false`, `--dry-run false` or `--no-dry-run` anywhere; or a word that may turn out to be one of them.
    private bool MayBeTakenBack(scoped in Option option)
    {
        var arguments = _call.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].MayBeFlag || option.IsTakenBackBy(arguments[i].Text, i + 1 < arguments.Count ? arguments[i + 1].Text : ""))
            {
                return true;
            }
        }

        return false;
    }

    // `-abc` as `-a -b -c`, where one that takes a value takes the rest of the word or the next one.
    private bool ReadCluster(scoped ref State state, scoped ref int i, bool wild, bool headOnly)
    {
        var word = _call.Arguments[i];
        var text = word.Text;
        Span<char> name = ['-', '\0'];
        var isKnown = IsKnownCluster(text, headOnly);
        if ((!wild && !isKnown) || HasToken("long"))
        {
            return false;
        }

        var any = false;
        for (var at = 1; at < text.Length; at++)
        {
            if (at == LongestCluster)
            {
                _call.RunsUnknown("an option is longer than options are");
                return true;
            }

            name[1] = text[at];
            if (!FindOption(name, out var option, headOnly))
            {
                if (text[at] == ShellWord.Unknown)
                {
                    return any;
                }

                continue;
            }

            // A letter in the middle of something else, such as a value, makes nothing a dry run.
            if (!isKnown && option.IsDryRun)
            {
                continue;
            }

            any = true;
            if (!option.TakesValue && !option.MayTakeValue)
            {
                TakeOption(ref state, option, ref i, -1);
                continue;
            }

            var isLast = at + 1 == text.Length;
            var start = isLast ? -1 : text[at + 1] == '=' ? at + 2 : at + 1;
            TakeOption(ref state, option, ref i, start);
            return true;
        }

        return any;
    }

    private bool IsKnownCluster(ReadOnlySpan<char> text, bool headOnly = false)
    {
        if (text.Length < 2 || text[1] == '-')
        {
            return false;
        }

        Span<char> name = ['-', '\0'];
        for (var at = 1; at < text.Length; at++)
        {
            name[1] = text[at];
            if (at == LongestCluster || !FindOption(name, out var option, headOnly))
            {
                return false;
            }

            if (option.TakesValue || option.MayTakeValue)
            {
                return true;
            }
        }

        return true;
    }

    private void ApplyOptions(ref State state)
    {
        for (var part = 0; part < 2; part++)
        {
            foreach (var range in _rows.Tokens(part == 0 ? ProgramRows.InHead : _row))
            {
                var token = _rows[range];
                if (token is "!!")
                {
                    _call.RunsUnknown($"what `{_call.Program}` does here is not known");
                }
                else if (token[0] == '!' && !state.IsDryRun)
                {
                    Effects(token[1..], null);
                }
                else if (token is ['0', '!', ..] && state.Positionals.Count == 0 && !state.IsDryRun)
                {
                    Effects(token[2..], null);
                }
                else if (token is ['+', '!', ..] && state.Positionals.Count > 0 && !state.IsDryRun)
                {
                    Effects(token[2..], null);
                }
                else if (token is ['&', ..] && !state.IsDryRun && token.IndexOf('!') is > 0 and var names && HasArgument(state, token[1..names]))
                {
                    Effects(token[(names + 1)..], null);
                }
                else if (token.StartsWith("none!") && _call.Arguments.Count == 0)
                {
                    Effects(token[5..], null);
                }
                else if (token.StartsWith("dry!") && state.IsDryRun)
                {
                    Effects(token[4..], null);
                }
                else if (token.StartsWith("..:") && !state.IsDryRun && !state.HasOutput)
                {
                    Apply(token[3..], ShellWord.Known("."), state.IsDryRun);
                }
                else if (token.StartsWith("lone:") && state.Positionals.Count < 2 && !state.IsDryRun)
                {
                    Apply(token[5..], ShellWord.Known("."), state.IsDryRun);
                }
                else if (token.StartsWith("/tmp:") && !state.IsDryRun)
                {
                    Apply(token[5..], ShellWord.Known("/tmp"), state.IsDryRun);
                }
            }
        }
    }

    private bool HasArgument(scoped in State state, ReadOnlySpan<char> names)
    {
        foreach (var at in state.Positionals)
        {
            if (Rows.MatchesStep(names, _call.Arguments[at].Text))
            {
                return true;
            }
        }

        foreach (var at in state.Taken)
        {
            if (Rows.MatchesStep(names, _call.Arguments[at].Text))
            {
                return true;
            }
        }

        return false;
    }

    private void ApplyArguments(ref State state)
    {
        var arguments = _call.Arguments;
        var count = state.Positionals.Count;
        if (count == 0)
        {
            if (!RoleNamed(".:").IsEmpty)
            {
                Apply(state.ArgumentRole.IsEmpty ? RoleNamed(".:") : state.ArgumentRole, ShellWord.Known("."), state.IsDryRun);
            }

            return;
        }

        for (var i = 0; i < count; i++)
        {
            var at = state.Positionals[i];
            if (at == state.Command)
            {
                var assignments = new List<ShellWord>();
                for (var k = 0; k < i; k++)
                {
                    if (arguments[state.Positionals[k]].Text.Contains('='))
                    {
                        assignments.Add(arguments[state.Positionals[k]]);
                    }
                }

                var words = new List<ShellWord>();
                for (var k = at; k < arguments.Count; k++)
                {
                    words.Add(k == at && HasToken("package") ? Nested.ProgramOf(arguments[k]) : arguments[k]);
                }

                _call.Report.Add(new NestedRun
                {
                    Kind = HasToken("joined") ? NestedRunKind.Script : NestedRunKind.Words,
                    Words = words,
                    Assignments = assignments,
                    IsElsewhere = HasToken("elsewhere"),
                    // In folders that only the program knows.
                    Directory = HasToken("inside") ? new ShellWord { Text = "\0" } : null,
                });
                return;
            }

            var role = RoleOf(i + 1, i == count - 1);
            if (!state.ArgumentRole.IsEmpty && !role.IsEmpty && (state.IsRoleForAll || role is not "n"))
            {
                role = state.ArgumentRole;
            }

            if (role.IsEmpty)
            {
                MayReadIn(arguments[at]);
            }

            Apply(role, arguments[at], state.IsDryRun);
        }
    }
}
