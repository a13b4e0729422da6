using System.Globalization;
using Aex.Policy.Decisions;
using Aex.Sessions.Files;
using Aex.Sessions.Layers;
using Aex.Sessions.State;

namespace Aex.Sessions.Checkpoints;

/// <summary>
/// Makes, resumes and lists the checkpoints of a session's project. Resuming never lowers a count and never adds to a limit, whatever a
/// checkpoint says: what is left after it is at most what was left before. Methods throw <see cref="SessionException"/> with a sentence for the model.
/// </summary>
public static class CheckpointStore
{
    private const int LongestDescription = 4096;
    private const int MostTools = 1000;

    /// <summary>Keeps what the session has used and done under a name. A checkpoint of that name is replaced whole.</summary>
    public static CheckpointMade Make(HostEnvironment host, EnforcerOptions options, SessionRequest request, string name, string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        Require(name);
        if (description.Length > LongestDescription)
        {
            throw new SessionException($"the description has more than {LongestDescription} characters");
        }

        CheckpointPlace place;
        CheckpointWriter.Snapshot snapshot;
        using (SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers))
        {
            SessionState state = hold.State;
            place = new CheckpointPlace(host, state);
            snapshot = new CheckpointWriter.Snapshot
            {
                Name = name,
                Description = Policy.Masking.SecretMask.Mask(description, host.Secrets),
                Time = hold.Now,
                Session = state.Session,
                PolicyHash = state.PolicyHash,
                AuditFile = state.AuditFile,
                AuditLength = state.AuditLength,
                AuditHead = state.AuditHead,
                Used = UsedOf(state.Counters),
                Budget = Most(layers.Layers, state.Counters),
            };
        }

        // The audit only grows, so what it held then can be copied while other calls go on.
        using LockFile held = place.Lock();
        int calls = new CheckpointWriter(place, snapshot).Write();
        long used = snapshot.Used.FirstOrDefault(entry => entry.Key == "calls").Used;
        return new CheckpointMade(
            LayerFiles.Shown(place.Root, place.FileOf(name)),
            string.Create(CultureInfo.InvariantCulture, $"checkpoint `{name}` holds {calls} {(calls == 1 ? "call" : "calls")} and {used} used of the budget; take it up again with aex.resume"));
    }

    /// <summary>Takes a checkpoint up in this session and records that: every count becomes the larger of the session's and the checkpoint's.</summary>
    public static CheckpointResumed Resume(HostEnvironment host, EnforcerOptions options, SessionRequest request, ToolCall call, string name)
    {
        Require(name);
        CheckpointPlace place;
        using (SessionHold hold = SessionHold.Take(host, options, request, out _))
        {
            place = new CheckpointPlace(host, hold.State);
        }

        Checkpoint checkpoint;
        using (place.Lock())
        {
            checkpoint = new CheckpointReader(place, name).Read(withAudit: true);
        }

        using SessionHold session = SessionHold.Take(host, options, request, out LayersInForce layers);
        SessionState now = session.State;
        Raise(now, checkpoint);
        session.Record(Enforcer.MetaEntry(session, layers, options, call, $"checkpoint {name} was taken up", isError: false));
        long used = now.Counters.Used("calls");
        long most = Most(layers.Layers, now.Counters);
        bool otherPolicy = checkpoint.Policy.Length > 0 && checkpoint.Policy != "sha256:" + now.PolicyHash;
        return new CheckpointResumed
        {
            Name = name,
            Description = checkpoint.Description,
            ToolsCalled = [.. checkpoint.History.Where(entry => entry.Forwarded).Select(entry => entry.Tool).TakeLast(MostTools)],
            CallsUsed = used,
            BudgetRemaining = most < 0 ? null : Math.Max(0, most - used),
            AuditSummary = Summary(checkpoint) + (otherPolicy ? "; it was made under other policies than those in force now" : ""),
        };
    }

    /// <summary>Every checkpoint of the session's project, by name; one that cannot be resumed with why.</summary>
    public static IReadOnlyList<CheckpointListed> List(HostEnvironment host, EnforcerOptions options, SessionRequest request)
    {
        CheckpointPlace place;
        using (SessionHold hold = SessionHold.Take(host, options, request, out _))
        {
            place = new CheckpointPlace(host, hold.State);
        }

        var names = new List<string>();
        _ = Posix.List(place.Folder, (name, _, _) =>
        {
            if (CheckpointName.Fault(name) is null)
            {
                names.Add(name);
            }

            return names.Count < 1000;
        });
        names.Sort(StringComparer.Ordinal);
        using LockFile held = place.Lock();
        return [.. names.Select(name => Listed(place, name))];
    }

    private static CheckpointListed Listed(CheckpointPlace place, string name)
    {
        string path = LayerFiles.Shown(place.Root, place.FileOf(name));
        try
        {
            Checkpoint checkpoint = new CheckpointReader(place, name).Read(withAudit: false);
            return new CheckpointListed(name, path, checkpoint.Description, [.. checkpoint.History.Where(entry => entry.Forwarded).Select(entry => entry.Tool).Distinct()], null);
        }
        catch (SessionException fault)
        {
            return new CheckpointListed(name, path, "", [], fault.Message);
        }
    }

    // Never downwards, and what a person added is this session's alone.
    private static void Raise(SessionState state, Checkpoint checkpoint)
    {
        foreach ((string key, long used) in checkpoint.Used)
        {
            if (key == "minutes")
            {
                state.Started = Math.Min(state.Started, Math.Max(0, state.Latest - (Math.Min(used, int.MaxValue) * 60_000)));
                state.Counters.Elapsed = TimeSpan.FromMilliseconds(state.Latest - state.Started);
            }
            else if (used > state.Counters.Used(key))
            {
                state.Counters.Set(key, used, state.Counters.Raised(key));
            }
        }
    }

    private static List<(string Key, long Used)> UsedOf(Counters counters)
    {
        var used = new List<(string, long)> { ("calls", counters.Used("calls")), ("minutes", (long)counters.Elapsed.TotalMinutes) };
        for (int i = 0; i < counters.Count; i++)
        {
            if (counters[i].Key is not "calls" and not "minutes")
            {
                used.Add((counters[i].Key, counters[i].Used));
            }
        }

        return used;
    }

    private static long Most(IReadOnlyList<Layer> layers, Counters counters)
    {
        foreach ((string key, _, long limit, long raised) in Budget.Table(layers, counters))
        {
            if (key == "calls" && limit >= 0)
            {
                return limit > long.MaxValue - raised ? long.MaxValue : limit + raised;
            }
        }

        return -1;
    }

    private static string Summary(Checkpoint checkpoint)
    {
        int through = checkpoint.History.Count(entry => entry.Forwarded);
        int refused = checkpoint.History.Count - through;
        string calls = string.Create(CultureInfo.InvariantCulture, $"{through} {(through == 1 ? "call" : "calls")} let through, {refused} refused, {checkpoint.CallsUsed} used of the budget");
        return checkpoint.AuditLines < 0
            ? calls + "; a checkpoint of the original AEX, whose record is not chained"
            : string.Create(CultureInfo.InvariantCulture, $"{calls}; {checkpoint.AuditLines} audit lines, each following the one before");
    }

    private static void Require(string name)
    {
        if (CheckpointName.Fault(name) is { } fault)
        {
            throw new SessionException(fault);
        }
    }
}
