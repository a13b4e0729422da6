using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>Makes resources of the paths that a call names: absolute, followed, with what the file system says of them.</summary>
internal sealed class PathLookup(CallContext context, string cwd)
{
    private const string NoHome = "`~`, and there is no home folder";

    private readonly CallContext _context = context;
    private readonly string _cwd = cwd;

    /// <summary>Adds what a path argument can mean.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="isWrite">Whether it is written: then it need not exist.</param>
    /// <param name="isTree">Whether it stands for all below it.</param>
    /// <param name="into">Takes the resources.</param>
    public void Add(string text, bool isWrite, bool isTree, List<Resource> into)
    {
        var fault = FaultOf(text);
        if (fault is not null)
        {
            into.Add(Resource.Unknown(fault));
            return;
        }

        if (MeaningsOf(text, isWrite) is not { } paths)
        {
            into.Add(Resource.Unknown(NoHome));
            return;
        }

        foreach (var path in paths)
        {
            into.Add(Make(path, isTree, []));
        }
    }

    /// <summary>Adds a folder that is searched, and what the search's own glob names.</summary>
    /// <param name="folder">The folder as written; null for the call's own.</param>
    /// <param name="globs">The client's globs; relative ones start in the folder.</param>
    /// <param name="anyDepth">Whether a glob without a slash is looked for in every folder.</param>
    /// <param name="into">Takes the resources.</param>
    public void AddTree(string? folder, List<string> globs, bool anyDepth, List<Resource> into)
    {
        var text = folder ?? ".";
        if (globs.Count == 0 || FaultOf(text) is not null || MeaningsOf(text, isWrite: false) is not { } folders)
        {
            Add(text, isWrite: false, isTree: true, into);
            return;
        }

        foreach (var path in folders)
        {
            var first = into.Count;
            var searches = new List<string>();
            foreach (var glob in globs)
            {
                if (!glob.StartsWith('!'))
                {
                    AddSearches(path, glob, anyDepth, searches, into);
                }
            }

            into.Insert(first, Make(path, isTree: true, [.. searches]));
        }
    }

    /// <summary>Looks for the other names of a file with several hard links.</summary>
    public void FindOtherNames(Resource resource)
    {
        if (resource.Facts is not { Exists: true, IsDirectory: false, Links: > 1 })
        {
            return;
        }

        var names = new List<string>();
        var passed = _context.Paths.AnyName(resource.Facts.Id, _context.ProjectRoot, name =>
        {
            names.Add(name);
            return names.Count > 4096;
        });
        resource.OtherNames = [.. names];
        resource.MayBeAnything |= passed;
    }

    // Some clients read `~` as the home folder, others as a name. Null where there is no home folder.
    private List<string>? MeaningsOf(string text, bool isWrite)
    {
        var named = AbsolutePath.Join(_cwd, text);
        if (text != "~" && !text.StartsWith("~/", StringComparison.Ordinal))
        {
            return [named];
        }

        if (_context.Home.Length == 0)
        {
            return null;
        }

        var home = AbsolutePath.Join(_context.Home, text.Length < 3 ? "." : text[2..].TrimStart('/'));
        return isWrite || _context.Paths.Look(AbsolutePath.Normalize(named)).Exists ? [home, named] : [home];
    }

    private void AddSearches(string folder, string glob, bool anyDepth, List<string> searches, List<Resource> into)
    {
        var readings = SearchGlob.Readings(glob, out var unclear) ?? [];
        foreach (var reading in readings)
        {
            var isHome = reading.StartsWith("~/", StringComparison.Ordinal);
            if (isHome && _context.Home.Length == 0)
            {
                unclear = NoHome;
            }
            else if (isHome)
            {
                AddSearch(folder, AbsolutePath.Join(_context.Home, reading[2..].TrimStart('/')), anyDepth, searches, into);
            }

            if (!isHome || _context.Paths.Look(AbsolutePath.Join(folder, "~")).Exists)
            {
                AddSearch(folder, reading, anyDepth, searches, into);
            }
        }

        if (unclear is not null)
        {
            into.Add(Resource.Unknown(unclear));
        }
    }

    private void AddSearch(string folder, string glob, bool anyDepth, List<string> searches, List<Resource> into)
    {
        if (glob.Length == 0 || glob.Contains('\0'))
        {
            into.Add(Resource.Unknown("a glob that cannot be read"));
            return;
        }

        var wide = anyDepth && !glob.Contains('/') ? "**/" + glob : glob;
        searches.Add(AbsolutePath.Normalize(AbsolutePath.Join(folder, wide)));
        if (!glob.StartsWith('/') && _context.Paths.Look(folder).Resolved is { } resolved)
        {
            searches.Add(AbsolutePath.Normalize(AbsolutePath.Join(resolved, wide)));
        }

        // The folders before the first wildcard are where the search begins; without a wildcard it is one file.
        var end = 0;
        var isLiteral = true;
        foreach (var range in glob.AsSpan().Split('/'))
        {
            var part = glob.AsSpan()[range];
            if (!SegmentGlob.IsLiteral(part))
            {
                isLiteral = false;
                break;
            }

            end = range.End.GetOffset(glob.Length);
        }

        if (end == 0 && !glob.StartsWith('/'))
        {
            return;
        }

        var start = glob[..end];
        into.Add(Make(AbsolutePath.Join(folder, start.Length == 0 ? "/" : start), isTree: !isLiteral, []));
    }

    private Resource Make(string path, bool isTree, string[] searches)
    {
        // Clients shorten `a/../b` before they open it, the kernel follows `a` first: both are looked at.
        var written = AbsolutePath.Normalize(path);
        var facts = _context.Paths.Look(written);
        var paths = facts.Resolved is null || facts.Resolved == written ? [written] : new[] { written, facts.Resolved };
        var broken = facts.Resolved is null;
        if (!ReferenceEquals(written, path) && path.Contains("..", StringComparison.Ordinal))
        {
            var followed = _context.Paths.Look(path);
            // Of two files with further names, those of one only would be looked for.
            broken |= followed.Resolved is null || (followed.Links > 1 && facts.Links > 1 && followed.Id != facts.Id);
            if (followed.Resolved is not null && Array.IndexOf(paths, followed.Resolved) < 0)
            {
                paths = [.. paths, followed.Resolved];
                facts = followed.Exists && followed.Links > facts.Links ? followed : facts;
            }
        }

        return new Resource
        {
            // A search in one file reaches for that file.
            Kind = isTree && !(facts.Exists && !facts.IsDirectory) ? ResourceKind.Tree : ResourceKind.Path,
            Shown = Show(written),
            Paths = paths,
            MayBeAnything = broken,
            Searches = searches,
            Facts = facts,
            IgnoresCase = _context.Paths.IgnoresCase(facts.Resolved ?? written),
        };
    }

    private string Show(string path) =>
        AbsolutePath.TryBelow(path, _context.ProjectRoot, ignoreCase: false, out var below) && !below.IsEmpty ? below.ToString() : path;

    private string? FaultOf(string text) =>
        text.Length == 0 ? "an empty path"
        : text.Length > 65536 ? "a path that is too long"
        : text.Contains('\0') ? "a path with U+0000 in it"
        : IsBlank(text[0]) || IsBlank(text[^1]) ? "a path that begins or ends with white space, which clients keep or cut off"
        : !PathSpelling.IsOne(text) ? "a path with letters that Unicode spells in two ways, of which clients take either"
        : text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal) ? "a URL where a path should be"
        : !text.StartsWith('/') && !_cwd.StartsWith('/') ? "a relative path without a folder that it starts from"
        : null;

    // JavaScript's trim takes U+FEFF as well.
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';
}
