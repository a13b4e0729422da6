using System.Text;

namespace Aex.Contracts.Drafting;

/// <summary>A repository in brief, for a model that drafts a contract for it: its files by name, and how its tests are run. No file's contents.</summary>
public static class RepositoryBrief
{
    private const int MostNames = 200;
    private const int Deepest = 4;

    private static readonly string[] s_skipped = ["node_modules", "bin", "obj", "target", "dist", "build", "out", "artifacts", "vendor", "venv", "__pycache__", "coverage"];

    private static readonly EnumerationOptions s_walk = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Looks at the folder <paramref name="root"/>; nearest names first, hidden and built ones and links left out.</summary>
    public static string Of(string root)
    {
        var names = new List<string>();
        var folders = new Queue<(string Path, string Name, int Depth)>([(root, "", 0)]);
        var isWhole = true;
        while (folders.TryDequeue(out var folder))
        {
            foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", s_walk).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                if (Array.IndexOf(s_skipped, entry.Name) >= 0)
                {
                    continue;
                }

                if (entry is DirectoryInfo)
                {
                    isWhole &= folder.Depth + 1 < Deepest;
                    if (folder.Depth + 1 < Deepest)
                    {
                        folders.Enqueue((entry.FullName, $"{folder.Name}{entry.Name}/", folder.Depth + 1));
                    }
                }
                else if (names.Count < MostNames)
                {
                    names.Add(folder.Name + entry.Name);
                }
                else
                {
                    isWhole = false;
                }
            }
        }

        var text = new StringBuilder();
        foreach (var command in TestCommands(root, names).Distinct())
        {
            text.Append("tests are run with: ").Append(command).Append('\n');
        }

        foreach (var name in names)
        {
            text.Append(name).Append('\n');
        }

        return text.Append(isWhole ? "" : "and more\n").ToString();
    }

    private static IEnumerable<string> TestCommands(string root, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            switch (Path.GetFileName(name))
            {
                case "package.json" when name == "package.json":
                    yield return "npm test";
                    break;
                case "go.mod" when name == "go.mod":
                    yield return "go test ./...";
                    break;
                case "Cargo.toml" when name == "Cargo.toml":
                    yield return "cargo test";
                    break;
                case "pytest.ini" or "conftest.py":
                    yield return "pytest -q";
                    break;
                case "Makefile" when name == "Makefile" && HasTestTarget(Path.Combine(root, name)):
                    yield return "make test";
                    break;
                case "test.sh":
                    yield return "sh " + name;
                    break;
                case var file when file.EndsWith(".sln", StringComparison.Ordinal) || file.EndsWith(".slnx", StringComparison.Ordinal):
                    yield return "dotnet test";
                    break;
                case var file when file.StartsWith("test_", StringComparison.Ordinal) && file.EndsWith(".py", StringComparison.Ordinal):
                    yield return "python3 -m unittest discover (or pytest -q)";
                    break;
            }
        }
    }

    private static bool HasTestTarget(string file)
    {
        try
        {
            return File.ReadLines(file).Take(2000).Any(static line => line.StartsWith("test:", StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
