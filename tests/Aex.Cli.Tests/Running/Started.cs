using System.Diagnostics;
using System.Text;

namespace Aex.Cli.Tests.Running;

/// <summary>A process that runs, with its streams at hand.</summary>
internal sealed class Started
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public Started(ProcessStartInfo start)
    {
        start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(false);
        Process = Process.Start(start)!;
        _output = Process.StandardOutput.ReadToEndAsync();
        _error = Process.StandardError.ReadToEndAsync();
    }

    /// <summary>The process.</summary>
    public Process Process { get; }

    /// <summary>Gives it its whole input and waits for its end.</summary>
    public Ended Finish(byte[] input)
    {
        try
        {
            Process.StandardInput.BaseStream.Write(input);
            Process.StandardInput.BaseStream.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything, as it may.
        }
        return Wait();
    }

    /// <summary>Waits for its end; its input stays open.</summary>
    public Ended Wait()
    {
        if (!Process.WaitForExit(Limit))
        {
            Process.Kill(entireProcessTree: true);
            throw new TimeoutException($"no end within {Limit}");
        }
        var ended = new Ended(Process.ExitCode, _output.GetAwaiter().GetResult(), _error.GetAwaiter().GetResult(), _clock.Elapsed);
        Process.Dispose();
        return ended;
    }
}
