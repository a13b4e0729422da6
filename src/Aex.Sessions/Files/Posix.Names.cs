using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Aex.Sessions.Files;

// Names in folders: made, changed, taken away, read.
internal static unsafe partial class Posix
{
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
}
