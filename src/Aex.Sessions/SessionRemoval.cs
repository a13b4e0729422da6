using Aex.Sessions.Audit;
using Aex.Sessions.Files;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>A session that has been quiet for long.</summary>
/// <param name="Session">Its id; empty for the one without id.</param>
/// <param name="Root">Its project root.</param>
/// <param name="AuditFile">Its audit file.</param>
/// <param name="Latest">When it was last heard of, milliseconds since 1970.</param>
/// <param name="Lines">The audit's whole lines.</param>
/// <param name="Fault">What is wrong with its audit, as a sentence part; null where it is whole.</param>
/// <param name="HasState">Whether its state is on this machine.</param>
public sealed record OldSession(string Session, string Root, string AuditFile, long Latest, long Lines, string? Fault, bool HasState);

/// <summary>
/// Takes old sessions away whole: audit, state, index. A chain has one session and one file, so those that stay verify as before; lines out of
/// the middle of one are never taken (docs/decisions/0025). The caller has made sure that it is a person.
/// </summary>
public static class SessionRemoval
{
    /// <summary>The sessions of a root that were last heard of before <paramref name="moment"/>, oldest first; audits of the project without state too.</summary>
    /// <param name="host">The surroundings.</param>
    /// <param name="root">The project root.</param>
    /// <param name="moment">The time before which a session is old.</param>
    /// <param name="audits">The audit files that lie in the project.</param>
    /// <exception cref="SessionException">An audit file cannot be read.</exception>
    public static IReadOnlyList<OldSession> Before(HostEnvironment host, string root, DateTimeOffset moment, IEnumerable<string> audits)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(audits);
        long limit = moment.ToUnixTimeMilliseconds();
        var found = new List<OldSession>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (SessionState state in SessionControl.List(host, root))
        {
            known.Add(state.AuditFile);
            if (state.Latest < limit)
            {
                found.Add(Look(host, state));
            }
        }

        foreach (string file in audits)
        {
            if (known.Add(file) && WithoutState(host, root, file) is { } lost && lost.Latest < limit)
            {
                found.Add(lost);
            }
        }

        found.Sort(static (a, b) => a.Latest.CompareTo(b.Latest));
        return found;
    }

    /// <summary>Takes a session away. One that was heard of since, or whose audit is not whole, stays.</summary>
    /// <exception cref="SessionException">It stays, and why.</exception>
    public static void Remove(HostEnvironment host, OldSession old)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(old);
        string name = SafeName.OfSession(old.Session.Length == 0 ? null : old.Session);
        var place = SessionPlace.Of(host, old.Root, name);
        using LockFile held = place.Lock(host);
        SessionState? state = place.ReadState();
        if (old.HasState != (state is not null) || (state is not null && state.Latest != old.Latest))
        {
            throw new SessionException("it was used meanwhile");
        }

        if ((old.Fault ?? (state is null ? null : Look(host, state).Fault)) is { } fault)
        {
            throw new SessionException($"its audit is not whole: {fault}");
        }

        // The index first and the audit last: where this is cut short, lines without state are left, which the session's next call is
        // denied for and the next prune finds.
        if (old.Session.Length > 0)
        {
            Must(Posix.Unlink($"{host.StateFolder}/index/{name}"), name);
        }

        Must(Posix.Unlink(place.StateFile), place.StateFile);
        Must(Posix.Unlink(place.StateFile + ".tmp"), place.StateFile);
        UnlinkAudit(old.AuditFile);
        Must(Posix.Unlink(place.LockPath), place.LockPath);
    }

    private static OldSession Look(HostEnvironment host, SessionState state)
    {
        AuditVerdict? verdict = null;
        string? fault = null;
        try
        {
            verdict = state.AuditLength == 0 && Posix.Status(state.AuditFile, follow: false, out _) == -Posix.NoEntry ? null : AuditVerifier.Verify(host, state.AuditFile);
            fault = verdict?.Fault is { } found ? $"line {verdict.FaultLine}: {found}" : null;
        }
        catch (SessionException unreadable)
        {
            fault = unreadable.Message;
        }

        return new OldSession(state.Session, state.Root, state.AuditFile, state.Latest, verdict?.Lines ?? 0, fault, HasState: true);
    }

    private static OldSession? WithoutState(HostEnvironment host, string root, string file)
    {
        string? session = null;
        long latest = 0;
        using (AuditReader reader = AuditReader.Open(file))
        {
            while (reader.Read())
            {
                session ??= AuditVerifier.Session(reader.Line);
                latest = Math.Max(latest, AuditVerifier.TimeOf(reader.Line));
            }
        }

        if (session is null || SessionState.OfAuditFile(host, file, session) is not null)
        {
            return null;
        }

        AuditVerdict verdict = AuditVerifier.Verify(host, file);
        return new OldSession(session, root, file, latest, verdict.Lines, verdict.Fault is { } fault ? $"line {verdict.FaultLine}: {fault}" : null, HasState: false);
    }

    // By its folder, which is no link: nobody is led to take away what lies elsewhere.
    private static void UnlinkAudit(string file)
    {
        int slash = file.LastIndexOf('/');
        int folder = Posix.Open(file[..slash], Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow);
        if (folder == -Posix.NoEntry)
        {
            return;
        }

        int error = folder < 0 ? folder : Posix.UnlinkAt(folder, file[(slash + 1)..]);
        if (folder >= 0)
        {
            Posix.Close(folder);
        }

        Must(error, file);
    }

    private static void Must(int error, string path)
    {
        if (error is < 0 and not -Posix.NoEntry)
        {
            throw new SessionException($"{path} cannot be removed: {Posix.Describe(error)}");
        }
    }
}
