namespace Aex.Policy.Capabilities;

/// <summary>What the scope of a capability speaks of.</summary>
public enum ScopeKind
{
    /// <summary>It takes no scope.</summary>
    None,

    /// <summary>Paths: <c>file.*</c>, <c>secrets.*</c>.</summary>
    Path,

    /// <summary>The words of a command: <c>shell.exec</c>.</summary>
    Command,

    /// <summary>Hosts: <c>network.*</c>, <c>loopback.*</c>.</summary>
    Host,

    /// <summary>A name: <c>agent.spawn</c>, <c>skill.use</c>.</summary>
    Name,
}
