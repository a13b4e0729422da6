using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary>The audit files of a project.</summary>
internal static class AuditFiles
{
    /// <summary>Those of the sessions that this machine knows of the project, newest first, then others that lie in its <c>.aex/audit</c>.</summary>
    public static IReadOnlyList<string> OfProject(HostEnvironment host)
    {
        var root = SessionControl.RootOf(host, Environment.CurrentDirectory);
        var known = SessionControl.List(host, root).Select(state => state.AuditFile).Where(File.Exists);
        var folder = Path.Combine(root, ".aex", "audit");
        var lying = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.jsonl").OrderByDescending(File.GetLastWriteTimeUtc).ThenBy(file => file, StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return [.. known.Concat(lying).Distinct()];
    }

    /// <summary>The one that a person means: a path, a session's id or the beginning of one; the newest when nothing is given.</summary>
    /// <exception cref="CommandFailure">None, or several, fit.</exception>
    public static string Find(HostEnvironment host, string? session)
    {
        if (session is not null && session.EndsWith(".jsonl", StringComparison.Ordinal) && File.Exists(session))
        {
            return Path.GetFullPath(session);
        }

        var files = OfProject(host);
        if (session is null)
        {
            return files.Count > 0 ? files[0] : throw new CommandFailure("no session was recorded in this project yet", "`aex doctor` shows whether the gate is reached");
        }

        if (SessionControl.Find(host, session) is { } known && File.Exists(known.AuditFile))
        {
            return known.AuditFile;
        }

        return files.Where(file => AuditEntry.SessionOf(file)?.StartsWith(session, StringComparison.Ordinal) == true).ToList() switch
        {
            [var one] => one,
            [] => throw new CommandFailure($"no session `{session}` was recorded in this project", files.Count > 0 ? $"the last ones: {string.Join(", ", files.Select(AuditEntry.SessionOf).Where(id => !string.IsNullOrEmpty(id)).Take(5))}" : null),
            var several => throw new CommandFailure($"several sessions begin with `{session}`: {string.Join(", ", several.Select(AuditEntry.SessionOf))}", "give more of the id"),
        };
    }
}
