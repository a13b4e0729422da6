using System.Globalization;
using System.Runtime.InteropServices;

namespace Aex.Sessions.Processes;

/// <summary>
/// Everything that this process started, and what that started in turn: who loses its parent becomes this process's own child (Linux,
/// PR_SET_CHILD_SUBREAPER), also where it left its group or its session. Only children are signalled, and none is reaped meanwhile, so no signal
/// reaches a process that was given the number of another.
/// </summary>
internal sealed unsafe class Descendants : IDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private const int Interrupted = 4;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(500);

    private readonly Lock _reaping = new();
    private readonly ManualResetEventSlim _none = new();

    /// <summary>Has orphans given to this process from now on.</summary>
    public static void Adopt() => _ = prctl(36 /* PR_SET_CHILD_SUBREAPER */, 1, 0, 0, 0);

    /// <summary>Reaps until no child is left, in a thread of its own; to be called when there is one.</summary>
    /// <param name="ended">Is told of each that ends: its number, and its exit code, or 128 and the number of the signal that ended it.</param>
    public void Watch(Action<int, int> ended)
    {
        var thread = new Thread(() => Reap(ended), 256 << 10) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Ends them all: asked first, then without asking. False when some are left all the same.</summary>
    /// <param name="patience">How long they have once asked.</param>
    /// <param name="isLeader">Whether this process leads a group that they belong to; it must take no notice of SIGTERM.</param>
    public bool End(TimeSpan patience, bool isLeader)
    {
        if (isLeader)
        {
            _ = kill(0, Terminate);
        }

        SignalChildren(Terminate);
        if (_none.Wait(patience))
        {
            return true;
        }

        // From the top down: whose parent has ended is a child the next time.
        for (long until = Environment.TickCount64 + (long)s_longest.TotalMilliseconds; Environment.TickCount64 < until;)
        {
            SignalChildren(Kill);
            if (_none.Wait(s_turn))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Frees what waiting took.</summary>
    public void Dispose() => _none.Dispose();

    private void Reap(Action<int, int> ended)
    {
        // siginfo_t: si_signo, si_errno, si_code; behind them, at 12 or 16, si_pid, si_uid, si_status.
        int* information = stackalloc int[32];
        int behind = sizeof(nint) == 8 ? 4 : 3;
        while (true)
        {
            if (waitid(0 /* P_ALL */, 0, information, 4 | 0x01000000 /* WEXITED | WNOWAIT */) == 0)
            {
                int process = information[behind];
                int status = information[behind + 2];
                ended(process, information[2] == 1 /* CLD_EXITED */ ? status : 128 + status);
                lock (_reaping)
                {
                    _ = waitpid(process, null, 0);
                }
            }
            else if (Marshal.GetLastSystemError() != Interrupted)
            {
                _none.Set();
                return;
            }
        }
    }

    private void SignalChildren(int number)
    {
        lock (_reaping)
        {
            foreach (int child in Children())
            {
                _ = kill(child, number);
            }
        }
    }

    // Linux, proc(5): the children of a process are those of its threads.
    private static List<int> Children()
    {
        var all = new List<int>();
        try
        {
            foreach (string thread in Directory.EnumerateDirectories("/proc/self/task"))
            {
                foreach (string child in File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    all.Add(int.Parse(child, CultureInfo.InvariantCulture));
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            // Without such files, or where a thread ended meanwhile, what was found; the group is signalled besides.
        }

        return all;
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    [DllImport("libc", ExactSpelling = true)]
    private static extern int kill(int process, int number);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int waitpid(int process, int* status, int options);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int waitid(int kind, uint process, int* information, int options);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
