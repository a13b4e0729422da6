using Aex.Policy.Shell.Syntax;

namespace Aex.Tests.Policy.Shell;

/// <summary>The simple commands of a script's tree, wherever they stand: each by its place and its words as they are written.</summary>
internal sealed class SimpleCommands(string script)
{
    private readonly List<(int Start, string Words)> _found = [];

    /// <summary>All of them, by their place; null for a script that is not read.</summary>
    public static List<(int Start, string Words)>? Of(string script)
    {
        var list = ScriptParser.Parse(new ScriptText(script), out var fault);
        if (fault is not null)
        {
            return null;
        }

        var commands = new SimpleCommands(script);
        commands.Visit(list);
        return [.. commands._found.OrderBy(command => command.Start)];
    }

    private void Visit(CommandList list)
    {
        foreach (var item in list.Items)
        {
            Visit(item.Command);
        }
    }

    private void Visit(CommandSyntax command)
    {
        foreach (var redirection in command.Redirections)
        {
            Visit(redirection.Target);
        }

        switch (command)
        {
            case SimpleCommand simple:
                foreach (var assignment in simple.Assignments)
                {
                    Visit(assignment.Value);
                    Visit(assignment.Subscript);
                }

                if (simple.Words.Count > 0)
                {
                    var words = simple.Words.Select(word => script[word.Span.Start..word.Span.End]);
                    _found.Add((simple.Words[0].Span.Start, string.Join(' ', words)));
                }

                Visit(simple.Words);
                break;
            case PipelineCommand pipeline:
                foreach (var part in pipeline.Commands)
                {
                    Visit(part);
                }

                break;
            case GroupCommand group:
                Visit(group.Lists);
                break;
            case LoopCommand loop:
                Visit(loop.Words ?? []);
                Visit(loop.Header);
                Visit(loop.Lists);
                break;
            case CaseCommand choice:
                Visit(choice.Subject);
                Visit(choice.Patterns);
                Visit(choice.Lists);
                break;
            case FunctionCommand function:
                Visit(function.Body);
                break;
            case CoprocCommand coproc:
                Visit(coproc.Body);
                break;
            case ExpressionCommand expression:
                Visit(expression.Words);
                break;
            default:
                throw new InvalidOperationException($"a command of the form {command.GetType().Name} is not walked");
        }
    }

    private void Visit(IReadOnlyList<CommandList> lists)
    {
        foreach (var list in lists)
        {
            Visit(list);
        }
    }

    private void Visit(IReadOnlyList<WordSyntax> words)
    {
        foreach (var word in words)
        {
            Visit(word);
        }
    }

    private void Visit(WordSyntax? word)
    {
        foreach (var part in word?.Parts ?? [])
        {
            switch (part)
            {
                case SubstitutionPart substitution:
                    Visit(substitution.Body);
                    break;
                case ProcessPart process:
                    Visit(process.Body);
                    break;
                case ParameterPart parameter:
                    Visit(parameter.Argument);
                    break;
                case ArithmeticPart arithmetic:
                    Visit(arithmetic.Inner);
                    break;
                case ArrayPart array:
                    Visit(array.Words);
                    break;
                case LiteralPart:
                    break;
                default:
                    throw new InvalidOperationException($"a part of the form {part.GetType().Name} is not walked");
            }
        }
    }
}
