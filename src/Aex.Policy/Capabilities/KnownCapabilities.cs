namespace Aex.Policy.Capabilities;

/// <summary>The names that aex itself gives, their families, and the kind of scope each takes (docs/capabilities.md).</summary>
public static class KnownCapabilities
{
    /// <summary>Every capability that a client's tool or a command's effect can have.</summary>
    public static ReadOnlySpan<string> Names => NameTable.All;

    /// <summary>The first parts that belong to aex: an MCP server's tool is never granted anything by a bare name that starts so.</summary>
    public static bool IsFamily(ReadOnlySpan<char> part) => part is
        "file" or "shell" or "network" or "secrets" or "agent" or "session" or "git" or "tests" or "build" or "packages" or "code"
        or "process" or "resource" or "aex" or "skill" or "mcp" or "loopback" or "containers" or "cloud" or "database" or "system"
        or "model" or "unknown";

    /// <summary>Whether the name stands in <see cref="Names"/>.</summary>
    public static bool IsKnown(ReadOnlySpan<char> name)
    {
        foreach (var known in Names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The scope that a pattern or capability may have; <c>*</c> takes none.</summary>
    public static ScopeKind ScopeKindOf(ReadOnlySpan<char> pattern)
    {
        var dot = pattern.IndexOf('.');
        var family = dot < 0 ? pattern : pattern[..dot];
        return family switch
        {
            "file" or "secrets" => ScopeKind.Path,
            "network" or "loopback" => ScopeKind.Host,
            "shell" => pattern is "shell" or "shell.exec" or "shell.*" ? ScopeKind.Command : ScopeKind.None,
            "agent" => pattern is "agent.spawn" ? ScopeKind.Name : ScopeKind.None,
            "skill" => pattern is "skill.use" ? ScopeKind.Name : ScopeKind.None,
            _ => ScopeKind.None,
        };
    }

    // Made on first use: only checking a policy's text needs the list.
    private static class NameTable
    {
        public static readonly string[] All =
        [
            "file.read", "file.write", "file.delete",
            "shell.exec", "code.run", "tests.run", "build.run", "process.control",
            "network.fetch", "network.search", "network.send", "loopback.connect",
            "secrets.read", "secrets.write",
            "aex.configure",
            "agent.spawn", "agent.schedule", "skill.use", "model.make",
            "git.status", "git.diff", "git.read", "git.add", "git.commit", "git.switch", "git.merge", "git.fetch", "git.push",
            "git.discard", "git.force", "git.worktree", "git.apply", "git.config",
            "packages.install", "packages.publish", "packages.read",
            "containers.pull", "containers.push", "containers.change", "containers.read",
            "cloud.change", "cloud.read", "database.change", "database.read", "system.change", "system.read", "resource.destroy",
            "session.todo", "session.ask", "session.plan", "session.tools", "session.agents", "session.report", "session.message",
            "session.output", "session.stop", "session.schedule",
        ];
    }
}
