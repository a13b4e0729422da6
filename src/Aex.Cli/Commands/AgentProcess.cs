namespace Aex.Cli.Commands;

/// <summary>What one process shows about itself.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Parent">Its parent's id; 0 when there is none.</param>
/// <param name="Name">The kernel's short name for it.</param>
/// <param name="Executable">The file it runs; empty when that cannot be seen.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Environment">Its environment as <c>NAME=value</c>; empty when that cannot be seen.</param>
internal sealed record ProcessFacts(int Id, int Parent, string Name, string Executable, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment);

/// <summary>Tells a coding agent's process from a person's shell.</summary>
internal static class AgentProcess
{
    private static readonly string[] Programs =
    [
        "claude", "codex", "gemini", "cursor-agent", "copilot", "opencode", "aider", "goose", "amp", "crush", "qwen", "cline", "auggie", "droid", "kiro-cli",
    ];

    private static readonly string[] Packages =
    [
        "@anthropic-ai/", "@openai/codex", "@google/gemini-cli", "@github/copilot", "@qwen-code/", "opencode-ai", "@sourcegraph/amp", "@augmentcode/", "@charmland/crush",
    ];

    private static readonly string[] Interpreters = ["node", "nodejs", "bun", "deno", "python", "npx", "npm", "MainThread", "node-MainThread", "sh", "bash", "dash", "zsh"];

    private static readonly string[] OptionsWithValue = ["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "-W", "-X"];

    private static readonly string[] Runners = ["run", "exec", "x"];

    private static readonly string[] Variables =
    [
        "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID", "GEMINI_CLI", "CURSOR_AGENT", "COPILOT_CLI", "COPILOT_AGENT_SESSION_ID", "OPENCODE", "CLINE_ACTIVE", "QWEN_CODE", "AI_AGENT",
    ];

    /// <summary>Variables of Codex that a person sets for themselves.</summary>
    private static readonly string[] CodexOfPeople = ["CODEX_HOME", "CODEX_API_KEY"];

    /// <summary>The variable that an agent sets for what it starts, in <paramref name="environment"/>; null if there is none.</summary>
    public static string? VariableIn(IEnumerable<string> environment)
    {
        foreach (var entry in environment)
        {
            var name = entry.Split('=', 2)[0];
            if (Array.IndexOf(Variables, name) >= 0 || (name.StartsWith("CODEX_", StringComparison.Ordinal) && Array.IndexOf(CodexOfPeople, name) < 0))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The agent's name if the process is one; null otherwise.</summary>
    public static string? NameOf(ProcessFacts process)
    {
        string[] names = [process.Name, FileName(process.Executable), process.Arguments.Count > 0 ? FileName(process.Arguments[0]) : ""];
        if (Array.Find(names, IsAgent) is { } direct)
        {
            return direct;
        }

        var path = process.Executable.Replace('\\', '/');
        if (Array.Find(Programs, program => path.Contains($"/{program}/versions/", StringComparison.Ordinal)) is { } versioned)
        {
            return versioned;
        }

        if (!Array.Exists(names, name => Array.IndexOf(Interpreters, name.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) >= 0))
        {
            return Packaged(path);
        }

        return ScriptOf(process.Arguments) is { } script ? IsAgent(ScriptName(script)) ? ScriptName(script) : Packaged(script) : null;
    }

    /// <summary>An interpreter is what its script is: the first word that is no option, no option's value and no <c>run</c>.</summary>
    private static string? ScriptOf(IReadOnlyList<string> arguments)
    {
        for (var i = 1; i < arguments.Count; i++)
        {
            if (Array.IndexOf(OptionsWithValue, arguments[i]) >= 0)
            {
                i++;
            }
            else if (!arguments[i].StartsWith('-') && Array.IndexOf(Runners, arguments[i]) < 0)
            {
                return arguments[i];
            }
        }

        return null;
    }

    private static string? Packaged(string path) =>
        Array.Find(Packages, package => path.Contains($"node_modules/{package}", StringComparison.Ordinal) || path.StartsWith(package, StringComparison.Ordinal)) is { } found ? found.TrimEnd('/') : null;

    private static bool IsAgent(string name) => Array.IndexOf(Programs, name) >= 0;

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string ScriptName(string path)
    {
        var name = FileName(path);
        foreach (var ending in (string[])[".js", ".mjs", ".cjs", ".py", ".ts"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }
}
