using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>
/// GitHub Copilot CLI: names no event, sends a tool's arguments as JSON inside a string (newer versions: as an object), and obeys a top-level decision
/// (docs/gate.md, Other clients).
/// </summary>
internal static class Copilot
{
    /// <summary>Reads one of its events.</summary>
    public static HookInput Read(HookFields fields, string? name)
    {
        var what = name is not null ? HookReader.EventOf(name) : Unnamed(fields);
        var input = HookReader.Common(fields, HookClient.Copilot, what);
        return HookReader.HasTool(what) ? input with { Tool = HookReader.ToolName(fields), Arguments = fields.Has(HookField.InputText) && !fields.IsText(HookField.InputText) ? fields.Object(HookField.InputText) : fields.ObjectInText(HookField.InputText) } : input;
    }

    /// <summary>No objection; its own allow under a trusted policy only.</summary>
    public static void Allow(JsonText json, bool trusted)
    {
        json.BeginObject();
        if (trusted)
            json.Member("permissionDecision"u8, "allow");
        json.EndObject();
    }

    /// <summary>A denial, with exit 2 and the reason on standard error.</summary>
    public static void Deny(JsonText json, string reason) =>
        json.BeginObject().Member("permissionDecision"u8, "deny").Member("permissionDecisionReason"u8, reason).EndObject();

    private static HookEvent Unnamed(HookFields fields)
    {
        if (fields.Has(HookField.Result))
            return HookEvent.ToolResult;
        // A session's start says how it started (`source`); whatever has neither that nor a tool is refused as a call without a tool.
        return !fields.Has(HookField.Tool) && fields.Has(HookField.Source) ? HookEvent.SessionStart : HookEvent.ToolCall;
    }
}
