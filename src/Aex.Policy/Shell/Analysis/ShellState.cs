using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary>What a shell knows at one place of a script.</summary>
internal sealed class ShellState
{
    /// <summary>More folders than these are any folder.</summary>
    private const int MostFolders = 4;

    /// <summary>Variables that the script set.</summary>
    public Dictionary<string, ShellWord> Variables { get; private init; } = [];

    /// <summary>Functions that the script defined.</summary>
    public Dictionary<string, CommandSyntax> Functions { get; private init; } = [];

    /// <summary>Names that mean something else than a program from here on: aliases.</summary>
    public HashSet<string> Shadowed { get; private init; } = [];

    /// <summary>Paths that the script made out of others: what is in them is not known by their name.</summary>
    public HashSet<string> Made { get; private init; } = [];

    /// <summary>The words of <c>"$@"</c>; null where they are not known.</summary>
    public IReadOnlyList<ShellWord>? Parameters { get; set; }

    /// <summary>What aliases stand for.</summary>
    public Dictionary<string, ShellWord> Aliases { get; private init; } = [];

    /// <summary>Values that would run a command if arithmetic came upon them.</summary>
    public List<ShellWord> Subscripts { get; private init; } = [];

    /// <summary>Whether the shell's patterns find other names than usual (<c>dotglob</c>).</summary>
    public bool HasOtherGlobs { get; set; }

    /// <summary>The folders that it can be in; an empty text is the call's own, <see cref="ShellWord.Unknown"/> any.</summary>
    public List<string> Folders { get; set; } = [""];

    /// <summary>Why no name can be trusted any more (<c>PATH=…</c>); null while they can.</summary>
    public string? Tainted { get; set; }

    /// <summary>A subshell's own.</summary>
    public ShellState Copy() => new()
    {
        Variables = new(Variables),
        Functions = new(Functions),
        Shadowed = [.. Shadowed],
        Made = Made,
        Parameters = Parameters,
        Aliases = Aliases,
        Subscripts = Subscripts,
        HasOtherGlobs = HasOtherGlobs,
        Folders = [.. Folders],
        Tainted = Tainted,
    };

    /// <summary>What both may have left.</summary>
    public bool Merge(ShellState other)
    {
        var changed = false;
        foreach (var name in (List<string>)[.. Variables.Keys, .. other.Variables.Keys])
        {
            if (!Variables.TryGetValue(name, out var own) || !other.Variables.TryGetValue(name, out var others) || !Same(own, others))
            {
                Variables[name] = Any(name);
                changed = true;
            }
        }

        foreach (var (name, body) in other.Functions)
        {
            if (!Functions.TryGetValue(name, out var own) || !ReferenceEquals(own, body))
            {
                changed |= Shadowed.Add(name);
            }
        }

        foreach (var name in other.Shadowed)
        {
            changed |= Shadowed.Add(name);
        }

        foreach (var folder in other.Folders)
        {
            changed |= AddFolder(folder);
        }

        Parameters = ReferenceEquals(Parameters, other.Parameters) ? Parameters : null;
        Tainted ??= other.Tainted;
        return changed;
    }

    /// <summary>Adds a folder that it may be in.</summary>
    public bool AddFolder(string folder)
    {
        if (Folders.Contains(folder) || Folders is ["\0"])
        {
            return false;
        }

        if (Folders.Count == MostFolders)
        {
            Folders = ["\0"];
        }
        else
        {
            Folders.Add(folder);
        }

        return true;
    }

    /// <summary>Nothing is known of any variable that the script set.</summary>
    public void ForgetVariables()
    {
        foreach (var name in (List<string>)[.. Variables.Keys])
        {
            Variables[name] = Any(name);
        }
    }

    /// <summary>A value that is not known.</summary>
    public static ShellWord Any(string name) => new() { Text = "\0", MaySplit = true, Variables = [name] };

    private static bool Same(ShellWord one, ShellWord other) => one.Text == other.Text && one.IsGlob == other.IsGlob && one.MaySplit == other.MaySplit;
}
