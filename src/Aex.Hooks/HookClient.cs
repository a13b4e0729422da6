namespace Aex.Hooks;

/// <summary>A coding agent's client whose hooks the gate speaks (docs/gate.md, Clients).</summary>
internal enum HookClient
{
    /// <summary>Claude Code, and the minimal form <c>session_id</c>, <c>tool_name</c>, <c>tool_input</c>.</summary>
    ClaudeCode,

    /// <summary>OpenAI's Codex CLI.</summary>
    Codex,

    /// <summary>Gemini CLI.</summary>
    Gemini,

    /// <summary>Copilot's agent in Visual Studio Code.</summary>
    VsCode,

    /// <summary>GitHub Copilot CLI.</summary>
    Copilot,

    /// <summary>Cursor.</summary>
    Cursor,
}

/// <summary>The names of the clients, as <c>--client</c> takes them and the audit records them.</summary>
internal static class HookClientNames
{
    /// <summary>All of them, for a message.</summary>
    public const string All = "claude-code, codex, gemini, vscode, copilot, cursor";

    /// <summary>The name of a client.</summary>
    public static string Name(this HookClient client) => client switch
    {
        HookClient.ClaudeCode => "claude-code",
        HookClient.Codex => "codex",
        HookClient.Gemini => "gemini",
        HookClient.VsCode => "vscode",
        HookClient.Copilot => "copilot",
        HookClient.Cursor => "cursor",
    };

    /// <summary>The client of a name; null if there is none.</summary>
    public static HookClient? Find(string name) => name switch
    {
        "claude-code" => HookClient.ClaudeCode,
        "codex" => HookClient.Codex,
        "gemini" => HookClient.Gemini,
        "vscode" => HookClient.VsCode,
        "copilot" => HookClient.Copilot,
        "cursor" => HookClient.Cursor,
        _ => null,
    };
}
