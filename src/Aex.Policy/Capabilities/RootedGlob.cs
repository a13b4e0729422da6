namespace Aex.Policy.Capabilities;

/// <summary>A path scope's pattern and where it starts, held against absolute paths.</summary>
/// <param name="start">Where it starts.</param>
/// <param name="up">How many folders above the root.</param>
/// <param name="glob">The pattern from there, without a leading slash.</param>
internal readonly ref struct RootedGlob(PathScopeBase start, int up, ReadOnlySpan<char> glob)
{
    private readonly PathScopeBase _start = start;
    private readonly int _up = up;
    private readonly ReadOnlySpan<char> _glob = glob;

    /// <summary>Whether an absolute path lies in the scope.</summary>
    public bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> root, ReadOnlySpan<char> home, bool ignoreCase, bool belowToo) =>
        TryRelative(path, root, home, ignoreCase, out var relative) && new PathGlob(_glob).Matches(relative, ignoreCase, belowToo);

    /// <summary>Whether a folder with all below it lies in the scope; with <paramref name="belowToo"/> (deny, confirm) whether it may.</summary>
    public bool MatchesTree(ReadOnlySpan<char> folder, ReadOnlySpan<char> root, ReadOnlySpan<char> home, bool ignoreCase, bool belowToo) =>
        TryRelative(folder, root, home, ignoreCase, out var relative) && new PathGlob(_glob).MatchesTree(relative, ignoreCase, belowToo);

    /// <summary>Whether something below a folder can lie in the scope.</summary>
    public bool ReachesInto(ReadOnlySpan<char> folder, ReadOnlySpan<char> root, ReadOnlySpan<char> home, bool ignoreCase) =>
        TryRelative(folder, root, home, ignoreCase, out var relative)
            ? new PathGlob(_glob).ReachesInto(relative, ignoreCase)
            : From(root, home) is var from && !from.IsEmpty && AbsolutePath.TryBelow(from, folder, ignoreCase, out _);

    /// <summary>Whether what a shell puts in for a glob can lie in the scope, where the scope begins with a name.</summary>
    public bool Meets(ReadOnlySpan<char> shellGlob, ReadOnlySpan<char> root, ReadOnlySpan<char> home, bool ignoreCase) =>
        TryRelative(shellGlob, root, home, ignoreCase, out var relative) && new PathGlob(_glob).Meets(relative, ignoreCase);

    /// <summary>Whether a search (an absolute path that ends in a glob) names files of the scope.</summary>
    public bool IsNamedBy(ReadOnlySpan<char> search, ReadOnlySpan<char> root, ReadOnlySpan<char> home, bool ignoreCase) =>
        TryRelative(search, root, home, ignoreCase, out var relative) && new PathGlob(_glob).IsNamedBy(relative, ignoreCase);

    private bool TryRelative(ReadOnlySpan<char> path, ReadOnlySpan<char> root, ReadOnlySpan<char> home, bool ignoreCase, out ReadOnlySpan<char> relative)
    {
        var from = From(root, home);
        relative = default;
        return !from.IsEmpty && AbsolutePath.TryBelow(path, from, ignoreCase, out relative);
    }

    private ReadOnlySpan<char> From(ReadOnlySpan<char> root, ReadOnlySpan<char> home)
    {
        var from = root;
        switch (_start)
        {
            case PathScopeBase.Absolute:
                from = "/";
                break;
            case PathScopeBase.Home:
                from = home;
                break;
            case PathScopeBase.Root:
                for (var i = 0; i < _up; i++)
                {
                    from = AbsolutePath.Folder(from);
                }

                break;
        }

        return from;
    }
}
