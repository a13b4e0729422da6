namespace Aex.Sessions.Files;

/// <summary>
/// The files below one folder, reached component by component without following any link: a path that was judged is the path that is opened, and
/// a link put in its place in the meantime is an error, never a way out. Paths are absolute, resolved, and lie below the folder.
/// </summary>
internal sealed class RootFolder(string root) : IDisposable
{
    /// <summary>The largest file that is read, bytes.</summary>
    public const int LargestFile = 16 << 20;

    private readonly string _prefix = root == "/" ? "/" : root + "/";
    private readonly int _descriptor = Open(root);

    /// <summary>Whether a resolved path lies below the folder.</summary>
    public bool Holds(string path) => path.StartsWith(_prefix, StringComparison.Ordinal) && path.Length > _prefix.Length;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileFault">It cannot be read; where nothing of that name is there, <see cref="FileFault.IsAbsent"/> says so.</exception>
    public byte[] Read(string path, out FileStatus status)
    {
        int folder = OpenFolder(path, make: null, out string name);
        try
        {
            return ReadAt(folder, name, path, out status);
        }
        finally
        {
            Posix.Close(folder);
        }
    }

    /// <summary>Opens the folder that a file lies in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Takes what is made on the way: the folders that were not there, outermost first; null to make none.</param>
    /// <param name="name">The file's name in the folder.</param>
    public int OpenFolder(string path, List<(int Folder, string Name)>? make, out string name)
    {
        if (!Holds(path))
        {
            throw new FileFault($"{path} lies outside of {root}");
        }

        string[] parts = path[_prefix.Length..].Split('/');
        name = parts[^1];
        int current = Duplicate(_descriptor);
        for (int i = 0; i < parts.Length - 1; i++)
        {
            int next = Posix.OpenAt(current, parts[i], Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow | Posix.NonBlocking);
            if (next == -Posix.NoEntry && make is not null)
            {
                int made = Posix.MakeFolderAt(current, parts[i], 0b111_111_111);
                if (made >= 0)
                {
                    make.Add((Duplicate(current), parts[i]));
                }

                next = made is >= 0 or -Posix.Exists ? Posix.OpenAt(current, parts[i], Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow | Posix.NonBlocking) : made;
            }

            Posix.Close(current);
            if (next < 0)
            {
                throw FileFault.Of(path, next);
            }

            current = next;
        }

        return current;
    }

    /// <summary>Reads a file of an open folder.</summary>
    public static byte[] ReadAt(int folder, string name, string path, out FileStatus status)
    {
        int descriptor = Posix.OpenAt(folder, name, Posix.ReadOnly | Posix.NoFollow | Posix.NonBlocking);
        if (descriptor < 0)
        {
            throw FileFault.Of(path, descriptor);
        }

        try
        {
            int error = Posix.Status(descriptor, out status);
            if (error < 0)
            {
                throw FileFault.Of(path, error);
            }

            if (status.Type != FileType.Regular || status.Size > LargestFile)
            {
                throw new FileFault($"{path} {(status.Type == FileType.Folder ? "is a folder" : status.Type != FileType.Regular ? "is no regular file" : "is larger than 16 MiB")}");
            }

            byte[] bytes = new byte[status.Size + 1];
            int count = Posix.Read(descriptor, bytes);
            if (count < 0 || count > status.Size)
            {
                throw count < 0 ? FileFault.Of(path, count) : new FileFault($"{path} grows while it is read");
            }

            return bytes[..count];
        }
        finally
        {
            Posix.Close(descriptor);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Posix.Close(_descriptor);

    private static int Open(string path)
    {
        int descriptor = Posix.Open(path, Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow);
        return descriptor >= 0 ? descriptor : throw FileFault.Of(path, descriptor);
    }

    private static int Duplicate(int folder)
    {
        int descriptor = Posix.OpenAt(folder, ".", Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow);
        return descriptor >= 0 ? descriptor : throw FileFault.Of(".", descriptor);
    }
}

/// <summary>A file cannot be used: a sentence that names it.</summary>
internal sealed class FileFault(string message) : Exception(message)
{
    /// <summary>Whether nothing of that name is there.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>What the system answered for a path.</summary>
    public static FileFault Of(string path, int error) => new($"{path}: {Posix.Describe(error)}") { IsAbsent = error == -Posix.NoEntry };
}
