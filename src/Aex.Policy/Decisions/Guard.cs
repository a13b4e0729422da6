using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>Whether writing a path would change what enforces the policy.</summary>
internal sealed class Guard(CallContext context)
{
    private readonly CallContext _context = context;
    private string? _project;
    private string? _home;

    // Without links, so that the many names below are not followed from the top each time.
    private string Project => _project ??= Followed(_context.ProjectRoot);

    private string Home => _home ??= _context.Home.Length == 0 ? "" : Followed(_context.Home);

    /// <summary>By any of its names, through a link or an ancestor folder, or as the same file under another name.</summary>
    public bool Holds(Resource resource)
    {
        if (resource.Kind == ResourceKind.Unresolved || resource.MayBeAnything)
        {
            return true;
        }

        foreach (var path in resource.Paths)
        {
            // Of a folder that holds more than what is guarded, the guarded files are not among those that are rewritten, unless they are named.
            if (HoldsName(path, resource.IgnoresCase) && !(resource.IsPart && LeadsTo(path, resource.IgnoresCase)))
            {
                return true;
            }
        }

        foreach (var path in resource.OtherNames)
        {
            if (HoldsName(path, resource.IgnoresCase))
            {
                return true;
            }
        }

        return HoldsFolder(resource) || (!resource.Facts.IsDirectory && HoldsIdentity(resource));
    }

    /// <summary>Whether something guarded lies below it.</summary>
    public bool IsAbove(Resource resource)
    {
        foreach (var path in resource.Paths)
        {
            if (LeadsTo(path, resource.IgnoresCase))
            {
                return true;
            }
        }

        return false;
    }

    // The project's root, the home folder, and what lies above them or above a file in force.
    private bool LeadsTo(string path, bool ignoreCase)
    {
        foreach (var folder in _context.GuardedFolders)
        {
            if (AbsolutePath.IsWithin(path, folder, ignoreCase))
            {
                return false;
            }
        }

        if (GuardedPaths.Holds(path, _context.ProjectRoot, _context.Home, ignoreCase))
        {
            return false;
        }

        if (AbsolutePath.IsWithin(_context.ProjectRoot, path, ignoreCase) || AbsolutePath.IsWithin(_context.Home, path, ignoreCase))
        {
            return true;
        }

        foreach (var file in _context.GuardedFiles)
        {
            if (path != file && AbsolutePath.IsWithin(file, path, ignoreCase))
            {
                return true;
            }
        }

        foreach (var folder in _context.GuardedFolders)
        {
            if (AbsolutePath.IsWithin(folder, path, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private string Followed(string folder) => _context.Paths.Look(folder).Resolved ?? folder;

    private bool HoldsName(string path, bool ignoreCase)
    {
        if (GuardedPaths.Holds(path, _context.ProjectRoot, _context.Home, ignoreCase)
            || AbsolutePath.IsWithin(_context.ProjectRoot, path, ignoreCase) || AbsolutePath.IsWithin(_context.Home, path, ignoreCase))
        {
            return true;
        }

        // The file in force itself, or a folder above it.
        foreach (var file in _context.GuardedFiles)
        {
            if (AbsolutePath.IsWithin(file, path, ignoreCase))
            {
                return true;
            }
        }

        foreach (var folder in _context.GuardedFolders)
        {
            if (AbsolutePath.IsWithin(path, folder, ignoreCase) || AbsolutePath.IsWithin(folder, path, ignoreCase))
            {
                return true;
            }
        }

        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var program in GuardedPrograms.All)
        {
            if (AbsolutePath.Name(path).Equals(program, comparison))
            {
                return IsSearched(AbsolutePath.Folder(path), ignoreCase);
            }
        }

        return false;
    }

    // A file named `aex` in a folder of PATH would be run in the place of this program.
    private bool IsSearched(ReadOnlySpan<char> folder, bool ignoreCase)
    {
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var entry in _context.PathFolders)
        {
            if (!entry.StartsWith('/'))
            {
                // An empty or relative entry is whatever folder the client is in.
                return true;
            }

            if (folder.Equals(AbsolutePath.Normalize(entry), comparison) || folder.Equals(_context.Paths.Look(entry).Resolved, comparison))
            {
                return true;
            }
        }

        return false;
    }

    // A guarded folder may be a link to elsewhere, and the path names that place itself.
    private bool HoldsFolder(Resource resource)
    {
        foreach (var range in GuardedPaths.FixedFolders.AsSpan().Split('\n'))
        {
            var name = GuardedPaths.FixedFolders[range];
            if (LiesBehind(Project, name, resource) || LiesBehind(Home, name, resource))
            {
                return true;
            }
        }

        foreach (var folder in _context.GuardedFolders)
        {
            if (_context.Paths.Look(folder) is { Exists: true, Resolved: { } target } && target != folder && AnyWithin(resource, target))
            {
                return true;
            }
        }

        return false;
    }

    private bool LiesBehind(string root, string name, Resource resource)
    {
        if (root.Length == 0)
        {
            return false;
        }

        var folder = AbsolutePath.Join(root, name);
        return _context.Paths.LookBelow(root, name) is { Exists: true, Resolved: { } target } && target != folder && !target.EndsWith(name, StringComparison.Ordinal)
            && AnyWithin(resource, target);
    }

    private static bool AnyWithin(Resource resource, string folder)
    {
        foreach (var path in resource.Paths)
        {
            if (AbsolutePath.IsWithin(path, folder, resource.IgnoresCase))
            {
                return true;
            }
        }

        return false;
    }

    // By what the file is, or would be, and not by its name.
    private bool HoldsIdentity(Resource resource)
    {
        foreach (var file in _context.GuardedFiles)
        {
            if (IsSame(_context.Paths.Look(file), resource))
            {
                return true;
            }
        }

        if (IsOneOf(GuardedPaths.Fixed, Project, resource) || IsOneOf(GuardedPaths.Fixed, Home, resource)
            || IsOneOf(GuardedPaths.FixedAtHome, Home, resource))
        {
            return true;
        }

        foreach (var folder in _context.PathFolders)
        {
            if (!folder.StartsWith('/'))
            {
                continue;
            }

            foreach (var program in GuardedPrograms.All)
            {
                if (IsSame(_context.Paths.Look(AbsolutePath.Join(folder, program)), resource))
                {
                    return true;
                }
            }
        }

        if (resource.Facts.Links <= 1)
        {
            return false;
        }

        // Names outside of the project, where no search was made.
        foreach (var range in GuardedPaths.FixedFolders.AsSpan().Split('\n'))
        {
            if (_context.Home.Length > 0 && HasNameIn(AbsolutePath.Join(_context.Home, GuardedPaths.FixedFolders[range]), resource))
            {
                return true;
            }
        }

        foreach (var folder in _context.GuardedFolders)
        {
            if (HasNameIn(folder, resource))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOneOf(string names, string root, Resource resource)
    {
        foreach (var range in names.AsSpan().Split('\n'))
        {
            if (root.Length > 0 && IsSame(_context.Paths.LookBelow(root, names[range]), resource))
            {
                return true;
            }
        }

        return false;
    }

    // The same file, or the place where a link leads that is not there yet.
    private static bool IsSame(PathFacts facts, Resource resource)
    {
        if (facts.Exists && resource.Facts.Exists)
        {
            return facts.Id == resource.Facts.Id;
        }

        var comparison = resource.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var path in resource.Paths)
        {
            if (path.Equals(facts.Resolved, comparison))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasNameIn(string folder, Resource resource) => _context.Paths.Look(folder).Exists && _context.Paths.AnyName(resource.Facts.Id, folder, static _ => true);
}
