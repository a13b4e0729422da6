using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class DoctorTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    private string Settings => Path.Combine(_box.Project, ".claude", "settings.json");

    [Fact]
    public void After_install_the_gate_holds()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        var ended = _box.Run(["doctor"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.Contains("ok     reached", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fault", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_canary_leaves_nothing_behind()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Assert.Equal(0, _box.Run(["doctor"]).Exit);
        Assert.False(Directory.Exists(Path.Combine(_box.Project, ".aex", "audit")));
        Assert.Equal(["installs"], Directory.EnumerateFileSystemEntries(_box.State).Select(Path.GetFileName));
    }

    [Fact]
    public void Nothing_installed_is_a_fault()
    {
        Assert.Equal("fault", State("hook"));
        Assert.Equal(1, _box.Run(["doctor"]).Exit);
    }

    [Fact]
    public void The_flat_form_is_recognised_and_mended()
    {
        _box.Write(".claude/settings.json", "{\n  \"keep\": 1,\n  \"hooks\": {\n    \"PreToolUse\": [{\"matcher\": \".*\", \"command\": \"aex gate\"}]\n  }\n}\n");
        var before = _box.Run(["doctor"]);
        Assert.Equal(1, before.Exit);
        Assert.Contains("the client drops the whole file", before.Output, StringComparison.Ordinal);
        var mended = _box.Run(["doctor", "--fix"]);
        Assert.True(mended.Exit == 0, mended.ToString());
        Assert.Contains("mended", mended.Error, StringComparison.Ordinal);
        Assert.Contains("\"keep\": 1", File.ReadAllText(Settings), StringComparison.Ordinal);
        using var settings = JsonDocument.Parse(File.ReadAllText(Settings));
        Assert.Equal("block", settings.RootElement.GetProperty("hooks").GetProperty("PreToolUse")[0].GetProperty("hooks")[0].GetProperty("onFailure").GetString());
    }

    [Fact]
    public void Taking_back_a_mended_file_does_not_bring_the_flat_form_back()
    {
        _box.Write(".claude/settings.json", "{\n  \"keep\": 1,\n  \"hooks\": {\n    \"PreToolUse\": [{\"matcher\": \".*\", \"command\": \"aex gate\"}]\n  },\n  \"model\": \"x\"\n}\n");
        _box.Run(["doctor", "--fix"]);
        var taken = _box.Run(["uninstall", "claude-code"]);
        Assert.True(taken.Exit == 0, taken.ToString());
        var left = File.ReadAllText(Settings);
        Assert.DoesNotContain("aex", left, StringComparison.Ordinal);
        Assert.Contains("\"keep\": 1", left, StringComparison.Ordinal);
        Assert.Contains("\"model\": \"x\"", left, StringComparison.Ordinal);
        Assert.DoesNotContain("the client drops", _box.Run(["doctor"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_by_line_and_column()
    {
        _box.Write(".claude/settings.json", "{\n  \"hooks\": oops\n}\n");
        Assert.Contains("the client drops the whole file: line 2, column 12: ", _box.Run(["doctor"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aex gate; exit 0", "reached")]
    [InlineData("/no/such/aex gate", "fail-closed")]
    [InlineData("/no/such/aex gate", "reached")]
    [InlineData("cat > /dev/null; echo no >&2; exit 2 # aex gate", "reached")]
    public void A_line_that_does_not_hold_is_found(string line, string name)
    {
        _box.Write(".claude/settings.json", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":" + JsonSerializer.Serialize(line, StringContext.Default.String) + "}]}]}}");
        Assert.Equal("fault", State(name));
    }

    [Fact]
    public void Asking_twice_is_a_fault()
    {
        Assert.Equal(0, _box.Run(["install", "claude-code"]).Exit);
        Assert.Equal(0, _box.Run(["install", "claude-code", "--user"]).Exit);
        Assert.Equal("fault", State("once"));
    }

    [Fact]
    public void Policies_are_looked_at()
    {
        Assert.Equal(("ok", "ok", "note"), (State("policy-found"), State("policy-valid"), State("policy-trusted")));
        _box.Write(".aex/policy.aex", "policy x v0\ndeny netwrok.*\n");
        Assert.Equal("fault", State("policy-valid"));
        Directory.Delete(Path.Combine(_box.Project, ".aex"), recursive: true);
        Assert.Equal("fault", State("policy-found"));
    }

    [Fact]
    public void A_state_folder_that_cannot_be_used_is_a_fault()
    {
        Assert.Equal("ok", State("state"));
        _box.Variables["AEX_STATE_DIR"] = "/proc/nothing";
        Assert.Equal("fault", State("state"));
    }

    [Fact]
    public void Programs_on_the_path_are_counted()
    {
        Assert.Equal("note", State("path"));
        var folder = Directory.CreateDirectory(Path.Combine(_box.Root, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "aex"), PublishedBinary.FullPath);
        _box.Variables["PATH"] = folder + ":" + _box.Variables["PATH"];
        Assert.Equal("ok", State("path"));
    }

    [Fact]
    public void An_agent_may_look_but_not_mend()
    {
        _box.Variables["CLAUDECODE"] = "1";
        Assert.Equal(1, _box.Run(["doctor"]).Exit);
        var ended = _box.Run(["doctor", "--fix"]);
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
    }

    private string State(string name)
    {
        var ended = _box.Run(["doctor", "--json"]);
        using var json = JsonDocument.Parse(ended.Output);
        return json.RootElement.GetProperty("checks").EnumerateArray().First(check => check.GetProperty("name").GetString() == name).GetProperty("state").GetString()!;
    }

    public void Dispose() => _box.Dispose();
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class StringContext : System.Text.Json.Serialization.JsonSerializerContext;
