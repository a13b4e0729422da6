using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Mcp.Proxy;

/// <summary>What a request of the client asked for, as far as its answer concerns the proxy.</summary>
internal enum PendingKind
{
    /// <summary>Nothing that concerns it.</summary>
    Other,

    /// <summary><c>initialize</c> or <c>server/discover</c>.</summary>
    Handshake,

    /// <summary><c>tools/list</c>.</summary>
    ToolList,

    /// <summary><c>tools/call</c> that was let through.</summary>
    Call,
}

/// <summary>A request of the client that the upstream has not answered.</summary>
/// <param name="Id">Its id, as it stands.</param>
/// <param name="Kind">What it asked for.</param>
/// <param name="IsFirstPage">For a list: whether it named no cursor.</param>
/// <param name="IsStateless">Whether it came under the stateless era of the protocol (2026-07-28).</param>
internal sealed record Pending(byte[] Id, PendingKind Kind, bool IsFirstPage, bool IsStateless)
{
    /// <summary>What a call of the stateless era is known by, for its server may want it made again; null for what cannot come again.</summary>
    public string? Call { get; init; }

    /// <summary>Whether the call was asked about and let through.</summary>
    public bool WasConfirmed { get; init; }

    /// <summary>Whether the client has cancelled it. It may be answered all the same, and until then its id stays taken.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>How often the call has gone on after a question of its server.</summary>
    public int Rounds { get; init; }
}

/// <summary>A call whose request was answered with a question to a person (2026-07-28); it comes again with the answer.</summary>
/// <param name="Call">The call.</param>
/// <param name="Ask">What was answered when it was first decided.</param>
/// <param name="Until">When its time ends, milliseconds of the process's clock.</param>
internal sealed record AskedCall(ToolCall Call, Outcome Ask, long Until);

/// <summary>A call that waits for a person.</summary>
internal sealed class WaitingCall(byte[] line, byte[] id, bool isStateless, ToolCall call, Outcome ask, string? question, long until)
{
    /// <summary>The line that is forwarded when it is let through.</summary>
    public byte[] Line { get; } = line;

    /// <summary>The request's id, as it stands.</summary>
    public byte[] Id { get; } = id;

    /// <summary>Whether it came under the stateless era.</summary>
    public bool IsStateless { get; } = isStateless;

    /// <summary>The call.</summary>
    public ToolCall Call { get; } = call;

    /// <summary>What was answered when it was first decided.</summary>
    public Outcome Ask { get; } = ask;

    /// <summary>The id of the question that was put to the client; null for none.</summary>
    public string? Question { get; } = question;

    /// <summary>When the waiting ends, milliseconds of the process's clock.</summary>
    public long Until { get; } = until;
}
