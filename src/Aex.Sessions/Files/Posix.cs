using System.Runtime.InteropServices;
using System.Text;

namespace Aex.Sessions.Files;

/// <summary>
/// The one place that knows the system: Linux calls through libc, on 64-bit x86 and arm. Results are ≥ 0, or the error
/// number negated; calls that a signal interrupted are made again. Descriptors close on exec.
/// </summary>
internal static unsafe partial class Posix
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int NoAccess = 13;
    public const int Exists = 17;
    public const int NotFolder = 20;
    public const int IsFolder = 21;
    public const int Invalid = 22;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnlySystem = 30;
    public const int NameTooLong = 36;
    public const int TooManyLinks = 40;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Truncate = 0x200;
    public const int AppendOnly = 0x400;
    public const int NonBlocking = 0x800;

    private const int CloseOnExec = 0x80000;
    private const int CurrentFolder = -100;

    private static readonly bool s_arm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;

    /// <summary>Open a folder only.</summary>
    public static int FolderOnly => s_arm ? 0x4000 : 0x10000;

    /// <summary>Refuse when the last component is a link.</summary>
    public static int NoFollow => s_arm ? 0x8000 : 0x20000;

    public static int Open(string path, int flags, int mode = 0) => OpenAt(CurrentFolder, path, flags, mode);

    public static int OpenAt(int folder, string path, int flags, int mode = 0)
    {
        fixed (byte* name = Zero(path))
        {
            while (true)
            {
                int result = name == null ? -Invalid : Result(openat(folder, name, flags | CloseOnExec, mode));
                if (result != -Interrupted)
                {
                    return result;
                }
            }
        }
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>Reads until the span is full or the file ends.</summary>
    public static int Read(int descriptor, Span<byte> into)
    {
        int total = 0;
        fixed (byte* start = into)
        {
            while (total < into.Length)
            {
                int count = Result(read(descriptor, start + total, (nuint)(into.Length - total)));
                if (count == -Interrupted)
                {
                    continue;
                }

                if (count <= 0)
                {
                    return count < 0 ? count : total;
                }

                total += count;
            }
        }

        return total;
    }

    /// <summary>Reads what is there, waiting for at least a byte; 0 at the end.</summary>
    public static int ReadSome(int descriptor, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            while (true)
            {
                int count = Result(read(descriptor, start, (nuint)into.Length));
                if (count != -Interrupted)
                {
                    return count;
                }
            }
        }
    }

    /// <summary>Reads from an offset until the span is full or the file ends.</summary>
    public static int ReadAt(int descriptor, Span<byte> into, long offset)
    {
        int total = 0;
        fixed (byte* start = into)
        {
            while (total < into.Length)
            {
                int count = Result(pread(descriptor, start + total, (nuint)(into.Length - total), offset + total));
                if (count == -Interrupted)
                {
                    continue;
                }

                if (count <= 0)
                {
                    return count < 0 ? count : total;
                }

                total += count;
            }
        }

        return total;
    }

    /// <summary>One write; fewer bytes than given mean that the rest did not fit.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                int count = Result(write(descriptor, start, (nuint)bytes.Length));
                if (count != -Interrupted)
                {
                    return count;
                }
            }
        }
    }

    /// <summary>One write at an offset; fewer bytes than given mean that the rest did not fit.</summary>
    public static int WriteAt(int descriptor, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                int count = Result(pwrite(descriptor, start, (nuint)bytes.Length, offset));
                if (count != -Interrupted)
                {
                    return count;
                }
            }
        }
    }

    public static int SetLength(int descriptor, long length)
    {
        while (true)
        {
            int result = Result(ftruncate(descriptor, length));
            if (result != -Interrupted)
            {
                return result;
            }
        }
    }

    /// <summary>Sets a file's permission bits.</summary>
    public static int SetMode(int descriptor, int mode) => Result(fchmod(descriptor, (uint)mode));

    /// <summary>Waits until a file's bytes are on the disk.</summary>
    public static int Flush(int descriptor) => Result(fsync(descriptor));

    /// <summary>Takes the whole file's lock, or says at once that another has it (<see cref="TryAgain"/>).</summary>
    public static int TryLock(int descriptor) => Result(flock(descriptor, 2 | 4 /* LOCK_EX | LOCK_NB */));

    /// <summary>Gives the whole file's lock back.</summary>
    public static void Unlock(int descriptor) => _ = flock(descriptor, 8 /* LOCK_UN */);

    public static void Sleep(long nanoseconds)
    {
        long* time = stackalloc long[2] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        _ = nanosleep(time, null);
    }

    /// <summary>Makes a write beyond the process's file size limit an error like a full disk; the signal's default would end the process without an answer.</summary>
    public static void AnswerFileSizeLimit() => _ = signal(25 /* SIGXFSZ */, 1 /* SIG_IGN */);

    /// <summary>The user that the process acts as.</summary>
    public static uint User() => geteuid();

    /// <summary>The process's number.</summary>
    public static int Process() => getpid();

    private static int Result(int value) => value >= 0 ? value : -Marshal.GetLastSystemError();

    private static int Result(nint value) => value >= 0 ? (int)value : -Marshal.GetLastSystemError();

    // The path as UTF-8 with a NUL behind it; null (which the calls answer with `invalid`) when it holds a NUL itself.
    private static byte[]? Zero(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            return null;
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        _ = Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }
}
