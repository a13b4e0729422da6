using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Aex.Sessions.Files;

namespace Aex.Sessions.Processes;

/// <summary>
/// The process between <c>aex proxy</c> and the server: it starts the server, tells how that ended, and ends whatever is left of it when its
/// owner's end of the channel closes, which also a killed owner's does (docs/decisions/0014). It leads the group that the server belongs to, so the
/// group's number is taken as long as anything may be sent to it. <see cref="SupervisedProcess"/> is its owner's side.
/// </summary>
public static unsafe class Supervisor
{
    /// <summary>The word that has the <c>aex</c> program be one.</summary>
    public const string Verb = "proxy-supervisor";

    // Where its owner has put the channel.
    private const int Channel = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits for its owner's word and runs the command to its end.</summary>
    /// <returns>0; 2 where it was not started by an owner.</returns>
    public static int Run(IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        int kind = 0;
        uint length = sizeof(int);
        if (command.Count == 0 || getsockopt(Channel, 1 /* SOL_SOCKET */, 3 /* SO_TYPE */, &kind, &length) < 0 || getpgrp() != Posix.Process())
        {
            _ = Posix.Write(2, "{\"event\":\"proxy.failed\",\"error\":\"this is a part of aex proxy, which starts it itself\"}\n"u8);
            return 2;
        }

        _ = fcntl(Channel, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */);
        // A signal to the group is for the server.
        foreach (int number in (ReadOnlySpan<int>)[1 /* SIGHUP */, 2 /* SIGINT */, 3 /* SIGQUIT */, 13 /* SIGPIPE */, 15 /* SIGTERM */])
        {
            _ = signal(number, 1 /* SIG_IGN */);
        }

        Span<byte> word = stackalloc byte[1];
        if (Posix.ReadSome(Channel, word) <= 0)
        {
            return 0;
        }

        Descendants.Adopt();
        int fault = ProcessGroup.StartInside(command, out int server);
        Tell(fault);
        if (fault != 0)
        {
            return 0;
        }

        LetGo();
        using var descendants = new Descendants();
        descendants.Watch((process, exit) =>
        {
            if (process == server)
            {
                Tell(exit);
                // What it left behind ends with it: the read below comes to its end.
                _ = shutdown(Channel, 0 /* SHUT_RD */);
            }
        });
        // Nothing more is ever said; the end of the channel is what is waited for.
        _ = Posix.ReadSome(Channel, word);
        if (!descendants.End(s_patience, isLeader: true))
        {
            _ = ProcessGroup.Signal(Posix.Process(), 9);
        }

        return 0;
    }

    private static void Tell(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _ = Posix.Write(Channel, bytes);
    }

    // The server's pipes are the server's alone, so that each side sees the other one close its end.
    private static void LetGo()
    {
        int nothing = Posix.Open("/dev/null", Posix.ReadWrite);
        for (int i = 0; i < 3; i++)
        {
            if (nothing < 0 || dup2(nothing, i) < 0)
            {
                Posix.Close(i);
            }
        }

        if (nothing > Channel)
        {
            Posix.Close(nothing);
        }
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    [DllImport("libc", ExactSpelling = true)]
    private static extern int getsockopt(int descriptor, int level, int option, int* value, uint* length);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int getpgrp();

    [DllImport("libc", ExactSpelling = true)]
    private static extern int fcntl(int descriptor, int command, int argument);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint signal(int number, nint handler);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int shutdown(int descriptor, int how);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int dup2(int from, int to);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
