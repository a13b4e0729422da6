namespace Aex.Hooks;

/// <summary>What a client told the gate, in the gate's own terms.</summary>
internal sealed record HookInput
{
    /// <summary>Who told it.</summary>
    public required HookClient Client { get; init; }

    /// <summary>What happens.</summary>
    public required HookEvent Event { get; init; }

    /// <summary>The client's session; null if it named none.</summary>
    public string? Session { get; init; }

    /// <summary>The folder in which the call runs, absolute.</summary>
    public required string Cwd { get; init; }

    /// <summary>The project's folder as the client names it, absolute; null if it names none.</summary>
    public string? ProjectDir { get; init; }

    /// <summary>True if the client puts a question to a person and waits.</summary>
    public bool Asks { get; init; }

    /// <summary>The tool's name as the client knows it; empty for an event without a tool.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The tool's arguments: a sound JSON object.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>The MCP server behind the tool, by its own name, where the client tells it.</summary>
    public string? McpServer { get; init; }

    /// <summary>Where that server is set up, where the client tells it.</summary>
    public string? McpServerSource { get; init; }

    /// <summary>The sub-agent that calls.</summary>
    public string? Agent { get; init; }

    /// <summary>The client's id of the call.</summary>
    public string? ToolUse { get; init; }

    /// <summary>How long the tool ran, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Why the tool failed.</summary>
    public string? Error { get; init; }

    /// <summary>The settings file that changes.</summary>
    public string? ConfigFile { get; init; }
}
