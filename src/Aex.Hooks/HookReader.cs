namespace Aex.Hooks;

/// <summary>From a hook's input to what it says: tells the client by the input's shape and hands the input to that client's reader.</summary>
internal static class HookReader
{
    private const int MaxToolName = 512;

    /// <summary>Reads an input.</summary>
    /// <param name="json">The bytes of standard input.</param>
    /// <param name="client">In: the client named on the command line, or null. Out: the one told, also where the rest can't be read.</param>
    /// <exception cref="HookFault">It can't be taken for a call or another event.</exception>
    public static HookInput Read(ReadOnlyMemory<byte> json, ref HookClient? client)
    {
        if (json.IsEmpty)
            throw new HookFault("nothing came on standard input; a hook is given its call there as JSON");
        var fields = new HookFields(json);
        string? name = fields.Text(HookField.Event);
        client ??= Tell(fields, name);
        return client.Value switch
        {
            HookClient.ClaudeCode => ClaudeCode.Read(fields, name),
            HookClient.Codex => Codex.Read(fields, name),
            HookClient.Gemini => Gemini.Read(fields, name),
            HookClient.VsCode => VsCode.Read(fields, name),
            HookClient.Copilot => Copilot.Read(fields, name),
            HookClient.Cursor => Cursor.Read(fields, name),
        };
    }

    /// <summary>What the clients have in common, for an event of the given name (null: a call, as in the minimal form).</summary>
    public static HookInput Common(HookFields fields, HookClient client, HookEvent what)
    {
        var input = new HookInput { Client = client, Event = what, Cwd = "/" };
        if (what == HookEvent.Other)
            return input;
        input = input with
        {
            Session = fields.Text(HookField.Session),
            Cwd = Absolute(fields.Text(HookField.Cwd) ?? Environment.CurrentDirectory, "`cwd` in the hook's input"),
        };
        if (what is HookEvent.SessionStart)
            return input;
        if (what is HookEvent.ConfigChange)
            return input with { ConfigFile = fields.Text(HookField.FilePath, nullable: true) };
        return input with
        {
            Agent = fields.Text(HookField.Agent, nullable: true),
            ToolUse = fields.Text(HookField.ToolUse, nullable: true),
            McpServer = fields.TextIn(HookField.McpServer, "name"),
            McpServerSource = fields.TextIn(HookField.McpServer, "source"),
            DurationMs = what == HookEvent.ToolCall ? null : fields.Number(HookField.Duration),
            Error = what == HookEvent.ToolFailure ? fields.Text(HookField.Error, nullable: true) : null,
        };
    }

    /// <summary>True if an event of this kind comes with a tool.</summary>
    public static bool HasTool(HookEvent what) => what is HookEvent.ToolCall or HookEvent.ToolResult or HookEvent.ToolFailure;

    /// <summary>The event of a name; without a name it is a call.</summary>
    public static HookEvent EventOf(string? name) => name is null ? HookEvent.ToolCall : HookEventNames.Find(name);

    /// <summary>The tool's name.</summary>
    /// <exception cref="HookFault">There is none, or none that a tool can have.</exception>
    public static string ToolName(HookFields fields)
    {
        string name = fields.Text(HookField.Tool) ?? throw new HookFault("the hook's input has no `tool_name`, so there is no call to decide");
        if (name.Length is 0 or > MaxToolName)
            throw new HookFault("`tool_name` in the hook's input is empty or longer than 512 characters");
        foreach (char c in name)
        {
            if (char.IsControl(c))
                throw new HookFault("`tool_name` in the hook's input holds a control character");
        }
        return name;
    }

    /// <summary>The tool's arguments as an object.</summary>
    /// <exception cref="HookFault">They are none, or the input carries others, which another client's reader would take.</exception>
    public static ReadOnlyMemory<byte> Arguments(HookFields fields) =>
        fields.Has(HookField.InputText)
            ? throw new HookFault("the hook's input holds `toolArgs`, which the client named by `--client` does not send")
            : fields.Object(HookField.Input);

    /// <summary>A folder's path, checked.</summary>
    /// <exception cref="HookFault">It isn't absolute or holds U+0000.</exception>
    public static string Absolute(string path, string what) =>
        path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal) ? path : throw new HookFault($"{what} is no absolute path");

    /// <summary>A folder that the environment names; null if it names none.</summary>
    /// <exception cref="HookFault">It isn't absolute.</exception>
    public static string? FolderFrom(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? Absolute(path, $"the environment variable `{variable}`") : null;

    private static HookClient Tell(HookFields fields, string? name)
    {
        // Only Copilot CLI names no event and writes in camel case, at a session's start as well.
        if (fields.IsCamel(HookField.Tool) || fields.Has(HookField.InputText) || (name is null && fields.IsCamel(HookField.Session)))
            return HookClient.Copilot;
        if (fields.Has(HookField.Conversation) || fields.Has(HookField.Workspaces))
            return HookClient.Cursor;
        if (name is not null && (name.Equals("BeforeTool", StringComparison.OrdinalIgnoreCase) || name.Equals("AfterTool", StringComparison.OrdinalIgnoreCase)))
            return HookClient.Gemini;
        if (fields.Has(HookField.Turn))
            return HookClient.Codex;
        return fields.IsCamel(HookField.Event) || fields.IsCamel(HookField.Session) ? HookClient.VsCode : HookClient.ClaudeCode;
    }
}
