using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex install</c>, <c>uninstall</c> and <c>doctor</c> for the clients beside Claude Code.</summary>
public sealed class ClientsTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    public static TheoryData<string, string, string> Files => new()
    {
        { "codex", ".codex/hooks.json", "{\"hooks\": {\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"say\"}]}]}}" },
        { "gemini", ".gemini/settings.json", "\uFEFF// mine\r\n{\r\n\t\"theme\": \"x\", /* y */\r\n\t\"mcpServers\": {}\r\n}" },
        { "cursor", ".cursor/hooks.json", "{\"version\": 1, \"hooks\": {\"stop\": [{\"command\": \"say\"}]}}\n" },
        { "vscode", ".github/hooks/aex.json", "{\n    \"version\": 1\n}\n" },
        { "copilot", ".github/hooks/aex.json", "{\"version\":1,\"hooks\":{\"preToolUse\":[{\"type\":\"command\",\"bash\":\"lint\"}]}}" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Installed_it_holds_and_taken_back_it_is_what_it_was(string client, string file, string before)
    {
        var path = _box.Write(file, before);
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(0, _box.Run(["install", client]).Exit);
        Assert.StartsWith("already installed", _box.Run(["install", client]).Output, StringComparison.Ordinal);
        var doctor = _box.Run(["doctor"]);
        Assert.True(doctor.Exit == 0, doctor.ToString());
        Assert.Contains("ok     reached", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["uninstall", client]).Exit);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.StartsWith("nothing of aex", _box.Run(["uninstall", client]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_it_made_goes_with_its_folders(string client, string file, string before)
    {
        Assert.NotEmpty(before);
        Assert.Equal(0, _box.Run(["install", client]).Exit);
        Assert.True(File.Exists(Path.Combine(_box.Project, file)));
        Assert.Equal(0, _box.Run(["uninstall", client]).Exit);
        Assert.False(Path.Exists(Path.Combine(_box.Project, file.Split('/')[0])));
        Assert.False(Path.Exists(Path.Combine(_box.Home, ".codex")));
    }

    /// <summary>The line that stands in the file, given what the client sends, denies as the client obeys it.</summary>
    [Theory]
    [InlineData("codex", ".codex/hooks.json", "command", """{"session_id":"s","turn_id":"1","cwd":"@","hook_event_name":"PreToolUse","tool_name":"exec_command","tool_input":{"cmd":"touch x"}}""", "hookSpecificOutput")]
    [InlineData("gemini", ".gemini/settings.json", "command", """{"session_id":"s","cwd":"@","hook_event_name":"BeforeTool","timestamp":"2026-11-01T10:00:00Z","tool_name":"run_shell_command","tool_input":{"command":"touch x"}}""", "\"decision\":\"deny\"")]
    [InlineData("cursor", ".cursor/hooks.json", "command", """{"conversation_id":"c","hook_event_name":"preToolUse","workspace_roots":["@"],"tool_name":"Shell","tool_input":{"command":"touch x"}}""", "\"permission\":\"deny\"")]
    [InlineData("vscode", ".github/hooks/aex.json", "bash", """{"sessionId":"v","hookEventName":"PreToolUse","cwd":"@","timestamp":"2026-11-01T10:00:00Z","tool_name":"run_in_terminal","tool_input":{"command":"touch x"}}""", "hookSpecificOutput")]
    [InlineData("copilot", ".github/hooks/aex.json", "bash", """{"sessionId":"p","timestamp":1,"cwd":"@","toolName":"bash","toolArgs":{"command":"touch x"}}""", "\"permissionDecision\":\"deny\"")]
    public void The_installed_line_answers_the_client_s_own_call(string client, string file, string member, string call, string answer)
    {
        Assert.Equal(0, _box.Run(["install", client]).Exit);
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(_box.Project, file)));
        var first = settings.RootElement.GetProperty("hooks").EnumerateObject().First().Value[0];
        var line = (first.TryGetProperty("hooks", out var hooks) ? hooks[0] : first).GetProperty(member).GetString()!;
        var ended = _box.Shell(line, System.Text.Encoding.UTF8.GetBytes(call.Replace("@", _box.Project, StringComparison.Ordinal)));
        Assert.Equal(2, ended.Exit);
        Assert.Contains(answer, ended.Output, StringComparison.Ordinal);
        Assert.Contains("shell.exec", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"\"client\":\"{client}\"", File.ReadAllText(Directory.GetFiles(Path.Combine(_box.Project, ".aex", "audit"))[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Codex_is_told_to_trust_the_hook_and_each_project_takes_back_its_own()
    {
        var config = Path.Combine(_box.Home, ".codex", "config.toml");
        const string before = "# mine\nmodel = \"x\" # why\n";
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        File.WriteAllText(config, before);
        _box.Write("other/.aex/policy.aex", "policy x v0\ngoal \"g\"\nallow file.read\n");
        var installed = _box.Run(["install", "codex"]);
        Assert.True(installed.Exit == 0, installed.ToString());
        Assert.Contains("+trusted_hash = \"sha256:", installed.Output, StringComparison.Ordinal);
        var one = File.ReadAllText(config);
        Assert.Equal(0, _box.Run(["-C", "other", "install", "codex"]).Exit);
        Assert.StartsWith(one, File.ReadAllText(config), StringComparison.Ordinal);
        Assert.Equal("ok", State("trusted"));
        Assert.Equal(0, _box.Run(["uninstall", "codex"]).Exit);
        Assert.DoesNotContain(Path.Combine(_box.Project, ".codex"), File.ReadAllText(config), StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_box.Project, "other", ".codex"), File.ReadAllText(config), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["-C", "other", "uninstall", "codex"]).Exit);
        Assert.Equal(before, File.ReadAllText(config));
    }

    [Theory]
    [InlineData("[features]\nhooks = false\n", "hooks-on")]
    [InlineData("a = \n", "settings")]
    public void What_switches_Codex_s_hooks_off_is_found(string config, string name)
    {
        Assert.Equal(0, _box.Run(["install", "codex"]).Exit);
        var path = Path.Combine(_box.Home, ".codex", "config.toml");
        File.WriteAllText(path, config + File.ReadAllText(path));
        Assert.Contains("fault", Lines(name), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hook_that_Codex_would_skip_is_found_and_mended()
    {
        Assert.Equal(0, _box.Run(["install", "codex"]).Exit);
        File.Delete(Path.Combine(_box.Home, ".codex", "config.toml"));
        Assert.Equal("fault", State("trusted"));
        var mended = _box.Run(["doctor", "--fix"]);
        Assert.True(mended.Exit == 0, mended.ToString());
        Assert.Equal("ok", State("trusted"));
    }

    [Fact]
    public void The_gate_in_two_places_of_Codex_is_a_fault()
    {
        Directory.CreateDirectory(Path.Combine(_box.Home, ".codex"));
        File.WriteAllText(Path.Combine(_box.Home, ".codex", "config.toml"), "[[hooks.PreToolUse]]\nmatcher = \".*\"\n[[hooks.PreToolUse.hooks]]\ntype = \"command\"\ncommand = \"aex gate\"\n");
        Assert.Equal(0, _box.Run(["install", "codex"]).Exit);
        Assert.Equal("fault", State("once"));
    }

    [Theory]
    [InlineData("{\"hooksConfig\": {\"enabled\": false}}")]
    [InlineData("{\"hooksConfig\": {\"disabled\": [\"aex\"]}}")]
    public void Hooks_that_Gemini_was_told_to_leave_out_are_found(string settings)
    {
        _box.Write(".gemini/settings.json", settings);
        Assert.Equal(0, _box.Run(["install", "gemini"]).Exit);
        Assert.Equal("fault", State("hooks-on"));
    }

    [Fact]
    public void A_folder_that_Gemini_trusts_is_not_noted()
    {
        Assert.Equal(0, _box.Run(["install", "gemini"]).Exit);
        Assert.Equal("note", State("folder"));
        Directory.CreateDirectory(Path.Combine(_box.Home, ".gemini"));
        File.WriteAllText(Path.Combine(_box.Home, ".gemini", "trustedFolders.json"), $"{{\"{_box.Root}\": \"TRUST_FOLDER\"}}");
        Assert.DoesNotContain("folder ", _box.Run(["doctor"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".gemini/hooks.json")]
    [InlineData(".claude/hooks/hooks.json")]
    [InlineData(".github/hooks.json")]
    public void A_file_that_no_client_loads_is_found(string file)
    {
        _box.Write(file, "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"aex gate\"}]}]}}");
        var ended = _box.Run(["doctor"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("does not load a file of this name", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_that_are_switched_off_are_switched_on()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        var local = _box.Write(".claude/settings.local.json", "{\"model\": \"x\", \"disableAllHooks\": true}");
        Assert.Equal("fault", State("hooks-on"));
        var mended = _box.Run(["doctor", "--fix"]);
        Assert.True(mended.Exit == 0, mended.ToString());
        Assert.Equal("{\"model\": \"x\"}", File.ReadAllText(local));
    }

    [Fact]
    public void A_missing_policy_is_written()
    {
        Directory.Delete(Path.Combine(_box.Project, ".aex"), recursive: true);
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Assert.Equal("fault", State("policy-found"));
        var mended = _box.Run(["doctor", "--fix"]);
        Assert.True(mended.Exit == 0, mended.ToString());
        Assert.Equal("ok", State("policy-valid"));
    }

    [Fact]
    public void A_state_folder_that_others_can_write_to_is_closed()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        File.SetUnixFileMode(_box.State, File.GetUnixFileMode(_box.State) | UnixFileMode.OtherWrite);
        Assert.Equal("fault", State("state"));
        var mended = _box.Run(["doctor", "--fix"]);
        Assert.True(mended.Exit == 0, mended.ToString());
        Assert.Equal("ok", State("state"));
    }

    [Fact]
    public void Programs_of_another_version_are_named()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        var other = _box.Write("bin/aex", $"#!/bin/sh\n[ \"$1\" = --version ] && {{ echo aex 0.0.7; exit; }}\nexec {PublishedBinary.FullPath} \"$@\"\n");
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _box.Variables["PATH"] = Path.GetDirectoryName(other) + ":" + _box.Variables["PATH"];
        Assert.Contains("(0.0.7)", Lines("path"), StringComparison.Ordinal);
        _box.Write(".claude/settings.json", File.ReadAllText(Path.Combine(_box.Project, ".claude", "settings.json")).Replace(PublishedBinary.FullPath, other, StringComparison.Ordinal));
        Assert.Contains("the hook runs aex 0.0.7", Lines("version"), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Servers => new()
    {
        { "claude-code", ".mcp.json", "{\n  \"mcpServers\": {\n    \"f\": {\"command\": \"npx\", \"args\": [\"-y\", \"x\"]}\n  }\n}\n", "\"args\": [\"proxy\", \"--name\", \"f\", \"--\", \"npx\", \"-y\", \"x\"]" },
        { "codex", ".codex/config.toml", "# mine\n[mcp_servers.f] # f\ncommand = \"npx\"\nargs = [\"-y\"]\n", "args = [\"proxy\", \"--name\", \"f\", \"--\", \"npx\", \"-y\"]" },
        { "gemini", ".gemini/settings.json", "{\n  // mine\n  \"mcpServers\": {\"f\": {\"command\": \"npx\"}}\n}\n", "\"args\": [\"proxy\", \"--name\", \"f\", \"--\", \"npx\"]" },
        { "cursor", ".cursor/mcp.json", "{\"mcpServers\":{\"f\":{\"command\":\"npx\",\"args\":[]}}}", "\"args\":[\"proxy\", \"--name\", \"f\", \"--\", \"npx\"]" },
        { "vscode", ".vscode/mcp.json", "{\"servers\":{\"f\":{\"type\":\"stdio\",\"command\":\"npx\"},},}", "\"args\": [\"proxy\", \"--name\", \"f\", \"--\", \"npx\"]" },
        { "copilot", ".mcp.json", "{\"mcpServers\":{\"f\":{\"command\":\"npx\"}}}", "\"args\": [\"proxy\", \"--name\", \"f\", \"--\", \"npx\"]" },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public void MCP_servers_go_behind_the_proxy_and_come_back(string client, string file, string before, string wrapped)
    {
        var path = _box.Write(file, before);
        Assert.Equal(0, _box.Run(["install", client, "--wrap-mcp"]).Exit);
        Assert.Contains(wrapped, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.StartsWith("already installed", _box.Run(["install", client]).Output, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["uninstall", client]).Exit);
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void A_proxy_that_a_person_wrote_is_left_alone()
    {
        const string before = "{\"mcpServers\":{\"f\":{\"command\":\"aex\",\"args\":[\"proxy\",\"--\",\"x\"]},\"web\":{\"url\":\"https://example.com\"}}}";
        var path = _box.Write(".mcp.json", before);
        var ended = _box.Run(["install", "claude-code", "--wrap-mcp"]);
        Assert.Contains("no command to stand before: web", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["uninstall", "claude-code"]).Exit);
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void The_same_file_serves_VS_Code_and_Copilot_CLI()
    {
        Assert.Equal(0, _box.Run(["install", "vscode"]).Exit);
        Assert.StartsWith("already installed", _box.Run(["install", "copilot"]).Output, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Assert.Contains("asked twice", _box.Run(["doctor"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_client_is_wrong_usage()
    {
        var ended = _box.Run(["install", "emacs"]);
        Assert.Equal(2, ended.Exit);
        Assert.Contains("emacs", ended.Error, StringComparison.Ordinal);
    }

    private string State(string name) => Check(name).GetProperty("state").GetString()!;

    private string Lines(string name) => string.Join('\n', Checks().Where(check => check.GetProperty("name").GetString() == name).Select(check => check.ToString()));

    private JsonElement Check(string name) => Checks().First(check => check.GetProperty("name").GetString() == name);

    private List<JsonElement> Checks()
    {
        using var json = JsonDocument.Parse(_box.Run(["doctor", "--json"]).Output);
        return [.. json.RootElement.GetProperty("checks").Clone().EnumerateArray()];
    }

    public void Dispose() => _box.Dispose();
}
