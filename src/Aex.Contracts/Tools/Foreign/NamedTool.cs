using Aex.Contracts.Running;
using Aex.Contracts.Values;

namespace Aex.Contracts.Tools.Foreign;

/// <summary>A tool that is known by name alone, where nothing is carried out: a server that a dry run does not start.</summary>
public sealed class NamedTool(string name, string? server) : Tool
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string? Server => server;

    /// <inheritdoc/>
    public override Value Invoke(ObjectValue arguments, ToolContext context) => throw new RunBlockedException($"`{name}` is known by name alone, and cannot be called");
}
