using System.Runtime.InteropServices;
using System.Text;

namespace Aex.Sessions.Processes;

/// <summary>A started program with everything that it starts in turn, straight through libc: the framework's own class knows no process groups.</summary>
public static unsafe class ProcessGroup
{
    private const int Interrupted = 4;

    // posix_spawn's flags.
    private const short SetGroup = 0x02;
    private const short SetDefaults = 0x04;
    private const short SetMask = 0x08;
    private const short NewSession = 0x80;

    /// <summary>Starts a command as the leader of a new group, with pipes on its input, output and errors. 0, or the error's number.</summary>
    /// <param name="command">The program, looked for in <c>PATH</c>, and its arguments.</param>
    /// <param name="folder">The folder that it starts in; null for this process's own.</param>
    /// <param name="newSession">Whether it gets a session of its own, and with that no terminal.</param>
    /// <param name="process">Its number, which is the group's.</param>
    /// <param name="input">Where its input is written.</param>
    /// <param name="output">Where its output is read.</param>
    /// <param name="error">Where its errors are read.</param>
    /// <param name="channel">What it gets as descriptor 3; -1 for nothing.</param>
    /// <param name="program">The program's path, where the command's first word is only what it is told to be; null for that word.</param>
    /// <param name="variables">Variables that it gets besides this process's own, or instead of one of these.</param>
    public static int Start(
        IReadOnlyList<string> command, string? folder, bool newSession, out int process, out int input, out int output, out int error,
        int channel = -1, string? program = null, IReadOnlyList<KeyValuePair<string, string>>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(command);
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
        if (channel >= 0)
        {
            _ = posix_spawn_file_actions_adddup2(actions, channel, 3);
        }

        if (folder is not null)
        {
            byte[] path = Encoding.UTF8.GetBytes(folder + "\0");
            fixed (byte* start = path)
            {
                _ = posix_spawn_file_actions_addchdir_np(actions, start);
            }
        }

        // A group of its own, no signal blocked, SIGPIPE and SIGXFSZ as a program expects them.
        byte* signals = stackalloc byte[128];
        new Span<byte>(signals, 128).Clear();
        _ = posix_spawnattr_setsigmask(attributes, signals);
        signals[1] = 0x10;
        signals[3] = 0x01;
        _ = posix_spawnattr_setsigdefault(attributes, signals);
        _ = posix_spawnattr_setpgroup(attributes, 0);
        _ = posix_spawnattr_setflags(attributes, (short)(SetDefaults | SetMask | (newSession ? NewSession : SetGroup)));
        int result = Spawn(command, program, actions, attributes, variables ?? [], out process);
        _ = posix_spawn_file_actions_destroy(actions);
        _ = posix_spawnattr_destroy(attributes);
        _ = close(toChild[0]);
        _ = close(fromChild[1]);
        _ = close(errors[1]);
        if (result != 0)
        {
            _ = close(toChild[1]);
            _ = close(fromChild[0]);
            _ = close(errors[0]);
            return result;
        }

        (input, output, error) = (toChild[1], fromChild[0], errors[0]);
        return 0;
    }

    /// <summary>Starts a command in this process's own group and with its input, output and errors. 0, or the error's number.</summary>
    /// <param name="command">The program, looked for in <c>PATH</c>, and its arguments.</param>
    /// <param name="process">Its number.</param>
    internal static int StartInside(IReadOnlyList<string> command, out int process)
    {
        byte* attributes = stackalloc byte[1024];
        byte* signals = stackalloc byte[128];
        new Span<byte>(signals, 128).Clear();
        _ = posix_spawnattr_init(attributes);
        _ = posix_spawnattr_setsigmask(attributes, signals);
        // What this process takes no notice of, the program is to: SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXFSZ.
        signals[0] = 0x07;
        signals[1] = 0x50;
        signals[3] = 0x01;
        _ = posix_spawnattr_setsigdefault(attributes, signals);
        _ = posix_spawnattr_setflags(attributes, SetDefaults | SetMask);
        int result = Spawn(command, null, null, attributes, [], out process);
        _ = posix_spawnattr_destroy(attributes);
        return result;
    }

    /// <summary>Waits until the leader has ended, and leaves its number taken: a signal to the group can reach no other's.</summary>
    public static void WaitForEnd(int process)
    {
        byte* information = stackalloc byte[128];
        while (waitid(1 /* P_PID */, (uint)process, information, 4 | 0x01000000 /* WEXITED | WNOWAIT */) < 0 && Marshal.GetLastSystemError() == Interrupted)
        {
        }
    }

    /// <summary>Waits until the leader ends and gives its number back: its exit code, or 128 and the signal's number.</summary>
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

    /// <summary>Sends a signal to a whole group; false when nobody of it is left.</summary>
    public static bool Signal(int group, int number) => kill(-group, number) == 0;

    private static int Spawn(
        IReadOnlyList<string> command, string? program, byte* actions, byte* attributes, IReadOnlyList<KeyValuePair<string, string>> variables, out int process)
    {
        byte** words = (byte**)NativeMemory.AllocZeroed((nuint)(command.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < command.Count; i++)
        {
            int length = Encoding.UTF8.GetByteCount(command[i]);
            words[i] = (byte*)NativeMemory.AllocZeroed((nuint)(length + 1));
            _ = Encoding.UTF8.GetBytes(command[i], new Span<byte>(words[i], length));
        }

        byte** environment = Environment();
        byte** added = variables.Count > 0 ? With(environment, variables) : null;
        int started = 0;
        int result;
        fixed (byte* path = program is null ? null : Encoding.UTF8.GetBytes(program + "\0"))
        {
            result = posix_spawnp(&started, path is null ? words[0] : path, actions, attributes, words, added is null ? environment : added);
        }

        Free(added, variables.Count);
        for (int i = 0; i < command.Count; i++)
        {
            NativeMemory.Free(words[i]);
        }

        NativeMemory.Free(words);
        process = started;
        return result;
    }

    // The new variables first, so that they alone have to be given back.
    private static byte** With(byte** environment, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        int count = 0;
        while (environment != null && environment[count] != null)
        {
            count++;
        }

        byte** all = (byte**)NativeMemory.AllocZeroed((nuint)(count + variables.Count + 1), (nuint)sizeof(byte*));
        int next = 0;
        var names = new List<byte[]>(variables.Count);
        foreach ((string name, string value) in variables)
        {
            byte[] text = Encoding.UTF8.GetBytes($"{name}={value}");
            names.Add(Encoding.UTF8.GetBytes(name + "="));
            all[next] = (byte*)NativeMemory.AllocZeroed((nuint)(text.Length + 1));
            text.CopyTo(new Span<byte>(all[next++], text.Length));
        }

        for (int i = 0; i < count; i++)
        {
            var variable = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(environment[i]);
            bool isReplaced = false;
            foreach (byte[] name in names)
            {
                isReplaced |= variable.StartsWith(name);
            }

            if (!isReplaced)
            {
                all[next++] = environment[i];
            }
        }

        return all;
    }

    private static void Free(byte** environment, int added)
    {
        for (int i = 0; environment != null && i < added; i++)
        {
            NativeMemory.Free(environment[i]);
        }

        NativeMemory.Free(environment);
    }

    private static byte** Environment()
    {
        var handle = NativeLibrary.GetMainProgramHandle();
        return NativeLibrary.TryGetExport(handle, "environ", out nint address) || NativeLibrary.TryGetExport(NativeLibrary.Load("libc.so.6"), "environ", out address)
            ? *(byte***)address
            : null;
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    [DllImport("libc", ExactSpelling = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int pipe2(int* ends, int flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int kill(int process, int number);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int waitpid(int process, int* status, int options);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int waitid(int kind, uint process, byte* information, int options);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawnp(int* process, byte* file, byte* actions, byte* attributes, byte** words, byte** environment);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_init(byte* actions);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_destroy(byte* actions);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

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
