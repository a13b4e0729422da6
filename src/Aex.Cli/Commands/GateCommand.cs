using System.CommandLine;

namespace Aex.Cli.Commands;

/// <summary><c>aex gate</c> as the help shows it. The gate itself is reached without this tree.</summary>
internal sealed class GateCommand : AexCommand
{
    /// <summary>Creates the command.</summary>
    public GateCommand(Terminal terminal)
        : base(terminal, "gate", "Decide one tool call: the hook that a coding agent starts before each call.")
    {
        Options.Add(new Option<string?>("--policy") { Description = "This policy in place of the project's.", HelpName = "FILE" });
        Options.Add(new Option<string?>("--contract") { Description = "A task that narrows the policies.", HelpName = "FILE" });
        Options.Add(new Option<bool>("--allow-no-policy") { Description = "Let calls pass where no policy was ever found." });
        Options.Add(new Option<string?>("--client") { Description = "Whose hook it is, where the input does not tell: claude-code, codex, gemini, vscode, copilot, cursor.", HelpName = "NAME" });
        Options.Add(new Option<bool>("--unattended") { Description = "Nobody can be asked: an ask becomes a denial." });
        Options.Add(new Option<bool>("--observe") { Description = "Record what would have been decided, and let all calls pass." });
    }

    /// <inheritdoc/>
    public override string Details => "Reads the client's hook input on standard input, prints the answer that this client obeys, and exits 0, or 2 for a denial: docs/gate.md.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } = [new("aex gate < call.json", "decide a call that was saved to a file")];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse) => throw new CommandFailure("the gate is started as `aex gate`, with nothing before it", null);
}
