using Aex.Language.Text;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary>Walks a script in the order in which it may run, and keeps what its shell knows meanwhile.</summary>
internal sealed partial class ScriptWalker
{
    private const int MostCommands = ScriptParser.MostCommands;

    // A word counts where it is written and where a program is given it.
    private const int MostWords = 2 * ScriptParser.MostWords;

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
            case ExpressionCommand expression when TooManyWords(PartsOf(expression.Words), expression.Span):
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

    private bool TooMuch(TextSpan span)
    {
        if (_commands.Count > MostCommands || ++_visits > 4 * MostCommands || _depth > MostDepth)
        {
            Fault ??= new ScriptFault(span.Start, _depth > MostDepth ? "it is nested too deep" : ScriptParser.TooManyCommands);
        }

        return Fault is not null;
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
}
