using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>
/// Cursor: one event for all tools, and three older ones for shell, MCP and reading, which carry no tool arguments of their own
/// (docs/gate.md, Other clients).
/// </summary>
internal static class Cursor
{
    /// <summary>Reads one of its events.</summary>
    public static HookInput Read(HookFields fields, string? name)
    {
        var what = HookReader.EventOf(name);
        var input = HookReader.Common(fields, HookClient.Cursor, what);
        if (what == HookEvent.Other)
            return input;
        string? root = fields.FirstOf(HookField.Workspaces);
        if (root is not null)
        {
            root = HookReader.Absolute(root, "the first of `workspace_roots` in the hook's input");
            input = input with { ProjectDir = root, Cwd = fields.Has(HookField.Cwd) ? input.Cwd : root };
        }
        input = input with { Session = fields.Text(HookField.Conversation) ?? input.Session };
        if (!HookReader.HasTool(what))
            return input;
        if (Is(name, "beforeShellExecution") || Is(name, "afterShellExecution"))
            return input with { Asks = true, Tool = "Shell", Arguments = OneMember("command"u8, fields, HookField.Command) };
        if (Is(name, "beforeReadFile"))
            return input with { Tool = "Read", Arguments = OneMember("file_path"u8, fields, HookField.FilePath) };
        if (Is(name, "beforeMCPExecution") || Is(name, "afterMCPExecution"))
        {
            return input with
            {
                Asks = true,
                Tool = "MCP:" + HookReader.ToolName(fields),
                Arguments = fields.IsText(HookField.Input) ? fields.ObjectInText(HookField.Input) : fields.Object(HookField.Input),
            };
        }
        return input with { Tool = HookReader.ToolName(fields), Arguments = HookReader.Arguments(fields) };
    }

    /// <summary>No objection; its own allow under a trusted policy only.</summary>
    public static void Allow(JsonText json, bool trusted, string? notice)
    {
        json.BeginObject();
        if (trusted)
            json.Member("permission"u8, "allow");
        if (notice is not null)
            json.Member("agent_message"u8, notice);
        json.EndObject();
    }

    /// <summary>A dialog.</summary>
    public static void Ask(JsonText json, string reason) => Answer(json, "ask", reason);

    /// <summary>A denial, with exit 2 and the reason on standard error.</summary>
    public static void Deny(JsonText json, string reason) => Answer(json, "deny", reason);

    private static void Answer(JsonText json, string permission, string reason) =>
        json.BeginObject().Member("permission"u8, permission).Member("user_message"u8, reason).Member("agent_message"u8, reason).EndObject();

    private static bool Is(string? name, string known) => string.Equals(name, known, StringComparison.OrdinalIgnoreCase);

    /// <summary>The arguments that the same tool has elsewhere, made of the event's own member.</summary>
    private static ReadOnlyMemory<byte> OneMember(ReadOnlySpan<byte> key, HookFields fields, HookField field)
    {
        if (fields.Text(field) is null)
            throw new HookFault($"the hook's input has no `{field.Name()}`");
        var json = new JsonText();
        json.BeginObject().Name(key).Raw(fields.Raw(field).Span).EndObject();
        return json.Written.ToArray();
    }
}
