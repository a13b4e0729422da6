using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex budget [SESSION] --add N</c>.</summary>
internal sealed class BudgetCommand : AexCommand
{
    private readonly Argument<string?> _session = new("SESSION") { Description = "A session's id or its beginning. Default: the last one of this project.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<long> _add = new("--add") { Description = "How many more.", HelpName = "N", Required = true };
    private readonly Option<string> _key = new("--key") { Description = "Which budget: calls, minutes or a pattern.", HelpName = "KEY", DefaultValueFactory = static _ => "calls" };

    /// <summary>Creates the command.</summary>
    public BudgetCommand(Terminal terminal)
        : base(terminal, "budget", "Give a session more than its policy does. For a person at a terminal.")
    {
        Arguments.Add(_session);
        Options.Add(_add);
        Options.Add(_key);
        _add.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && (!long.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1_000_000))
            {
                result.AddError("--add takes a whole number from 1 to 1000000");
            }
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex budget --add 50", "fifty more calls for the last session"),
        new("aex budget 3f2a --add 30 --key minutes", "half an hour more for another one"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        using var person = PersonTerminal.Open("aex budget --add");
        var host = Host.Require();
        try
        {
            var state = Host.Session(host, parse.GetValue(_session));
            var (key, add) = (parse.GetRequiredValue(_key), parse.GetRequiredValue(_add));
            var name = Shown.Text(state.Session.Length > 0 ? state.Session : "without id");
            if (!person.Confirm($"Add {JsonParts.Number(add)} to {Shown.Text(key)} of session {name} in {Shown.Text(state.Root)}?"))
            {
                person.Write("nothing was added\n");
                return CommandLine.Findings;
            }

            SessionControl.AddBudget(host, state, key, add);
            person.Write($"added {JsonParts.Number(add)} to {Shown.Text(key)} of session {name}\n");
            return CommandLine.Done;
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }
}
