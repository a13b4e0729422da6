using Aex.Language.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Shell.Knowledge;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

internal sealed partial class ScriptWalker
{
    private const int MostMade = 1 << 14;
    private const int MostNestedText = 1 << 16;

    private readonly Dictionary<string, ProgramRows?> _rows = [];
    private int _elsewhere;
    private int _nestedText;

    private void VisitSimple(SimpleCommand command, ShellState state, StandardInput input)
    {
        var effects = new List<Effect>();
        var words = new List<ShellWord>(command.Words.Count);
        string? why = null;
        if (TooManyWords(PartsOf(command), command.Span))
        {
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
            if (!isAlone && own.Variables.TryGetValue(assignment.Name, out var given))
            {
                MayContact(assignment.Name, given, effects);
            }
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

    // Each expansion in a word counts as one of its own.
    private static int PartsOf(SimpleCommand command)
    {
        var parts = command.Redirections.Count + PartsOf(command.Words);

        foreach (var assignment in command.Assignments)
        {
            parts += assignment.Value.Parts.Count;
        }

        return parts;
    }

    private static int PartsOf(IReadOnlyList<WordSyntax> words)
    {
        var parts = 0;
        foreach (var word in words)
        {
            parts += Math.Max(1, word.Parts.Count);
        }

        return parts;
    }

    private bool TooManyWords(int more, TextSpan span)
    {
        if ((_words += more) > MostWords)
        {
            Fault ??= new ScriptFault(span.Start, ScriptParser.TooManyWords);
        }

        return Fault is not null;
    }

    private void Run(TextSpan span, List<ShellWord> words, List<Effect> effects, string? why, ShellState state, StandardInput input, string by)
    {
        if (Fault is not null || TooMuch(span))
        {
            return;
        }

        // A wrapper hands its words on, and the next one hands them on again.
        if (TooManyWords(words.Count, span))
        {
            return;
        }

        ReadSecrets(words, effects);
        var name = words[0].Text;
        if (!words[0].IsKnown || name.Length == 0)
        {
            MayRead(words, effects);
            RunsFetched(span, HoldsFetched(words[0]));
            Add(span, words, effects, "the program's name is computed", state, isWrapper: false);
            return;
        }

        if (name.Contains('/'))
        {
            if (AbsolutePath.Folder(name) is not ("/bin" or "/sbin" or "/usr/bin" or "/usr/sbin" or "/usr/local/bin" or "/usr/local/sbin" or "/opt/homebrew/bin" or "/opt/homebrew/sbin"))
            {
                effects.Add(new Effect { Capability = "code.run", Target = EffectTarget.Path, Word = words[0] });
                MayRead(words, effects);
                if (AbsolutePath.Name(name) is var own && (own is GuardedPrograms.Aex or GuardedPrograms.Commands || FamilyTables.IsAgent(own)))
                {
                    // A copy of a program that this one guards against is as good as itself.
                    effects.AddRange(ShellKnowledge.Ask(own.ToString(), words.GetRange(1, words.Count - 1), input).Effects);
                }

                RunsFetched(span, name.Contains("://", StringComparison.Ordinal) || (_fetches && IsFetchedCode(words[0], state)));
                var known = ActsAs(words, effects);
                MayContact(name, words, input, effects);
                Add(span, words, effects, $"`{name}` is code that is not read", state, isWrapper: false);
                foreach (var run in known?.Runs ?? [])
                {
                    RunNested(span, run with { IsTentative = true }, AbsolutePath.Name(name).ToString(), state, input);
                }

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
        RunsFetched(span, MayRunFetched(words, report, input, state));
        MayContact(name, words, report, input, effects);
        if (!report.IsKnown)
        {
            MayRead(words, effects);
        }

        if (report.Effects.Any(static effect => effect.Capability == "agent.spawn") && state.Variables.Keys.Any(SharpVariables.ConfiguresAgents))
        {
            effects.Add(new Effect { Capability = "aex.configure" });
        }

        Add(span, words, effects, why ?? report.Why, state, isWrapper: report.Runs.Count > 0, isElsewhere: report.Runs.Count > 0 && (GivesRights(name) || report.Runs.Any(static run => run.IsElsewhere)));
        Remember(name, arguments, _commands[^1].Effects, state);
        foreach (var run in report.Runs)
        {
            RunNested(span, run, name, state, input);
        }

        if (state.Aliases.TryGetValue(name, out var alias))
        {
            RunTentative(alias, state);
        }

        RunSubscriptsOf(name, arguments, state);
        Change(name, arguments, state);
    }

    // A program of the project, or a copy of another, may be the one that its name says: `./gradlew publish`, `vendor/bin/drush sql-drop`.
    private ProgramReport? ActsAs(List<ShellWord> words, List<Effect> effects)
    {
        var name = AbsolutePath.Name(words[0].Text);
        if (!ShellKnowledge.Knows(name))
        {
            return null;
        }

        var report = ShellKnowledge.Ask(name.ToString(), words.GetRange(1, words.Count - 1), default, _rows);
        foreach (var effect in report.Effects)
        {
            if (effect.Capability != "code.run")
            {
                effects.Add(effect with { IsPossible = true });
            }
        }

        return report;
    }

    private static bool GivesRights(string program) => program is "sudo" or "doas" or "su" or "runuser" or "pkexec" or "run0" or "setpriv" or "chroot" or "nsenter" or "unshare" or "sg" or "newgrp" or "gosu" or "su-exec" or "fakeroot" or "capsh";

    // A program that nobody knows may read the files that it is given.
    private static void MayRead(List<ShellWord> words, List<Effect> effects)
    {
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            var equals = word.Text.StartsWith('-') ? word.Text.IndexOf('=') : -1;
            if (word.HasUnknown || word.Text.Length == 0 || word.Text.AsSpan().IndexOfAny(" \t\n") >= 0 || (word.Text[0] == '-' && equals < 0))
            {
                continue;
            }

            effects.Add(new Effect { Capability = "file.read", Target = EffectTarget.Path, Word = word.From(equals + 1), IsPossible = true });
        }
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
            state.Unset(variable);
        }

        var outerParameters = state.Parameters;
        SetParameters(words.GetRange(1, words.Count - 1), state);

        _depth++;
        Visit(body, state, input);
        _depth--;
        _running.Remove(name);
        for (var i = 1; i < words.Count; i++)
        {
            state.Unset(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        state.Parameters = outerParameters;
        foreach (var (variable, value) in outer)
        {
            state.Set(variable, value);
        }
    }

    private static void SetParameters(List<ShellWord> words, ShellState state)
    {
        var isKnown = words.TrueForAll(static word => !word.MaySplit && !word.IsGlob);
        state.Parameters = isKnown ? words : null;
        for (var i = 0; i < words.Count && isKnown; i++)
        {
            state.Set((i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), words[i]);
        }
    }

    private void RunNested(TextSpan span, NestedRun run, string program, ShellState outer, StandardInput input)
    {
        // These go on in the shell itself.
        var state = program is "eval" or "command" or "builtin" or "exec" or "time" or "source" or "." or "trap" ? outer : outer.Copy();
        var effects = new List<Effect>();
        foreach (var assignment in run.Assignments)
        {
            var equals = assignment.Text.IndexOf('=');
            if (equals > 0)
            {
                SetVariable(assignment.Text[..equals], assignment.From(equals + 1), state);
                MayContact(assignment.Text[..equals], assignment.From(equals + 1), effects);
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
                if (program is "xargs" or "gxargs" && GivenWords(run, input) is { } given)
                {
                    foreach (var one in given)
                    {
                        RunWords(span, one, program, state.Copy(), own, []);
                    }

                    break;
                }

                RunWords(span, run, program, state, own, effects);
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

    // What xargs puts in, where its input is known.
    private static List<NestedRun>? GivenWords(NestedRun run, StandardInput input)
    {
        const int Most = 16;
        if (input.Source is not (StandardInputSource.Text or StandardInputSource.Pipe) || input.Word is not { IsKnown: true } text || text.Text.AsSpan().IndexOfAny('\'', '"', '\\') >= 0)
        {
            return null;
        }

        var lines = text.Text.Split(run.Placeholder is null ? [' ', '\t', '\n'] : ['\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length is 0 or > Most)
        {
            return null;
        }

        if (run.Placeholder is not { Length: > 0 } placeholder)
        {
            return [run with { Words = [.. run.Words, .. lines.Select(line => ShellWord.Known(line, text.Span))], TakesMoreWords = false, Placeholder = null }];
        }

        var runs = new List<NestedRun>();
        foreach (var line in lines)
        {
            runs.Add(run with { Words = [.. run.Words.Select(word => new ShellWord { Text = word.Text.Replace(placeholder, line, StringComparison.Ordinal), Span = word.Span, MaySplit = word.MaySplit, Globs = word.Text.Contains(placeholder, StringComparison.Ordinal) ? [] : word.Globs })], Placeholder = null });
        }

        return runs;
    }

    private void RunWords(TextSpan span, NestedRun run, string program, ShellState state, StandardInput input, List<Effect> effects)
    {
        var words = new List<ShellWord>(run.Words.Count + 1);
        foreach (var word in run.Words)
        {
            if (run.Found is { } found && word.Text == run.Placeholder)
            {
                words.Add(found);
            }
            else if (run.Placeholder is { Length: > 0 } placeholder && word.Text.Contains(placeholder, StringComparison.Ordinal))
            {
                var text = word.Text.StartsWith(placeholder, StringComparison.Ordinal) ? run.PlaceholderText + word.Text[placeholder.Length..] : word.Text;
                words.Add(new ShellWord { Text = text.Replace(placeholder, "\0", StringComparison.Ordinal), Span = word.Span });
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
            Run(words[0].Span.Length > 0 ? TextSpan.FromBounds(words[0].Span.Start, Math.Max(words[0].Span.End, words[^1].Span.End)) : span, words, effects, state.Tainted, state, input, program);
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
            if (run.IsTentative && text is null)
            {
                return;
            }

            RunsFetched(span, HoldsFetched(text));
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
            Fault ??= run.IsTentative ? null : fault;
            return;
        }

        if (run.Parameters.Count > 0)
        {
            state.Set("0", run.Parameters[0]);
            SetParameters([.. run.Parameters.Skip(1)], state);
        }

        Walk(list, state, input);
    }
}
