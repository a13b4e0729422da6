using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>Copilot's agent in Visual Studio Code: Claude Code's nested answers, camel-case envelope (docs/gate.md, Other clients).</summary>
internal static class VsCode
{
    /// <summary>Reads one of its events.</summary>
    public static HookInput Read(HookFields fields, string? name)
    {
        var what = HookReader.EventOf(name);
        var input = HookReader.Common(fields, HookClient.VsCode, what) with { Asks = true };
        return HookReader.HasTool(what) ? input with { Tool = HookReader.ToolName(fields), Arguments = HookReader.Arguments(fields) } : input;
    }

    /// <summary>No objection; its own allow under a trusted policy only.</summary>
    public static void Allow(JsonText json, bool trusted, string? notice)
    {
        if (trusted || notice is not null)
            ClaudeCode.Allow(json, trusted, notice);
        else
            json.BeginObject().EndObject();
    }
}
