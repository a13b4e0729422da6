using System.CommandLine;
using System.Globalization;
using Aex.Cli.Running;

namespace Aex.Cli.Commands;

/// <summary><c>aex run FILE</c>.</summary>
internal sealed class RunCommand : AexCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The contract: a task file, or - for standard input." };
    private readonly RunOptions _options = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be decided; carry nothing out." };

    /// <summary>Creates the command.</summary>
    public RunCommand(Terminal terminal)
        : base(terminal, "run", "Carry a task out, each call decided first.")
    {
        Arguments.Add(_file);
        _options.AddTo(this);
        Options.Add(_dryRun);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Prints what the task returns as JSON, and nothing else; what happens stands on standard error. Exits 0 when it came to its `return`, 1 when
        it was blocked: docs/contracts.md. With --log-json each event is a line on standard output and the result the last one:
        docs/schemas/run.schema.json.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex run tasks/fix_test.aex --dry-run", "what would be decided"),
        new("aex run tasks/fix_test.aex --input test=tests/test_a.py", "with an input"),
        new("aex run tasks/fix_test.aex --model anthropic", "texts made by a model; ANTHROPIC_API_KEY holds the key"),
        new("aex run tasks/fix_test.aex --mcp tickets=\"npx tickets-mcp\" --dry-run", "with the tools of an MCP server"),
        new("aex run tasks/fix_test.aex --model-handler ./make.py --auto-confirm", "texts made by a program, nobody asked"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        var bytes = InputFiles.ReadBytes(file, Terminal);
        return ContractRunner.Run(Terminal, file, bytes, _options.Of(parse), parse.GetValue(_dryRun));
    }
}

/// <summary>Options of everything that runs a contract.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _inputs = new("--inputs") { Description = "A JSON object with the inputs.", HelpName = "FILE" };
    private readonly Option<string[]> _input = new("--input") { Description = "One input; a text, or JSON where the task needs another type.", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _policy = new("--policy") { Description = "This policy in place of the project's.", HelpName = "FILE" };
    private readonly ModelOptions _model = new();
    private readonly Option<string?> _signature = new("--require-signature") { Description = "Run it only if FILE.sig was made with this key.", HelpName = "KEYFILE" };
    private readonly Option<string[]> _mcp = new("--mcp") { Description = "Tools of an MCP server: NAME of .mcp.json, or NAME=COMMAND.", HelpName = "NAME[=COMMAND]", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _mcpFile = new("--mcp-config") { Description = "The file with the MCP servers; without --mcp all of them are used.", HelpName = "FILE" };
    private readonly Option<string[]> _registry = new("--registry") { Description = "Tools that are called over HTTP, as this URL lists them.", HelpName = "URL", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _collector = new("--otlp-endpoint") { Description = "Send a trace to this OpenTelemetry collector, over HTTP.", HelpName = "URL" };
    private readonly Option<bool> _autoConfirm = new("--auto-confirm") { Description = "Let through what a person would be asked about." };
    private readonly Option<bool> _logJson = new("--log-json") { Description = "Print each event and the result as a line of JSON." };
    private readonly Option<double> _timeout = new("--timeout") { Description = "How many seconds one call may take.", HelpName = "S", DefaultValueFactory = static _ => 600 };

    /// <summary>Gives the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_inputs, _input, _policy, _mcp, _mcpFile, _registry, _signature, _collector, _autoConfirm, _logJson, _timeout])
        {
            command.Options.Add(option);
        }

        _model.AddTo(command);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="CommandFailure">An input without a name, or a policy that is not there.</exception>
    public RunChoices Of(ParseResult parse)
    {
        var inputs = new List<KeyValuePair<string, string>>();
        foreach (var input in parse.GetValue(_input) ?? [])
        {
            var equals = input.IndexOf('=', StringComparison.Ordinal);
            inputs.Add(equals > 0 ? new(input[..equals], input[(equals + 1)..]) : throw new CommandFailure($"`--input {input}` has no name", "write --input NAME=VALUE"));
        }

        var policy = parse.GetValue(_policy);
        if (policy is not null && !File.Exists(policy))
        {
            throw new CommandFailure($"`{policy}` does not exist", null);
        }

        var seconds = parse.GetValue(_timeout);
        return new RunChoices
        {
            InputsFile = parse.GetValue(_inputs),
            Inputs = inputs,
            Policy = policy is null ? null : Path.GetFullPath(policy),
            Model = _model.Of(parse),
            McpServers = parse.GetValue(_mcp) ?? [],
            McpFile = parse.GetValue(_mcpFile),
            Registries = parse.GetValue(_registry) ?? [],
            Collector = parse.GetValue(_collector),
            RequiredKey = parse.GetValue(_signature),
            AutoConfirm = parse.GetValue(_autoConfirm),
            LogJson = parse.GetValue(_logJson),
            Timeout = seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds)
                : throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"--timeout takes a number of seconds above 0, up to a day, not {seconds}"), null),
        };
    }
}
