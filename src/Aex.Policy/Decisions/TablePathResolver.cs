using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>Follows paths in a table, for tests and for replaying recorded calls. A folder is there as soon as something lies in it.</summary>
public sealed class TablePathResolver : IPathResolver
{
    private const int MostLinks = 40;
    private readonly Dictionary<string, Entry> _entries;
    private ulong _lastInode;

    /// <summary>An empty table.</summary>
    /// <param name="ignoresCase">Whether names are found in any case.</param>
    public TablePathResolver(bool ignoresCase = false)
    {
        IsCaseless = ignoresCase;
        _entries = new Dictionary<string, Entry>(ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        AddFolder("/");
    }

    /// <summary>Whether names are found in any case.</summary>
    public bool IsCaseless { get; }

    /// <summary>Adds a file.</summary>
    public TablePathResolver AddFile(string path)
    {
        Add(path, new Entry(EntryKind.File, null, ++_lastInode));
        return this;
    }

    /// <summary>Adds a folder.</summary>
    public TablePathResolver AddFolder(string path)
    {
        Add(path, new Entry(EntryKind.Folder, null, ++_lastInode));
        return this;
    }

    /// <summary>Adds a symbolic link.</summary>
    public TablePathResolver AddLink(string path, string target)
    {
        Add(path, new Entry(EntryKind.Link, target, ++_lastInode));
        return this;
    }

    /// <summary>Adds a further name of a file.</summary>
    public TablePathResolver AddHardLink(string path, string file)
    {
        var facts = Look(file);
        Add(path, new Entry(EntryKind.File, null, facts.Id.Inode));
        return this;
    }

    /// <inheritdoc/>
    public PathFacts Look(string absolutePath)
    {
        ArgumentNullException.ThrowIfNull(absolutePath);
        var links = 0;
        return Follow(absolutePath, ref links);
    }

    /// <inheritdoc/>
    public bool IgnoresCase(string absolutePath) => IsCaseless;

    /// <inheritdoc/>
    public bool AnyName(FileId id, string folder, Func<string, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        foreach (var (path, entry) in _entries)
        {
            if (entry.Kind == EntryKind.File && entry.Inode == id.Inode && AbsolutePath.IsWithin(path, folder, IsCaseless) && matches(path))
            {
                return true;
            }
        }

        return false;
    }

    private PathFacts Follow(string path, ref int links)
    {
        var current = "";
        var rest = new Stack<string>();
        Push(rest, path);
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                current = current.Length == 0 ? "" : current[..current.LastIndexOf('/')];
                continue;
            }

            var next = current + "/" + part;
            if (_entries.TryGetValue(next, out var entry) && entry.Kind == EntryKind.Link)
            {
                if (++links > MostLinks)
                {
                    return default;
                }

                current = entry.Target!.StartsWith('/') ? "" : current;
                Push(rest, entry.Target);
                continue;
            }

            current = next;
        }

        var resolved = current.Length == 0 ? "/" : current;
        if (!_entries.TryGetValue(resolved, out var found))
        {
            return new PathFacts(resolved, false, false, default, 0);
        }

        return new PathFacts(resolved, true, found.Kind == EntryKind.Folder, new FileId(1, found.Inode), CountNames(found.Inode));
    }

    private static void Push(Stack<string> rest, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            if (parts[i] != ".")
            {
                rest.Push(parts[i]);
            }
        }
    }

    private uint CountNames(ulong inode)
    {
        uint count = 0;
        foreach (var entry in _entries.Values)
        {
            count += entry.Inode == inode ? 1u : 0;
        }

        return count;
    }

    private void Add(string path, Entry entry)
    {
        var normal = AbsolutePath.Normalize(path);
        _entries[normal] = entry;
        for (var folder = AbsolutePath.Folder(normal).ToString(); folder.Length > 1 && !_entries.ContainsKey(folder); folder = AbsolutePath.Folder(folder).ToString())
        {
            _entries[folder] = new Entry(EntryKind.Folder, null, ++_lastInode);
        }
    }

    private enum EntryKind
    {
        File,
        Folder,
        Link,
    }

    private sealed record Entry(EntryKind Kind, string? Target, ulong Inode);
}
