namespace Aex.Sessions.State;

/// <summary>What a person let through.</summary>
public sealed record Approval
{
    /// <summary>Its short name, as <c>aex approve</c> lists it.</summary>
    public required string Id { get; init; }

    /// <summary>For one call: the hash it is bound to; null for a whole session.</summary>
    public string? Call { get; init; }

    /// <summary>For one call: milliseconds since 1970 when it ends.</summary>
    public long Until { get; init; }

    /// <summary>For a session: the capabilities as a policy's <c>allow</c> line lists them, without scope.</summary>
    public string Capability { get; init; } = "";

    /// <summary>The tool that was asked about.</summary>
    public string Tool { get; init; } = "";

    /// <summary>For a session: the scope that the call's resources must lie in; null for any.</summary>
    public string? Scope { get; init; }
}

/// <summary>A call that was asked about.</summary>
public sealed record WaitingCall
{
    /// <summary>Its short name, as <c>aex approve</c> takes it.</summary>
    public required string Id { get; init; }

    /// <summary>The hash that a one-time approval is bound to: tool, arguments, working directory, session and pinned layers.</summary>
    public required string Call { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments as JSON, secrets masked, cut after 400 characters.</summary>
    public required string Input { get; init; }

    /// <summary>The call's working directory.</summary>
    public required string Cwd { get; init; }

    /// <summary>What the call asks for, as a policy's <c>allow</c> line lists it: <c>file.write, secrets.write</c>.</summary>
    public required string Capability { get; init; }

    /// <summary>The reason that was given.</summary>
    public required string Reason { get; init; }

    /// <summary>The client's id of the call, where it has one.</summary>
    public string? ToolUseId { get; init; }
}
