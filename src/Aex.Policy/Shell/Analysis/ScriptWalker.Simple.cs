using Aex.Language.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Masking;
using Aex.Policy.Shell.Knowledge;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

internal sealed partial class ScriptWalker
{
    private const int MostMade = 1 << 14;
    private const int MostNestedText = 1 << 16;

    private readonly Dictionary<string, string?> _rows = [];
    private int _elsewhere;
    private int _nestedText;

    private void VisitSimple(SimpleCommand command, ShellState state, StandardInput input)
    {
        var effects = new List<Effect>();
        var words = new List<ShellWord>(command.Words.Count);
        string? why = null;
        if ((_words += command.Words.Count + command.Redirections.Count) > MostWords)
        {
            Fault = new ScriptFault(command.Span.Start, "it holds more words than are looked at");
            return;
        }

        foreach (var word in command.Words)
        {
            VisitInside(word, state);
            why ??= Strange(word);
            _expansion.Expand(word, state, splits: true, words);
        }

        foreach (var redirection in command.Redirections)
        {
            Redirect(redirection, state, effects, ref input);
        }

        var isAlone = command.Words.Count == 0;
        var own = isAlone || command.Assignments.Count == 0 ? state : state.Copy();
        foreach (var assignment in command.Assignments)
        {
            why ??= Strange(assignment.Value);
            Assign(assignment, own);
        }

        if (isAlone)
        {
            if (effects.Count > 0 || why is not null)
            {
                Add(command.Span, words, effects, why, state, isWrapper: false);
            }

            return;
        }

        if (words.Count == 0)
        {
            Add(command.Span, words, effects, "the program's name is computed", state, isWrapper: false);
            return;
        }

        Run(command.Span, words, effects, why ?? own.Tainted, own, input, "");
        if (!ReferenceEquals(own, state))
        {
            // What the command itself changes stays; the assignments before it do not.
            state.Folders = own.Folders;
        }
    }

    private void Run(TextSpan span, List<ShellWord> words, List<Effect> effects, string? why, ShellState state, StandardInput input, string by)
    {
        if (Fault is not null || TooMuch(span))
        {
            return;
        }

        // A wrapper hands its words on, and the next one hands them on again.
        if ((_words += words.Count) > MostWords)
        {
            Fault = new ScriptFault(span.Start, "it holds more words than are looked at");
            return;
        }

        ReadSecrets(words, effects);
        var name = words[0].Text;
        if (!words[0].IsKnown || name.Length == 0)
        {
            Add(span, words, effects, "the program's name is computed", state, isWrapper: false);
            return;
        }

        if (name.Contains('/'))
        {
            if (AbsolutePath.Folder(name) is not ("/bin" or "/sbin" or "/usr/bin" or "/usr/sbin" or "/usr/local/bin" or "/usr/local/sbin" or "/opt/homebrew/bin" or "/opt/homebrew/sbin"))
            {
                effects.Add(new Effect { Capability = "code.run", Target = EffectTarget.Path, Word = words[0] });
                Add(span, words, effects, $"`{name}` is code that is not read", state, isWrapper: false);
                return;
            }

            name = AbsolutePath.Name(name).ToString();
        }
        else if (by is not ("command" or "builtin" or "exec") && state.Functions.TryGetValue(name, out var body))
        {
            Call(span, name, body, words, effects, why, state, input);
            return;
        }

        if (state.Shadowed.Contains(name))
        {
            why ??= $"`{name}` means something else here";
        }

        var arguments = words.GetRange(1, words.Count - 1);
        var report = ShellKnowledge.Ask(name, arguments, input, _rows);
        effects.AddRange(report.Effects);
        Add(span, words, effects, why ?? report.Why, state, isWrapper: report.Runs.Count > 0);
        Remember(name, arguments, _commands[^1].Effects, state);
        foreach (var run in report.Runs)
        {
            RunNested(span, run, name, state, input);
        }

        Change(name, arguments, state);
    }

    private void Call(TextSpan span, string name, CommandSyntax body, List<ShellWord> words, List<Effect> effects, string? why, ShellState state, StandardInput input)
    {
        if (!_running.Add(name))
        {
            Add(span, words, effects, $"the function `{name}` calls itself", state, isWrapper: false);
            return;
        }

        Add(span, words, effects, why, state, isWrapper: true);
        var outer = new Dictionary<string, ShellWord>();
        foreach (var (variable, value) in state.Variables)
        {
            if (char.IsAsciiDigit(variable[0]))
            {
                outer[variable] = value;
            }
        }

        foreach (var variable in outer.Keys)
        {
            state.Variables.Remove(variable);
        }

        for (var i = 1; i < words.Count && words.TrueForAll(static word => !word.MaySplit); i++)
        {
            state.Variables[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = words[i];
        }

        _depth++;
        Visit(body, state, input);
        _depth--;
        _running.Remove(name);
        for (var i = 1; i < words.Count; i++)
        {
            state.Variables.Remove(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (var (variable, value) in outer)
        {
            state.Variables[variable] = value;
        }
    }

    private void RunNested(TextSpan span, NestedRun run, string program, ShellState outer, StandardInput input)
    {
        // These go on in the shell itself.
        var state = program is "eval" or "command" or "builtin" or "exec" or "time" or "source" or "." or "trap" ? outer : outer.Copy();
        foreach (var assignment in run.Assignments)
        {
            var equals = assignment.Text.IndexOf('=');
            if (equals > 0)
            {
                SetVariable(assignment.Text[..equals], assignment.From(equals + 1), state);
            }
            else
            {
                state.Tainted ??= "a variable with a computed name is set";
            }
        }

        if (run.Directory is { } directory)
        {
            Enter(directory, state);
        }

        _depth++;
        _elsewhere += run.IsElsewhere ? 1 : 0;
        var own = run.GetsStandardInput ? input : default;
        switch (run.Kind)
        {
            case NestedRunKind.Words:
                RunWords(span, run, program, state, own);
                break;
            case NestedRunKind.Script:
                RunScript(span, Joined(run), run, state, own);
                break;
            case NestedRunKind.StandardInput:
                RunScript(span, input.Source is StandardInputSource.Text or StandardInputSource.Pipe ? input.Word : null, run, state, default);
                break;
        }

        _elsewhere -= run.IsElsewhere ? 1 : 0;
        _depth--;
    }

    private void RunWords(TextSpan span, NestedRun run, string program, ShellState state, StandardInput input)
    {
        var words = new List<ShellWord>(run.Words.Count + 1);
        foreach (var word in run.Words)
        {
            if (run.Placeholder is { Length: > 0 } placeholder && word.Text.Contains(placeholder, StringComparison.Ordinal))
            {
                // find puts in a path that starts as its starting point does: never an option.
                var text = word.Text.Replace(placeholder, "\0", StringComparison.Ordinal);
                words.Add(new ShellWord { Text = program is "find" or "gfind" && text[0] == ShellWord.Unknown ? "./" + text : text, Span = word.Span });
            }
            else
            {
                words.Add(word);
            }
        }

        if (run.TakesMoreWords)
        {
            words.Add(new ShellWord { Text = "\0", Span = span, MaySplit = true });
        }

        if (words.Count > 0)
        {
            Run(words[0].Span.Length > 0 ? TextSpan.FromBounds(words[0].Span.Start, Math.Max(words[0].Span.End, words[^1].Span.End)) : span, words, [], state.Tainted, state, input, program);
        }
    }

    private static ShellWord? Joined(NestedRun run)
    {
        if (run.Words.Count == 1)
        {
            return run.Words[0];
        }

        var text = new System.Text.StringBuilder();
        foreach (var word in run.Words)
        {
            if (!word.IsKnown)
            {
                return null;
            }

            text.Append(text.Length == 0 ? "" : " ").Append(word.Text);
        }

        return ShellWord.Known(text.ToString(), run.Words.Count == 0 ? default : run.Words[0].Span);
    }

    private void RunScript(TextSpan span, ShellWord? text, NestedRun run, ShellState state, StandardInput input)
    {
        if (text is not { IsKnown: true })
        {
            Add(span, [], [], "the script that is run is computed", state, isWrapper: false);
            return;
        }

        var place = text.Span.Length > 0 ? text.Span : span;
        _nestedText += text.Text.Length;
        if (_nestedText > MostNestedText || TooMuch(place))
        {
            Fault ??= new ScriptFault(place.Start, "it runs more text than is looked at");
            return;
        }

        var list = ScriptParser.Parse(new ScriptText(text.Text, null, place), out var fault, Math.Min(_depth, 90));
        if (fault is not null)
        {
            Fault ??= fault;
            return;
        }

        for (var i = 0; i < run.Parameters.Count; i++)
        {
            state.Variables[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = run.Parameters[i];
        }

        Walk(list, state, input);
    }

    private static void ReadSecrets(List<ShellWord> words, List<Effect> effects)
    {
        foreach (var word in words)
        {
            foreach (var variable in word.Variables)
            {
                if (SecretName.Matches(variable))
                {
                    effects.Add(new Effect { Capability = "secrets.read" });
                    return;
                }
            }
        }
    }

    private void Assign(Assignment assignment, ShellState state)
    {
        VisitInside(assignment.Value, state);
        if (assignment.Subscript is not null)
        {
            VisitInside(assignment.Subscript, state);
        }

        var words = new List<ShellWord>();
        _expansion.Expand(assignment.Value, state, splits: false, words);
        var value = words.Count == 1 && !assignment.HasSubscript && assignment.Value.Parts is not [ArrayPart] ? words[0] : ShellState.Any(assignment.Name);
        if (assignment.IsAppended)
        {
            value = state.Variables.TryGetValue(assignment.Name, out var old) && old.IsKnown && value.IsKnown ? ShellWord.Known(old.Text + value.Text, value.Span) : ShellState.Any(assignment.Name);
        }

        SetVariable(assignment.Name, value, state);
    }

    private static void SetVariable(string name, ShellWord value, ShellState state)
    {
        value = value.Text.Length > WordExpansion.LongestValue ? ShellState.Any(name) : value;
        // The value keeps what it was made of: an unknown part may hold several words once it is used without quotes.
        state.Variables[name] = value.HasUnknown ? new ShellWord { Text = value.Text, Span = value.Span, MaySplit = true, Variables = value.Variables.Count == 0 ? [name] : value.Variables } : value;
        if (SharpVariables.Runs(name, value))
        {
            state.Tainted ??= $"`{name}` changes what programs do";
        }
    }

    private void Redirect(Redirection redirection, ShellState state, List<Effect> effects, ref StandardInput input, bool visits = true)
    {
        if (visits)
        {
            VisitInside(redirection.Target, state);
        }

        var isInput = redirection.Descriptor is "" or "0";
        var words = new List<ShellWord>();
        var isText = redirection.Kind is RedirectionKind.Heredoc or RedirectionKind.HereString;
        _expansion.Expand(redirection.Target, state, splits: !isText, words);
        var word = words.Count == 1 ? words[0] : isText && words.Count == 0 ? ShellWord.Known("", redirection.Span) : new ShellWord { Text = "\0", Span = redirection.Span };
        switch (redirection.Kind)
        {
            case RedirectionKind.Heredoc or RedirectionKind.HereString:
                input = isInput ? new StandardInput(StandardInputSource.Text, word) : input;
                return;
            case RedirectionKind.InputCopy or RedirectionKind.OutputCopy when IsDescriptor(word.Text):
                input = isInput && redirection.Kind == RedirectionKind.InputCopy ? new StandardInput(StandardInputSource.Pipe) : input;
                return;
            case RedirectionKind.Input or RedirectionKind.InputCopy:
                Touch("file.read");
                input = isInput ? new StandardInput(StandardInputSource.File, word) : input;
                return;
            case RedirectionKind.Both:
                Touch("file.read");
                Touch("file.write");
                input = redirection.Descriptor is "" or "0" ? new StandardInput(StandardInputSource.File, word) : input;
                return;
            case RedirectionKind.Output or RedirectionKind.Append or RedirectionKind.AllOutput or RedirectionKind.OutputCopy:
                Touch("file.write");
                return;
        }

        void Touch(string capability)
        {
            if (word.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal) || word.Text.StartsWith("/dev/udp/", StringComparison.Ordinal))
            {
                Connect(word, effects);
            }
            else if (capability == "file.read" ? !IsNoFile(word.Text) : !Invocation.IsDevice(word.Text))
            {
                effects.Add(new Effect { Capability = capability, Target = EffectTarget.Path, Word = word });
            }
        }
    }

    private static bool IsDescriptor(string text) => text == "-" || (text.Length > 0 && text.AsSpan().TrimEnd('-').IndexOfAnyExceptInRange('0', '9') < 0);

    private static void Connect(ShellWord word, List<Effect> effects)
    {
        var report = new ProgramReport();
        var parts = word.Text.Split('/');
        var end = parts.Length > 3 ? 9 + parts[3].Length : word.Text.Length;
        new Invocation("/dev/tcp", [], default, report).Contacts(word.Slice(Math.Min(9, word.Text.Length), end), sends: true);
        effects.AddRange(report.Effects);
    }

    // What a shell's own commands change in it.
    private void Change(string name, List<ShellWord> arguments, ShellState state)
    {
        switch (name)
        {
            case "cd" or "pushd" or "chdir":
                var at = arguments.FindIndex(static word => word.MayBeFlag || word.Text is "-" || !word.Text.StartsWith('-'));
                if (at < 0)
                {
                    Enter(name == "pushd" || home.Length == 0 ? new ShellWord { Text = "\0" } : ShellWord.Known(home), state);
                }
                else
                {
                    Enter(arguments[at].Text is "-" || arguments[at].Text.StartsWith('+') ? new ShellWord { Text = "\0" } : arguments[at], state);
                }

                break;
            case "popd":
                state.Folders = ["\0"];
                break;
            case "export" or "declare" or "typeset" or "local" or "readonly":
                var plain = arguments.TrueForAll(static word => word.IsKnown && (!word.Text.StartsWith('-') || word.Text is "-x" or "-g" or "-r" or "-gx"));
                foreach (var argument in arguments)
                {
                    var equals = argument.Text.IndexOf('=');
                    if (equals > 0 && !argument.Text.StartsWith('-'))
                    {
                        var variable = argument.Text[..equals].TrimEnd('+');
                        var keeps = plain || (argument.HasUnknown && !argument.Text[..equals].Contains('\0'));
                        SetVariable(variable, keeps && argument.Text[equals - 1] != '+' ? argument.From(equals + 1) : ShellState.Any(variable), state);
                    }
                    else if (argument.HasUnknown)
                    {
                        state.ForgetVariables();
                    }
                }

                break;
            case "read" or "mapfile" or "readarray" or "getopts" or "unset" or "let" or "printf" or "wait":
                if (name != "printf" || arguments.Exists(static word => word.Text.StartsWith("-v", StringComparison.Ordinal) || word.MayBeFlag))
                {
                    foreach (var argument in arguments)
                    {
                        if (argument.HasUnknown || name is "let")
                        {
                            state.ForgetVariables();
                        }
                        else if (state.Variables.ContainsKey(argument.Text))
                        {
                            state.Variables[argument.Text] = ShellState.Any(argument.Text);
                        }
                    }
                }

                break;
            case "source" or "." or "set" or "shift":
                if (name is "source" or ".")
                {
                    state.Tainted ??= "a sourced file may have changed what names mean";
                }

                state.ForgetVariables();
                break;
            case "alias":
                foreach (var argument in arguments)
                {
                    var equals = argument.Text.IndexOf('=');
                    if (equals > 0)
                    {
                        state.Shadowed.Add(argument.Text[..equals]);
                    }

                    state.Tainted ??= argument.HasUnknown ? "an alias is computed" : null;
                }

                break;
            case "hash" or "enable" when arguments.Count > 0:
                state.Tainted ??= $"`{name}` changes what names mean";
                break;
            default:
                break;
        }
    }

    private static void Enter(ShellWord folder, ShellState state)
    {
        if (!folder.IsKnown)
        {
            state.Folders = ["\0"];
            return;
        }

        var folders = new List<string>();
        foreach (var from in state.Folders)
        {
            var next = folder.Text.StartsWith('/') || from.Length == 0 ? folder.Text : from.TrimEnd('/') + "/" + folder.Text;
            if (next.Length > 4096)
            {
                next = "\0";
            }

            if (!folders.Contains(next))
            {
                folders.Add(next);
            }
        }

        state.Folders = folders;
    }

    // What stands behind a name that was linked, moved, copied or unpacked is not what the disk shows now.
    private static void Remember(string program, List<ShellWord> arguments, IReadOnlyList<Effect> effects, ShellState state)
    {
        if (program is not ("ln" or "mv" or "cp" or "install" or "rsync" or "scp" or "tar" or "bsdtar" or "unzip" or "7z" or "cpio" or "link"))
        {
            return;
        }

        if (effects.Count * arguments.Count > MostMade)
        {
            state.Tainted ??= "more names are linked, moved or copied than are looked at";
            return;
        }

        foreach (var effect in effects)
        {
            if (effect.Capability != "file.write" || effect.Word is not { HasUnknown: false } made)
            {
                continue;
            }

            state.Made.Add(made.Text.TrimEnd('/'));
            foreach (var argument in arguments)
            {
                if (!argument.HasUnknown && argument.Text.Length > 0)
                {
                    var name = AbsolutePath.Name(argument.Text.AsSpan().TrimEnd('/')).ToString();
                    state.Made.Add(made.Text is "." or "./" ? name : made.Text.TrimEnd('/') + "/" + name);
                    if (program is "ln")
                    {
                        state.Made.Add(name);
                    }
                }
            }
        }
    }
}
