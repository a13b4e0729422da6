using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>Claude Code: nested answers, and the flat keys that older guides show beside them (docs/gate.md, Claude Code).</summary>
internal static class ClaudeCode
{
    /// <summary>Reads one of its events.</summary>
    public static HookInput Read(HookFields fields, string? name)
    {
        var what = HookReader.EventOf(name);
        var input = HookReader.Common(fields, HookClient.ClaudeCode, what) with { ProjectDir = HookReader.FolderFrom("CLAUDE_PROJECT_DIR"), Asks = IsInteractive() };
        return HookReader.HasTool(what) ? input with { Tool = HookReader.ToolName(fields), Arguments = HookReader.Arguments(fields) } : input;
    }

    /// <summary>No objection; under a trusted policy also the nested allow, which silences the client's own prompt.</summary>
    public static void Allow(JsonText json, bool trusted, string? notice)
    {
        json.BeginObject().Member("permissionDecision"u8, "allow");
        if (trusted || notice is not null)
        {
            Nested(json);
            if (trusted)
                json.Member("permissionDecision"u8, "allow");
            if (notice is not null)
                json.Member("additionalContext"u8, notice);
            json.EndObject();
        }
        json.EndObject();
    }

    /// <summary>A dialog.</summary>
    public static void Ask(JsonText json, string reason, string? notice)
    {
        json.BeginObject().Member("permissionDecision"u8, "ask").Member("message"u8, reason);
        Nested(json).Member("permissionDecision"u8, "ask").Member("permissionDecisionReason"u8, reason);
        if (notice is not null)
            json.Member("additionalContext"u8, notice);
        json.EndObject().EndObject();
    }

    /// <summary>The one denial that every client run obeys, with exit 2 and the reason on standard error.</summary>
    public static void Deny(JsonText json, string reason)
    {
        json.BeginObject().Member("permissionDecision"u8, "deny").Member("reason"u8, reason);
        Nested(json).Member("permissionDecision"u8, "deny").Member("permissionDecisionReason"u8, reason);
        json.EndObject().EndObject();
    }

    private static JsonText Nested(JsonText json) =>
        json.Name("hookSpecificOutput"u8).BeginObject().Member("hookEventName"u8, "PreToolUse");

    /// <summary>
    /// Whether a person sees its dialogs. Headless clients name themselves (`sdk-cli`, `sdk-py`, …) and some versions then run what they
    /// were told to ask about; a name that isn't known is taken for one of them.
    /// </summary>
    private static bool IsInteractive() => Environment.GetEnvironmentVariable("CLAUDE_CODE_ENTRYPOINT") switch
    {
        null or "" or "cli" or "claude-vscode" or "claude-desktop" or "claude-desktop-3p" => true,
        _ => false,
    };
}
