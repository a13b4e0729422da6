using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>One thing that a call asks for: a capability and its resources.</summary>
public sealed class Request
{
    /// <summary>The name by which rules speak of what changes the enforcement itself.</summary>
    public const string Configure = "aex.configure";

    /// <summary>The name by which rules speak of code that nobody has read.</summary>
    public const string RunCode = "code.run";

    /// <summary>The name by which rules speak of a contract's <c>make</c>: a model is asked for a text.</summary>
    public const string MakeText = "model.make";

    /// <summary>The capability.</summary>
    public required string Capability { get; init; }

    /// <summary>What it reaches for; empty where the capability has no resource.</summary>
    public IReadOnlyList<Resource> Resources => Items;

    /// <summary>Whether the call does this beside what it is called for.</summary>
    public bool IsImplied { get; init; }

    internal Resource[] Items { get; init; } = [];

    /// <summary>The tool's name as it came, by which rules may name the primary request too.</summary>
    internal string? ToolName { get; init; }

    /// <summary>Whether the tool is in no table of aex: an MCP tool, or one that nobody knows. What it reaches for is then not known.</summary>
    internal bool IsForeign { get; init; }

    /// <summary>The ways to take an MCP tool's name apart; empty for other tools.</summary>
    internal McpToolName[] McpNames { get; init; } = [];

    /// <summary>Whether it passes where no layer denies or confirms it: it reaches nothing outside the conversation.</summary>
    internal bool IsInsideConversation { get; init; }

    /// <summary>
    /// Whether it stands for the words of a command that no shell reads: only rules with a scope of words speak of it, since what is run is
    /// granted by the capability that runs it (<c>tests.run</c>). Or for a word that is a file only if a scope names it.
    /// </summary>
    internal bool IsWordsOnly { get; init; }

    internal bool IsGuarded => Capability == Configure;

    /// <summary>Whether a shell command does it.</summary>
    internal bool IsEffect { get; init; }

    /// <summary>Whether nothing needs to allow it: it may not be what it looks like, or another request stands for it.</summary>
    internal bool IsPossible { get; init; }

    /// <summary>Whether it stands for a command that cannot be read: nothing grants it, and it always asks.</summary>
    internal bool IsUnparsable { get; init; }

    internal bool IsUnseenCode => IsImplied && Capability == RunCode;
}
