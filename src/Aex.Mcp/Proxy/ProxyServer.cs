using System.Runtime.InteropServices;
using System.Text;
using Aex.Mcp.Framing;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions;
using Aex.Sessions.Processes;

namespace Aex.Mcp.Proxy;

/// <summary>
/// Stands between an MCP client on standard input and output and the upstream that it starts (docs/proxy.md): decides every call, filters lists,
/// and passes on everything else byte for byte. A thread reads each side; whoever has something to say to a side writes it under that side's lock.
/// </summary>
public sealed partial class ProxyServer : IDisposable
{
    private static readonly string[] CallMembers = ["name", "arguments", "_meta", "task", "inputResponses", "requestState"];

    // With what the process itself needs to end: two seconds (docs/proxy.md).
    private const int LongestEndMilliseconds = 1800;
    private const int Patience = 900;

    private readonly Lock _toClient = new();
    private readonly Lock _toUpstream = new();
    private readonly Lock _table = new();
    private readonly Dictionary<string, Pending> _pending = [];
    private readonly Dictionary<string, WaitingCall> _waiting = [];
    private readonly HostEnvironment _host;
    private readonly EnforcerOptions _enforcement;
    private readonly SessionRequest _request;
    private readonly ProxyOptions _options;
    private readonly Session _session;
    private readonly EventLog _events;
    private readonly Upstream _upstream;
    private readonly ManualResetEventSlim _anyWaiting = new();
    private readonly ManualResetEventSlim _clientRead = new();
    private readonly string _questions = $"aex-{Guid.NewGuid():N}-";
    private long _questionCount;
    private string _version = "";
    private bool _elicits;
    private bool _plainNames;
    private Thread? _answers;
    private long _taken;
    private int _ending;
    private int _endedByClient;
    private int _isMute;

    private ProxyServer(HostEnvironment host, EnforcerOptions enforcement, SessionRequest request, ProxyOptions options, Session session, Upstream upstream)
    {
        (_host, _enforcement, _request, _options, _session, _upstream) = (host, enforcement, request, options, session, upstream);
        _events = new EventLog(host.Clock);
    }

    /// <summary>Runs until either side ends.</summary>
    /// <returns>0 the client ended it; 1 the upstream ended first; 127 there is no such command.</returns>
    /// <exception cref="SessionException">No policy was found, or one has an error: nothing was started.</exception>
    public static int Run(HostEnvironment host, EnforcerOptions enforcement, string cwd, ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(enforcement);
        ArgumentNullException.ThrowIfNull(options);
        enforcement = enforcement with { Client = CallPreparation.Proxy, Asks = AskMode.Hold, AnswersPrompts = false };
        var request = new SessionRequest { SessionId = $"mcp-{Guid.NewGuid():N}", Cwd = cwd };
        Pipes.IgnoreBrokenPipes();
        // What watches over the server starts while the policies are read; the server itself only after them.
        using var upstream = Upstream.Prepare(options.Command);
        using var session = Session.Open(host, enforcement, request);
        using var proxy = new ProxyServer(host, enforcement, request, options, session, upstream);
        return proxy.Run();
    }

    /// <summary>Says on standard error, as one JSON event like all others, why nothing was started.</summary>
    public static void ReportFault(TimeProvider clock, string message, string? help) =>
        new EventLog(clock).Write("proxy.failed", json =>
        {
            json.Member("error"u8, message);
            if (help is not null)
            {
                json.Member("help"u8, help);
            }
        });

    /// <summary>Frees what waiting took.</summary>
    public void Dispose()
    {
        _anyWaiting.Dispose();
        _clientRead.Dispose();
    }

    private int Run()
    {
        var permissions = EffectivePermissions.Of(_session.Layers);
        var details = new JsonText(1024);
        details.BeginObject();
        WriteStarted(details, permissions);
        var recorded = _session.Record("proxy.started", details.EndObject().Written.ToArray());
        if (recorded.Decision == Decision.Deny)
        {
            throw new SessionException(recorded.Reason);
        }

        _events.Write("proxy.started", json => WriteStarted(json.Member("session"u8, _session.Id), permissions));
        // Before the server is started: what comes in between must find it.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal);
        Background(WatchClient);
        int fault = _upstream.Start();
        if (fault != 0)
        {
            return AnswerMissing(fault);
        }

        _answers = Background(ReadUpstream);
        Background(ReadErrors);
        Background(WatchWaiting);
        Background(() =>
        {
            int exit = _upstream.WaitForEnd();
            // What it wrote before it ended is still on the way.
            _ = _answers.Join(TimeSpan.FromSeconds(1));
            UpstreamEnded(exit >= 128 ? $"the server was ended by signal {exit - 128}" : $"the server ended with exit code {exit}", exit);
        });
        Guarded(ReadClient);
        _clientRead.Set();
        EndWith(Patience);
        return 0;
    }

    private void WriteStarted(JsonText json, EffectivePermissions permissions)
    {
        json.Member("command"u8, _options.Command[0]).Name("server"u8);
        _ = _options.Name is null ? json.Null() : json.Text(_options.Name);
        json.Name("permissions"u8).BeginObject();
        Write(json, "allow", permissions.Allow);
        Write(json, "deny", permissions.Deny);
        Write(json, "confirm", permissions.Confirm);
        json.Name("budget"u8).BeginObject();
        foreach (var limit in permissions.Budget)
        {
            json.Name(limit.Key).Number(limit.Value);
        }

        json.EndObject().EndObject();

        static void Write(JsonText json, string name, IReadOnlyList<EffectiveGrant> grants)
        {
            json.Name(name).BeginArray();
            foreach (var grant in grants)
            {
                json.Text(grant.Text);
            }

            json.EndArray();
        }
    }

    // The first request is told what is wrong; nothing else could be done for the client.
    private int AnswerMissing(int fault)
    {
        // What watches over the server may have been killed when it had started it already: then its processes are this one's own.
        _upstream.End(400);
        _endedByClient = fault == SupervisedProcess.Unsupervised ? 1 : 127;
        var reason = $"`{_options.Command[0]}` cannot be started: {Fault(fault)}";
        _events.Write("upstream.failed", json => json.Member("error"u8, reason));
        _ = _session.Record("upstream.failed", error: reason);
        var reader = new LineReader(0, _options.MaxLine);
        while (reader.Read())
        {
            var message = Message.Loose(reader.Line.Span);
            if (message is { Method: not null, Id: { } id })
            {
                Send(Answers.Error(reader.Line.Span[id], Answers.InternalError, reason));
                break;
            }
        }

        return _endedByClient;

        static string Fault(int number) => number switch
        {
            2 => "no such command",
            13 => "permission denied",
            8 => "it is no program that this system can run",
            SupervisedProcess.Unsupervised => "the process that would watch over it could not work",
            _ => $"error {number}",
        };
    }

    private void WatchClient()
    {
        // Who reads no answers any more is gone, though somebody else may hold its end of our input open.
        if (Pipes.WaitForHangUp(0, 1))
        {
            EndWith(Patience);
            return;
        }

        // The reader comes to the end by itself, unless a server that reads nothing holds it up.
        long until = Environment.TickCount64 + Patience;
        for (long seen = -1; seen != Volatile.Read(ref _taken) && Environment.TickCount64 < until;)
        {
            seen = Volatile.Read(ref _taken);
            if (_clientRead.Wait(Patience / 3))
            {
                return;
            }
        }

        EndWith(Patience / 3);
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        EndWith(Patience);
    }

    // The client ends it, or somebody by a signal. The server has so many milliseconds for its last answers.
    private void EndWith(int patience)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0)
        {
            // Somebody else is at it and ends the process.
            Thread.Sleep(Timeout.Infinite);
        }

        EndInAnyCase(_endedByClient);
        // A server that reads no more holds whoever writes to it; it is ended without being told.
        if (_toUpstream.TryEnter(TimeSpan.FromMilliseconds(100)))
        {
            _upstream.CloseInput();
            _toUpstream.Exit();
            if (_answers is not null)
            {
                // One that obeys ends by itself when its input ends, and its last answers still reach the client.
                _ = _upstream.Ended.Wait(patience);
            }
        }

        Finish(_endedByClient, "the proxy was told to end before the server answered");
    }

    private void UpstreamEnded(string reason, int? exit)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0)
        {
            return;
        }

        EndInAnyCase(1);
        _events.Write("upstream.ended", json =>
        {
            json.Name("exit"u8);
            _ = exit is { } code ? json.Number(code) : json.Null();
            json.Member("reason"u8, reason);
        });
        _ = _session.Record("upstream.ended", error: reason);
        Finish(1, reason);
    }

    // It runs, but nothing can be said to it, or heard of it, any more. If it is about to end, how it ends says more.
    private void UpstreamIsMute(string reason)
    {
        if (Interlocked.Exchange(ref _isMute, 1) == 0)
        {
            Background(() =>
            {
                if (!_upstream.Ended.Wait(TimeSpan.FromMilliseconds(500)))
                {
                    UpstreamEnded(reason, null);
                }
            });
        }
    }

    // A client that reads neither its answers nor standard error holds whoever writes to it; the end waits for neither.
    private void EndInAnyCase(int exit) => Background(() =>
    {
        Thread.Sleep(LongestEndMilliseconds);
        Environment.Exit(exit);
    });

    private void Finish(int exit, string reason)
    {
        _upstream.End(400);
        _ = _answers?.Join(TimeSpan.FromMilliseconds(200));
        List<byte[]> ids;
        lock (_table)
        {
            ids = [.. _pending.Values.Where(pending => !pending.IsCancelled).Select(pending => pending.Id), .. _waiting.Values.Select(waiting => waiting.Id)];
            _pending.Clear();
            _waiting.Clear();
        }

        foreach (var id in ids)
        {
            Send(Answers.Error(id, Answers.InternalError, reason));
        }

        _events.Write("proxy.ended", json => json.Member("exit"u8, exit));
        _session.Dispose();
        // The other threads wait in reads that nothing would end.
        Environment.Exit(exit);
    }

    private void ReadErrors()
    {
        var reader = new LineReader(_upstream.Errors, 1 << 20);
        while (reader.Read())
        {
            var text = Encoding.UTF8.GetString(reader.Line.Span.TrimEnd("\r\n"u8));
            text = Policy.Masking.SecretMask.Mask(text, _host.Secrets);
            _events.Write("upstream.stderr", json => json.Member("text"u8, text));
        }
    }

    private Thread Background(Action work)
    {
        var thread = new Thread(() => Guarded(work), 512 << 10) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // A fault of any kind in one thread would end the process with its text on standard error and nobody answered.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var reason = $"aex met an unexpected fault ({fault.GetType().Name})";
            _events.Write("proxy.failed", json => json.Member("error"u8, reason));
            UpstreamEnded(reason, null);
        }
    }

    private void Send(JsonText line) => Send(line.Written);

    private void Send(ReadOnlySpan<byte> line)
    {
        lock (_toClient)
        {
            _ = Pipes.Write(1, line);
        }
    }

    // Where that keeps nobody waiting; whether it did.
    private bool TryForward(ReadOnlySpan<byte> line)
    {
        if (!_toUpstream.TryEnter())
        {
            return false;
        }

        try
        {
            return _upstream.TryWrite(line);
        }
        finally
        {
            _toUpstream.Exit();
        }
    }

    private void Forward(ReadOnlySpan<byte> line)
    {
        bool isTaken;
        lock (_toUpstream)
        {
            isTaken = _upstream.Write(line);
        }

        if (!isTaken)
        {
            UpstreamIsMute("the server has closed its input");
        }
    }
}
