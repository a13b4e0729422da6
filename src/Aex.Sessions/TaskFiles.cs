using Aex.Sessions.Files;
using Aex.Sessions.Layers;

namespace Aex.Sessions;

/// <summary>One contract of a project, read.</summary>
/// <param name="Shown">Its path, relative to the project's root.</param>
/// <param name="Path">Its absolute path, links followed.</param>
/// <param name="Bytes">Its text.</param>
/// <param name="Error">Why it could not be read; null if it could.</param>
public sealed record TaskFile(string Shown, string Path, byte[] Bytes, string? Error);

/// <summary>The contracts of a project: <c>tasks/*.aex</c>, and drafted ones in <c>.aex/runs/</c>.</summary>
public static class TaskFiles
{
    /// <summary>Their folders, relative to the root.</summary>
    public static IReadOnlyList<string> Folders { get; } = ["tasks", ".aex/runs"];

    private const int MostFiles = 1000;

    /// <summary>Every contract in one of the folders, by name.</summary>
    public static IReadOnlyList<TaskFile> In(string root, string folder)
    {
        var names = new List<string>();
        _ = Posix.List(Join(root, folder), (name, _, _) =>
        {
            if (name.EndsWith(".aex", StringComparison.Ordinal))
            {
                names.Add(name);
            }

            return names.Count < MostFiles;
        });
        names.Sort(StringComparer.Ordinal);
        return [.. names.Select(name => Read(root, $"{folder}/{name}"))];
    }

    /// <summary>Reads one by its path, or by the name alone. Never throws: what is wrong stands in the answer. A file outside the root is not read.</summary>
    public static TaskFile Find(string root, string task)
    {
        ArgumentException.ThrowIfNullOrEmpty(task);
        if (!task.Contains('/') && !task.EndsWith(".aex", StringComparison.Ordinal))
        {
            foreach (string folder in Folders)
            {
                if (Posix.Probe(Join(root, $"{folder}/{task}.aex")) >= 0)
                {
                    return Read(root, $"{folder}/{task}.aex");
                }
            }
        }

        return Read(root, task);
    }

    private static TaskFile Read(string root, string path)
    {
        string absolute = path.StartsWith('/') ? path : Join(root, path);
        string? real = path.Contains('\0') ? null : Posix.RealPath(absolute);
        string shown = Policy.Json.JsonText.Visible(path);
        if (real is null)
        {
            return new TaskFile(shown, absolute, [], "it does not exist, or cannot be reached");
        }

        if (!real.StartsWith(root == "/" ? "/" : root + "/", StringComparison.Ordinal))
        {
            return new TaskFile(shown, real, [], "it lies outside the project");
        }

        string name = Policy.Json.JsonText.Visible(LayerFiles.Shown(root, real));
        ReadResult result = FileReading.Read(real, follow: false, FileReading.Limit, out byte[] bytes, out string fault);
        return new TaskFile(name, real, bytes, result switch
        {
            ReadResult.Read => null,
            ReadResult.Absent => "it does not exist",
            ReadResult.Fault => fault,
        });
    }

    private static string Join(string root, string path) => (root == "/" ? "" : root) + "/" + path;
}
