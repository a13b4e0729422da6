using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>Gemini CLI: `BeforeTool` and `AfterTool`, answered by a top-level decision (docs/gate.md, Other clients).</summary>
internal static class Gemini
{
    /// <summary>Reads one of its events.</summary>
    public static HookInput Read(HookFields fields, string? name)
    {
        var what = HookReader.EventOf(name);
        var input = HookReader.Common(fields, HookClient.Gemini, what) with { ProjectDir = HookReader.FolderFrom("GEMINI_PROJECT_DIR") };
        if (!HookReader.HasTool(what))
            return input;
        input = input with { Tool = HookReader.ToolName(fields), Arguments = HookReader.Arguments(fields) };
        string? server = fields.TextIn(HookField.McpContext, "server_name"), tool = fields.TextIn(HookField.McpContext, "tool_name");
        if (server is { Length: > 0 } && tool is { Length: > 0 })
            return input with { Tool = $"mcp__{server}__{tool}", McpServer = server };
        // It cuts long names of MCP tools in the middle; what is left tells neither the server nor the tool.
        return input.Tool.StartsWith("mcp_", StringComparison.Ordinal) && input.Tool.Contains("...", StringComparison.Ordinal)
            ? throw new HookFault("the name of the MCP tool is cut off and `mcp_context` does not tell it, so it cannot be judged; give the server a shorter name")
            : input;
    }

    /// <summary>No objection; its own allow under a trusted policy only. It shows a notice to the user.</summary>
    public static void Allow(JsonText json, bool trusted, string? notice)
    {
        json.BeginObject();
        if (trusted)
            json.Member("decision"u8, "allow");
        if (notice is not null)
            json.Member("systemMessage"u8, notice);
        json.EndObject();
    }

    /// <summary>A denial, with exit 2 and the reason on standard error.</summary>
    public static void Deny(JsonText json, string reason) =>
        json.BeginObject().Member("decision"u8, "deny").Member("reason"u8, reason).EndObject();
}
