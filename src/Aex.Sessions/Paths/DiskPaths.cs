using Aex.Policy.Decisions;
using Aex.Sessions.Files;

namespace Aex.Sessions.Paths;

/// <summary>Follows paths on the disk, component by component as the kernel does.</summary>
public sealed class DiskPaths : IPathResolver
{
    private const int MostLinks = 40;
    private const int LongestPath = 4096;
    private const int MostEntries = 20_000;

    /// <inheritdoc/>
    public PathFacts Look(string absolutePath)
    {
        return absolutePath is ['/', ..] ? Follow("", absolutePath) : default;
    }

    /// <inheritdoc/>
    public PathFacts LookBelow(string resolvedFolder, string names) => resolvedFolder is ['/', ..] ? Follow(resolvedFolder.TrimEnd('/'), names) : default;

    private static PathFacts Follow(string resolved, string names)
    {
        if (resolved.Length + names.Length >= LongestPath || names.Contains('\0'))
        {
            return default;
        }

        string rest = names;
        int links = 0;
        bool exists = true;
        while (true)
        {
            int start = 0;
            while (start < rest.Length && rest[start] == '/')
            {
                start++;
            }

            if (start == rest.Length)
            {
                break;
            }

            int end = rest.IndexOf('/', start);
            end = end < 0 ? rest.Length : end;
            string name = rest[start..end];
            rest = rest[end..];
            if (name == ".")
            {
                continue;
            }

            if (name == "..")
            {
                resolved = resolved[..Math.Max(0, resolved.LastIndexOf('/'))];
                continue;
            }

            string next = resolved + "/" + name;
            if (!exists)
            {
                resolved = next;
                continue;
            }

            int result = Posix.ReadLink(next, out string target);
            if (result >= 0)
            {
                // What /proc's links lead to depends on the process that asks; this one is not the one that will.
                if (++links > MostLinks || next.Length + rest.Length + target.Length > LongestPath || IsMagic(resolved, name))
                {
                    return default;
                }

                resolved = target.StartsWith('/') ? "" : resolved;
                rest = target + rest;
            }
            else if (result == -Posix.Invalid)
            {
                resolved = next;
            }
            else if (result is -Posix.NoEntry or -Posix.NotFolder)
            {
                exists = false;
                resolved = next;
            }
            else
            {
                return default;
            }
        }

        resolved = resolved.Length == 0 ? "/" : resolved;
        if (!exists)
        {
            // A name that `..` took away again may have left one that exists.
            exists = names.Contains("..", StringComparison.Ordinal) && Posix.Probe(resolved) == 0;
        }

        if (!exists || Posix.Status(resolved, follow: false, out FileStatus status) < 0)
        {
            return new PathFacts(resolved, false, false, default, 0);
        }

        return new PathFacts(resolved, true, status.Type == FileType.Folder, new FileId(status.Device, status.Inode), status.Links);
    }

    /// <inheritdoc/>
    public bool IgnoresCase(string absolutePath)
    {
        // The nearest folder that exists decides; what is made below it inherits.
        string folder = absolutePath;
        while (Posix.Status(folder, follow: true, out FileStatus status) < 0 || status.Type != FileType.Folder)
        {
            int slash = folder.LastIndexOf('/');
            if (slash <= 0)
            {
                folder = "/";
                break;
            }

            folder = folder[..slash];
        }

        return Posix.FileSystem(folder) switch
        {
            // vfat, exfat, ntfs (two drivers), cifs, smb2, 9p (the drives of a Windows host), hfs, hfs+
            0x4D44 or 0x2011BAB0 or 0x5346544E or 0x7366746E or 0xFF534D42 or 0xFE534D42 or 0x01021997 or 0x4244 or 0x482B => true,
            // ext4, f2fs, tmpfs, btrfs: by folder
            0xEF53 or 0xF2F52010 or 0x01021994 => Posix.FoldsCase(folder),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public bool AnyName(FileId id, string folder, Func<string, bool> matches)
    {
        int left = MostEntries;
        var folders = new Stack<string>();
        folders.Push(folder.Length > 1 ? folder.TrimEnd('/') : "");
        bool found = false;
        while (!found && left > 0 && folders.TryPop(out string? current))
        {
            int error = Posix.List(current.Length == 0 ? "/" : current, (name, inode, type) =>
            {
                left--;
                string path = current + "/" + name;
                if (type == FileType.Folder)
                {
                    folders.Push(path);
                }
                else if (type == FileType.Other && Posix.Status(path, follow: false, out FileStatus odd) == 0 && odd.Type == FileType.Folder)
                {
                    folders.Push(path);
                }
                else if (inode == id.Inode && matches(path))
                {
                    found = Posix.Status(path, follow: false, out FileStatus status) < 0 || (status.Device == id.Device && status.Inode == id.Inode);
                }

                return !found && left > 0;
            });
            // A folder that may not be read may hold the name.
            found |= error is < 0 and not -Posix.NoEntry and not -Posix.NotFolder and not -Posix.NoAccess;
        }

        return found || left <= 0;
    }

    private static bool IsMagic(string folder, string name)
    {
        if (!folder.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return false;
        }

        return name is "cwd" or "root" or "exe" || folder.EndsWith("/fd", StringComparison.Ordinal) || folder.EndsWith("/map_files", StringComparison.Ordinal)
            || folder.EndsWith("/ns", StringComparison.Ordinal);
    }
}
