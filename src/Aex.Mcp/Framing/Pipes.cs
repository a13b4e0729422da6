using System.Runtime.InteropServices;
using System.Text;

namespace Aex.Mcp.Framing;

/// <summary>The proxy's pipes and its child process, straight through libc: blocking, so that a slow reader holds back its writer and memory stays as it is.</summary>
internal static unsafe class Pipes
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int SetPipeSize = 1031;
    private const int LongMessage = 1 << 20;

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

    /// <summary>Writes all of it; false when nobody reads any more.</summary>
    public static bool Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
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

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>A write to a pipe that nobody reads is an error to be answered, not the end of the process.</summary>
    public static void IgnoreBrokenPipes() => _ = signal(13 /* SIGPIPE */, 1 /* SIG_IGN */);

    /// <summary>Starts a command in a process group of its own. 0, or the error's number.</summary>
    public static int Spawn(IReadOnlyList<string> command, out int process, out int input, out int output, out int error)
    {
        int* toChild = stackalloc int[2];
        int* fromChild = stackalloc int[2];
        int* errors = stackalloc int[2];
        process = input = output = error = -1;
        const int closeOnExec = 0x80000;
        if (pipe2(toChild, closeOnExec) < 0 || pipe2(fromChild, closeOnExec) < 0 || pipe2(errors, closeOnExec) < 0)
        {
            return Marshal.GetLastSystemError();
        }

        // Both are opaque, below 400 bytes in glibc and musl.
        byte* actions = stackalloc byte[1024];
        byte* attributes = stackalloc byte[1024];
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        _ = posix_spawn_file_actions_adddup2(actions, toChild[0], 0);
        _ = posix_spawn_file_actions_adddup2(actions, fromChild[1], 1);
        _ = posix_spawn_file_actions_adddup2(actions, errors[1], 2);
        // A group of its own, no signal blocked, SIGPIPE as a program expects it.
        byte* signals = stackalloc byte[128];
        new Span<byte>(signals, 128).Clear();
        _ = posix_spawnattr_setsigmask(attributes, signals);
        signals[1] = 0x10;
        _ = posix_spawnattr_setsigdefault(attributes, signals);
        _ = posix_spawnattr_setpgroup(attributes, 0);
        _ = posix_spawnattr_setflags(attributes, 0x02 | 0x04 | 0x08);
        int result = Start(command, actions, attributes, out process);
        _ = posix_spawn_file_actions_destroy(actions);
        _ = posix_spawnattr_destroy(attributes);
        Close(toChild[0]);
        Close(fromChild[1]);
        Close(errors[1]);
        if (result != 0)
        {
            Close(toChild[1]);
            Close(fromChild[0]);
            Close(errors[0]);
            return result;
        }

        // A long message then takes fewer turns between the processes. Where the system gives no more, they stay as they are.
        _ = fcntl(toChild[1], SetPipeSize, LongMessage);
        _ = fcntl(fromChild[0], SetPipeSize, LongMessage);
        (input, output, error) = (toChild[1], fromChild[0], errors[0]);
        return 0;
    }

    /// <summary>Waits until the process ends: its exit code, or 128 and the signal's number.</summary>
    public static int WaitFor(int process)
    {
        int status = 0;
        while (waitpid(process, &status, 0) < 0)
        {
            if (Marshal.GetLastSystemError() != Interrupted)
            {
                return -1;
            }
        }

        return (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
    }

    /// <summary>Sends a signal to a whole process group; false when nobody of it is left.</summary>
    public static bool SignalGroup(int group, int number) => kill(-group, number) == 0;

    private static int Start(IReadOnlyList<string> command, byte* actions, byte* attributes, out int process)
    {
        byte** words = (byte**)NativeMemory.AllocZeroed((nuint)(command.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < command.Count; i++)
        {
            int length = Encoding.UTF8.GetByteCount(command[i]);
            words[i] = (byte*)NativeMemory.AllocZeroed((nuint)(length + 1));
            _ = Encoding.UTF8.GetBytes(command[i], new Span<byte>(words[i], length));
        }

        int started = 0;
        int result = posix_spawnp(&started, words[0], actions, attributes, words, Environment());
        for (int i = 0; i < command.Count; i++)
        {
            NativeMemory.Free(words[i]);
        }

        NativeMemory.Free(words);
        process = started;
        return result;
    }

    private static byte** Environment()
    {
        var handle = NativeLibrary.GetMainProgramHandle();
        return NativeLibrary.TryGetExport(handle, "environ", out nint address) || NativeLibrary.TryGetExport(NativeLibrary.Load("libc.so.6"), "environ", out address)
            ? *(byte***)address
            : null;
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
    private static extern int pipe2(int* ends, int flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint signal(int number, nint handler);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int kill(int process, int number);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int waitpid(int process, int* status, int options);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnp(int* process, byte* file, byte* actions, byte* attributes, byte** words, byte** environment);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_init(byte* actions);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_destroy(byte* actions);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnattr_init(byte* attributes);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnattr_destroy(byte* attributes);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnattr_setflags(byte* attributes, short flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnattr_setpgroup(byte* attributes, int group);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnattr_setsigmask(byte* attributes, byte* signals);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
