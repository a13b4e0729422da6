using Aex.Policy.Decisions;
using Aex.Sessions.Layers;

namespace Aex.Sessions;

/// <summary>The layers that a call in a folder would meet in a new session, without beginning one: for commands that explain.</summary>
public sealed record Discovery
{
    /// <summary>The project's root, links followed.</summary>
    public required string Root { get; init; }

    /// <summary>The layers, in order; one that cannot be read has an error.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>What a decision needs to know of the machine.</summary>
    public required CallContext Context { get; init; }

    /// <summary>True when there is a project policy, or one given by an option.</summary>
    public required bool HasProjectPolicy { get; init; }

    /// <summary>True when there is a project policy and a person trusts every one.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>Finds and reads. Throws <see cref="SessionException"/> when the folder cannot be reached.</summary>
    public static Discovery Find(HostEnvironment host, EnforcerOptions options, string? projectDir, string cwd)
    {
        string root = ProjectRoot.Find(host, projectDir, cwd);
        LayersInForce layers = LayersInForce.Load(host, options, null, root, cwd);
        return new Discovery
        {
            Root = root,
            Layers = layers.Layers,
            Context = Enforcer.ContextOf(host, options, root, layers),
            HasProjectPolicy = layers.HasProject,
            IsTrusted = layers.IsTrusted(host),
        };
    }
}
