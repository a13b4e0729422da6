using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Aex.Cli.Commands;

/// <summary><c>--help</c>: the library's help, then the details and examples that stand beside the command.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _usage = new() { MaxWidth = 100 };

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        _usage.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case AexCommand command:
                WriteDetails(output, command.Details);
                WriteExamples(output, command.Examples);
                break;
            case RootCommand:
                WriteExamples(output, CommandList.RootExamples);
                output.WriteLine("Exit codes: 0 done; 1 findings, blocked or denied; 2 wrong usage or unable to work.");
                output.WriteLine("`aex help language` explains the policy language on two pages.");
                break;
            default:
                break;
        }

        return CommandLine.Done;
    }

    private static void WriteDetails(TextWriter output, string? details)
    {
        if (details is not null)
        {
            output.WriteLine(details.TrimEnd());
            output.WriteLine();
        }
    }

    private static void WriteExamples(TextWriter output, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        output.WriteLine("Examples:");
        var width = examples.Max(example => example.Line.Length <= 44 ? example.Line.Length : 0);
        foreach (var example in examples)
        {
            output.WriteLine(example.Line.Length <= 44 ? $"  {example.Line.PadRight(width)}  # {example.What}" : $"  {example.Line}\n  {new string(' ', width)}  # {example.What}");
        }

        output.WriteLine();
    }
}
