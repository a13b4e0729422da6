namespace Aex.Cli.Running;

/// <summary>How a contract is to be run, as it was typed.</summary>
internal sealed record RunChoices
{
    /// <summary>A JSON object with the inputs.</summary>
    public string? InputsFile { get; init; }

    /// <summary>Single inputs by name, as texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Inputs { get; init; } = [];

    /// <summary>The policy in place of the project's, absolute.</summary>
    public string? Policy { get; init; }

    /// <summary>Who makes texts.</summary>
    public required ModelChoice Model { get; init; }

    /// <summary>The key that must have signed the contract; null where no signature is asked for.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>MCP servers: <c>NAME</c> of a file, or <c>NAME=COMMAND</c>.</summary>
    public IReadOnlyList<string> McpServers { get; init; } = [];

    /// <summary>The file with MCP servers; null for the project's own.</summary>
    public string? McpFile { get; init; }

    /// <summary>URLs of registries.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>The collector that gets the trace.</summary>
    public string? Collector { get; init; }

    /// <summary>Whether nobody is to be asked.</summary>
    public bool AutoConfirm { get; init; }

    /// <summary>Whether events are printed as JSON.</summary>
    public bool LogJson { get; init; }

    /// <summary>How long one call may take.</summary>
    public required TimeSpan Timeout { get; init; }
}
