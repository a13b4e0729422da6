using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class InstallTest : IDisposable
{
    private static readonly string[] Events = ["PreToolUse", "PostToolUse", "PostToolUseFailure", "SessionStart", "ConfigChange"];

    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    private string Settings => Path.Combine(_box.Project, ".claude", "settings.json");

    [Fact]
    public void A_new_file_is_shown_written_and_taken_back()
    {
        var installed = _box.Run(["install", "claude-code"]);
        Assert.True(installed.Exit == 0, installed.ToString());
        Assert.Contains("+            \"onFailure\": \"block\"", installed.Output, StringComparison.Ordinal);
        using (var settings = JsonDocument.Parse(File.ReadAllText(Settings)))
        {
            Assert.Equal(Events, settings.RootElement.GetProperty("hooks").EnumerateObject().Select(member => member.Name));
        }

        var again = _box.Run(["install", "claude-code"]);
        Assert.Equal((0, $"already installed in {Settings}\n"), (again.Exit, again.Output));
        var taken = _box.Run(["uninstall", "claude-code"]);
        Assert.True(taken.Exit == 0, taken.ToString());
        Assert.False(Path.Exists(Path.GetDirectoryName(Settings)));
        var nothing = _box.Run(["uninstall", "claude-code"]);
        Assert.Equal((0, $"nothing of aex in {Settings}\n"), (nothing.Exit, nothing.Output));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\n  \"model\": \"opus\",  \n  \"permissions\": {\"allow\": [\"Bash(ls:*)\"]}\n}\n")]
    [InlineData("{\r\n\t\"hooks\": {\r\n\t\t\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"say\"}]}]\r\n\t}\r\n}")]
    [InlineData("\n")]
    [InlineData("{\"hooks\":{\"PreToolUse\":[{\"matcher\":\".*\",\"hooks\":[{\"type\":\"command\",\"command\":\"aex gate\"}]}]}}")]
    public void What_was_there_is_back_byte_for_byte(string before)
    {
        _box.Write(".claude/settings.json", before);
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Assert.NotEqual(before, File.ReadAllText(Settings));
        Assert.Equal(0, _box.Run(["uninstall", "claude-code"]).Exit);
        Assert.Equal(before, File.ReadAllText(Settings));
    }

    /// <summary>Claude Code 2.1.330 drops a file with a comment or a trailing comma; once hooks were written into one, and `doctor` was content.</summary>
    [Theory]
    [InlineData("{\n  // mine\n  \"model\": \"opus\"\n}\n", "settings.json:2:3`")]
    [InlineData("{\"model\": \"opus\", /* x */ \"a\": 1}", "settings.json:1:19`")]
    [InlineData("{\"model\": \"opus\",}", "settings.json:1:18`")]
    public void A_file_that_the_client_does_not_load_is_refused(string before, string place)
    {
        _box.Write(".claude/settings.json", before);
        var refused = _box.Run(["install", "claude-code"]);
        Assert.Equal(2, refused.Exit);
        Assert.Contains(place, refused.Error, StringComparison.Ordinal);
        Assert.Contains("no comments and no trailing commas", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Settings));
    }

    [Fact]
    public void A_comment_that_came_later_does_not_keep_it_from_being_taken_back()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        _box.Write(".claude/settings.json", File.ReadAllText(Settings).Replace("{\n  \"hooks\"", "{\n  // mine\n  \"model\": \"opus\",\n  \"hooks\"", StringComparison.Ordinal));
        Assert.Contains("// mine", File.ReadAllText(Settings), StringComparison.Ordinal);
        var doctor = _box.Run(["doctor"]);
        Assert.Equal(1, doctor.Exit);
        Assert.Contains("no comments and no trailing commas", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["uninstall", "claude-code"]).Exit);
        Assert.DoesNotContain("gate", File.ReadAllText(Settings), StringComparison.Ordinal);
        Assert.Contains("// mine", File.ReadAllText(Settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_receipt_only_its_hooks_go()
    {
        _box.Write(".claude/settings.json", "{\n  \"model\": \"opus\"\n}\n");
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Directory.Delete(Path.Combine(_box.State, "installs"), recursive: true);
        Assert.Equal(0, _box.Run(["uninstall", "claude-code"]).Exit);
        Assert.Equal("{\n  \"model\": \"opus\"\n}\n", File.ReadAllText(Settings));
    }

    [Fact]
    public void For_the_user_it_goes_to_the_home_folder()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code", "--user"]).Exit);
        Assert.True(File.Exists(Path.Combine(_box.Home, ".claude", "settings.json")));
        Assert.False(File.Exists(Settings));
        Assert.Equal(0, _box.Run(["uninstall", "claude-code", "--user"]).Exit);
        Assert.False(Path.Exists(Path.Combine(_box.Home, ".claude")));
    }

    [Fact]
    public void From_a_folder_below_it_finds_the_project()
    {
        Directory.CreateDirectory(Path.Combine(_box.Project, "src", "deep"));
        Assert.Equal(0, _box.Run(["-C", "src/deep", "install", "claude-code"]).Exit);
        Assert.True(File.Exists(Settings));
    }

    [Theory]
    [InlineData("{\"a\":1,\n\"a\":2}", "`a` is given twice")]
    [InlineData("{\"a\":1\n\"b\" 2}", "settings.json:2:1`")]
    [InlineData("[]", "the file holds no object")]
    [InlineData("{\"hooks\":[]}", "`hooks` is no object")]
    public void What_cannot_be_read_is_not_edited(string text, string why)
    {
        _box.Write(".claude/settings.json", text);
        var ended = _box.Run(["install", "claude-code"]);
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains(why, ended.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Settings));
    }

    [Fact]
    public void A_link_to_the_settings_stays_a_link()
    {
        _box.Write("dotfiles/settings.json", "{}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(Settings)!);
        File.CreateSymbolicLink(Settings, "../dotfiles/settings.json");
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Assert.NotNull(new FileInfo(Settings).LinkTarget);
        Assert.Contains("PreToolUse", File.ReadAllText(Path.Combine(_box.Project, "dotfiles", "settings.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install")]
    [InlineData("uninstall")]
    public void An_agent_may_not(string command)
    {
        _box.Variables["CLAUDECODE"] = "1";
        var ended = _box.Run([command, "claude-code"]);
        Assert.Equal(2, ended.Exit);
        Assert.Contains("CLAUDECODE is set", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_installed_line_denies_whenever_the_gate_fails()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        using var settings = JsonDocument.Parse(File.ReadAllText(Settings));
        var line = settings.RootElement.GetProperty("hooks").GetProperty("PreToolUse")[0].GetProperty("hooks")[0].GetProperty("command").GetString()!;
        foreach (var (body, exit) in (IEnumerable<(string, int)>)[("exit 0", 0), ("exit 1", 2), ("exit 2", 2), ("exit 3", 2), ("kill -9 $$", 2), ("kill -TERM $$", 2)])
        {
            var fake = _box.Write("fake", $"#!/bin/sh\n{body}\n");
            File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.Equal(exit, _box.Shell(line.Replace(PublishedBinary.FullPath, fake, StringComparison.Ordinal)).Exit);
            File.Delete(fake);
            var gone = _box.Shell(line.Replace(PublishedBinary.FullPath, fake, StringComparison.Ordinal));
            Assert.Equal(2, gone.Exit);
            Assert.Contains("this call is denied", gone.Error, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _box.Dispose();
}
