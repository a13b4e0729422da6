namespace Aex.Sessions;

/// <summary>What becomes of a call that a person is to be asked about.</summary>
public enum AskMode
{
    /// <summary>The client shows a dialog and obeys it.</summary>
    Dialog,

    /// <summary>Nobody would be asked: the call is denied, and a person can let it through with <c>aex approve</c>.</summary>
    Deny,

    /// <summary>The caller asks by its own means and comes back with the answer; the call is charged when it is let through.</summary>
    Hold,
}

/// <summary>How a face of the program (gate, explain, …) was called.</summary>
public sealed record EnforcerOptions
{
    /// <summary>A policy in place of the project's own files, relative to the project root (<c>--policy</c>).</summary>
    public string? PolicyFile { get; init; }

    /// <summary>A contract that narrows the policies, relative to the project root (<c>--contract</c>).</summary>
    public string? ContractFile { get; init; }

    /// <summary>The contract's bytes, where they were read already: then these bind, whatever the file holds by now.</summary>
    public ReadOnlyMemory<byte>? ContractText { get; init; }

    /// <summary>Lets calls pass where no project policy was ever found (<c>--allow-no-policy</c>); other layers still bind.</summary>
    public bool AllowNoPolicy { get; init; }

    /// <summary>Records what would have been decided and lets every call pass (<c>--observe</c>).</summary>
    public bool Observe { get; init; }

    /// <summary>What becomes of an ask.</summary>
    public AskMode Asks { get; init; }

    /// <summary>Whether an allow may answer the client's own prompt, so that trust in the policies is looked up.</summary>
    public bool AnswersPrompts { get; init; } = true;

    /// <summary>The client's name, as <c>aex gate --client</c> takes it: <c>claude-code</c>, <c>codex</c>, …</summary>
    public string Client { get; init; } = "claude-code";
}

/// <summary>Which session a call belongs to.</summary>
public sealed record SessionRequest
{
    /// <summary>The client's session id: 1 to 256 characters without control characters; null where the client has none, then there is one session a project root.</summary>
    public string? SessionId { get; init; }

    /// <summary>The project's folder where the client names one (<c>CLAUDE_PROJECT_DIR</c> and its like), absolute.</summary>
    public string? ProjectDir { get; init; }

    /// <summary>The call's working directory, absolute.</summary>
    public required string Cwd { get; init; }
}
