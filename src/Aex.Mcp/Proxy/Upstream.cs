using Aex.Mcp.Framing;
using Aex.Sessions.Processes;

namespace Aex.Mcp.Proxy;

/// <summary>The MCP server that the proxy starts, with everything that it starts in turn: one process group.</summary>
internal sealed class Upstream
{
    private const int Terminate = 15;
    private const int Kill = 9;

    private const int Interrupted = 4;

    private readonly Lock _gate = new();
    private bool _isEnding;
    private int _process = -1;
    private int _input = -1;

    /// <summary>Where its answers are read.</summary>
    public int Output { get; private set; } = -1;

    /// <summary>Where its messages for people are read.</summary>
    public int Errors { get; private set; } = -1;

    /// <summary>Set when the process itself has ended.</summary>
    public ManualResetEventSlim Ended { get; } = new();

    /// <summary>Starts it, unless its end has begun. 0, or the number of the error.</summary>
    public int Start(IReadOnlyList<string> command)
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return Interrupted;
            }

            int fault = ProcessGroup.Start(command, folder: null, newSession: false, out _process, out _input, out int output, out int errors);
            (Output, Errors) = (output, errors);
            if (fault == 0)
            {
                Pipes.Widen(_input);
                Pipes.Widen(output);
            }

            return fault;
        }
    }

    /// <summary>Waits until it ends; its exit code.</summary>
    public int WaitForEnd()
    {
        int exit = ProcessGroup.WaitFor(_process);
        Ended.Set();
        return exit;
    }

    /// <summary>Hands it a line. Where it does not read any more its end is near and answers for it.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        if (_input >= 0)
        {
            _ = Pipes.Write(_input, line);
        }
    }

    /// <summary>Tells it that nothing more comes.</summary>
    public void CloseInput()
    {
        if (_input >= 0)
        {
            Pipes.Close(_input);
            _input = -1;
        }
    }

    /// <summary>Ends the whole group: asked first, then without asking.</summary>
    public void End(TimeSpan patience)
    {
        // Two threads may be at it: the one that ends the proxy, and the one that sees to it that it does end.
        int process;
        lock (_gate)
        {
            _isEnding = true;
            process = _process;
        }

        if (process <= 0)
        {
            return;
        }

        if (ProcessGroup.Signal(process, Terminate))
        {
            long until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (ProcessGroup.Signal(process, 0) && Environment.TickCount64 < until)
            {
                Thread.Sleep(10);
            }

            _ = ProcessGroup.Signal(process, Kill);
        }

        _process = -1;
    }
}
