using Aex.Policy.Shell.Syntax;

namespace Aex.Policy.Shell.Analysis;

/// <summary>What a shell knows at one place of a script.</summary>
internal sealed class ShellState
{
    /// <summary>More folders than these are any folder.</summary>
    private const int MostFolders = 4;

    private static readonly string[] s_here = [""];

    // Copies share these until one of them is changed: most commands change none.
    private Dictionary<string, ShellWord> _variables = [];
    private Dictionary<string, CommandSyntax> _functions = [];
    private HashSet<string> _shadowed = [];
    private bool _sharesVariables;
    private bool _sharesFunctions;

    /// <summary>Variables that the script set.</summary>
    public IReadOnlyDictionary<string, ShellWord> Variables => _variables;

    /// <summary>Functions that the script defined.</summary>
    public IReadOnlyDictionary<string, CommandSyntax> Functions => _functions;

    /// <summary>Names that mean something else than a program from here on: aliases.</summary>
    public IReadOnlySet<string> Shadowed => _shadowed;

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
    public IReadOnlyList<string> Folders { get; set; } = s_here;

    /// <summary>Why no name can be trusted any more (<c>PATH=…</c>); null while they can.</summary>
    public string? Tainted { get; set; }

    /// <summary>A subshell's own.</summary>
    public ShellState Copy()
    {
        _sharesVariables = true;
        _sharesFunctions = true;
        return new(this);
    }

    /// <summary>Gives a variable a value.</summary>
    public void Set(string name, ShellWord value) => OwnVariables()[name] = value;

    /// <summary>A variable has no value any more that the script gave it.</summary>
    public void Unset(string name)
    {
        if (_variables.ContainsKey(name))
        {
            OwnVariables().Remove(name);
        }
    }

    /// <summary>Defines a function.</summary>
    public void Define(string name, CommandSyntax body)
    {
        OwnFunctions();
        _functions[name] = body;
        _shadowed.Remove(name);
    }

    /// <summary>From here on a name means something else than a program. Whether it did not before.</summary>
    public bool Shadow(string name)
    {
        if (_shadowed.Contains(name))
        {
            return false;
        }

        OwnFunctions();
        return _shadowed.Add(name);
    }

    private Dictionary<string, ShellWord> OwnVariables()
    {
        if (_sharesVariables)
        {
            _variables = new(_variables);
            _sharesVariables = false;
        }

        return _variables;
    }

    private void OwnFunctions()
    {
        if (_sharesFunctions)
        {
            _functions = new(_functions);
            _shadowed = [.. _shadowed];
            _sharesFunctions = false;
        }
    }

    /// <summary>The state in which a script begins.</summary>
    public ShellState()
    {
    }

    private ShellState(ShellState other)
    {
        _variables = other._variables;
        _functions = other._functions;
        _shadowed = other._shadowed;
        _sharesVariables = _sharesFunctions = true;
        Made = other.Made;
        Parameters = other.Parameters;
        Aliases = other.Aliases;
        Subscripts = other.Subscripts;
        HasOtherGlobs = other.HasOtherGlobs;
        Folders = other.Folders;
        Tainted = other.Tainted;
    }

    /// <summary>What both may have left.</summary>
    public bool Merge(ShellState other)
    {
        var changed = false;
        if (!ReferenceEquals(_variables, other._variables))
        {
            foreach (var name in (List<string>)[.. _variables.Keys, .. other._variables.Keys])
            {
                if (!_variables.TryGetValue(name, out var own) || !other._variables.TryGetValue(name, out var others) || !Same(own, others))
                {
                    Set(name, Any(name));
                    changed = true;
                }
            }
        }

        if (!ReferenceEquals(_functions, other._functions))
        {
            foreach (var (name, body) in other._functions)
            {
                if (!_functions.TryGetValue(name, out var own) || !ReferenceEquals(own, body))
                {
                    changed |= Shadow(name);
                }
            }

            foreach (var name in other._shadowed)
            {
                changed |= Shadow(name);
            }
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
        if (Holds(folder) || Folders is ["\0"])
        {
            return false;
        }

        if (Folders.Count == MostFolders)
        {
            Folders = ["\0"];
        }
        else
        {
            Folders = [.. Folders, folder];
        }

        return true;
    }

    private bool Holds(string folder)
    {
        for (var i = 0; i < Folders.Count; i++)
        {
            if (Folders[i] == folder)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing is known of any variable that the script set.</summary>
    public void ForgetVariables()
    {
        foreach (var name in (List<string>)[.. _variables.Keys])
        {
            Set(name, Any(name));
        }
    }

    /// <summary>A value that is not known.</summary>
    public static ShellWord Any(string name) => new() { Text = "\0", MaySplit = true, Variables = [name] };

    private static bool Same(ShellWord one, ShellWord other) => one.Text == other.Text && one.IsGlob == other.IsGlob && one.MaySplit == other.MaySplit;
}
