using Aex.Sessions.Files;

namespace Aex.Sessions.Layers;

/// <summary>Which folder a session's project is, and which folders around it may hold its policies.</summary>
internal static class ProjectRoot
{
    /// <summary>
    /// The project's root by the client's word, else the outermost folder from <paramref name="cwd"/> upwards to the home folder or <c>/</c> that holds a
    /// policy, else <paramref name="cwd"/>; links followed.
    /// </summary>
    public static string Find(HostEnvironment host, string? projectDir, string cwd)
    {
        if (projectDir is not null)
        {
            return (projectDir.StartsWith('/') ? Posix.RealPath(projectDir) : null)
                ?? throw new SessionException($"the project folder that the client names does not exist or cannot be reached: {Policy.Json.JsonText.Visible(projectDir)}");
        }

        string start = Posix.RealPath(cwd)
            ?? throw new SessionException($"the working directory does not exist or cannot be reached: {Policy.Json.JsonText.Visible(cwd)}");
        string root = start;
        foreach (string folder in Upwards(host, start))
        {
            if (PolicyIn(folder) is not null)
            {
                root = folder;
            }
        }

        return root;
    }

    /// <summary>The folder and those above it, up to the home folder or <c>/</c>.</summary>
    public static List<string> Upwards(HostEnvironment host, string folder)
    {
        string home = Posix.RealPath(host.Home) ?? host.Home;
        var folders = new List<string>();
        while (true)
        {
            folders.Add(folder);
            if (folder == "/" || folder == home)
            {
                return folders;
            }

            folder = Above(folder);
        }
    }

    /// <summary>The folders from the working directory up to the root, without the root; none when the directory lies elsewhere.</summary>
    public static List<string> Between(string root, string cwd)
    {
        var folders = new List<string>();
        string? folder = new Paths.DiskPaths().Look(cwd).Resolved;
        string prefix = root == "/" ? "/" : root + "/";
        while (folder is not null && folder != root && folder.StartsWith(prefix, StringComparison.Ordinal))
        {
            folders.Add(folder);
            folder = Above(folder);
        }

        return folders;
    }

    /// <summary>The path of the policy in a folder: <c>.aex/policy.aex</c>, else <c>aex.policy.aex</c>; null when it has neither. What cannot be looked at counts as there.</summary>
    public static string? PolicyIn(string folder)
    {
        string prefix = folder == "/" ? "" : folder;
        string below = prefix + "/.aex";
        int error = Posix.Status(below, follow: false, out FileStatus status);
        if (error == 0 && status.Type is FileType.Folder or FileType.Link)
        {
            string policy = below + "/policy.aex";
            if (IsThere(policy) || (status.Type == FileType.Link && Posix.Probe(below) < 0))
            {
                return policy;
            }
        }
        else if (error is < 0 and not -Posix.NoEntry and not -Posix.NotFolder)
        {
            return below + "/policy.aex";
        }

        string plain = prefix + "/aex.policy.aex";
        return IsThere(plain) ? plain : null;
    }

    private static bool IsThere(string path) => Posix.Status(path, follow: false, out _) is not (-Posix.NoEntry or -Posix.NotFolder);

    private static string Above(string folder) => folder.LastIndexOf('/') is > 0 and int slash ? folder[..slash] : "/";
}
