using System.Globalization;

namespace Aex.Cli.Learning;

/// <summary>
/// Lines for paths. A folder is proposed as a whole where at least three of the things in it were reached for; never the project's root, nothing below a name
/// that begins with a dot, nothing outside the project, and never for deleting: those stay one by one.
/// </summary>
internal sealed class PathLines(string root)
{
    private const int EnoughSeen = 3;
    private const int MostCounted = 10_000;

    /// <summary>The lines for one capability's paths.</summary>
    /// <param name="capability">The capability.</param>
    /// <param name="needs">What it reached for.</param>
    /// <param name="isNarrow">Whether each is to be named alone.</param>
    public IEnumerable<Candidate> Of(string capability, IReadOnlyList<Need> needs, bool isNarrow)
    {
        var left = needs.ToList();
        foreach (var whole in needs.Where(need => need.Text is "" || need.Text.EndsWith('/')).OrderBy(need => need.Text.Length).ToList())
        {
            if (left.Contains(whole))
            {
                yield return Take(left, whole.Text, capability, whole.Text.Length == 0 ? "any file of the project" : $"any file below {whole.Text.TrimEnd('/')}");
            }
        }

        if (!isNarrow && capability != "file.delete")
        {
            foreach (var folder in Folders([.. left.Where(need => CanWiden(need.Text)).Select(need => need.Text)], ""))
            {
                yield return Take(left, folder, capability, $"any file below {folder.TrimEnd('/')}");
            }
        }

        while (left.Count > 0)
        {
            var shortest = left.MinBy(need => need.Text.Length)!;
            yield return Take(left, shortest.Text, capability, "nothing else");
        }
    }

    private static bool CanWiden(string path) =>
        !path.StartsWith('/') && !path.StartsWith('~') && !path.Split('/').Any(part => part.StartsWith('.'));

    private static IEnumerable<string> Folders(IReadOnlyList<string> paths, string prefix)
    {
        var below = paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.Length > prefix.Length).ToList();
        var names = below.Select(path => path[prefix.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal).ToList();
        if (prefix.Length > 0 && names.Count >= EnoughSeen)
        {
            return [prefix];
        }

        return names.Order(StringComparer.Ordinal).SelectMany(name => Folders(below, prefix + name + "/"));
    }

    // A folder's name covers what lies in it; with `/**` behind it the folder itself is left out.
    private Candidate Take(List<Need> left, string path, string capability, string breadth)
    {
        var isFolder = path.Length == 0 || path.EndsWith('/');
        var name = path.TrimEnd('/');
        path = isFolder && name.Length > 0 && left.Exists(need => need.Text == name) ? name : path;
        var taken = left.Where(need => need.Text == path || (path.Length == 0 ? CanLieInRoot(need.Text) : need.Text.StartsWith(name + "/", StringComparison.Ordinal))).ToList();
        left.RemoveAll(taken.Contains);
        var full = Path.Combine(root, name);
        isFolder |= taken.Count > 1 || Directory.Exists(full);
        return new Candidate(
            $"allow {capability}:{Need.Quoted(Need.PathScope(path))}",
            taken,
            isFolder,
            !isFolder ? File.Exists(full) ? breadth : $"{breadth}, or what lies below it if it is a folder"
                : (breadth == "nothing else" ? $"any file below {name}" : breadth) + Count(full));
    }

    private static bool CanLieInRoot(string path) => !path.StartsWith('/');

    private static string Count(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return "";
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var count = Directory.EnumerateFiles(folder, "*", options).Take(MostCounted).Count();
        return count == MostCounted ? " (10,000 or more there now)" : string.Create(CultureInfo.InvariantCulture, $" ({count:N0} there now)");
    }
}
