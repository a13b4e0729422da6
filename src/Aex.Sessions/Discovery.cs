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

    /// <summary>What is in force in a session: its pinned layers, and what narrowed them since. Begins the session where it has not begun.</summary>
    public static Discovery OfSession(HostEnvironment host, EnforcerOptions options, SessionRequest request)
    {
        using SessionHold hold = SessionHold.Take(host, options, request, out LayersInForce layers);
        return new Discovery
        {
            Root = hold.State.Root,
            Layers = layers.Layers,
            Context = Enforcer.ContextOf(host, options, hold.State.Root, layers),
            HasProjectPolicy = layers.HasProject,
            IsTrusted = layers.IsTrusted(host),
        };
    }

    /// <summary>Why one of aex's own tools may not be used: a layer that cannot be read, or a <c>deny</c> that names it; null where nothing says so.</summary>
    public string? MetaFault(string tool)
    {
        foreach (Layer layer in Layers)
        {
            if (layer.Errors is [var error, ..])
            {
                return $"{new RuleSource(layer.File, error.Line, "").Place}: {error.Message} ({error.Code}); nothing may run until it is mended";
            }

            foreach (Rule rule in layer.Deny)
            {
                if (!rule.HasScope && rule.Pattern.Matches(tool))
                {
                    RuleSource source = layer.SourceOf(rule);
                    return $"{tool} is denied by {source.Place} ({source.Text})";
                }
            }
        }

        return null;
    }
}
