using System.CommandLine;
using Aex.Cli.Running;
using Aex.Contracts.Models;

namespace Aex.Cli.Commands;

/// <summary>Options that say who makes texts.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = new("--model") { Description = "Who makes the texts: anthropic, openai or PROVIDER:MODEL; AEX_MODEL if not given.", HelpName = "SPEC" };
    private readonly Option<string?> _handler = new("--model-handler") { Description = "A program that makes the texts: JSON in, text out.", HelpName = "COMMAND" };

    /// <summary>Gives the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_handler);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="CommandFailure">Both, or one that means nothing.</exception>
    public ModelChoice Of(ParseResult parse)
    {
        var model = parse.GetValue(_model);
        var handler = parse.GetValue(_handler);
        if (model is not null && handler is not null)
        {
            throw new CommandFailure("--model and --model-handler both say who makes the texts", "give one of them");
        }

        if (model is not null && ModelEndpoint.Parse(model, out var fault) is null)
        {
            throw new CommandFailure($"--model: {fault}", null);
        }

        return new ModelChoice(model, handler);
    }
}
