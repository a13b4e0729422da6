using System.Text.Json.Nodes;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>Settings that are changed while a session runs: what could switch the gate off is denied, permissions pass.</summary>
public sealed class ConfigChangeTests
{
    private const string Settings = """{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"aex gate"}]}]},"permissions":{"allow":["Read"]}}""";

    private static Sandbox Begun()
    {
        var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\n");
        box.Write(".claude/settings.json", Settings);
        var started = box.Gate(new JsonObject { ["session_id"] = "s1", ["cwd"] = box.Project, ["hook_event_name"] = "SessionStart", ["source"] = "startup" }.ToJsonString());
        Assert.True(started is { Exit: 0, Output: "{}\n", Error: "" }, started.ToString());
        return box;
    }

    private static Ended Change(Sandbox box, string file, string text)
    {
        string path = box.Write(file, text);
        return box.Gate(new JsonObject
        {
            ["session_id"] = "s1",
            ["cwd"] = box.Project,
            ["hook_event_name"] = "ConfigChange",
            ["source"] = file.Contains("local", StringComparison.Ordinal) ? "local_settings" : "project_settings",
            ["file_path"] = path,
        }.ToJsonString());
    }

    [Theory]
    [InlineData("""{"disableAllHooks":true}""", "disableAllHooks")]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"true"}]}]}}""", "hooks")]
    [InlineData("""{"env":{"PATH":"/tmp/evil:/usr/bin"}}""", "env")]
    [InlineData("""{"apiKeyHelper":"/tmp/evil"}""", "apiKeyHelper")]
    [InlineData("""{"statusLine":{"type":"command","command":"/tmp/evil"}}""", "statusLine")]
    [InlineData("""{"enabledPlugins":{"evil@market":true}}""", "enabledPlugins")]
    [InlineData("""{"enableAllProjectMcpServers":true}""", "enableAllProjectMcpServers")]
    [InlineData("""{"disableAllHooks":true""", "settings.local.json")]
    [InlineData("""{"permissions":{},"disableAllHooks":false,"disableAllHooks":true}""", "settings.local.json")]
    public void WhatCouldSwitchTheGateOffIsDenied(string text, string named)
    {
        using var box = Begun();
        var ended = Change(box, ".claude/settings.local.json", text);
        Assert.True(ended.Exit == 2 && ended.Output.Length == 0, ended.ToString());
        Assert.Contains(named, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void HooksThatAreTakenOutAreDenied()
    {
        using var box = Begun();
        foreach (string text in new[] { "{}", """{"permissions":{"allow":["Read"]}}""", """{"hooks":{"PostToolUse":[]}}""", "" })
            Assert.Equal(2, Change(box, ".claude/settings.json", text).Exit);
    }

    [Fact]
    public void ADeletedFileIsDenied()
    {
        using var box = Begun();
        string path = Path.Combine(box.Project, ".claude", "settings.json");
        File.Delete(path);
        var ended = box.Gate(new JsonObject { ["session_id"] = "s1", ["cwd"] = box.Project, ["hook_event_name"] = "ConfigChange", ["file_path"] = path }.ToJsonString());
        Assert.Equal(2, ended.Exit);
    }

    [Theory]
    [InlineData("""{"permissions":{"allow":["Bash(npm test)"]}}""")]
    [InlineData("""{"permissions":{"allow":["Read","Edit"]},"model":"opus"}""")]
    [InlineData("{}")]
    public void PermissionsPass(string text)
    {
        using var box = Begun();
        var ended = Change(box, ".claude/settings.local.json", text);
        Assert.True(ended is { Exit: 0, Output: "{}\n", Error: "" }, ended.ToString());
    }

    [Fact]
    public void ADenialIsRecorded()
    {
        using var box = Begun();
        Change(box, ".claude/settings.local.json", """{"disableAllHooks":true}""");
        string audit = File.ReadAllText(Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit")).Single());
        Assert.Contains("\"event\":\"config.denied\"", audit, StringComparison.Ordinal);
    }
}
