using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class CheckTest : IDisposable
{
    private const string Good = "policy x v0\ngoal \"g\"\nallow file.read\n";
    private const string Typo = "policy x v0\ngoal \"g\"\nalow file.read\n";

    private readonly Sandbox _box = new();

    [Fact]
    public void A_good_file_passes()
    {
        _box.Write("a.aex", Good);
        var ended = _box.Run(["check", "a.aex"]);
        Assert.Equal((0, "", "checked 1 file: no findings\n"), (ended.Exit, ended.Output, ended.Error));
    }

    [Fact]
    public void A_fault_is_shown_with_its_line_and_exits_1()
    {
        _box.Write("a.aex", Typo);
        var ended = _box.Run(["check", "a.aex"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith("a.aex:3:1: error AEX100: ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\n  |\n3 | alow file.read\n  | ^^^^\n  = help: did you mean `allow`?\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal("checked 1 file: 1 error, 0 warnings\n", ended.Error);
    }

    [Fact]
    public void A_warning_alone_exits_0()
    {
        var ended = _box.Run(["check", "-", "--format", "short"], "policy x v0\nallow file.read\n"u8.ToArray());
        Assert.Equal(0, ended.Exit);
        Assert.Contains("warning AEX002", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_files_every_one_below_is_checked_but_not_behind_links()
    {
        _box.Write(".aex/policy.aex", Good);
        _box.Write("tasks/deep/b.aex", Typo);
        _box.Write("node_modules/p/c.aex", Typo);
        _box.Write("outside/d.txt", Typo);
        Directory.CreateSymbolicLink(Path.Combine(_box.Project, "loop"), _box.Project);
        var ended = _box.Run(["check", "--format", "short"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith("tasks/deep/b.aex:3:1:", Assert.Single(ended.Output.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("checked 2 files: 1 error, 0 warnings\n", ended.Error);
    }

    [Fact]
    public void Nothing_to_check_is_said()
    {
        var ended = _box.Run(["check"]);
        Assert.Equal((2, "", "error: no .aex file below this folder\nhelp: `aex init --policy` writes a first one\n"), (ended.Exit, ended.Output, ended.Error));
    }

    [Theory]
    [InlineData("no.aex", "error: `no.aex` does not exist\n")]
    [InlineData("no/such", "error: `no/such` does not exist\n")]
    public void A_missing_file_is_named(string path, string error)
    {
        var ended = _box.Run(["check", path]);
        Assert.Equal((2, "", error), (ended.Exit, ended.Output, ended.Error));
    }

    [Fact]
    public void A_scope_that_the_gate_refuses_is_found()
    {
        _box.Write(".aex/policy.aex", "policy x v0\ngoal \"g\"\nallow network.fetch:https://example.com/\n");
        var ended = _box.Run(["check"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith(".aex/policy.aex:3:21: error AEX132: ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("AEX132", _box.Gate($$"""{"session_id":"s","cwd":"{{_box.Project}}","tool_name":"WebFetch","tool_input":{"url":"https://example.com/"} }""").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_where_a_file_belongs_is_told_as_such()
    {
        var ended = _box.Run(["compile", "."]);
        Assert.Equal((2, "error: `.` is a folder\nhelp: name a file in it, or - for standard input\n"), (ended.Exit, ended.Error));
    }

    [Fact]
    public void An_unreadable_file_is_named_and_the_others_are_checked()
    {
        _box.Write("a.aex", Typo);
        Directory.CreateDirectory(Path.Combine(_box.Project, "dir.aex"));
        File.CreateSymbolicLink(Path.Combine(_box.Project, "b.aex"), "/proc/self/mem");
        var ended = _box.Run(["check", "b.aex", "a.aex"]);
        Assert.Equal(2, ended.Exit);
        Assert.Contains("error: cannot read `b.aex`", ended.Error, StringComparison.Ordinal);
        Assert.Contains("a.aex:3:1", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format=json")]
    public void Json_is_an_array_of_findings(string option)
    {
        _box.Write("a.aex", Typo);
        using var json = JsonDocument.Parse(_box.Run(["check", option, "a.aex"]).Output);
        var one = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("AEX100", 3, 1), (one.GetProperty("code").GetString(), one.GetProperty("line").GetInt32(), one.GetProperty("column").GetInt32()));
        Assert.Equal("[]\n", _box.Run(["check", option, "-"], "policy x v0\ngoal \"g\"\n"u8.ToArray()).Output);
    }

    [Fact]
    public void Other_forms_for_ci()
    {
        _box.Write("a.aex", Typo);
        Assert.StartsWith("::error file=a.aex,line=3,", _box.Run(["check", "--format", "github", "a.aex"]).Output, StringComparison.Ordinal);
        using var sarif = JsonDocument.Parse(_box.Run(["check", "--format", "sarif", "a.aex"]).Output);
        Assert.Equal("AEX100", sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("ruleId").GetString());
    }

    [Fact]
    public void Hostile_text_cannot_move_the_cursor()
    {
        var ended = _box.Run(["check", "-"], "policy x v0\ngoal \"g\"\n\u001b[2Jalow\n"u8.ToArray());
        Assert.Equal(1, ended.Exit);
        Assert.DoesNotContain('\u001b', ended.Output);
    }

    [Fact]
    public void A_closed_pipe_is_no_fault()
    {
        _box.Write("a.aex", string.Concat(Enumerable.Repeat("alow x\n", 5000)));
        var ended = _box.Shell("\"$AEX\" check a.aex | head -1; true");
        Assert.StartsWith("a.aex:1:1:", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", ended.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();
}
