using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aex.Mcp.Framing;

/// <summary>The proxy's pipes, straight through libc: blocking, so that a slow reader holds back its writer and memory stays as it is.</summary>
internal static unsafe class Pipes
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int SetPipeSize = 1031;
    private const int PipeSize = 1032;

    // What a pipe takes as it is made (pipe(7)).
    private const int LongMessage = 64 << 10;
    private const int Wide = 1 << 20;

    /// <summary>Reads what is there, waiting for at least a byte; 0 at the end or when the other side is gone.</summary>
    public static int Read(int descriptor, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            while (true)
            {
                nint count = read(descriptor, start, (nuint)into.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                switch (Marshal.GetLastSystemError())
                {
                    case Interrupted: continue;
                    case TryAgain: Wait(descriptor, 1 /* POLLIN */); continue;
                    default: return 0;
                }
            }
        }
    }

    /// <summary>
    /// Waits, without giving the processor back, until there is something to read, so long at most. A processor that has nothing to do falls asleep, and to
    /// wake it takes longer than a call does.
    /// </summary>
    public static void WaitAwake(int descriptor, int microseconds)
    {
        long until = Stopwatch.GetTimestamp() + (microseconds * Stopwatch.Frequency / 1_000_000);
        long request = (uint)descriptor | (1L /* POLLIN */ << 32);
        while (poll(&request, 1, 0) == 0 && Stopwatch.GetTimestamp() < until)
        {
            // Who has something to do goes first.
            _ = sched_yield();
        }
    }

    /// <summary>Writes all of it; false when nobody reads any more.</summary>
    public static bool Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongMessage)
        {
            Widen(descriptor);
        }

        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint count = write(descriptor, start + done, (nuint)(bytes.Length - done));
                if (count >= 0)
                {
                    done += (int)count;
                    continue;
                }

                switch (Marshal.GetLastSystemError())
                {
                    case Interrupted: continue;
                    case TryAgain: Wait(descriptor, 4 /* POLLOUT */); continue;
                    default: return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a write of so many bytes goes into a pipe at once, as long as nobody else writes (pipe(7), PIPE_BUF).</summary>
    public static bool TakesAtOnce(int descriptor, int length)
    {
        const int atomic = 4096;
        long request = (uint)descriptor | (4L /* POLLOUT */ << 32);
        return length <= atomic && poll(&request, 1, 0) == 1 && request >> 48 == 4;
    }

    /// <summary>Waits until one of two descriptors is closed at its other end; on what is no pipe or socket, for ever.</summary>
    /// <param name="input">Nobody is left who could write to it, though what was written may be unread; -1 for none.</param>
    /// <param name="output">Nobody is left who could read from it.</param>
    /// <returns>Whether it is the output.</returns>
    public static bool WaitForHangUp(int input, int output)
    {
        const long readingEnded = 0x2000; // POLLRDHUP: the other end of a socket may stay open for the other way.
        long* requests = stackalloc long[2];
        do
        {
            requests[0] = (uint)output;
            requests[1] = (uint)input | (readingEnded << 32);
        }
        while (poll(requests, 2, -1) < 0);
        return requests[0] >> 48 != 0;
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>A write to a pipe that nobody reads is an error to be answered, not the end of the process.</summary>
    public static void IgnoreBrokenPipes() => _ = signal(13 /* SIGPIPE */, 1 /* SIG_IGN */);

    /// <summary>Makes room in a pipe through which a long message goes: it takes fewer turns between the processes then. Where the system gives no more, it stays as it is.</summary>
    public static void Widen(int descriptor)
    {
        if (fcntl(descriptor, PipeSize, 0) is > 0 and < Wide)
        {
            _ = fcntl(descriptor, SetPipeSize, Wide);
        }
    }

    private static void Wait(int descriptor, short events)
    {
        long request = (uint)descriptor | ((long)(ushort)events << 32);
        _ = poll(&request, 1, -1);
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    [DllImport("libc", ExactSpelling = true)]
    private static extern nint read(int descriptor, byte* into, nuint count);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint write(int descriptor, byte* bytes, nuint count);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int fcntl(int descriptor, int command, int argument);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int poll(long* requests, nuint count, int milliseconds);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int sched_yield();

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint signal(int number, nint handler);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
