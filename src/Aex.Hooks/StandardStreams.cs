using System.Runtime.InteropServices;
using System.Text;

namespace Aex.Hooks;

/// <summary>
/// The gate's three streams, straight through libc. <c>Console</c> costs start-up time, and <c>FileStream</c> on a shared file rewinds it.
/// </summary>
internal static partial class StandardStreams
{
    /// <summary>The largest input accepted, in bytes.</summary>
    public const int MaxInput = 16 << 20;

    /// <summary>
    /// How long the input may take to end. A client that keeps the pipe open would else run into its own time limit, and most clients
    /// then let the tool run.
    /// </summary>
    public const int InputMilliseconds = 5_000;

    private const int Interrupted = 4;   // EINTR, the same on Linux and macOS
    private const int FGetFd = 1;

    /// <summary>
    /// Sees that the streams are there before any file is opened: a file opened in the place of a closed one would receive the answer.
    /// </summary>
    /// <returns>What is missing, or null.</returns>
    public static string? Missing()
    {
        _ = Signal(13, 1);   // SIGPIPE, SIG_IGN: a reader that has gone must end in exit 2, not in a kill that lets the tool run
        if (Fcntl(0, FGetFd) < 0)
            return "standard input";
        if (Fcntl(1, FGetFd) < 0)
            return "standard output";
        if (Fcntl(2, FGetFd) < 0)
            _ = Dup(0);   // takes the free place 2; what is written there is lost, as it would be anyway
        return null;
    }

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="input">What was read; valid only when there is no fault.</param>
    /// <returns>Why it could not be read, as a clause, or null.</returns>
    public static string? ReadInput(out ReadOnlyMemory<byte> input)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(16 << 10);
        int length = 0;
        long deadline = Environment.TickCount64 + InputMilliseconds;
        input = default;
        while (true)
        {
            int ready = WaitForInput((int)Math.Max(0, deadline - Environment.TickCount64));
            if (ready == 0)
                return "the hook's input on standard input did not end within 5 seconds";
            nint got = ready < 0 ? -1 : Read(0, ref buffer[length], (nuint)(buffer.Length - length));
            if (got < 0)
            {
                if (Marshal.GetLastSystemError() == Interrupted)
                    continue;
                return "standard input cannot be read";
            }
            if (got == 0)
                break;
            length += (int)got;
            if (length > MaxInput)
                return "the hook's input is larger than 16 MiB";
            if (length == buffer.Length)
            {
                byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Min(length * 4, MaxInput + 1));
                buffer.AsSpan().CopyTo(larger);
                buffer = larger;
            }
        }
        input = buffer.AsMemory(0, length);
        return null;
    }

    /// <summary>Writes all of an answer to standard output, in one write where the system takes it whole.</summary>
    /// <returns>False if it could not be written whole.</returns>
    public static bool WriteOutput(ReadOnlySpan<byte> utf8) => WriteAll(1, utf8);

    /// <summary>Writes one line to standard error. A failure is without consequence: the exit code stands.</summary>
    public static void WriteError(string line) => WriteAll(2, Encoding.UTF8.GetBytes(line + "\n"));

    private static bool WriteAll(int descriptor, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            nint written = Write(descriptor, in MemoryMarshal.GetReference(utf8), (nuint)utf8.Length);
            if (written < 0)
            {
                if (Marshal.GetLastSystemError() == Interrupted)
                    continue;
                return false;
            }
            utf8 = utf8[(int)written..];
        }
        return true;
    }

    private static int WaitForInput(int milliseconds)
    {
        var input = new PollDescriptor { Descriptor = 0, Events = 1 };   // POLLIN
        return Poll(ref input, 1, milliseconds);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, in byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
