namespace Aex.Sessions.Files;

// What a file and its file system are.
internal static unsafe partial class Posix
{
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
}
