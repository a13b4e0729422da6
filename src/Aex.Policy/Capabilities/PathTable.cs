namespace Aex.Policy.Capabilities;

/// <summary>
/// A table of paths as text, so that a process that never asks pays nothing for it. One pattern a line: <c>~/x</c> in the home folder,
/// <c>/x</c> absolute, else in any folder; behind it, each with a <c>!</c>, what is excepted (matched in any folder; from the project's
/// root, or else the home folder, on).
/// </summary>
internal readonly ref struct PathTable(ReadOnlySpan<char> lines, ReadOnlySpan<char> project, ReadOnlySpan<char> home)
{
    private readonly ReadOnlySpan<char> _lines = lines;
    private readonly ReadOnlySpan<char> _project = project;
    private readonly ReadOnlySpan<char> _home = home;

    /// <summary>Whether a path is one of the table; with <paramref name="foldersToo"/> also the folders that lead there.</summary>
    public bool Holds(ReadOnlySpan<char> path, bool ignoreCase, bool foldersToo)
    {
        foreach (var lineRange in _lines.Split('\n'))
        {
            var line = _lines[lineRange];
            if (line.IsEmpty)
            {
                continue;
            }

            var blank = line.IndexOf(' ');
            var pattern = blank < 0 ? line : line[..blank];
            if (!TryRelative(path, ref pattern, ignoreCase, out var relative))
            {
                continue;
            }

            var glob = new PathGlob(pattern);
            if (glob.MatchesItself(relative, ignoreCase) ? blank < 0 || !IsExcepted(path, line[(blank + 1)..], ignoreCase)
                : foldersToo && glob.LeadsThrough(relative, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryRelative(ReadOnlySpan<char> path, ref ReadOnlySpan<char> pattern, bool ignoreCase, out ReadOnlySpan<char> relative)
    {
        if (pattern.StartsWith("~/"))
        {
            pattern = pattern[2..];
            relative = default;

            // A name alone means the home folder itself, not any folder in it.
            return !_home.IsEmpty && AbsolutePath.TryBelow(path, _home, ignoreCase, out relative) && !relative.IsEmpty
                && (pattern.Contains('/') || !relative.Contains('/'));
        }

        if (pattern[0] == '/')
        {
            pattern = pattern[1..];
        }

        relative = path.TrimStart('/');
        return true;
    }

    private bool IsExcepted(ReadOnlySpan<char> path, ReadOnlySpan<char> exceptions, bool ignoreCase)
    {
        var from = AbsolutePath.TryBelow(path, _project, ignoreCase, out var below) || (!_home.IsEmpty && AbsolutePath.TryBelow(path, _home, ignoreCase, out below))
            ? below
            : AbsolutePath.Name(path);
        foreach (var range in exceptions.Split(' '))
        {
            var exception = exceptions[range];
            if (exception.StartsWith("!") && new PathGlob(exception[1..]).MatchesItself(from, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
