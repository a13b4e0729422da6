using Aex.Policy.Decisions;
using Aex.Sessions;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class SettingsTests
{
    private const string Hooks = "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"permissions\":{\"allow\":[]}}";

    [Theory]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"permissions\":{\"allow\":[\"Bash\"]}}", Decision.Allow)]
    [InlineData("{ \"permissions\":{}, \"hooks\" : {\"PreToolUse\":[{\"m\\u0061tcher\":\".*\"}]}}", Decision.Allow)]
    [InlineData("{}", Decision.Deny)]
    [InlineData("", Decision.Deny)]
    [InlineData("{\"hooks\":{}}", Decision.Deny)]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"disableAllHooks\":true}", Decision.Deny)]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"env\":{\"PATH\":\"/tmp\"}}", Decision.Deny)]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"apiKeyHelper\":\"x\"}", Decision.Deny)]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"statusLine\":{}}", Decision.Deny)]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"enabledPlugins\":{\"x\":true}}", Decision.Deny)]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]},\"mcpServers\":{}}", Decision.Deny)]
    [InlineData("{\"hooks\":1,\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\"}]}}", Decision.Deny)]
    [InlineData("not json", Decision.Deny)]
    [InlineData("[]", Decision.Deny)]
    public void Only_changes_that_leave_the_enforcement_alone_pass(string changed, Decision expected)
    {
        using var box = new SessionSandbox();
        string file = box.Root + "/.claude/settings.json";
        SessionSandbox.Write(file, Hooks);
        Assert.Equal(Decision.Allow, Enforcer.StartSession(box.Host, box.Options, box.Request()).Decision);
        File.WriteAllText(file, changed);
        Outcome outcome = Enforcer.JudgeConfigChange(box.Host, box.Options, box.Request(), file);
        Assert.Equal(expected, outcome.Decision);
        Assert.Equal(expected, Enforcer.JudgeConfigChange(box.Host, box.Options, box.Request(), null).Decision);
        if (expected == Decision.Deny)
        {
            Assert.Equal("config.denied", box.Audit()[0].GetProperty("event").GetString());
            Assert.Contains("settings.json", outcome.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"disableAllHooks\":true}", Decision.Deny)]
    [InlineData("{\"permissions\":{\"allow\":[\"Bash\"]}}", Decision.Allow)]
    public void A_settings_file_that_appears_is_held_against_nothing(string text, Decision expected)
    {
        using var box = new SessionSandbox();
        box.Read();
        string file = box.Root + "/.claude/settings.local.json";
        SessionSandbox.Write(file, text);
        Assert.Equal(expected, Enforcer.JudgeConfigChange(box.Host, box.Options, box.Request(), file).Decision);
    }

    [Fact]
    public void Deleting_the_file_with_the_hooks_is_a_change()
    {
        using var box = new SessionSandbox();
        string file = box.Home + "/.claude/settings.json";
        SessionSandbox.Write(file, Hooks);
        box.Read();
        File.Delete(file);
        Assert.Equal(Decision.Deny, Enforcer.JudgeConfigChange(box.Host, box.Options, box.Request(), file).Decision);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_denied()
    {
        using var box = new SessionSandbox();
        box.Read();
        Directory.CreateDirectory(box.Root + "/.mcp.json");
        Assert.Equal(Decision.Deny, Enforcer.JudgeConfigChange(box.Host, box.Options, box.Request(), box.Root + "/.mcp.json").Decision);
    }

    [Fact]
    public void Starting_a_session_pins_and_says_what_is_missing()
    {
        using var box = new SessionSandbox();
        Enforcer.StartSession(box.Host, box.Options, box.Request());
        Assert.True(box.ReadState().Pinned);
        Assert.Empty(box.ReadState().Counters.Used("calls") == 0 ? [] : new[] { 1 });
        using var bare = new SessionSandbox(null);
        Outcome outcome = Enforcer.StartSession(bare.Host, bare.Options, bare.Request());
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("aex init", outcome.Reason, StringComparison.Ordinal);
    }
}
