using Aex.Language.Text;

namespace Aex.Cli.Commands;

/// <summary>The files that a command line names: files, folders with all <c>.aex</c> files below them, and <c>-</c> for standard input.</summary>
internal static class InputFiles
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    private static readonly EnumerationOptions Walk = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    private static readonly string[] SkippedFolders = [".git", "node_modules"];

    /// <summary>The files named, folders walked in order of name. Links to folders are not followed; <c>.git</c> and <c>node_modules</c> are left out.</summary>
    /// <exception cref="CommandFailure">A file or folder that does not exist, or nothing at all below the folders.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (path == StandardInput || File.Exists(path))
            {
                files.Add(path);
            }
            else if (Directory.Exists(path))
            {
                Collect(path == "." ? "" : path, files);
            }
            else
            {
                throw new CommandFailure($"`{path}` does not exist", null);
            }
        }

        return files.Count > 0
            ? [.. files.Distinct()]
            : throw new CommandFailure($"no .aex file below {string.Join(", ", paths.Select(path => path == "." ? "this folder" : $"`{path}`"))}", "`aex init --policy` writes a first one");
    }

    /// <summary>Reads one of them.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static byte[] ReadBytes(string path, Terminal terminal)
    {
        try
        {
            if (path != StandardInput)
            {
                // The system calls this a lack of permission.
                return Directory.Exists(path) ? throw new CommandFailure($"`{path}` is a folder", "name a file in it, or - for standard input") : File.ReadAllBytes(path);
            }

            using var bytes = new MemoryStream();
            terminal.Input.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot read `{path}`: {ReasonOf(fault)}", null);
        }
    }

    /// <summary>Reads one of them as text.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static SourceText Read(string path, Terminal terminal) =>
        SourceText.FromUtf8(path == StandardInput ? "<stdin>" : path, ReadBytes(path, terminal));

    /// <summary>Why a file could not be used, without the path that the sentence has named already.</summary>
    public static string ReasonOf(Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        ArgumentOutOfRangeException => "the file size limit is reached",
        UnauthorizedAccessException => "permission denied",
        _ => fault.Message,
    };

    /// <summary>Replaces a file as a whole: written beside it, then renamed over it, so that nothing is ever half written. A link's target is replaced, not the link.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            // The full path first: the framework resolves a link that is named without a folder against the root.
            var full = Path.GetFullPath(path);
            var target = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
            var beside = $"{target}.{Path.GetRandomFileName()}.tmp";
            try
            {
                using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                {
                    if (File.Exists(target) && !OperatingSystem.IsWindows())
                    {
                        File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
                    }

                    file.Write(bytes);
                }

                File.Move(beside, target, overwrite: true);
            }
            finally
            {
                File.Delete(beside);
            }
        }
        // The framework reports the file size limit (EFBIG) as an argument out of range.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new CommandFailure($"cannot write `{path}`: {ReasonOf(fault)}", null);
        }
    }

    private static void Collect(string folder, List<string> files)
    {
        try
        {
            var at = folder.Length == 0 ? "." : folder;
            files.AddRange(Directory.EnumerateFiles(at, "*.aex", Walk).Select(file => Path.Combine(folder, Path.GetFileName(file))).Order(StringComparer.Ordinal));
            foreach (var below in Directory.EnumerateDirectories(at, "*", Walk).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(below);
                if (Array.IndexOf(SkippedFolders, name) < 0 && !File.GetAttributes(below).HasFlag(FileAttributes.ReparsePoint))
                {
                    Collect(Path.Combine(folder, name), files);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot read `{folder}`: {ReasonOf(fault)}", null);
        }
    }
}
