namespace Aex.Policy.Decisions;

/// <summary>Knows what paths lead to: the disk, or a table in tests and replay.</summary>
public interface IPathResolver
{
    /// <summary>Follows an absolute path component by component as the kernel does; names at its end that do not exist are kept as they are.</summary>
    public PathFacts Look(string absolutePath);

    /// <summary>The same for names below a folder that was followed already: it is not followed again.</summary>
    public PathFacts LookBelow(string resolvedFolder, string names) => Look(Capabilities.AbsolutePath.Join(resolvedFolder, names));

    /// <summary>Whether names in the file system that holds the path are found in any case.</summary>
    public bool IgnoresCase(string absolutePath);

    /// <summary>
    /// Looks through a folder and all below it for the names of one file. Links are not followed, and the walk is bounded.
    /// </summary>
    /// <returns>True when a name matches, or when the bound was passed before the end.</returns>
    public bool AnyName(FileId id, string folder, Func<string, bool> matches);
}
