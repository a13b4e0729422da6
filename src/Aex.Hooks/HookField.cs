namespace Aex.Hooks;

/// <summary>A member of a hook's input that some client sends and the gate reads.</summary>
internal enum HookField
{
    /// <summary>Any other member: ignored.</summary>
    Unknown = -1,

    /// <summary><c>hook_event_name</c>: what happens.</summary>
    Event,

    /// <summary><c>session_id</c>.</summary>
    Session,

    /// <summary><c>conversation_id</c>: Cursor's session.</summary>
    Conversation,

    /// <summary><c>turn_id</c>: only Codex sends it.</summary>
    Turn,

    /// <summary><c>tool_name</c>.</summary>
    Tool,

    /// <summary><c>tool_input</c>: the tool's arguments, an object.</summary>
    Input,

    /// <summary><c>toolArgs</c>: the tool's arguments as JSON inside a string, or as an object.</summary>
    InputText,

    /// <summary><c>tool_use_id</c>.</summary>
    ToolUse,

    /// <summary><c>cwd</c>.</summary>
    Cwd,

    /// <summary><c>workspace_roots</c>: Cursor's project folders.</summary>
    Workspaces,

    /// <summary><c>agent_id</c>: the sub-agent that calls.</summary>
    Agent,

    /// <summary><c>mcp_server</c>: <c>{name, source}</c>.</summary>
    McpServer,

    /// <summary><c>mcp_context</c>: Gemini CLI's <c>{server_name, tool_name}</c>, the server's own names.</summary>
    McpContext,

    /// <summary><c>command</c>: Cursor's shell command.</summary>
    Command,

    /// <summary><c>file_path</c>: Cursor's file, or the settings file that changes.</summary>
    FilePath,

    /// <summary><c>source</c>: which settings change.</summary>
    Source,

    /// <summary><c>toolResult</c>: Copilot CLI sends it after a call and names no event.</summary>
    Result,

    /// <summary><c>duration_ms</c>.</summary>
    Duration,

    /// <summary><c>error</c>: why a tool failed.</summary>
    Error,
}

/// <summary>How the members are spelt.</summary>
internal static class HookFieldNames
{
    /// <summary>One more than the last field.</summary>
    public const int Count = (int)HookField.Error + 1;

    /// <summary>Finds the field of a key.</summary>
    /// <param name="key">The key, unescaped.</param>
    /// <param name="spelling">The spelling it should have had: null if it has one that a client uses.</param>
    /// <param name="camel">True if it is spelt in camel case, which tells clients apart.</param>
    /// <remarks>
    /// Readers that ignore case (Go's, for one, which also takes U+017F for s and U+212A for k) would see a known member where others see
    /// an unknown one: a key that differs only so far from a known one is refused, never ignored.
    /// </remarks>
    public static HookField Find(ReadOnlySpan<byte> key, out string? spelling, out bool camel)
    {
        spelling = null;
        camel = false;
        Span<byte> folded = stackalloc byte[24];
        int length = 0;
        for (int i = 0; i < key.Length; i++)
        {
            byte b = key[i];
            if (b is (byte)'_' or (byte)'-')
                continue;
            if (b >= 0x80)
            {
                if (key[i..].StartsWith("\u017F"u8))
                    (b, i) = ((byte)'s', i + 1);
                else if (key[i..].StartsWith("\u212A"u8))
                    (b, i) = ((byte)'k', i + 2);
                else
                    return HookField.Unknown;
            }
            if (length == folded.Length)
                return HookField.Unknown;
            folded[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }
        var field = Folded(folded[..length]);
        if (field == HookField.Unknown)
            return field;
        var (snake, camelCase) = Spellings(field);
        camel = camelCase is not null && Is(key, camelCase);
        if (!camel && (snake is null || !Is(key, snake)))
            spelling = snake ?? camelCase;
        return field;
    }

    private static bool Is(ReadOnlySpan<byte> key, string ascii)
    {
        if (key.Length != ascii.Length)
            return false;
        for (int i = 0; i < key.Length; i++)
        {
            if (key[i] != ascii[i])
                return false;
        }
        return true;
    }

    /// <summary>The name of a field for a message.</summary>
    public static string Name(this HookField field)
    {
        var (snake, camel) = Spellings(field);
        return snake ?? camel ?? "";
    }

    private static HookField Folded(ReadOnlySpan<byte> name)
    {
        // By length first: most members of an input are none of these.
        switch (name.Length)
        {
            case 3:
                return name.SequenceEqual("cwd"u8) ? HookField.Cwd : HookField.Unknown;
            case 5:
                return name.SequenceEqual("error"u8) ? HookField.Error : HookField.Unknown;
            case 6:
                if (name.SequenceEqual("turnid"u8))
                    return HookField.Turn;
                return name.SequenceEqual("source"u8) ? HookField.Source : HookField.Unknown;
            case 7:
                if (name.SequenceEqual("agentid"u8))
                    return HookField.Agent;
                return name.SequenceEqual("command"u8) ? HookField.Command : HookField.Unknown;
            case 8:
                if (name.SequenceEqual("toolname"u8))
                    return HookField.Tool;
                if (name.SequenceEqual("toolargs"u8))
                    return HookField.InputText;
                return name.SequenceEqual("filepath"u8) ? HookField.FilePath : HookField.Unknown;
            case 9:
                if (name.SequenceEqual("toolinput"u8))
                    return HookField.Input;
                if (name.SequenceEqual("tooluseid"u8))
                    return HookField.ToolUse;
                if (name.SequenceEqual("mcpserver"u8))
                    return HookField.McpServer;
                return name.SequenceEqual("sessionid"u8) ? HookField.Session : HookField.Unknown;
            case 10:
                if (name.SequenceEqual("toolresult"u8))
                    return HookField.Result;
                if (name.SequenceEqual("mcpcontext"u8))
                    return HookField.McpContext;
                return name.SequenceEqual("durationms"u8) ? HookField.Duration : HookField.Unknown;
            case 13:
                return name.SequenceEqual("hookeventname"u8) ? HookField.Event : HookField.Unknown;
            case 14:
                if (name.SequenceEqual("conversationid"u8))
                    return HookField.Conversation;
                return name.SequenceEqual("workspaceroots"u8) ? HookField.Workspaces : HookField.Unknown;
            default:
                return HookField.Unknown;
        }
    }

    private static (string? Snake, string? Camel) Spellings(HookField field) => field switch
    {
        HookField.Event => ("hook_event_name", "hookEventName"),
        HookField.Session => ("session_id", "sessionId"),
        HookField.Conversation => ("conversation_id", null),
        HookField.Turn => ("turn_id", null),
        HookField.Tool => ("tool_name", "toolName"),
        HookField.Input => ("tool_input", null),
        HookField.InputText => (null, "toolArgs"),
        HookField.ToolUse => ("tool_use_id", "toolUseId"),
        HookField.Cwd => ("cwd", null),
        HookField.Workspaces => ("workspace_roots", null),
        HookField.Agent => ("agent_id", "agentId"),
        HookField.McpServer => ("mcp_server", null),
        HookField.McpContext => ("mcp_context", null),
        HookField.Command => ("command", null),
        HookField.FilePath => ("file_path", null),
        HookField.Source => ("source", null),
        HookField.Result => (null, "toolResult"),
        HookField.Duration => ("duration_ms", null),
        HookField.Error => ("error", null),
        HookField.Unknown => (null, null),
    };
}
