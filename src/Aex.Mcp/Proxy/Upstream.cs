using Aex.Mcp.Framing;
using Aex.Sessions.Processes;

namespace Aex.Mcp.Proxy;

/// <summary>The MCP server that the proxy starts, with everything that it starts in turn.</summary>
internal sealed class Upstream : IDisposable
{
    private const int Interrupted = 4;

    private readonly Lock _gate = new();
    private readonly SupervisedProcess? _process;
    private readonly int _fault;
    private bool _isEnding;
    private int _input = -1;

    private Upstream(SupervisedProcess? process, int fault) => (_process, _fault) = (process, fault);

    /// <summary>Where its answers are read.</summary>
    public int Output => _process?.Output ?? -1;

    /// <summary>Where its messages for people are read.</summary>
    public int Errors => _process?.Errors ?? -1;

    /// <summary>Set when the process itself has ended.</summary>
    public ManualResetEventSlim Ended { get; } = new();

    /// <summary>Readies what it takes to start it. Nothing of the command runs before <see cref="Start"/>.</summary>
    public static Upstream Prepare(IReadOnlyList<string> command)
    {
        int fault = SupervisedProcess.Prepare(command, out var process);
        return new Upstream(process, fault);
    }

    /// <summary>Starts it, unless its end has begun. 0, or the number of the error.</summary>
    public int Start()
    {
        lock (_gate)
        {
            if (_isEnding || _process is null)
            {
                return _isEnding ? Interrupted : _fault;
            }

            int fault = _process.Go();
            if (fault == 0)
            {
                _input = _process.Input;
            }

            return fault;
        }
    }

    /// <summary>Waits until it ends; its exit code.</summary>
    public int WaitForEnd()
    {
        int exit = _process!.WaitForEnd();
        Ended.Set();
        return exit;
    }

    /// <summary>Hands it a line. False where it reads no more.</summary>
    public bool Write(ReadOnlySpan<byte> line) => _input >= 0 && Pipes.Write(_input, line);

    /// <summary>Hands it a line if that keeps nobody waiting; whether it did.</summary>
    public bool TryWrite(ReadOnlySpan<byte> line) => _input >= 0 && Pipes.TakesAtOnce(_input, line.Length) && Pipes.Write(_input, line);

    /// <summary>Tells it that nothing more comes.</summary>
    public void CloseInput()
    {
        if (_input >= 0)
        {
            Pipes.Close(_input);
            _input = -1;
        }
    }

    /// <summary>Ends it and everything that it started: asked first, then without asking. Comes back when nothing is left, or the time is over.</summary>
    public void End(int milliseconds)
    {
        lock (_gate)
        {
            _isEnding = true;
        }

        _process?.End(milliseconds);
    }

    /// <summary>Ends it without waiting for that.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        Ended.Dispose();
    }
}
