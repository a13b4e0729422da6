using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

// What stands inside of words: the commands of their expansions, arithmetic, tests.
internal sealed partial class ScriptWalker
{
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
                case ArrayPart array when TooManyWords(PartsOf(array.Words), array.Span):
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
}
