using System.Globalization;
using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex run</c> and <c>aex review --run</c>.</summary>
public sealed class RunTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**, tests.run\ndeny network.*\n");

    [Fact]
    public void A_failing_test_is_fixed_and_standard_output_holds_the_result_alone()
    {
        _box.Write("src/sum.sh", "echo $(($1 - $2))\n");
        _box.Write("test.sh", "test \"$(sh src/sum.sh 2 3)\" = 5\n");
        _box.Write("make.sh", "cat > request.json\nprintf '```diff\\n--- a/src/sum.sh\\n+++ b/src/sum.sh\\n@@ -1 +1 @@\\n-echo $(($1 - $2))\\n+echo $(($1 + $2))\\n```\\n'\n");
        Contract("need files: list[file]\nuse file.read, tests.run, file.write\ndo tests.run(cmd=\"sh test.sh\") -> before\ncheck not before.passed\ndo file.read(paths=files) -> sources\nmake patch: diff from before, sources with:\n  - Fix it.\ncheck patch is valid diff\ncheck patch touches only files\ndo file.write(diff=patch) -> change\ncheck change.applied\ndo tests.run(cmd=\"sh test.sh\") -> after\ncheck after.passed\nreturn {fixed: after.passed}");
        var ended = _box.Run(["run", "t.aex", "--input", "files=[\"src/sum.sh\"]", "--model-handler", "sh make.sh"]);
        Assert.Equal(0, ended.Exit);
        Assert.Equal("{\n  \"fixed\": true\n}\n", ended.Output);
        Assert.Contains("do file.write  applied", ended.Error, StringComparison.Ordinal);
        using var request = JsonDocument.Parse(File.ReadAllText(Path.Combine(_box.Project, "request.json")));
        Assert.Equal("echo $(($1 - $2))\n", request.RootElement.GetProperty("inputs").GetProperty("sources").GetProperty("src/sum.sh").GetString());
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    [Theory]
    [InlineData("printf 'no diff'", "is valid diff")]
    [InlineData("printf -- '--- a/src/b\\n+++ b/src/b\\n@@ -1 +1 @@\\n-b\\n+B\\n'", "it touches `src/b`")]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("true", "its answer is empty")]
    [InlineData("sleep 60", "was ended after 1 seconds")]
    public void A_model_that_answers_wrongly_blocks_and_the_tree_is_as_it_was(string model, string reason)
    {
        _box.Write("src/a", "a\n");
        _box.Write("src/b", "b\n");
        _box.Write("make.sh", model + "\n");
        Contract("need files: list[file]\nuse file.write\nmake patch: diff from files with:\n  - x\ncheck patch is valid diff\ncheck patch touches only files\ndo file.write(diff=patch) -> change\ncheck change.applied\nreturn 1");
        var ended = _box.Run(["run", "t.aex", "--input", "files=[\"src/a\"]", "--model-handler", "sh make.sh", "--timeout", "1"]);
        Assert.Equal(1, ended.Exit);
        Assert.Empty(ended.Output);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
        Assert.Equal("a\nb\n", File.ReadAllText(Path.Combine(_box.Project, "src/a")) + File.ReadAllText(Path.Combine(_box.Project, "src/b")));
    }

    [Fact]
    public void Log_json_prints_events_and_the_result_last()
    {
        _box.Write("a", "A");
        Contract("use file.read\ndo file.read(path=\"a\") -> t\ncheck t.a is \"B\"\nreturn t");
        var ended = _box.Run(["run", "t.aex", "--log-json"]);
        Assert.Equal(1, ended.Exit);
        var lines = ended.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["run.started", "tool.allowed", "tool.result", "check.failed", "run.finished"], lines.SkipLast(1).Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("blocked", lines[^1].GetProperty("status").GetString());
        Assert.Equal("t.aex:5: the check `t.a is \"B\"` failed", lines[^1].GetProperty("issues")[0].GetString());
    }

    [Fact]
    public void A_missing_input_blocks_before_anything_runs_and_is_recorded()
    {
        Contract("need a: str\nneed b: int\nuse file.write\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        var ended = _box.Run(["run", "t.aex", "--input", "b=two"]);
        Assert.Equal(2, ended.Exit);
        ended = _box.Run(["run", "t.aex", "--input", "b=\"two\""]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("AEX030", ended.Error, StringComparison.Ordinal);
        Assert.Contains("AEX031", ended.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_box.Project, "src/x")));
        var audit = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(_box.Project, ".aex/audit")).Single());
        Assert.Contains("\"input.missing\"", audit, StringComparison.Ordinal);
        Assert.Contains("\"input.invalid\"", audit, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_shows_the_decisions_and_changes_nothing()
    {
        Contract("need f: file\nuse file.write, tests.run\ndo file.write(path=f, contents=\"x\")\ndo tests.run(cmd=\"touch src/y\")\nreturn 1");
        Assert.Equal(0, _box.Run(["run", "t.aex", "--dry-run", "--input", "f=src/x"]).Exit);
        var ended = _box.Run(["run", "t.aex", "--dry-run", "--input", "f=x"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("deny ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("to permit it: allow file.write:x", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_box.Project, "src")));
        Assert.False(Directory.Exists(Path.Combine(_box.Project, ".aex/audit")));
    }

    [Fact]
    public void Without_a_terminal_nobody_is_asked_and_auto_confirm_answers()
    {
        Contract("use file.write\nconfirm before *\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        var ended = _box.Run(["run", "t.aex"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("nobody can be asked here", ended.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_box.Project, "src/x")));
        Assert.Equal(0, _box.Run(["run", "t.aex", "--auto-confirm"]).Exit);
        Assert.True(Path.Exists(Path.Combine(_box.Project, "src/x")));
        Assert.Contains("--auto-confirm", string.Concat(Directory.EnumerateFiles(Path.Combine(_box.Project, ".aex/audit")).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_policy_binds_a_run()
    {
        _box.Write("p.json", "{\"allow\":[\"file.read\"],\"deny\":[\"file.write\"]}");
        Contract("use file.write\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        var ended = _box.Run(["run", "t.aex", "--policy", "p.json"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("p.json", ended.Error, StringComparison.Ordinal);
        _box.Write("p.json", "{\"allow\":[\"file.write\"],\"denny\":[]}");
        Assert.Contains("denny", _box.Run(["run", "t.aex", "--policy", "p.json"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_alone_is_its_own_boundary()
    {
        File.Delete(Path.Combine(_box.Project, ".aex/policy.aex"));
        Contract("use file.write:out/**\ndo file.write(path=\"out/x\", contents=\"x\")\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        var ended = _box.Run(["run", "t.aex"]);
        Assert.Contains("file.write src/x is not in the allow list of t.aex", ended.Error, StringComparison.Ordinal);
        Assert.True(Path.Exists(Path.Combine(_box.Project, "out/x")));
    }

    [Fact]
    public void A_run_of_a_drafted_contract_has_its_audit_beside_it()
    {
        _box.Write(".aex/runs/d.aex", "task d v0\ngoal \"g\"\nuse file.read\nreturn 1\n");
        Assert.Equal(0, _box.Run(["run", ".aex/runs/d.aex"]).Exit);
        Assert.Equal(0, _box.Run(["audit", "verify", ".aex/runs/d.audit.jsonl"]).Exit);
    }

    [Fact]
    public void What_is_run_is_what_was_read_whatever_the_file_holds_by_then()
    {
        // The first step rewrites the contract beside the run; the steps that follow are those that were reviewed.
        _box.Write("rewrite.sh", "printf 'task t v0\\ngoal \"g\"\\nuse file.write\\ndo file.write(path=\"src/evil\", contents=\"x\")\\nreturn 2\\n' > t.aex\n");
        Contract("use tests.run\ndo tests.run(cmd=\"sh rewrite.sh\") -> r\ncheck r.passed\nreturn 1");
        var ended = _box.Run(["review", "t.aex", "--run", "--yes"]);
        Assert.Equal(0, ended.Exit);
        Assert.Equal("1\n", ended.Output);
        Assert.Contains("It runs under the policy.", ended.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_box.Project, "src/evil")));
    }

    [Fact]
    public void A_review_runs_nothing_that_is_not_approved_or_goes_beyond_the_policy()
    {
        Contract("use file.write\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        var ended = _box.Run(["review", "t.aex", "--run"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("nobody can be asked for approval here", ended.Error, StringComparison.Ordinal);
        Contract("use network.fetch, file.write\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        Assert.Equal(1, _box.Run(["review", "t.aex", "--run", "--yes"]).Exit);
        Assert.False(Path.Exists(Path.Combine(_box.Project, "src/x")));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_signal_ends_the_run_with_all_it_started_and_closes_the_audit(string signal)
    {
        Contract("use tests.run\ndo tests.run(cmd=\"sh -c 'sleep 300 & echo $! > child; mkfifo ready; echo > ready; wait'\") -> r\nreturn r");
        var run = _box.Start(PublishedBinary.FullPath, ["run", "t.aex"]);
        var ready = Path.Combine(_box.Project, "ready");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(ready), TimeSpan.FromSeconds(30)));
        File.ReadAllText(ready);
        _box.Shell($"kill -{signal} {run.Process.Id}");
        var ended = run.Finish([]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("it was stopped before its end", ended.Error, StringComparison.Ordinal);
        var child = int.Parse(File.ReadAllText(Path.Combine(_box.Project, "child")), CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => !File.Exists($"/proc/{child}/stat") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
        Assert.Contains("\"run.finished\"", File.ReadLines(Directory.EnumerateFiles(Path.Combine(_box.Project, ".aex/audit")).Single()).Last(), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    [Fact]
    public void A_full_disk_leaves_every_file_as_it_was()
    {
        // A limit of 64 KiB a file stands for a disk without room: the kernel answers a write beyond it as it answers one on a full disk.
        _box.Write("src/a", "old\n");
        _box.Write("in.json", "{\"big\": \"" + new string('x', 200_000) + "\"}");
        Contract("need big: str\nuse file.write\ndo file.write(writes=[{path: \"src/a\", contents: \"new\"}, {path: \"src/b\", contents: big}])\nreturn 1");
        var ended = _box.Shell("ulimit -f 128; exec \"$AEX\" run t.aex --inputs in.json");
        Assert.Equal(1, ended.Exit);
        Assert.Contains("nothing was written", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(Path.Combine(_box.Project, "src")).Select(Path.GetFileName));
        Assert.Equal("old\n", File.ReadAllText(Path.Combine(_box.Project, "src/a")));
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    public void Dispose() => _box.Dispose();

    private void Contract(string lines) => _box.Write("t.aex", "task t v0\ngoal \"g\"\n" + lines + "\n");
}
