using System.Globalization;
using Aex.Sessions.Audit;
using Aex.Sessions.Files;
using Aex.Sessions.Layers;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>
/// What a person at a terminal does with sessions: look at them, approve a waiting call, add to a budget, pause. Each change takes
/// the session's lock and is recorded in its audit. The caller has made sure that it is a person. Methods throw
/// <see cref="SessionException"/> with a sentence for the person.
/// </summary>
public static class SessionControl
{
    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    /// <summary>The project root that a command run in <paramref name="cwd"/> speaks of.</summary>
    public static string RootOf(HostEnvironment host, string cwd) => ProjectRoot.Find(host, null, cwd);

    /// <summary>The sessions of a root, or of all roots, newest first. One whose state cannot be read is left out.</summary>
    public static IReadOnlyList<SessionState> List(HostEnvironment host, string? root)
    {
        var sessions = new List<SessionState>();
        if (root is not null)
        {
            AddFolder(sessions, SessionPlace.FolderOf(host, root));
        }
        else
        {
            _ = Posix.List(host.StateFolder, (name, _, _) =>
            {
                if (name.StartsWith('='))
                {
                    AddFolder(sessions, $"{host.StateFolder}/{name}");
                }

                return true;
            });
        }

        sessions.Sort(static (a, b) => b.Latest.CompareTo(a.Latest));
        return sessions;
    }

    /// <summary>The session with an id, whatever its root; null when it has not begun here.</summary>
    public static SessionState? Find(HostEnvironment host, string sessionId)
    {
        if (SafeName.Fault(sessionId) is not null)
        {
            return null;
        }

        string name = SafeName.OfSession(sessionId);
        return SessionIndex.Root(host, name) is { } root ? SessionPlace.Of(host, root, name).ReadState() : null;
    }

    /// <summary>
    /// Lets a waiting call through: once within ten minutes, or every such call of the session, there under a scope (<c>src/**</c>) or without.
    /// </summary>
    public static void Approve(HostEnvironment host, SessionState session, string waitingId, bool wholeSession, string? scope)
    {
        using SessionHold hold = SessionHold.Take(host, session);
        WaitingCall call = hold.State.WaitingList.Find(waiting => waiting.Id == waitingId)
            ?? throw new SessionException($"no call `{waitingId}` waits in this session; `aex approve` lists those that do");
        var approval = new Approval
        {
            Id = call.Id,
            Call = wholeSession ? null : call.Call,
            Until = wholeSession ? 0 : hold.Now + (long)Enforcer.ApprovalTime.TotalMilliseconds,
            Capability = call.Capability,
            Tool = call.Tool,
            Scope = wholeSession ? scope : null,
        };
        if (wholeSession && SessionApprovals.Fault(approval, hold.State.Root) is { } fault)
        {
            throw new SessionException("this cannot be approved so: " + fault);
        }

        hold.State.WaitingList.Remove(call);
        hold.State.Approve(approval);
        hold.Record(Entry(hold, "confirm.approved", $"a person let {call.Capability} of {call.Tool} through, {(wholeSession ? "for this session" : "once")}{(scope is null ? "" : " under " + scope)}", null));
    }

    /// <summary>Refuses a waiting call: it is asked about again when it is made again.</summary>
    public static void Refuse(HostEnvironment host, SessionState session, string waitingId)
    {
        using SessionHold hold = SessionHold.Take(host, session);
        WaitingCall call = hold.State.WaitingList.Find(waiting => waiting.Id == waitingId)
            ?? throw new SessionException($"no call `{waitingId}` waits in this session; `aex approve` lists those that do");
        hold.State.WaitingList.Remove(call);
        hold.Record(Entry(hold, "confirm.denied", $"a person refused {call.Capability} of {call.Tool}", null));
    }

    /// <summary>Adds to a budget of the session; <paramref name="key"/> is <c>calls</c>, <c>minutes</c> or the policy's pattern.</summary>
    public static void AddBudget(HostEnvironment host, SessionState session, string key, long amount)
    {
        if (amount is < 1 or > 1_000_000_000)
        {
            throw new SessionException("the amount to add is a whole number from 1 to 1,000,000,000");
        }

        using SessionHold hold = SessionHold.Take(host, session);
        hold.State.Counters.Set(key, hold.State.Counters.Used(key), hold.State.Counters.Raised(key) + amount);
        hold.State.WarnedOfTime &= key != "minutes";
        hold.Record(Entry(hold, "budget.raised", string.Create(CultureInfo.InvariantCulture, $"a person added {amount} to {key}"), null));
    }

    /// <summary>Lets all calls of the session pass for a while; they are still recorded and counted. A duration of zero ends a pause.</summary>
    public static void Pause(HostEnvironment host, SessionState session, TimeSpan duration)
    {
        if (duration < TimeSpan.Zero || duration > LongestPause)
        {
            throw new SessionException("a pause lasts up to 24 hours");
        }

        using SessionHold hold = SessionHold.Take(host, session);
        hold.State.PausedUntil = hold.Now + (long)duration.TotalMilliseconds;
        hold.Record(Entry(hold, "paused", duration == TimeSpan.Zero
            ? "a person ended the pause"
            : string.Create(CultureInfo.InvariantCulture, $"a person paused enforcement for {duration.TotalMinutes:0.#} minutes"), null));
    }

    internal static AuditEntry Entry(SessionHold hold, string name, string reason, string? file)
    {
        var budget = new List<(string, long, long, long)>();
        for (int i = 0; i < hold.State.Counters.Count; i++)
        {
            (string key, long used, long raised) = hold.State.Counters[i];
            budget.Add((key, used, -1, raised));
        }

        return new AuditEntry
        {
            Event = name, Time = hold.Now, Session = hold.State.Session, Client = "aex", Decision = "allow", Reason = reason,
            File = file, Budget = budget, PolicyHash = hold.State.PolicyHash,
        };
    }

    private static void AddFolder(List<SessionState> sessions, string folder)
    {
        _ = Posix.List(folder, (name, _, _) =>
        {
            if (name.EndsWith(".json", StringComparison.Ordinal))
            {
                try
                {
                    if (new SessionPlace(folder, name[..^5]).ReadState() is { } state)
                    {
                        sessions.Add(state);
                    }
                }
                catch (SessionException)
                {
                    // A damaged state denies its own session's calls, which says so; the others can still be listed.
                }
            }

            return true;
        });
    }
}
