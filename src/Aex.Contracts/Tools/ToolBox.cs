using Aex.Contracts.Running;

namespace Aex.Contracts.Tools;

/// <summary>The tools that a run can call, by name. None replaces another.</summary>
public sealed class ToolBox
{
    private readonly Dictionary<string, Tool> _tools = new(StringComparer.Ordinal);

    /// <summary>The built-in tools (docs/contracts.md, Tools).</summary>
    public ToolBox()
    {
        foreach (var tool in (ReadOnlySpan<Tool>)[new FileRead(), new FileWrite(), new TestsRun(), new GitStatus(), new GitDiff(), new GitApply()])
        {
            _tools.Add(tool.Name, tool);
        }
    }

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names => [.. _tools.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds one.</summary>
    /// <exception cref="RunBlockedException">There is one of that name already.</exception>
    public void Add(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        if (!_tools.TryAdd(tool.Name, tool))
        {
            throw new RunBlockedException($"the tool `{tool.Name}` is there already: nothing may take its place");
        }
    }

    /// <summary>Finds one; null if there is none.</summary>
    public Tool? Find(string name) => _tools.GetValueOrDefault(name);
}
