namespace Aex.Policy.Decisions;

/// <summary>One call of a tool, as a client makes it.</summary>
public sealed record ToolCall
{
    /// <summary>The client: <c>claude-code</c>, <c>codex</c>, <c>gemini</c>, <c>cursor</c>, <c>vscode</c>, <c>copilot</c>; <c>proxy</c> for an MCP server's own names; <c>run</c> for a contract's steps.</summary>
    public required string Client { get; init; }

    /// <summary>The tool's name as the client sends it.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments: one JSON object in UTF-8 that <see cref="Json.StrictJson"/> found sound.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; } = EmptyObject;

    /// <summary>Where long values of the arguments end, as <see cref="Json.StrictJson"/> noted; null where that is not known.</summary>
    public Json.LongValues? LongArguments { get; init; }

    /// <summary>The absolute folder the call runs in; a relative path in the arguments starts there.</summary>
    public required string Cwd { get; init; }

    /// <summary>The MCP server's own name, where the client tells it.</summary>
    public string? McpServer { get; init; }

    /// <summary>Where that server is set up, where the client tells it: <c>project</c> for the project's own file.</summary>
    public string? McpServerSource { get; init; }

    /// <summary>
    /// Whether the call goes through a proxy of aex, which allows, charges and asks: here only what denies it counts
    /// (docs/how-decisions-are-made.md).
    /// </summary>
    public bool IsProxied { get; init; }

    /// <summary>What a contract's tool reaches over the network, where that is known.</summary>
    public Reach? Reaches { get; init; }

    /// <summary>The sub-agent that makes the call.</summary>
    public string? AgentId { get; init; }

    /// <summary>The client's id of this call.</summary>
    public string? ToolUseId { get; init; }

    /// <summary>The protocol's id of the request that carries the call, as the JSON it came as.</summary>
    public string? RequestId { get; init; }

    private static ReadOnlyMemory<byte> EmptyObject => new byte[] { (byte)'{', (byte)'}' };
}
