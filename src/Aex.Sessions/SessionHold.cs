using Aex.Sessions.Audit;
using Aex.Sessions.Files;
using Aex.Sessions.Layers;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>
/// One session under its lock: its state, its audit file and the layers in force, all checked against one another. Whatever is
/// recorded goes through <see cref="Record"/>; the lock is given back on disposal.
/// </summary>
internal sealed class SessionHold : IDisposable
{
    private readonly HostEnvironment _host;
    private readonly SessionPlace _place;
    private LockFile _lock;
    private AuditLog? _log;
    private ExchangedFile? _file;
    private bool _isHeld = true;
    private bool _keeps;

    // Whether the latest state reached its file.
    private bool _isWritten;

    // What the state's file was when the state here was last the same as it; all zero when it may no longer be.
    private FileStatus _seen;

    private SessionHold(HostEnvironment host, SessionPlace place, LockFile held, SessionState state)
    {
        (_host, _place, _lock, State) = (host, place, held, state);
    }

    /// <summary>The session's state.</summary>
    public SessionState State { get; private set; }

    /// <summary>The time of this call, milliseconds since 1970: never before the latest seen.</summary>
    public long Now => State.Latest;

    /// <summary>
    /// Takes hold of the session that a call belongs to; begins it where it has not begun. The first call of a session fixes its root, and the
    /// first one that finds sound policies pins them.
    /// </summary>
    public static SessionHold Take(HostEnvironment host, EnforcerOptions options, SessionRequest request, out LayersInForce layers)
    {
        if (request.SessionId is { } id && SafeName.Fault(id) is { } fault)
        {
            throw new SessionException(fault + "; the call belongs to no session and is denied");
        }

        if (!request.Cwd.StartsWith('/') || request.Cwd.Contains('\0'))
        {
            throw new SessionException("the call's working directory is no absolute path");
        }

        PrivateFolder.Check(host.StateFolder);
        string name = SafeName.OfSession(request.SessionId);
        string? root = request.SessionId is null ? null : SessionIndex.Root(host, name);
        if (root is null)
        {
            root = ProjectRoot.Find(host, request.ProjectDir, request.Cwd);
            root = request.SessionId is null ? root : SessionIndex.Fix(host, name, root);
        }

        var place = SessionPlace.Of(host, root, name);
        LockFile held = place.Lock(host);
        try
        {
            return Enter(host, options, request, root, place, held, out layers);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Takes hold of a session that has begun, for a person at a terminal.</summary>
    public static SessionHold Take(HostEnvironment host, SessionState known)
    {
        var place = SessionPlace.Of(host, known.Root, SafeName.OfSession(known.Session.Length == 0 ? null : known.Session));
        LockFile held = place.Lock(host);
        try
        {
            SessionState state = place.ReadState() ?? throw new SessionException($"the session's state {place.StateFile} is gone; start a new session");
            var hold = new SessionHold(host, place, held, state);
            hold.Tick();
            hold._log = AuditLog.Open(state);
            return hold;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives the lock back and keeps files and state for <see cref="Resume"/>. A process that decides many calls saves the opening and parsing,
    /// and nothing of the checking.
    /// </summary>
    public void Suspend()
    {
        if (!_keeps)
        {
            _keeps = true;
            See();
        }

        _isHeld = false;
        _lock.Release();
    }

    /// <summary>
    /// Takes the lock again. What another process did meanwhile to the state or the audit is read again and held against one another, as for a
    /// call of its own; true when the state was read anew.
    /// </summary>
    public bool Resume()
    {
        if (!_lock.Retake(_place.LockPath, _host.LockPatience))
        {
            LockFile fresh = _place.Lock(_host);
            _lock.Dispose();
            _lock = fresh;
        }

        _isHeld = true;
        // A state is never written without a line, but by the call that begins a session: so where the audit ends as known, and the state's
        // file is the one last seen, nobody was here.
        bool same = _seen.Inode != 0 && Posix.Status(_place.StateFile, follow: false, out FileStatus now) == 0 && now == _seen && _log is not null && _log.IsUnchanged(State);
        if (!same)
        {
            Reread();
        }

        Tick();
        return !same;
    }

    /// <summary>Has the next <see cref="Resume"/> read everything again: something went wrong between a change of the state and its record.</summary>
    public void Distrust() => _seen = default;

    /// <summary>
    /// Appends a line and writes the state; where the state cannot be written, the line is taken back. What the line lets through may go on between the
    /// two, if the state before was written: the line holds what the state would, and should the state fail now, the next call takes the line over.
    /// </summary>
    /// <param name="entry">The line.</param>
    /// <param name="passOn">Lets it go on; not called where it has to wait until this returns.</param>
    public void Record(AuditEntry entry, Action? passOn = null)
    {
        long length = State.AuditLength;
        bool passes = _isWritten && passOn is not null;
        _seen = default;
        _isWritten = false;
        _log!.Append(entry.Write(_host.Secrets));
        if (passes)
        {
            passOn!();
        }

        try
        {
            if (_keeps)
            {
                _file ??= new ExchangedFile(_place.StateFile);
                _seen = _file.Replace(StateJson.Write(State));
                _isWritten = true;
            }
            else
            {
                _place.WriteState(State);
            }
        }
        catch (SessionException) when (passes)
        {
            // It is on its way, and recorded. Nothing goes before the next state is written.
        }
        catch (SessionException)
        {
            _log.TakeBack(length);
            throw;
        }
    }

    /// <summary>Gives the lock back and closes the files.</summary>
    public void Dispose()
    {
        _log?.Dispose();
        _file?.Dispose();
        _lock.Dispose();
    }

    /// <summary>Gives the lock back if it is held; for the end of a call that may have failed to take it.</summary>
    public void SuspendIfHeld()
    {
        if (_isHeld)
        {
            Suspend();
        }
    }

    private void Reread()
    {
        _seen = default;
        _file?.Forget();
        SessionState known = State;
        State = _place.ReadState() ?? throw new SessionException($"the session's state {_place.StateFile} is gone; start a new session");
        if (State.Session != known.Session || State.AuditFile != known.AuditFile || State.Root != known.Root)
        {
            throw new SessionException($"the session's state {_place.StateFile} is another session's; start a new session");
        }

        if (_log is null || !_log.Recheck(State))
        {
            _log?.Dispose();
            _log = null;
            _log = AuditLog.Open(State);
        }

        See();
    }

    private void See() => _seen = Posix.Status(_place.StateFile, follow: false, out FileStatus now) == 0 ? now : default;

    private static SessionHold Enter(
        HostEnvironment host, EnforcerOptions options, SessionRequest request, string root, SessionPlace place, LockFile held, out LayersInForce layers)
    {
        SessionState? state = place.ReadState();
        if (state is not null && (state.Session != (request.SessionId ?? "") || state.Root != root))
        {
            throw new SessionException($"the session's state {place.StateFile} is another session's; start a new session");
        }

        layers = LayersInForce.Load(host, options, state, root, request.Cwd);
        bool begins = state is null;
        if (state is null)
        {
            string session = request.SessionId ?? "";
            string audit = AuditFile(host, root, place);
            AuditLog.CheckUnbegun(audit, place.StateFile);
            long now = host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            state = new SessionState { Session = session, Root = root, AuditFile = audit, Client = options.Client, Started = now, Latest = now };
            state.AuditHead = AuditChain.Origin(session);
        }

        bool pins = !state.Pinned && layers.IsSound && (layers.HasProject || options.AllowNoPolicy);
        if (pins)
        {
            layers.Pin(host, state, options.Client);
        }

        var hold = new SessionHold(host, place, held, state);
        hold.Tick();
        if (begins || pins)
        {
            // Before the first line: a process killed between line and state must not leave lines without any state.
            place.WriteState(state);
        }

        hold._log = AuditLog.Open(state);
        hold.Tick();
        return hold;
    }

    private void Tick()
    {
        State.Latest = Math.Max(State.Latest, _host.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        State.Counters.Elapsed = TimeSpan.FromMilliseconds(State.Latest - State.Started);
    }

    // In the .aex folder nearest the root, where people look for it; beside the state where the project has none.
    private static string AuditFile(HostEnvironment host, string root, SessionPlace place)
    {
        foreach (string folder in ProjectRoot.Upwards(host, root))
        {
            string aex = (folder == "/" ? "" : folder) + "/.aex";
            if (Posix.Status(aex, follow: true, out FileStatus status) == 0 && status.Type == FileType.Folder
                && (folder == root || Posix.Probe(aex + "/policy.aex") >= 0))
            {
                return $"{aex}/audit/{place.Name}.jsonl";
            }
        }

        return place.AuditBeside;
    }
}
