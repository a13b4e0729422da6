using System.Globalization;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary>However a run ends: no half-written file, no process left, and an audit that holds together.</summary>
public sealed class RunEndingsTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**, tests.run\n");

    [Fact]
    public void A_killed_child_is_a_failed_test_and_takes_its_children_along()
    {
        Contract("use tests.run\ndo tests.run(cmd=\"sh -c 'sleep 300 & echo $! > child; kill -9 $$'\") -> r\nreturn {passed: r.passed, exit: r.exitCode}");
        var ended = _box.Run(["run", "t.aex"]);
        Assert.Equal((0, "{\n  \"passed\": false,\n  \"exit\": 137\n}\n"), (ended.Exit, ended.Output));
        AssertGone("child");
        AssertClosed();
    }

    [Fact]
    public void A_killed_model_handler_blocks_and_takes_its_children_along()
    {
        Contract("use file.read\nneed b: str?\nmake a: text from b with:\n  - x\nreturn a");
        var ended = _box.Run(["run", "t.aex", "--model-handler", "sh -c 'sleep 300 & echo $! > child; kill -9 $$'"]);
        Assert.Equal((1, ""), (ended.Exit, ended.Output));
        Assert.Contains("the model handler `sh` failed with exit code 137", ended.Error, StringComparison.Ordinal);
        AssertGone("child");
        AssertClosed();
    }

    [Fact]
    public void A_disk_that_fills_up_under_the_audit_blocks_with_no_half_line_in_it()
    {
        _box.Write("xs.json", "{\"xs\": [" + string.Join(',', Enumerable.Range(0, 2000)) + "]}");
        Contract("use file.read\nneed xs: list[int]\nfor x in xs\n  check x is x\nreturn 1");
        var ended = _box.Shell("ulimit -f 60; exec \"$AEX\" run t.aex --inputs xs.json");
        Assert.Equal((1, ""), (ended.Exit, ended.Output));
        Assert.Contains("cannot be written", ended.Error, StringComparison.Ordinal);
        Assert.EndsWith("}\n", File.ReadAllText(AuditFile), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    [Fact]
    public void Where_nothing_can_be_recorded_nothing_is_done()
    {
        Contract("use file.write\ndo file.write(path=\"src/x\", contents=\"x\")\nreturn 1");
        var ended = _box.Shell("ulimit -f 0; exec \"$AEX\" run t.aex");
        Assert.Equal((1, ""), (ended.Exit, ended.Output));
        Assert.Contains("blocked:", ended.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_box.Project, "src/x")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" --log-json")]
    public void A_result_that_cannot_be_written_is_no_success(string option)
    {
        Contract("use file.read\nreturn {a: 1}");
        var ended = _box.Shell($"exec \"$AEX\" run t.aex{option} > /dev/full");
        Assert.Equal(2, ended.Exit);
        Assert.Contains("error: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("No space left on device", ended.Error, StringComparison.Ordinal);
        // Where nothing can be said either, the code still tells.
        Assert.Contains(_box.Shell("exec \"$AEX\" run t.aex > /dev/full 2>&1").Exit, (int[])[1, 2]);
    }

    [Fact]
    public void A_reader_that_goes_away_does_no_harm()
    {
        Contract("use file.read\nneed big: str\nreturn big");
        _box.Write("in.json", "{\"big\": \"" + new string('x', 500_000) + "\"}");
        var ended = _box.Shell("\"$AEX\" run t.aex --inputs in.json | head -c 10");
        Assert.Equal((0, "\"xxxxxxxxx"), (ended.Exit, ended.Output));
        AssertClosed();
    }

    [Fact]
    public void Aex_itself_killed_leaves_whole_files_and_an_audit_that_the_next_run_goes_on_beside()
    {
        _box.Write("src/a", "old\n");
        Contract("use tests.run, file.write\ndo tests.run(cmd=\"sh -c 'echo $$ > child; mkfifo ready; echo > ready; sleep 300'\") -> r\ndo file.write(path=\"src/a\", contents=\"new\")\nreturn r");
        var run = _box.Start(PublishedBinary.FullPath, ["run", "t.aex"]);
        var ready = Path.Combine(_box.Project, "ready");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(ready), TimeSpan.FromSeconds(30)));
        File.ReadAllText(ready);
        run.Process.Kill();
        Assert.Equal(137, run.Process.WaitForExit(TimeSpan.FromSeconds(30)) ? run.Process.ExitCode : -1);
        _box.Shell($"kill -9 -- -{File.ReadAllText(Path.Combine(_box.Project, "child")).Trim()}");
        Assert.Equal("old\n", File.ReadAllText(Path.Combine(_box.Project, "src/a")));
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
        Contract("use file.write\ndo file.write(path=\"src/a\", contents=\"new\")\nreturn 1");
        Assert.Equal(0, _box.Run(["run", "t.aex"]).Exit);
    }

    [Fact]
    public void A_command_that_ignores_being_asked_to_end_is_ended_all_the_same()
    {
        Contract("use tests.run\ndo tests.run(cmd=\"sh -c 'trap : TERM; echo $$ > child; mkfifo ready; echo > ready; while :; do sleep 1; done'\") -> r\nreturn r");
        var run = _box.Start(PublishedBinary.FullPath, ["run", "t.aex"]);
        var ready = Path.Combine(_box.Project, "ready");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(ready), TimeSpan.FromSeconds(30)));
        File.ReadAllText(ready);
        _box.Shell($"kill -INT {run.Process.Id.ToString(CultureInfo.InvariantCulture)}");
        var ended = run.Finish([]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("it was stopped before its end", ended.Error, StringComparison.Ordinal);
        AssertGone("child");
        AssertClosed();
    }

    public void Dispose() => _box.Dispose();

    private string AuditFile => Directory.EnumerateFiles(Path.Combine(_box.Project, ".aex/audit"), "*.jsonl").Single();

    private void Contract(string lines) => _box.Write("t.aex", "task t v0\ngoal \"g\"\n" + lines + "\n");

    private void AssertClosed()
    {
        Assert.Contains("\"run.finished\"", File.ReadLines(AuditFile).Last(), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    private void AssertGone(string file) => AssertDead(File.ReadAllText(Path.Combine(_box.Project, file)).Trim());

    private static void AssertDead(string process) =>
        Assert.True(SpinWait.SpinUntil(() => !File.Exists($"/proc/{process}/stat") || Stat(process).Contains(") Z", StringComparison.Ordinal), TimeSpan.FromSeconds(10)), $"process {process} is left");

    private static string Stat(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return ") Z";
        }
    }
}
