using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Policy.Masking;
using Aex.Sessions.Audit;
using Aex.Sessions.Layers;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>
/// One session held by a process that decides many calls: the proxy, a run. The same door as <see cref="Enforcer"/>, with files kept open and
/// layers and state kept parsed between the calls; under the lock of each call all that another process could have changed is looked at again, and
/// read anew where it differs. May be used by several threads.
/// </summary>
public sealed class Session : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HostEnvironment _host;
    private readonly EnforcerOptions _options;
    private readonly SessionHold _hold;
    private readonly string _cwd;
    private LayersInForce _layers;
    private LayersSeen? _seen;
    private CallContext _context;
    private string _pins;
    private bool _closed;

    private Session(HostEnvironment host, EnforcerOptions options, SessionRequest request)
    {
        (_host, _options, _cwd) = (host, options, request.Cwd);
        _hold = SessionHold.Take(host, options, request, out _layers);
        try
        {
            _pins = _hold.State.PolicyHash;
            _context = Enforcer.ContextOf(host, options, _hold.State.Root, _layers);
        }
        finally
        {
            _hold.Suspend();
        }
    }

    /// <summary>The project root.</summary>
    public string Root => _hold.State.Root;

    /// <summary>The session's id.</summary>
    public string Id => _hold.State.Session;

    /// <summary>The audit file.</summary>
    public string AuditFile => _hold.State.AuditFile;

    /// <summary>The layers in force at the latest call.</summary>
    public IReadOnlyList<Layer> Layers => _layers.Layers;

    /// <summary>What a decision needs to know of the machine.</summary>
    public CallContext Context => _context;

    /// <summary>
    /// Takes hold of a session, beginning and pinning it where it has not begun. Throws <see cref="SessionException"/> when no policy is found, one of
    /// them has an error, or the session cannot be used: then nothing may be started.
    /// </summary>
    public static Session Open(HostEnvironment host, EnforcerOptions options, SessionRequest request)
    {
        var session = new Session(host, options, request);
        if ((Enforcer.ErrorOf(session._layers) ?? (session._layers.HasProject || options.AllowNoPolicy ? null : Enforcer.NoPolicy(session.Root))) is { } fault)
        {
            session.Dispose();
            throw new SessionException(fault);
        }

        return session;
    }

    /// <summary>
    /// Decides, counts and records one call, whose working directory is the session's. Under <see cref="AskMode.Hold"/> an ask is recorded and not charged; the
    /// caller asks, and decides the same call again with the answer: it is charged then, if it still may run.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">What a person has said to it.</param>
    /// <param name="passOn">
    /// Lets the call go on. It is called, with the record's event, when an allow is on disk and only the session's own state is still to be written, so that
    /// the call need not wait for that; not on a deny or an ask, and not where the state could not be written the last time: then the caller does it, if this
    /// returns an allow. It runs under the session's lock and may not wait for anything.
    /// </param>
    public Outcome Decide(ToolCall call, PersonAnswer answer = PersonAnswer.None, Action<string>? passOn = null) =>
        Held(() => Enforcer.Decide(_host, _options, _hold, _layers, _context, call, answer, passOn));

    /// <summary>
    /// Decides again, without charging it again, a call that was let through and comes once more with what its server asked for (MCP 2026-07-28). An ask
    /// that was not answered when the call was let through is neither recorded nor waited for: then the call is to be decided as a new one.
    /// </summary>
    /// <param name="call">The call, the same by <see cref="Identity"/> as the one that was charged.</param>
    /// <param name="wasConfirmed">Whether a person, or <c>--auto-confirm</c>, had let it through.</param>
    public Outcome Continue(ToolCall call, bool wasConfirmed) =>
        Held(() => Enforcer.Continue(_host, _options, _hold, _layers, _context, call, wasConfirmed));

    /// <summary>What the same call is known by within this session: 64 hexadecimal digits over tool, server, arguments and working directory.</summary>
    public string Identity(ToolCall call) => CallHash.Of(call, Id, "");

    /// <summary>Whether some call of a tool could pass, by the layers of the latest call or <see cref="Refresh"/>: for lists of tools.</summary>
    public bool CouldPass(ToolCall call)
    {
        lock (_gate)
        {
            return Authorizer.CouldPass(CallPreparation.Prepare(call, _layers.Layers, _context));
        }
    }

    /// <summary>Why a layer denies, or wants confirmed, what nothing needs to allow; null when none does, and a sentence as well when the session cannot be used.</summary>
    public string? Stopped(ToolCall call)
    {
        Outcome outcome = Held(() =>
        {
            PreparedCall prepared = CallPreparation.Prepare(call, _layers.Layers, _context);
            return Authorizer.Stopped(prepared) is { } verdict
                ? Outcome.Denied(SecretMask.Mask(JsonText.Visible(Reasons.Describe(verdict, prepared)), _host.Secrets))
                : new Outcome(Decision.Allow, "", null, false, null, "");
        });
        return outcome.Decision == Decision.Allow ? null : outcome.Reason;
    }

    /// <summary>Reads again which layers are in force, where their files changed. Throws <see cref="SessionException"/> when the session cannot be used any more.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            try
            {
                Resume();
            }
            finally
            {
                _hold.SuspendIfHeld();
            }
        }
    }

    /// <summary>Records an event of the session; it charges nothing.</summary>
    /// <param name="name">The event: <c>upstream.started</c>, <c>meta.handled</c>, …</param>
    /// <param name="details">What belongs to it, as one strict JSON object; secrets are masked, long texts cut.</param>
    /// <param name="call">The call that it is about.</param>
    /// <param name="durationMs">How long it took, milliseconds.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="tokens">What the <c>tokens</c> budget is charged with.</param>
    /// <returns>A deny with a sentence where it could not be recorded.</returns>
    public Outcome Record(string name, ReadOnlyMemory<byte> details = default, ToolCall? call = null, long? durationMs = null, string? error = null, long tokens = 0) => Held(() =>
    {
        if (tokens > 0)
        {
            _hold.State.Counters.Charge("tokens", tokens);
        }

        _hold.Record(new AuditEntry
        {
            Event = name, Time = _hold.Now, Session = _hold.State.Session, Client = _options.Client, Call = call, Details = details,
            Budget = Sessions.Budget.Table(_layers.Layers, _hold.State.Counters), PolicyHash = _layers.PolicyHash(_hold.State), Duration = durationMs, Error = error,
        });
        return new Outcome(Decision.Allow, "", null, false, null, "");
    });

    /// <summary>How a call that was asked about stands, by <see cref="Outcome.Waiting"/>; a person may have answered with <c>aex approve</c>.</summary>
    public WaitingState Look(string waiting)
    {
        lock (_gate)
        {
            try
            {
                Resume();
                SessionState state = _hold.State;
                return state.WaitingList.Exists(call => call.Call == waiting) ? WaitingState.Waiting
                    : state.ApprovalList.Exists(approval => approval.Call == waiting ? approval.Until > _hold.Now : approval.Call is null && approval.Id == waiting[..8])
                    ? WaitingState.Approved
                    : WaitingState.Refused;
            }
            finally
            {
                _hold.SuspendIfHeld();
            }
        }
    }

    /// <summary>Used, limit and raise of each budget; a limit of -1 is none. Throws <see cref="SessionException"/> when the session cannot be used any more.</summary>
    public IReadOnlyList<(string Key, long Used, long Limit, long Raised)> Budget()
    {
        lock (_gate)
        {
            try
            {
                Resume();
                return Sessions.Budget.Table(_layers.Layers, _hold.State.Counters);
            }
            finally
            {
                _hold.SuspendIfHeld();
            }
        }
    }

    /// <summary>Closes the files. The session itself goes on: another process may take it up.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                _hold.Dispose();
            }
        }
    }

    internal Outcome Held(Func<Outcome> act)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return Outcome.Denied("the session is closed");
            }

            bool whole = false;
            try
            {
                return Enforcer.Guarded(
                    () =>
                    {
                        Resume();
                        Outcome outcome = act();
                        whole = true;
                        return outcome;
                    },
                    _host);
            }
            finally
            {
                if (!whole)
                {
                    _hold.Distrust();
                }

                _hold.SuspendIfHeld();
            }
        }
    }

    private void Resume()
    {
        if (_closed)
        {
            throw new SessionException("the session is closed");
        }

        bool anew = _hold.Resume();
        if (_seen is not null && _seen.IsCurrent() && (!anew || _hold.State.PolicyHash == _pins))
        {
            return;
        }

        _seen = null;
        SessionState state = _hold.State;
        var seen = LayersSeen.Look(_host, _options, state.Root, _cwd);
        _layers = LayersInForce.Load(_host, _options, state, state.Root, _cwd);
        seen.AddPaths(_host, _layers.Paths);
        _context = Enforcer.ContextOf(_host, _options, state.Root, _layers);
        (_pins, _seen) = (state.PolicyHash, seen);
    }
}
