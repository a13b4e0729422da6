using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Policy.Decisions;

namespace Aex.Contracts.Tools;

/// <summary>Something that a contract can <c>do</c>. It is called after the call was decided, and never decides anything itself.</summary>
public abstract class Tool
{
    /// <summary>The name by which contracts call it.</summary>
    public abstract string Name { get; }

    /// <summary>The MCP server that it belongs to; null for others.</summary>
    public virtual string? Server => null;

    /// <summary>The name that whoever carries it out has for it.</summary>
    public virtual string OwnName => Name;

    /// <summary>The server over the network that a call of it reaches; null where it reaches none, or nobody knows.</summary>
    public virtual Reach? Reaches => null;

    /// <summary>The answer to arguments with which it reaches for nothing, so that there is nothing to decide; null for all others.</summary>
    public virtual Value? Refuse(ObjectValue arguments) => null;

    /// <summary>Calls it.</summary>
    /// <exception cref="RunBlockedException">It cannot do what is asked.</exception>
    /// <exception cref="OperationCanceledException">The run is to end.</exception>
    public abstract Value Invoke(ObjectValue arguments, ToolContext context);
}
