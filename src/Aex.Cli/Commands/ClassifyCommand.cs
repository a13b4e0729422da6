using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Contracts.Classification;

namespace Aex.Cli.Commands;

/// <summary><c>aex classify PROMPT</c>.</summary>
internal sealed class ClassifyCommand : AexCommand
{
    private readonly Argument<string> _prompt = new("PROMPT") { Description = "What is to be done, in words; - reads it from standard input." };

    /// <summary>Creates the command.</summary>
    public ClassifyCommand(Terminal terminal)
        : base(terminal, "classify", "Say whether a request in words needs a contract.") => Arguments.Add(_prompt);

    /// <inheritdoc/>
    public override string Details =>
        """
        Prints {"mode", "reason"}: exploratory, contract_recommended or contract_required, by key words alone; no model is asked.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex classify \"explain how the parser works\"", "the policy alone is enough"),
        new("aex classify \"deploy the web site\"", "a reviewed contract is needed"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var prompt = parse.GetRequiredValue(_prompt);
        var kind = TaskKind.Of(prompt == InputFiles.StandardInput ? System.Text.Encoding.UTF8.GetString(InputFiles.ReadBytes(prompt, Terminal)) : prompt);
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteString("mode", kind.ModeName);
            json.WriteString("reason", kind.Reason);
            json.WriteEndObject();
        });
        return CommandLine.Done;
    }
}
