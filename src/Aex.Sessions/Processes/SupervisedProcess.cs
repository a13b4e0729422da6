using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Aex.Sessions.Files;

namespace Aex.Sessions.Processes;

/// <summary>A program under a <see cref="Supervisor"/>: nothing of it outlives this process, however this process ends.</summary>
public sealed unsafe class SupervisedProcess : IDisposable
{
    /// <summary>What <see cref="Go"/> answers when the supervisor itself could not work: EIO.</summary>
    public const int Unsupervised = 5;

    private const int Killed = 128 + 9;

    private readonly int _channel;
    private readonly int _supervisor;
    private int _orphans;

    private SupervisedProcess(int channel, int supervisor, int input, int output, int errors) =>
        (_channel, _supervisor, Input, Output, Errors) = (channel, supervisor, input, output, errors);

    /// <summary>Where its input is written.</summary>
    public int Input { get; }

    /// <summary>Where its output is read.</summary>
    public int Output { get; }

    /// <summary>Where its errors are read.</summary>
    public int Errors { get; }

    /// <summary>Starts the supervisor, which starts nothing before <see cref="Go"/>. 0, or the error's number.</summary>
    /// <param name="command">The program, looked for in <c>PATH</c>, and its arguments.</param>
    /// <param name="process">The program to be; null where there is an error.</param>
    public static int Prepare(IReadOnlyList<string> command, out SupervisedProcess? process)
    {
        ArgumentNullException.ThrowIfNull(command);
        process = null;
        int* ends = stackalloc int[2];
        if (socketpair(1 /* AF_UNIX */, 1 | 0x80000 /* SOCK_STREAM | SOCK_CLOEXEC */, 0, ends) < 0)
        {
            return Marshal.GetLastSystemError();
        }

        // Should the supervisor be killed, what it leaves becomes this process's own.
        Descendants.Adopt();
        // Under `dotnet aex-commands.dll` the program is the runtime.
        string[] self = Environment.GetCommandLineArgs()[0] is var first && first.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", first] : ["aex"];
        int fault = ProcessGroup.Start([.. self, Supervisor.Verb, .. command], null, newSession: false, out int supervisor, out int input, out int output, out int errors, ends[1], "/proc/self/exe");
        Posix.Close(ends[1]);
        if (fault != 0)
        {
            // It is not the command that cannot be started.
            Posix.Close(ends[0]);
            return Unsupervised;
        }

        process = new SupervisedProcess(ends[0], supervisor, input, output, errors);
        return 0;
    }

    /// <summary>Has the program started. 0, or the number of the error that kept it from that.</summary>
    public int Go() => Posix.Write(_channel, "s"u8) == 1 && Hear() is { } fault ? fault : Unsupervised;

    /// <summary>Waits until the program ends; its exit code, or 128 and the number of the signal that ended it.</summary>
    public int WaitForEnd() => Hear() ?? Killed;

    /// <summary>Ends the program and all that it started: asked first, and after 300 ms without asking. Comes back when nothing is left, or the time is over.</summary>
    public void End(int milliseconds)
    {
        _ = shutdown(_channel, 1 /* SHUT_WR */);
        // The other end closes when the supervisor ends, after everything else.
        long request = (uint)_channel;
        long until = Environment.TickCount64 + milliseconds;
        int left, count;
        do
        {
            left = (int)Math.Max(0, until - Environment.TickCount64);
            count = poll(&request, 1, left);
        }
        while (count < 0 && left > 0);
        if (count > 0)
        {
            EndOrphans();
        }
    }

    /// <summary>Closes the channel, which ends the program.</summary>
    public void Dispose() => Posix.Close(_channel);

    // A supervisor that was killed has left its orphans to this process, and its group's number is taken until it is reaped, which it is here.
    private void EndOrphans()
    {
        if (Interlocked.Exchange(ref _orphans, 1) != 0)
        {
            return;
        }

        ProcessGroup.WaitForEnd(_supervisor);
        _ = ProcessGroup.Signal(_supervisor, 9);
        using var rest = new Descendants();
        rest.Watch((_, _) => { });
        _ = rest.End(TimeSpan.Zero, isLeader: false);
    }

    private int? Hear()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        return Posix.Read(_channel, bytes) == bytes.Length ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : null;
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    [DllImport("libc", ExactSpelling = true)]
    private static extern int socketpair(int domain, int type, int protocol, int* ends);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int shutdown(int descriptor, int how);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int poll(long* requests, nuint count, int milliseconds);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
