namespace Aex.Policy.Decisions;

/// <summary>What a decision needs to know of the machine. All paths are absolute.</summary>
public sealed record CallContext
{
    /// <summary>The root of the session's project.</summary>
    public required string ProjectRoot { get; init; }

    /// <summary>The user's home folder; empty if there is none.</summary>
    public required string Home { get; init; }

    /// <summary>Files in force that the agent must not change: policies, contract, the files they extend, the managed policy, the program itself.</summary>
    public IReadOnlyList<string> GuardedFiles { get; init; } = [];

    /// <summary>Folders of which the same is true for all within: aex's state and configuration folders.</summary>
    public IReadOnlyList<string> GuardedFolders { get; init; } = [];

    /// <summary>The folders of <c>PATH</c>, where a file named <c>aex</c> would be taken for this program.</summary>
    public IReadOnlyList<string> PathFolders { get; init; } = [];

    /// <summary>Whether a call may run though no layer says what is allowed (<c>--allow-no-policy</c>).</summary>
    public bool NeedsNoPolicy { get; init; }

    /// <summary>Follows paths.</summary>
    public required IPathResolver Paths { get; init; }
}
