using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary>The policies of a project as they are on the disk now, outside any session.</summary>
internal sealed class ProjectView
{
    private readonly Discovery _found;

    private ProjectView(Discovery found, IReadOnlyList<TrustedFile> trust) => (_found, Trust) = (found, trust);

    /// <summary>The project's root.</summary>
    public string Root => _found.Root;

    /// <summary>Every layer, in order; one that cannot be read has an error.</summary>
    public IReadOnlyList<Layer> Layers => _found.Layers;

    /// <summary>What a decision needs to know of the machine.</summary>
    public CallContext Context => _found.Context;

    /// <summary>The policies that came with the project, and whether a person trusts them.</summary>
    public IReadOnlyList<TrustedFile> Trust { get; }

    /// <summary>Whether there is such a policy and every one is trusted.</summary>
    public bool IsTrusted => _found.IsTrusted;

    /// <summary>What trust, or its lack, means for the client's prompts.</summary>
    public string TrustSentence => Trust.Count == 0 ? "no policy came with this project"
        : IsTrusted ? "trusted: calls that the policy allows do not bring up the client's own prompt"
        : "not trusted: the policy narrows what the agent does, but the client still asks by its own rules; `aex trust` changes that";

    /// <summary>Finds and reads the policies for a call made in <paramref name="cwd"/>.</summary>
    /// <exception cref="CommandFailure">The folder or a policy cannot be read.</exception>
    public static ProjectView Load(HostEnvironment host, EnforcerOptions options, string cwd, string? projectDir = null)
    {
        try
        {
            var found = Discovery.Find(host, options, projectDir, cwd);
            return new ProjectView(found, PolicyTrust.Of(host, options, found.Root, cwd));
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    /// <summary>The first thing that keeps the policies from being used, with its place; null when nothing does.</summary>
    public string? FirstFault()
    {
        foreach (var layer in Layers)
        {
            if (layer.Errors is [var error, ..])
            {
                var place = error.Line > 0 ? $"{layer.File}:{JsonParts.Number(error.Line)}:{JsonParts.Number(error.Column)}" : layer.File;
                return $"{place}: {error.Code}: {error.Message}";
            }
        }

        return null;
    }

    /// <summary>Goes on only where there is a policy, or a contract, and all of them can be used.</summary>
    /// <exception cref="CommandFailure">There is none, or one has an error.</exception>
    public void RequirePolicy()
    {
        if (FirstFault() is { } fault)
        {
            throw new CommandFailure($"{fault}; nothing may run under it (AEX140)", "`aex check` shows all that is wrong", CommandLine.Findings);
        }

        if (!Layers.Any(layer => layer.Kind is LayerKind.Project or LayerKind.Option or LayerKind.Contract))
        {
            throw new CommandFailure($"no policy was found for {Root}, so every call is denied", "`aex init --policy` writes one");
        }
    }
}
