using Aex.Sessions;
using Aex.Sessions.State;

namespace Aex.Cli.Commands;

/// <summary>Where a command works.</summary>
internal static class Host
{
    /// <summary>The surroundings of this process.</summary>
    /// <exception cref="CommandFailure">HOME or the like is missing.</exception>
    public static HostEnvironment Require() => HostEnvironment.FromProcess(out var fault) ?? throw new CommandFailure(fault, null);

    /// <summary>The folder that a client would be started in: the nearest one upwards with a policy or a repository, else the current one.</summary>
    public static string ProjectFolder()
    {
        var here = Environment.CurrentDirectory;
        for (var folder = here; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, ".aex", "policy.aex")) || File.Exists(Path.Combine(folder, "aex.policy.aex")) || Path.Exists(Path.Combine(folder, ".git")))
            {
                return folder;
            }
        }

        return here;
    }

    /// <summary>The session that a person means: by id, or the beginning of one; the last of this project when nothing is given.</summary>
    /// <exception cref="CommandFailure">None, or several, fit.</exception>
    public static SessionState Session(HostEnvironment host, string? id)
    {
        try
        {
            var sessions = SessionControl.List(host, SessionControl.RootOf(host, Environment.CurrentDirectory));
            if (id is null)
            {
                return sessions.Count > 0 ? sessions[0] : throw new CommandFailure("no session has begun in this project yet", "`aex doctor` shows whether the gate is reached");
            }

            if (SessionControl.Find(host, id) is { } exact)
            {
                return exact;
            }

            return sessions.Where(state => state.Session.StartsWith(id, StringComparison.Ordinal)).ToList() switch
            {
                [var one] => one,
                [] => throw new CommandFailure($"no session `{id}` has begun in this project", sessions.Count > 0 ? $"the last ones: {string.Join(", ", sessions.Take(5).Select(NameOf))}" : null),
                var several => throw new CommandFailure($"several sessions begin with `{id}`: {string.Join(", ", several.Select(NameOf))}", "give more of the id"),
            };
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    /// <summary>A session's id as shown.</summary>
    public static string NameOf(SessionState state) => state.Session.Length > 0 ? state.Session : "without id";

    /// <summary>A path as one would type it here: relative to the current folder where it lies below it.</summary>
    public static string Relative(string path)
    {
        var here = Environment.CurrentDirectory.TrimEnd('/') + "/";
        return path.StartsWith(here, StringComparison.Ordinal) ? path[here.Length..] : path;
    }
}
