using Aex.Policy.Decisions;

namespace Aex.Sessions.State;

/// <summary>What is known of one session between two calls. Small and flat; written whole after each call, under the session's lock.</summary>
public sealed class SessionState
{
    /// <summary>The most calls that wait at once; the oldest makes room.</summary>
    public const int MostWaiting = 16;

    /// <summary>The most approvals at once; the oldest makes room.</summary>
    public const int MostApprovals = 64;

    /// <summary>The client's session id; empty for the session of calls without one.</summary>
    public required string Session { get; init; }

    /// <summary>The project root, absolute, links followed.</summary>
    public required string Root { get; init; }

    /// <summary>The client that began the session.</summary>
    public string Client { get; internal set; } = "";

    /// <summary>When the session began, milliseconds since 1970.</summary>
    public long Started { get; internal set; }

    /// <summary>The latest time seen, milliseconds since 1970; never goes back.</summary>
    public long Latest { get; internal set; }

    /// <summary>Until when all calls pass, milliseconds since 1970.</summary>
    public long PausedUntil { get; internal set; }

    /// <summary>True once layers were pinned.</summary>
    public bool Pinned { get; internal set; }

    /// <summary>True when the warning that the time runs out was given.</summary>
    public bool WarnedOfTime { get; internal set; }

    /// <summary>SHA-256 over the pinned layers, 64 digits.</summary>
    public string PolicyHash { get; internal set; } = "";

    /// <summary>The pinned layers, in their order.</summary>
    public IReadOnlyList<PinnedFile> Layers { get; internal set; } = [];

    /// <summary>The client's settings files as they were.</summary>
    public IReadOnlyList<PinnedFile> Settings { get; internal set; } = [];

    /// <summary>The audit file's path.</summary>
    public required string AuditFile { get; init; }

    /// <summary>The audit file's length, bytes.</summary>
    public long AuditLength { get; internal set; }

    /// <summary>The audit file's lines.</summary>
    public long AuditLines { get; internal set; }

    /// <summary>The last line's hash; before the first line the session's id hashed.</summary>
    public string AuditHead { get; internal set; } = "";

    internal ulong AuditDevice { get; set; }

    internal ulong AuditInode { get; set; }

    internal long AuditChanged { get; set; }

    internal List<WaitingCall> WaitingList { get; } = [];

    internal List<Approval> ApprovalList { get; } = [];

    /// <summary>What was used of each limit, and by how much a person raised it.</summary>
    public Counters Counters { get; } = new();

    /// <summary>Calls that were asked about and not answered yet, oldest first.</summary>
    public IReadOnlyList<WaitingCall> Waiting => WaitingList;

    /// <summary>What a person let through and still holds.</summary>
    public IReadOnlyList<Approval> Approvals => ApprovalList;

    internal void Wait(WaitingCall call)
    {
        WaitingList.RemoveAll(other => other.Call == call.Call);
        if (WaitingList.Count >= MostWaiting)
        {
            WaitingList.RemoveAt(0);
        }

        WaitingList.Add(call);
    }

    internal void Approve(Approval approval)
    {
        if (ApprovalList.Count >= MostApprovals)
        {
            ApprovalList.RemoveAt(0);
        }

        ApprovalList.Add(approval);
    }

    /// <summary>The state of the session that an audit file belongs to; null where none is found on this machine.</summary>
    internal static SessionState? OfAuditFile(HostEnvironment host, string file, string? session)
    {
        // An audit file's name is its session's, so the index finds the root.
        string name = file[(file.LastIndexOf('/') + 1)..];
        string? real = Files.Posix.RealPath(file) ?? file;
        name = name.EndsWith(".jsonl", StringComparison.Ordinal) ? name[..^6] : name;
        name = name.EndsWith(".audit", StringComparison.Ordinal) ? name[..^6] : name;
        if (session is { Length: > 0 })
        {
            name = SafeName.OfSession(session);
        }

        string? root = name == SafeName.NoSession ? null : SessionIndex.Root(host, name);
        SessionState? state = root is null ? SessionPlace.FindDefault(host, real) : SessionPlace.Of(host, root, name).ReadState();
        return state is not null && (Files.Posix.RealPath(state.AuditFile) ?? state.AuditFile) == real ? state : null;
    }
}
