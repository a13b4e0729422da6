using Aex.Hooks;
using Aex.Sessions;

namespace Aex.Cli.Install;

/// <summary>The files of one client that aex works on, for one project or for the user.</summary>
/// <param name="host">The surroundings.</param>
/// <param name="client">The client.</param>
/// <param name="project">The project's folder; null for the user's files.</param>
/// <param name="program">The path of this program, as the files name it.</param>
internal sealed class ClientFiles(HostEnvironment host, HookClient client, string? project, string program)
{
    /// <summary>How the client wants its hooks.</summary>
    public HookForm Form { get; } = HookForm.Of(client);

    /// <summary>The project's folder; null for the user's files.</summary>
    public string? Project { get; } = project;

    private string CodexFolder => host.CodexFolder ?? Path.Combine(host.Home, ".codex");

    /// <summary>The settings file with the hooks.</summary>
    public string HooksPath => client switch
    {
        HookClient.ClaudeCode => Project is null ? Path.Combine(host.ClaudeFolder, "settings.json") : Path.Combine(Project, ".claude", "settings.json"),
        HookClient.Codex => Path.Combine(Project is null ? CodexFolder : Path.Combine(Project, ".codex"), "hooks.json"),
        HookClient.Gemini => Path.Combine(Project ?? host.Home, ".gemini", "settings.json"),
        HookClient.Cursor => Path.Combine(Project ?? host.Home, ".cursor", "hooks.json"),
        HookClient.VsCode or HookClient.Copilot => Project is null ? Path.Combine(host.Home, ".copilot", "hooks", "aex.json") : Path.Combine(Project, ".github", "hooks", "aex.json"),
    };

    /// <summary>Codex's settings, in which the user trusts hooks.</summary>
    public string CodexConfig => Path.Combine(CodexFolder, "config.toml");

    /// <summary>The edit of <see cref="HooksPath"/>.</summary>
    public HookSettings HookEdit => new(Form, program);

    /// <summary>The file with the hooks.</summary>
    public SettingsFile Hooks => new(HooksPath, HookEdit, host.StateFolder)
    {
        Form = Form,
        IsOwn = client is HookClient.VsCode or HookClient.Copilot,
    };

    /// <summary>The file in which Codex keeps what its user trusts; null for other clients.</summary>
    /// <param name="hooks">What stands, or will stand, in <see cref="HooksPath"/>.</param>
    public SettingsFile? Trust(byte[]? hooks) => client == HookClient.Codex
        ? new SettingsFile(CodexConfig, new CodexTrust(HooksPath, hooks), host.StateFolder) { Part = HooksPath }
        : null;

    /// <summary>The files with the client's MCP servers that are there.</summary>
    public IEnumerable<SettingsFile> McpServers()
    {
        foreach (var (path, edit) in McpPlaces())
        {
            if (File.Exists(path))
            {
                yield return new SettingsFile(path, edit, host.StateFolder) { Part = "mcp" };
            }
        }
    }

    private IEnumerable<(string Path, SettingsEdit Edit)> McpPlaces()
    {
        McpServers Named(params string[] path) => new(path, program);
        switch (client)
        {
            case HookClient.ClaudeCode when Project is null:
                yield return (Environment.GetEnvironmentVariable("CLAUDE_CONFIG_DIR") is { Length: > 0 } ? Path.Combine(host.ClaudeFolder, ".claude.json") : Path.Combine(host.Home, ".claude.json"), Named("mcpServers"));
                break;
            case HookClient.ClaudeCode:
                yield return (Path.Combine(Project, ".mcp.json"), Named("mcpServers"));
                break;
            case HookClient.Codex:
                yield return (Project is null ? CodexConfig : Path.Combine(Project, ".codex", "config.toml"), new CodexMcpServers(program));
                break;
            case HookClient.Gemini:
                yield return (HooksPath, Named("mcpServers"));
                break;
            case HookClient.Cursor:
                yield return (Path.Combine(Project ?? host.Home, ".cursor", "mcp.json"), Named("mcpServers"));
                break;
            case HookClient.VsCode:
                yield return (Project is null ? Path.Combine(host.Home, ".config", "Code", "User", "mcp.json") : Path.Combine(Project, ".vscode", "mcp.json"), Named("servers"));
                break;
            case HookClient.Copilot:
                yield return (Project is null ? Path.Combine(host.Home, ".copilot", "mcp-config.json") : Path.Combine(Project, ".mcp.json"), Named("mcpServers"));
                break;
        }
    }
}
