namespace Aex.Hooks;

/// <summary>What a client tells, whatever it calls it.</summary>
internal enum HookEvent
{
    /// <summary>A tool is about to run: decided.</summary>
    ToolCall,

    /// <summary>A tool has run: recorded.</summary>
    ToolResult,

    /// <summary>A tool has failed: recorded.</summary>
    ToolFailure,

    /// <summary>A session begins: its layers and settings are pinned.</summary>
    SessionStart,

    /// <summary>The client's settings are about to change: judged.</summary>
    ConfigChange,

    /// <summary>Anything else: answered <c>{}</c>.</summary>
    Other,
}

/// <summary>The names that clients give to the events.</summary>
internal static class HookEventNames
{
    /// <summary>
    /// The event of a name. Case doesn't count, so that no spelling of a call's event passes as an unknown event.
    /// </summary>
    public static HookEvent Find(string name)
    {
        if (Is(name, "PreToolUse") || Is(name, "BeforeTool") || Is(name, "beforeShellExecution") || Is(name, "beforeMCPExecution")
            || Is(name, "beforeReadFile"))
            return HookEvent.ToolCall;
        if (Is(name, "PostToolUse") || Is(name, "AfterTool") || Is(name, "afterShellExecution") || Is(name, "afterMCPExecution"))
            return HookEvent.ToolResult;
        if (Is(name, "PostToolUseFailure"))
            return HookEvent.ToolFailure;
        if (Is(name, "SessionStart"))
            return HookEvent.SessionStart;
        return Is(name, "ConfigChange") ? HookEvent.ConfigChange : HookEvent.Other;
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
