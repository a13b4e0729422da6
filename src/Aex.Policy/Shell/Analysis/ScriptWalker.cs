using Aex.Language.Text;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary>Walks a script in the order in which it may run, and keeps what its shell knows meanwhile.</summary>
internal sealed partial class ScriptWalker
{
    private const int MostCommands = ScriptParser.MostCommands;
    private const int MostWords = 6 << 10;
    private const int MostDepth = 40;
    private const int MostTurns = 8;

    private readonly WordExpansion _expansion;
    private readonly string _home;
    private readonly List<ShellCommand> _commands = [];
    private readonly HashSet<string> _running = [];
    private int _depth;
    private int _visits;
    private int _words;

    /// <param name="home">The folder that <c>~</c> stands for; empty if it is not known.</param>
    /// <param name="folder">The folder that the script runs in; empty if it is not known.</param>
    public ScriptWalker(string home, string folder)
    {
        _home = home;
        _expansion = new WordExpansion(home, folder, _outputs);
    }

    /// <summary>What was found.</summary>
    public IReadOnlyList<ShellCommand> Commands => _commands;

    /// <summary>Why a part of it cannot be read; null where all can.</summary>
    public ScriptFault? Fault { get; private set; }

    /// <summary>Walks a list in a shell's state.</summary>
    public void Walk(CommandList list, ShellState state, StandardInput input = default)
    {
        var chain = new List<string>();
        var names = new List<string>();
        var fed = (Before: _isFed, Any: _isFed);
        for (var i = 0; i < list.Items.Count && Fault is null; i++)
        {
            var item = list.Items[i];
            if (item.Joint == Joint.Then)
            {
                EndChain();
            }
            else if (item.Joint == Joint.Or)
            {
                // It runs where something before failed: a `cd` may not have happened.
                foreach (var folder in chain)
                {
                    state.AddFolder(folder);
                }
            }

            var isLast = i + 1 == list.Items.Count;
            foreach (var folder in state.Folders)
            {
                chain.Add(folder);
            }

            var before = item.Joint == Joint.Then ? null : state.Copy();
            _isFed = fed.Before;
            Visit(item.Command, item.IsBackground ? state.Copy() : state, input);
            fed.Any |= _isFed;
            if (before is not null && !ReferenceEquals(before.Variables, state.Variables))
            {
                foreach (var (name, value) in state.Variables)
                {
                    if (!before.Variables.TryGetValue(name, out var old) || !ReferenceEquals(old, value))
                    {
                        names.Add(name);
                    }
                }
            }

            if (isLast)
            {
                EndChain();
            }
        }

        _isFed = fed.Any;

        void EndChain()
        {
            foreach (var folder in chain)
            {
                state.AddFolder(folder);
            }

            // What was set behind `&&` may not have been.
            foreach (var name in names)
            {
                state.Set(name, ShellState.Any(name));
            }

            chain.Clear();
            names.Clear();
        }
    }

    private void Visit(CommandSyntax command, ShellState state, StandardInput input)
    {
        if (Fault is not null || TooMuch(command.Span))
        {
            return;
        }

        if (command is SimpleCommand simple)
        {
            VisitSimple(simple, state, input);
            return;
        }

        if (command.Redirections.Count > 0 && command is not FunctionCommand)
        {
            var effects = new List<Effect>();
            foreach (var redirection in command.Redirections)
            {
                Redirect(redirection, state, effects, ref input);
            }

            if (effects.Count > 0)
            {
                Add(command.Span, [], effects, null, state, isWrapper: false);
            }
        }

        switch (command)
        {
            case PipelineCommand pipeline:
                VisitPipeline(pipeline, state, input);
                break;
            case GroupCommand { IsSubshell: true } group:
                Walk(group.Lists[0], state.Copy(), input);
                break;
            case GroupCommand { IsConditional: false } group:
                Walk(group.Lists[0], state, input);
                break;
            case GroupCommand group:
                VisitBranches(group.Lists, state, input);
                break;
            case CaseCommand choice:
                VisitInside(choice.Subject, state);
                foreach (var pattern in choice.Patterns)
                {
                    VisitInside(pattern, state);
                }

                VisitBranches(choice.Lists, state, input);
                break;
            case LoopCommand loop:
                VisitLoop(loop, state, input);
                break;
            case FunctionCommand function:
                if (function.Name.Length == 0)
                {
                    state.Tainted ??= "a function has a computed name";
                }

                if (function.Name is "command_not_found_handle" or "command_not_found_handler")
                {
                    Visit(function.Body, state.Copy(), default);
                }

                state.Define(function.Name, function.Body);
                break;
            case CoprocCommand coproc:
                Visit(coproc.Body, state.Copy(), default);
                break;
            case ExpressionCommand expression:
                foreach (var word in expression.Words)
                {
                    VisitInside(word, state);
                    if (expression.Words.Count == 1 && Assigns(word))
                    {
                        state.ForgetVariables();
                    }
                }

                VisitTest(expression, state);

                break;
        }
    }

    // `[[ -v x ]]` takes a text for a name, `-eq` and its like for arithmetic.
    private void VisitTest(ExpressionCommand expression, ShellState state)
    {
        if (expression.Words.Count == 1)
        {
            RunQuotedArithmetic(expression.Words[0], state);
            return;
        }

        var takes = false;
        foreach (var word in expression.Words)
        {
            takes |= word.Bare is "-v" or "-R" or "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge";
        }

        if (!takes)
        {
            return;
        }

        foreach (var word in expression.Words)
        {
            if (word.Literal is { } text && HoldsSubscript(text))
            {
                RunSubscript(ShellWord.Known(text, word.Span), state);
            }
        }

        RunArithmetic(state);
    }

    private bool TooMuch(TextSpan span)
    {
        if (_commands.Count > MostCommands || ++_visits > 4 * MostCommands || _depth > MostDepth)
        {
            Fault ??= new ScriptFault(span.Start, _depth > MostDepth ? "it is nested too deep" : "it holds more commands than are looked at");
        }

        return Fault is not null;
    }

    private void VisitPipeline(PipelineCommand pipeline, ShellState state, StandardInput input)
    {
        for (var i = 0; i < pipeline.Commands.Count && Fault is null; i++)
        {
            // The last one may run in the shell itself (lastpipe, zsh).
            var own = state.Copy();
            Visit(pipeline.Commands[i], own, input);
            if (i + 1 == pipeline.Commands.Count)
            {
                state.Merge(own);
            }

            input = new StandardInput(StandardInputSource.Pipe, OutputOf(pipeline.Commands[i], input, state));
        }
    }

    private void VisitBranches(IReadOnlyList<CommandList> lists, ShellState state, StandardInput input)
    {
        foreach (var list in lists)
        {
            var own = state.Copy();
            Walk(list, own, input);
            state.Merge(own);
        }
    }

    private void VisitLoop(LoopCommand loop, ShellState state, StandardInput input)
    {
        if (loop.Header is { } header)
        {
            VisitInside(header, state);
            state.ForgetVariables();
        }

        var values = new List<ShellWord>();
        foreach (var word in loop.Words ?? [])
        {
            VisitInside(word, state);
            _expansion.Expand(word, state, splits: true, values);
        }

        var isKnown = loop.Words is not null && values.Count is > 0 and <= MostTurns && values.TrueForAll(static value => !value.HasUnknown && !value.MaySplit);
        if (loop.Variable is not null && !isKnown)
        {
            var names = new List<string>();
            foreach (var value in values)
            {
                names.AddRange(value.Variables);
            }

            values = [new ShellWord { Text = "\0", MaySplit = true, Variables = [.. names] }];
        }

        var turns = loop.Variable is null ? 1 : values.Count;
        for (var turn = 0; turn < turns && Fault is null; turn++)
        {
            for (var again = 0; again < 3; again++)
            {
                var mark = _commands.Count;
                var own = state.Copy();
                if (loop.Variable is not null)
                {
                    own.Set(loop.Variable, values[turn]);
                }

                foreach (var list in loop.Lists)
                {
                    Walk(list, own, input);
                }

                if (loop.Variable is not null)
                {
                    own.Unset(loop.Variable);
                    state.Unset(loop.Variable);
                }

                // What a turn leaves behind is what the next one begins with.
                if (!state.Merge(own) || Fault is not null)
                {
                    break;
                }

                if (again < 2)
                {
                    _commands.RemoveRange(mark, _commands.Count - mark);
                }

                if (again == 1)
                {
                    state.Folders = ["\0"];
                    state.ForgetVariables();
                }
            }
        }

        if (loop.Variable is not null)
        {
            state.Set(loop.Variable, values.Count == 1 ? values[0] : ShellState.Any(loop.Variable));
        }
    }

    // The commands inside of a word's expansions.
    private void VisitInside(WordSyntax word, ShellState state)
    {
        foreach (var part in word.Parts)
        {
            switch (part)
            {
                case SubstitutionPart substitution:
                    Walk(substitution.Body, state.Copy());
                    Keep(substitution, substitution.Body, state);
                    break;
                case ProcessPart process:
                    Keep(process, process.Body, state);
                    Walk(process.Body, state.Copy(), process.IsInput ? default : new StandardInput(StandardInputSource.Pipe));
                    break;
                case ArithmeticPart arithmetic:
                    VisitInside(arithmetic.Inner, state);
                    RunQuotedArithmetic(arithmetic.Inner, state);
                    if (Assigns(arithmetic.Inner))
                    {
                        state.ForgetVariables();
                    }

                    break;
                case ParameterPart parameter:
                    if (parameter.Argument is not null)
                    {
                        VisitInside(parameter.Argument, state);
                    }

                    if (parameter.Operator is ":" or "[" or "[#" or "[:" or "[!")
                    {
                        RunArithmetic(state);
                    }

                    if (parameter.Operator.EndsWith('@') && state.Variables.TryGetValue(parameter.Name, out var prompt) && prompt.IsKnown)
                    {
                        RunTentative(new ShellWord { Text = ": " + prompt.Text, Span = parameter.Span }, state);
                    }

                    if (parameter.Operator.EndsWith('=') && parameter.Name.Length > 0)
                    {
                        state.Set(parameter.Name, ShellState.Any(parameter.Name));
                    }

                    break;
                case ArrayPart array:
                    foreach (var element in array.Words)
                    {
                        VisitInside(element, state);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private void Keep(WordPart part, CommandList body, ShellState state)
    {
        if (OutputOf(body, state) is { } text)
        {
            _outputs[part] = text;
        }
        else
        {
            _outputs.Remove(part);
        }
    }

    private static bool Assigns(WordSyntax word)
    {
        foreach (var part in word.Parts)
        {
            if (part is LiteralPart literal && (literal.Text.Contains('=') || literal.Text.Contains("++", StringComparison.Ordinal) || literal.Text.Contains("--", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    // A form of an expansion that is not understood may run what it holds (`${ cmd; }`, zsh's flags, `@P`).
    private static string? Strange(WordSyntax word)
    {
        foreach (var part in word.Parts)
        {
            if (part is ParameterPart parameter && (parameter.Name.Length == 0 || parameter.Operator.EndsWith('@')))
            {
                return "an expansion is not understood";
            }
        }

        return null;
    }

    private void Add(TextSpan span, List<ShellWord> words, List<Effect> effects, string? why, ShellState state, bool isWrapper, bool isElsewhere = false)
    {
        var placed = new List<Effect>(effects.Count);
        foreach (var effect in effects)
        {
            Place(_elsewhere > 0 ? effect with { IsElsewhere = true } : effect, state, placed);
        }

        if (why is not null && !placed.Exists(static effect => effect.Capability == "code.run"))
        {
            placed.Add(new Effect { Capability = "code.run" });
        }

        _commands.Add(new ShellCommand { Span = span, Words = words, Effects = placed, Why = why, Depth = _depth, IsWrapper = isWrapper, RunsElsewhere = isElsewhere });
        NoteFetch(words, placed, state);
    }

    // A relative path starts in each folder that the shell may be in.
    private static void Place(Effect effect, ShellState state, List<Effect> into)
    {
        if (effect is { Target: EffectTarget.None, Capability: "file.write" or "file.delete", IsElsewhere: false })
        {
            // Files that nobody names are some of those where the command runs.
            effect = effect with { Target = EffectTarget.Among, Word = ShellWord.Known(".") };
        }

        if (effect.Target is not (EffectTarget.Path or EffectTarget.Tree or EffectTarget.Among) || effect.Word is not { } word || effect.IsElsewhere)
        {
            into.Add(effect);
            return;
        }

        if (effect.Capability == "file.read" && IsNoFile(word.Text))
        {
            return;
        }

        foreach (var folder in state.Folders)
        {
            var placed = folder.Length == 0 ? word : word.Below(ShellWord.Known(folder));
            if (placed.IsGlob && state.HasOtherGlobs)
            {
                placed = new ShellWord { Text = "\0", Span = word.Span, MaySplit = true };
            }

            placed = ThroughProcess(placed);
            var isMade = IsMade(placed.Text, state);
            into.Add(effect with { Word = isMade && effect.Capability != "code.run" ? new ShellWord { Text = "\0", Span = word.Span } : placed });
            if (word.Text.StartsWith('/'))
            {
                break;
            }
        }
    }

    private static bool IsMade(string path, ShellState state)
    {
        if (state.Made.Count == 0)
        {
            return false;
        }

        var made = state.Made.GetAlternateLookup<ReadOnlySpan<char>>();
        var rest = path.AsSpan();
        while (!rest.IsEmpty)
        {
            if (made.Contains(rest))
            {
                return true;
            }

            rest = rest[..Math.Max(0, rest.LastIndexOf('/'))];
        }

        return false;
    }

    // `/proc/self/cwd/f` and `/proc/1/root/f`: other names of any file.
    private static ShellWord ThroughProcess(ShellWord path)
    {
        if (!path.Text.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return path;
        }

        return path.Text.Contains("/cwd", StringComparison.Ordinal) || path.Text.Contains("/root", StringComparison.Ordinal) || path.Text.Contains("/fd/", StringComparison.Ordinal)
            || path.Text.Contains("/map_files", StringComparison.Ordinal)
            ? new ShellWord { Text = "\0", Span = path.Span }
            : path;
    }

    private static bool IsNoFile(string path) => path is "/dev/null" or "/dev/stdin" or "/dev/tty" or "/dev/zero" or "/dev/random" or "/dev/urandom"
        || path.StartsWith("/dev/fd/", StringComparison.Ordinal);
}
