namespace Aex.Policy.Shell.Knowledge;

/// <summary>Reads arguments by what a program's row and its subcommand's row say of options and arguments.</summary>
internal readonly ref struct ArgumentReader
{
    private const int LongestCluster = 256;

    private readonly Invocation _call;
    private readonly ReadOnlySpan<char> _head;
    private readonly ReadOnlySpan<char> _row;

    public ArgumentReader(Invocation call, ReadOnlySpan<char> head, ReadOnlySpan<char> row)
    {
        _call = call;
        _head = head;
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
                if (role.Contains('c') && !(HasToken("env") && text.Contains('=')))
                {
                    state.Command = i;
                    return true;
                }

                continue;
            }

            if (text == "--")
            {
                state.EndOfOptions = i;
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
            if (FindOption(name, out var option))
            {
                afterUnknown = false;
                if (equals >= 0 && !wild && !option.TakesValue && !option.MayTakeValue)
                {
                    _call.RunsUnknown($"`{_call.Program}` has an option that takes no value as far as aex knows: `{word}`");
                }

                TakeOption(ref state, option, ref i, equals < 0 ? -1 : equals + 1);
                continue;
            }

            if (text[1] != '-' && ReadCluster(ref state, ref i, wild))
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
            Apply(option.Role, _call.Arguments[valueArgument].From(valueStart), state.IsDryRun);
        }

        if (!option.Effects.IsEmpty)
        {
            Effects(option.Effects, _call.Arguments[argument]);
        }
    }

    // Behind an unknown option it may be that option's value; behind a subcommand it may mean something else there.
    private static bool CountsAsDryRun(scoped in State state, scoped in Option option, int at) =>
        option.IsDryRun && !state.AfterUnknown
        && (!option.IsGlobal || state.Taken.IsEmpty || at < state.Taken[0] || option.Has("-h") || option.Has("-help") || option.Has("--help"));

    // `-abc` as `-a -b -c`, where one that takes a value takes the rest of the word or the next one.
    private bool ReadCluster(scoped ref State state, scoped ref int i, bool wild)
    {
        var word = _call.Arguments[i];
        var text = word.Text;
        Span<char> name = ['-', '\0'];
        var isKnown = IsKnownCluster(text);
        if (!wild && !isKnown)
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
            if (!FindOption(name, out var option))
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

    private bool IsKnownCluster(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[1] == '-')
        {
            return false;
        }

        Span<char> name = ['-', '\0'];
        for (var at = 1; at < text.Length; at++)
        {
            name[1] = text[at];
            if (at == LongestCluster || !FindOption(name, out var option))
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
            var row = part == 0 ? _head : _row;
            while (Rows.TryToken(ref row, out var token))
            {
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
                else if (token.StartsWith("none!") && _call.Arguments.Count == 0)
                {
                    Effects(token[5..], null);
                }
                else if (token.StartsWith("dry!") && state.IsDryRun)
                {
                    Effects(token[4..], null);
                }
                else if (token.StartsWith("..:") && !state.IsDryRun)
                {
                    Apply(token[3..], ShellWord.Known("."), state.IsDryRun);
                }
            }
        }
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
                    words.Add(arguments[k]);
                }

                _call.Report.Add(new NestedRun
                {
                    Kind = HasToken("joined") ? NestedRunKind.Script : NestedRunKind.Words,
                    Words = words,
                    Assignments = assignments,
                    IsElsewhere = HasToken("elsewhere"),
                });
                return;
            }

            var role = RoleOf(i + 1, i == count - 1);
            if (!state.ArgumentRole.IsEmpty && !role.IsEmpty && (state.IsRoleForAll || role is not "n"))
            {
                role = state.ArgumentRole;
            }

            Apply(role, arguments[at], state.IsDryRun);
        }
    }

    private void Apply(ReadOnlySpan<char> role, ShellWord word, bool isDryRun)
    {
        if (word.Text is "-" && role is not "c")
        {
            return;
        }

        foreach (var letter in role)
        {
            switch (letter)
            {
                case 'r': _call.Reads(word); break;
                case 'R': _call.Reads(word, tree: true); break;
                case 'w' when isDryRun: _call.Reads(word); break;
                case 'w': _call.Writes(word); break;
                case 'W' when isDryRun: _call.Reads(word, tree: true); break;
                case 'W': _call.Writes(word, tree: true); break;
                case 'd' when isDryRun: _call.Reads(word); break;
                case 'd': _call.Deletes(word); break;
                case 'D' when isDryRun: _call.Reads(word, tree: true); break;
                case 'D': _call.Deletes(word, tree: true); break;
                case 'u': _call.Contacts(word, sends: false); break;
                case 's': _call.Contacts(word, sends: true); break;
                case 'U': AddIfUrl(word); break;
                case 'x': _call.RunsUnknown($"the code of `{word}` is not read", word); break;
                case 'e': _call.RunsUnknown("code in an argument is not read", null); break;
                case 'S': _call.Report.Add(new NestedRun { Kind = NestedRunKind.Script, Words = [word] }); break;
                case 'q': SqlText.Read(word, _call); break;
                case '@': ReadAfterAt(word); break;
                case 'g': GitConfigKeys.ReadAssignment(word, _call); break;
                case 'b' when word.HasUnknown || word.Text.Contains("execute", StringComparison.Ordinal) || word.Text.Contains("become", StringComparison.Ordinal)
                    || word.Text.Contains("reload", StringComparison.Ordinal) || word.Text.Contains("transform", StringComparison.Ordinal):
                    _call.RunsUnknown("a key binding runs a command");
                    break;
                case 'M' when word.Text is not ("GET" or "get" or "HEAD" or "head"): _call.Add("cloud.change"); break;
                default: break;
            }
        }
    }

    private void AddIfUrl(ShellWord word)
    {
        if (word.Text.Contains("://", StringComparison.Ordinal) || (word.Text.Length > 0 && word.Text[0] == ShellWord.Unknown))
        {
            _call.Contacts(word, sends: false);
        }
    }

    private void ReadAfterAt(ShellWord word)
    {
        var at = word.Text.IndexOf('@');
        if (at >= 0)
        {
            _call.Reads(word.From(at + 1));
        }
    }

    private void Effects(ReadOnlySpan<char> effects, ShellWord? word)
    {
        if (effects is "!")
        {
            _call.RunsUnknown($"what `{_call.Program} {word}` does is not known");
            return;
        }

        foreach (var range in effects.Split(','))
        {
            _call.Add(effects[range].ToString());
        }
    }

    private ReadOnlySpan<char> RoleOf(int place, bool isLast)
    {
        if (isLast && RoleNamed("last:") is { IsEmpty: false } last)
        {
            return last;
        }

        Span<char> name = stackalloc char[2];
        if (place < 10)
        {
            name[0] = (char)('0' + place);
            name[1] = ':';
            if (RoleNamed(name) is { IsEmpty: false } own)
            {
                return own;
            }
        }

        return RoleNamed("args:");
    }

    private ReadOnlySpan<char> RoleNamed(scoped ReadOnlySpan<char> name)
    {
        for (var part = 0; part < 2; part++)
        {
            var row = part == 0 ? _row : _head;
            while (Rows.TryToken(ref row, out var token))
            {
                if (token.StartsWith(name))
                {
                    return token[name.Length..];
                }
            }
        }

        return default;
    }

    private bool HasToken(ReadOnlySpan<char> name)
    {
        for (var part = 0; part < 2; part++)
        {
            var row = part == 0 ? _row : _head;
            while (Rows.TryToken(ref row, out var token))
            {
                if (token.SequenceEqual(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool HasSharpOptions()
    {
        for (var part = 0; part < 2; part++)
        {
            var row = part == 0 ? _row : _head;
            while (Rows.TryToken(ref row, out var token))
            {
                if (token[0] == '-' && new Option(token).IsSharp)
                {
                    return true;
                }
            }
        }

        return !HasToken("*");
    }

    private bool FindOption(scoped ReadOnlySpan<char> name, out Option found)
    {
        found = default;
        if (name.Length < 2)
        {
            return false;
        }

        for (var part = 0; part < 2; part++)
        {
            var row = part == 0 ? _row : _head;
            while (Rows.TryToken(ref row, out var token))
            {
                if (token[0] == name[0] && token.Length >= name.Length && token.Contains(name, StringComparison.Ordinal) && new Option(token, part == 1) is var option && option.Has(name))
                {
                    found = option;
                    return true;
                }
            }
        }

        return name.Length > 3 && name.StartsWith("--") && FindByStart(name, out found);
    }

    // Of several that start so, one that could do harm.
    private bool FindByStart(scoped ReadOnlySpan<char> start, out Option found)
    {
        found = default;
        var any = false;
        for (var part = 0; part < 2; part++)
        {
            var row = part == 0 ? _row : _head;
            while (Rows.TryToken(ref row, out var token))
            {
                if (token[0] == '-' && token.Contains(start, StringComparison.Ordinal) && new Option(token, part == 1) is var option && option.HasLongStart(start) && (!any || option.IsSharp))
                {
                    found = option;
                    any = true;
                }
            }
        }

        return any;
    }
}
