using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>Codex CLI: denies like Claude Code; asks never, since it runs what it is told to ask about (docs/gate.md, Codex).</summary>
internal static class Codex
{
    /// <summary>Reads one of its events.</summary>
    public static HookInput Read(HookFields fields, string? name)
    {
        var what = HookReader.EventOf(name);
        var input = HookReader.Common(fields, HookClient.Codex, what);
        return HookReader.HasTool(what) ? input with { Tool = HookReader.ToolName(fields), Arguments = HookReader.Arguments(fields) } : input;
    }

    /// <summary>No objection. It has no allow of its own that could be given, and takes keys that it doesn't know for a fault of the hook.</summary>
    public static void Allow(JsonText json, string? notice)
    {
        json.BeginObject();
        if (notice is not null)
            json.Name("hookSpecificOutput"u8).BeginObject().Member("hookEventName"u8, "PreToolUse").Member("additionalContext"u8, notice).EndObject();
        json.EndObject();
    }
}
