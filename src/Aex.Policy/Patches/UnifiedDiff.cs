namespace Aex.Policy.Patches;

/// <summary>
/// A unified diff, plain or in git's form. Read strictly and by this reader alone: what is judged (<c>touches only</c>, scopes) is what is
/// applied. A text in which another reader might see more files than this one is no valid diff.
/// </summary>
public sealed class UnifiedDiff
{
    private UnifiedDiff(IReadOnlyList<DiffFile> files) => Files = files;

    /// <summary>Its files, in order; each name stands in one of them only.</summary>
    public IReadOnlyList<DiffFile> Files { get; }

    /// <summary>Whether a file is removed or gets another name.</summary>
    public bool Deletes
    {
        get
        {
            foreach (var file in Files)
            {
                if (file.Action is DiffAction.Delete or DiffAction.Rename)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Every name in it, each once: also those that a file is renamed or copied from.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var names = new List<string>(Files.Count);
            foreach (var file in Files)
            {
                foreach (var name in (ReadOnlySpan<string?>)[file.OldName, file.NewName])
                {
                    if (name is not null && !names.Contains(name))
                    {
                        names.Add(name);
                    }
                }
            }

            return names;
        }
    }

    /// <summary>Reads a diff.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong and in which line; empty if it could be read.</param>
    public static UnifiedDiff? Read(string text, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new DiffReader(text);
        var files = reader.Read();
        fault = reader.Fault ?? "";
        return files is null ? null : new UnifiedDiff(files);
    }
}
