namespace Aex.Sessions.Checkpoints;

/// <summary>A checkpoint that was read and found whole.</summary>
internal sealed record Checkpoint
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What was used of each key, <c>calls</c> among them; <c>minutes</c> are those that had passed.</summary>
    public IReadOnlyList<(string Key, long Used)> Used { get; init; } = [];

    /// <summary>The calls of the session that it was made in, oldest first.</summary>
    public IReadOnlyList<CheckpointCall> History { get; init; } = [];

    /// <summary>SHA-256 over the layers of that session; empty for a checkpoint of the original AEX.</summary>
    public string Policy { get; init; } = "";

    /// <summary>Lines of the audit that lies beside it; -1 for a checkpoint of the original AEX, whose audit has no chain.</summary>
    public long AuditLines { get; init; } = -1;

    public long CallsUsed => Used.FirstOrDefault(entry => entry.Key == "calls").Used;
}

/// <summary>One call in a checkpoint's history.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Timestamp">When, RFC 3339.</param>
/// <param name="Forwarded">Whether it was let through.</param>
/// <param name="Reason">Why not.</param>
internal sealed record CheckpointCall(string Tool, string Timestamp, bool Forwarded, string? Reason);

/// <summary>The answer to making a checkpoint.</summary>
/// <param name="Path">Its file, relative to the project's root where it lies inside.</param>
/// <param name="Message">What was kept, for the model.</param>
public sealed record CheckpointMade(string Path, string Message);

/// <summary>The answer to resuming one.</summary>
public sealed record CheckpointResumed
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What its maker said of it; empty for nothing.</summary>
    public required string Description { get; init; }

    /// <summary>The tools that were let through, oldest first; the latest thousand.</summary>
    public required IReadOnlyList<string> ToolsCalled { get; init; }

    /// <summary>Calls that the session has now used: the larger of what it had and what the checkpoint says.</summary>
    public required long CallsUsed { get; init; }

    /// <summary>Calls that are left; null for no limit.</summary>
    public required long? BudgetRemaining { get; init; }

    /// <summary>What the kept audit holds, in one sentence.</summary>
    public required string AuditSummary { get; init; }
}

/// <summary>A checkpoint in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file, relative to the project's root where it lies inside.</param>
/// <param name="Description">What its maker said of it.</param>
/// <param name="Tools">The tools that were let through, each once.</param>
/// <param name="Error">Why it cannot be resumed; null if it can.</param>
public sealed record CheckpointListed(string Name, string Path, string Description, IReadOnlyList<string> Tools, string? Error);
