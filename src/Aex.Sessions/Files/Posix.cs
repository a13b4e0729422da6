using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Aex.Sessions.Files;

/// <summary>
/// The one file that knows the system: Linux calls through libc, on 64-bit x86 and arm. Results are ≥ 0, or the error
/// number negated; calls that a signal interrupted are made again. Descriptors close on exec.
/// </summary>
internal static unsafe class Posix
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

    public static int Status(int descriptor, out FileStatus status)
    {
        byte empty = 0;
        return Statx(descriptor, &empty, 0x1000 /* AT_EMPTY_PATH */, out status);
    }

    public static int Status(string path, bool follow, out FileStatus status)
    {
        fixed (byte* name = Zero(path))
        {
            status = default;
            return name == null ? -Invalid : Statx(CurrentFolder, name, follow ? 0 : 0x100 /* AT_SYMLINK_NOFOLLOW */, out status);
        }
    }

    /// <summary>As <see cref="Status(string, bool, out FileStatus)"/>, for a path that is looked at often: UTF-8 with a NUL behind it.</summary>
    public static int StatusOf(byte[] zeroedPath, out FileStatus status)
    {
        fixed (byte* name = zeroedPath)
        {
            return Statx(CurrentFolder, name, 0, out status);
        }
    }

    /// <summary>What a name in a folder is; a link is not followed.</summary>
    public static int StatusAt(int folder, string name, out FileStatus status)
    {
        fixed (byte* zeroed = Zero(name))
        {
            status = default;
            return zeroed == null ? -Invalid : Statx(folder, zeroed, 0x100 /* AT_SYMLINK_NOFOLLOW */, out status);
        }
    }

    /// <summary>Renames within a folder; a link is renamed, not followed.</summary>
    public static int RenameAt(int folder, string from, int toFolder, string to)
    {
        fixed (byte* source = Zero(from), target = Zero(to))
        {
            return source == null || target == null ? -Invalid : Result(renameat2(folder, source, toFolder, target, 0));
        }
    }

    /// <summary>Lets two files change places at once; fails with <see cref="Invalid"/> where the file system cannot.</summary>
    public static int ExchangeAt(int folder, string one, int otherFolder, string other)
    {
        fixed (byte* first = Zero(one), second = Zero(other))
        {
            return first == null || second == null ? -Invalid : Result(renameat2(folder, first, otherFolder, second, 2 /* RENAME_EXCHANGE */));
        }
    }

    /// <summary>Gives a file a second name; fails where the name is taken.</summary>
    public static int LinkAt(int folder, string existing, int toFolder, string added)
    {
        fixed (byte* source = Zero(existing), target = Zero(added))
        {
            return source == null || target == null ? -Invalid : Result(linkat(folder, source, toFolder, target, 0));
        }
    }

    public static int UnlinkAt(int folder, string name, bool isFolder = false)
    {
        fixed (byte* zeroed = Zero(name))
        {
            return zeroed == null ? -Invalid : Result(unlinkat(folder, zeroed, isFolder ? 0x200 /* AT_REMOVEDIR */ : 0));
        }
    }

    public static int MakeFolderAt(int folder, string name, int mode)
    {
        fixed (byte* zeroed = Zero(name))
        {
            return zeroed == null ? -Invalid : Result(mkdirat(folder, zeroed, (uint)mode));
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

    public static int Rename(string from, string to)
    {
        fixed (byte* source = Zero(from), target = Zero(to))
        {
            return source == null || target == null ? -Invalid : Result(rename(source, target));
        }
    }

    /// <summary>Lets two files change places at once.</summary>
    public static int Exchange(string one, string other)
    {
        fixed (byte* first = Zero(one), second = Zero(other))
        {
            return first == null || second == null ? -Invalid : Result(renameat2(CurrentFolder, first, CurrentFolder, second, 2 /* RENAME_EXCHANGE */));
        }
    }

    /// <summary>Gives a file a second name; fails where the name is taken.</summary>
    public static int Link(string existing, string added)
    {
        fixed (byte* source = Zero(existing), target = Zero(added))
        {
            return source == null || target == null ? -Invalid : Result(link(source, target));
        }
    }

    public static int Unlink(string path)
    {
        fixed (byte* name = Zero(path))
        {
            return name == null ? -Invalid : Result(unlink(name));
        }
    }

    public static int MakeFolder(string path, int mode)
    {
        fixed (byte* name = Zero(path))
        {
            return name == null ? -Invalid : Result(mkdir(name, (uint)mode));
        }
    }

    /// <summary>The text of a link; an error of <see cref="Invalid"/> says that the name is none.</summary>
    [SkipLocalsInit]
    public static int ReadLink(string path, out string target)
    {
        target = "";
        byte* buffer = stackalloc byte[4096];
        fixed (byte* name = Zero(path))
        {
            int count = name == null ? -Invalid : Result(readlink(name, buffer, 4096));
            if (count >= 4096)
            {
                return -NameTooLong;
            }

            if (count >= 0)
            {
                target = Encoding.UTF8.GetString(buffer, count);
            }

            return count;
        }
    }

    /// <summary>The path with every link followed, or null.</summary>
    public static string? RealPath(string path)
    {
        byte* buffer = stackalloc byte[4097];
        fixed (byte* name = Zero(path))
        {
            return name == null || realpath(name, buffer) == null ? null : Marshal.PtrToStringUTF8((nint)buffer);
        }
    }

    /// <summary>0 when the path exists.</summary>
    public static int Probe(string path)
    {
        fixed (byte* name = Zero(path))
        {
            return name == null ? -Invalid : Result(access(name, 0));
        }
    }

    /// <summary>Makes a write beyond the process's file size limit an error like a full disk; the signal's default would end the process without an answer.</summary>
    public static void AnswerFileSizeLimit() => _ = signal(25 /* SIGXFSZ */, 1 /* SIG_IGN */);

    /// <summary>The user that the process acts as.</summary>
    public static uint User() => geteuid();

    /// <summary>The process's number.</summary>
    public static int Process() => getpid();

    /// <summary>The kind of file system that holds the path: the number of its super block; 0 when unknown.</summary>
    public static long FileSystem(string path)
    {
        // struct statfs begins with f_type, a long; 120 bytes in all, with room to spare.
        long* buffer = stackalloc long[64];
        fixed (byte* name = Zero(path))
        {
            return name != null && statfs(name, buffer) == 0 ? buffer[0] & 0xFFFFFFFF : 0;
        }
    }

    /// <summary>True when the folder compares names without case (ext4 and f2fs folders with the +F flag).</summary>
    public static bool FoldsCase(string folder)
    {
        int descriptor = Open(folder, ReadOnly | FolderOnly | NonBlocking);
        if (descriptor < 0)
        {
            return false;
        }

        long flags = 0;
        bool folds = ioctl(descriptor, 0x80086601 /* FS_IOC_GETFLAGS */, &flags) == 0 && (flags & 0x40000000) != 0;
        Close(descriptor);
        return folds;
    }

    /// <summary>
    /// Hands each entry of a folder (without `.` and `..`) to <paramref name="visit"/>: name, inode, type where the folder
    /// knows it. Ends early when it answers false. 0, or the error number negated.
    /// </summary>
    public static int List(string folder, Func<string, ulong, FileType, bool> visit)
    {
        int descriptor = Open(folder, ReadOnly | FolderOnly);
        if (descriptor < 0)
        {
            return descriptor;
        }

        nint stream = fdopendir(descriptor);
        if (stream == 0)
        {
            int error = -Marshal.GetLastSystemError();
            Close(descriptor);
            return error;
        }

        // struct dirent of 64-bit Linux: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name.
        byte* entry;
        while ((entry = readdir(stream)) != null)
        {
            string name = Marshal.PtrToStringUTF8((nint)(entry + 19)) ?? "";
            if (name is "." or "..")
            {
                continue;
            }

            FileType type = entry[18] switch { 4 => FileType.Folder, 8 => FileType.Regular, 10 => FileType.Link, _ => FileType.Other };
            if (!visit(name, *(ulong*)entry, type))
            {
                break;
            }
        }

        _ = closedir(stream);
        return 0;
    }

    /// <summary>What an error number means, for a sentence.</summary>
    public static string Describe(int error) => Math.Abs(error) switch
    {
        1 or NoAccess => "permission denied",
        NoEntry => "no such file or folder",
        5 => "input/output error",
        TryAgain => "busy",
        12 => "out of memory",
        Exists => "it exists already",
        NotFolder => "part of the path is no folder",
        IsFolder => "it is a folder",
        Invalid => "not a valid name",
        23 or 24 => "too many open files",
        FileTooLarge => "the file size limit is reached",
        NoSpace => "no space left on the disk",
        ReadOnlySystem => "the file system is read-only",
        NameTooLong => "the name is too long",
        TooManyLinks => "a symbolic link stands where none may, or links go in a circle",
        6 => "it is a device or a pipe",
        122 => "the disk quota is used up",
        int other => "error " + other.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static int Statx(int folder, byte* name, int flags, out FileStatus status)
    {
        // struct statx has one layout on every architecture; 256 bytes.
        byte* s = stackalloc byte[256];
        int result;
        do
        {
            result = Result(statx(folder, name, flags, 0x7FF /* STATX_BASIC_STATS */, s));
        }
        while (result == -Interrupted);

        if (result < 0)
        {
            status = default;
            return result;
        }

        ushort mode = *(ushort*)(s + 28);
        status = new FileStatus(
            (mode & 0xF000) switch { 0x8000 => FileType.Regular, 0x4000 => FileType.Folder, 0xA000 => FileType.Link, _ => FileType.Other },
            mode & 0xFFF,
            *(uint*)(s + 20),
            *(uint*)(s + 16),
            ((ulong)*(uint*)(s + 136) << 32) | *(uint*)(s + 140),
            *(ulong*)(s + 32),
            *(long*)(s + 40),
            (*(long*)(s + 96) * 1_000_000_000) + *(uint*)(s + 104));
        return 0;
    }

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

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // named as libc names them; blittable, so nothing is generated or marshalled
    // openat is variadic in C; on 64-bit Linux a fourth argument is passed alike either way.
    [DllImport("libc", ExactSpelling = true)]
    private static extern int openat(int folder, byte* path, int flags, int mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint read(int descriptor, byte* into, nuint count);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint pread(int descriptor, byte* into, nuint count, long offset);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint write(int descriptor, byte* bytes, nuint count);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint pwrite(int descriptor, byte* bytes, nuint count, long offset);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int ftruncate(int descriptor, long length);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int statx(int folder, byte* path, int flags, uint mask, byte* buffer);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int flock(int descriptor, int operation);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int nanosleep(long* time, long* left);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int rename(byte* from, byte* to);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int renameat2(int fromFolder, byte* from, int toFolder, byte* to, uint flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int link(byte* existing, byte* added);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int linkat(int folder, byte* existing, int toFolder, byte* added, int flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int unlinkat(int folder, byte* path, int flags);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int mkdirat(int folder, byte* path, uint mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int fchmod(int descriptor, uint mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int unlink(byte* path);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int mkdir(byte* path, uint mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint readlink(byte* path, byte* buffer, nuint size);

    [DllImport("libc", ExactSpelling = true)]
    private static extern byte* realpath(byte* path, byte* resolved);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int access(byte* path, int mode);

    [DllImport("libc", ExactSpelling = true)]
    private static extern uint geteuid();

    [DllImport("libc", ExactSpelling = true)]
    private static extern int getpid();

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint signal(int number, nint handler);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int statfs(byte* path, long* buffer);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int ioctl(int descriptor, nuint request, long* argument);

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint fdopendir(int descriptor);

    [DllImport("libc", ExactSpelling = true)]
    private static extern byte* readdir(nint stream);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int closedir(nint stream);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
