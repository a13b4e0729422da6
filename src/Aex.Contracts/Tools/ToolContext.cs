using Aex.Contracts.Running;
using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;
using Aex.Sessions.Files;
using Aex.Sessions.Paths;

namespace Aex.Contracts.Tools;

/// <summary>What a tool may work with in one call.</summary>
public sealed class ToolContext
{
    private readonly HashSet<string> _judged;
    private readonly RootFolder _files;

    internal ToolContext(string root, RootFolder files, PreparedCall? call, TimeSpan timeout, CancellationToken stop)
    {
        (Root, _files, Timeout, Stop) = (root, files, timeout, stop);
        _judged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in call?.Requests ?? [])
        {
            foreach (var resource in request.Resources)
            {
                _judged.UnionWith(resource.Paths);
            }
        }
    }

    /// <summary>The project's root, links followed.</summary>
    public string Root { get; }

    /// <summary>How long the call may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Ends it.</summary>
    public CancellationToken Stop { get; }

    internal RootFolder Files => _files;

    /// <summary>
    /// Follows a path as it is now. What it leads to must lie below the root, and be one of the paths that the call was judged by: a link put there
    /// in between leads nowhere.
    /// </summary>
    /// <exception cref="RunBlockedException">It does not.</exception>
    internal string Resolve(string path)
    {
        if (path.Length == 0 || path[0] == '~')
        {
            throw new RunBlockedException($"`{path}` names no file: paths start at the project's root");
        }

        var resolved = new DiskPaths().Look(AbsolutePath.Join(Root, path)).Resolved
            ?? throw new RunBlockedException($"`{path}` cannot be followed");
        return !_files.Holds(resolved) ? throw new RunBlockedException($"`{path}` leads out of the project, to {resolved}")
            : !_judged.Contains(resolved) ? throw new RunBlockedException($"`{path}` leads to another file than when the call was decided")
            : resolved;
    }
}
