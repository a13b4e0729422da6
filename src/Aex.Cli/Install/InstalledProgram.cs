using Aex.Sessions;
using Aex.Sessions.Processes;

namespace Aex.Cli.Install;

/// <summary>The path by which a hook should call this program.</summary>
internal static class InstalledProgram
{
    /// <summary>The name in a folder of PATH that leads to this program, since it stays the same over updates; else the program's own file.</summary>
    public static string PathOf(HostEnvironment host)
    {
        var own = OwnPrograms.Aex ?? throw new Commands.CommandFailure("cannot see the path of this program", null);
        return OnPath(host).FirstOrDefault(found => Target(found) == Target(own)) ?? own;
    }

    /// <summary>Every <c>aex</c> in the folders of PATH, in order.</summary>
    public static IReadOnlyList<string> OnPath(HostEnvironment host) =>
        [.. host.PathFolders.Where(Path.IsPathRooted).Distinct().Select(folder => Path.Combine(folder, "aex")).Where(File.Exists)];

    /// <summary>The file that a path leads to in the end.</summary>
    public static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }
}
