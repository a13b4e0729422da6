using Aex.Policy.Masking;
using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

// Variables: what is assigned, what programs do with it, and what arithmetic makes of it.
internal sealed partial class ScriptWalker
{
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

    private void SetVariable(string name, ShellWord value, ShellState state)
    {
        value = value.Text.Length > WordExpansion.LongestValue ? ShellState.Any(name) : value;
        // The value keeps what it was made of: an unknown part may hold several words once it is used without quotes.
        state.Set(name, value.HasUnknown ? new ShellWord { Text = value.Text, Span = value.Span, MaySplit = true, Variables = value.Variables.Count == 0 ? [name] : value.Variables } : value);
        if (SharpVariables.Runs(name, value))
        {
            state.Tainted ??= $"`{name}` changes what programs do";
            RunVariable(name, value, state);
        }

        if (HoldsSubscript(value.Text) && state.Subscripts.Count < 64)
        {
            state.Subscripts.Add(value);
        }
    }

    // Some variables hold a command, or the name of a script, that programs run.
    private void RunVariable(string name, ShellWord value, ShellState state)
    {
        if (!SharpVariables.Runs(name, value) || value.Text.Length == 0 || value.Text[0] == ShellWord.Unknown)
        {
            return;
        }

        if (SharpVariables.HoldsCommand(name))
        {
            RunTentative(name.StartsWith("LESS", StringComparison.Ordinal) ? value.From(value.Text.Length - value.Text.AsSpan().TrimStart("|-").Length) : value, state);
        }
        else if (name is "PS0" or "PS1" or "PS2" or "PS4")
        {
            RunTentative(new ShellWord { Text = ": " + value.Text, Span = value.Span }, state);
        }
        else if (name is "BASH_ENV" or "ENV" or "PYTHONSTARTUP")
        {
            var effects = new List<Effect>
            {
                new() { Capability = "file.read", Target = EffectTarget.Path, Word = value },
                new() { Capability = "code.run", Target = EffectTarget.Path, Word = value },
            };
            Add(value.Span, [], effects, $"`{name}` names a script that is not read", state, isWrapper: false);
        }
    }

    // What a text would do if it were run: nothing is wrong if it is no script.
    private void RunTentative(ShellWord text, ShellState state)
    {
        if (!text.IsKnown)
        {
            return;
        }

        _depth++;
        RunScript(text.Span, text, new NestedRun { Kind = NestedRunKind.Script, IsTentative = true }, state.Copy(), default);
        _depth--;
    }

    // `a[$(cmd)]`: where a shell takes a text for arithmetic or for a variable's name, it expands what stands in a subscript.
    private static bool HoldsSubscript(ReadOnlySpan<char> text)
    {
        var open = text.IndexOf('[');
        return open >= 0 && (text[open..].Contains("$(", StringComparison.Ordinal) || text[open..].Contains('`') || text[open..].Contains("${", StringComparison.Ordinal));
    }

    private void RunSubscript(ShellWord text, ShellState state)
    {
        Add(text.Span, [], [], "a text is taken for arithmetic, and what stands in a subscript is run", state, isWrapper: false);
        RunTentative(text, state);
    }

    // Arithmetic evaluates the values of the variables in it as expressions.
    private void RunArithmetic(ShellState state)
    {
        for (var i = state.Subscripts.Count - 1; i >= 0; i--)
        {
            var text = state.Subscripts[i];
            state.Subscripts.RemoveAt(i);
            RunSubscript(text, state);
        }
    }

    private void RunQuotedArithmetic(WordSyntax inner, ShellState state)
    {
        foreach (var part in inner.Parts)
        {
            // Quotes in arithmetic quote nothing.
            if (part is LiteralPart { IsQuoted: true } literal && (literal.Text.Contains("$(", StringComparison.Ordinal) || literal.Text.Contains('`')))
            {
                RunSubscript(ShellWord.Known(": " + literal.Text, literal.Span), state);
            }
        }

        RunArithmetic(state);
    }

    // Built-in commands that take an argument for a variable's name or for arithmetic.
    private void RunSubscriptsOf(string name, List<ShellWord> arguments, ShellState state)
    {
        var takes = name is "let" or "declare" or "typeset" or "local" or "export" or "readonly" or "unset" or "read" or "mapfile" or "readarray" or "getopts" or "wait" or "shift" or "return" or "exit"
            || (name is "test" or "[" && arguments.Exists(static word => word.Text is "-v" or "-R" or "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge"))
            || (name is "printf" && arguments.Count > 1 && (arguments[0].MayBeFlag || arguments[0].Text.StartsWith("-v", StringComparison.Ordinal)));
        if (!takes)
        {
            return;
        }

        foreach (var argument in arguments)
        {
            if (HoldsSubscript(argument.Text))
            {
                RunSubscript(argument, state);
            }
        }

        if (name is "let" or "declare" or "typeset" or "local")
        {
            RunArithmetic(state);
        }
    }
}
