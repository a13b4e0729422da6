using System.Diagnostics;
using Xunit;

namespace Aex.Tests.Contracts;

public sealed class ToolTests : IDisposable
{
    private readonly RunBox _box = new();

    [Fact]
    public void Files_are_read_by_their_names()
    {
        _box.Write("a", "A\n");
        _box.Write("d/b", "ä");
        Assert.Equal("{\"a\":\"A\\n\",\"d/b\":\"ä\"}", _box.Output("use file.read\ndo file.read(paths=[\"a\", \"d/b\"]) -> t\nreturn t"));
        Assert.Equal("{\"a\":\"A\\n\"}", _box.Output("use file.read\ndo file.read(path=\"a\") -> t\nreturn t"));
        Assert.Contains("`c` does not exist", _box.Blocked("use file.read\ndo file.read(path=\"c\") -> t\nreturn t"), StringComparison.Ordinal);
        File.WriteAllBytes(_box.At("x"), [0xFF]);
        Assert.Contains("no text in UTF-8", _box.Blocked("use file.read\ndo file.read(path=\"x\") -> t\nreturn t"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("writes=[{path: \"n/a\", contents: \"1\"}, {path: \"b\", contents: \"2\"}]")]
    [InlineData("writes={\"n/a\": \"1\", b: \"2\"}")]
    public void Files_are_written_in_every_form(string arguments)
    {
        Assert.Equal("{\"written\":[\"n/a\",\"b\"]}", _box.Output($"use file.write\ndo file.write({arguments}) -> r\nreturn r"));
        Assert.Equal("12", _box.Read("n/a") + _box.Read("b"));
        Assert.Equal(["b", "n/a"], _box.Tree().Keys.Order());
    }

    [Fact]
    public void One_file_is_written_and_keeps_its_mode()
    {
        _box.Write("a", "old");
        File.SetUnixFileMode(_box.At("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal("{\"written\":[\"a\"]}", _box.Output("use file.write\ndo file.write(path=\"a\", contents=\"new\") -> r\nreturn r"));
        Assert.Equal("new", _box.Read("a"));
        Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(_box.At("a")), 8));
    }

    [Theory]
    [InlineData("path=\"a\"")]
    [InlineData("contents=\"a\"")]
    [InlineData("path=\"a\", contents=\"a\", diff=\"d\"")]
    [InlineData("path=\"a\", contents=\"a\", file_path=\"b\"")]
    [InlineData("path=\"a\", contents=1")]
    [InlineData("writes=[{path: \"a\", contents: \"x\", mode: 1}]")]
    [InlineData("writes=[{path: \"a\", contents: \"x\"}, {path: \"./a\", contents: \"y\"}]")]
    public void What_a_tool_does_not_take_is_an_error(string arguments)
    {
        Assert.False(_box.Run($"use file.write\ndo file.write({arguments})\nreturn 1").IsSuccess);
        Assert.Empty(_box.Tree());
    }

    [Fact]
    public void Of_several_files_all_are_written_or_none()
    {
        _box.Write("a", "old");
        Directory.CreateDirectory(_box.At("d"));
        Assert.Contains("nothing was written", _box.Blocked("use file.write\ndo file.write(writes=[{path: \"a\", contents: \"new\"}, {path: \"n/x\", contents: \"1\"}, {path: \"d\", contents: \"2\"}])\nreturn 1"), StringComparison.Ordinal);
        Assert.Equal("old", _box.Read("a"));
        Assert.False(_box.Exists("n"));
        Assert.Equal(["a"], _box.Tree().Keys);
    }

    [Fact]
    public void A_diff_makes_changes_renames_copies_and_removes_at_once()
    {
        _box.Write("mod", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        _box.Write("del", "x\n");
        _box.Write("old", "same\n");
        _box.Write("src", "c\n");
        Apply(
            "diff --git a/mod b/mod\nold mode 100644\nnew mode 100755\nindex 1..2\n--- a/mod\n+++ b/mod\n@@ -1,2 +1,3 @@\n 1\n+1a\n 2\n@@ -8,2 +9,2 @@\n 8\n-9\n+nine\n\\ No newline at end of file\n"
            + "diff --git a/del b/del\ndeleted file mode 100644\n--- a/del\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
            + "diff --git a/old b/new\nsimilarity index 100%\nrename from old\nrename to new\n"
            + "diff --git a/src b/copy\nsimilarity index 50%\ncopy from src\ncopy to copy\n--- a/src\n+++ b/copy\n@@ -1 +1,2 @@\n c\n+d\n"
            + "diff --git a/d/made b/d/made\nnew file mode 100755\n--- /dev/null\n+++ b/d/made\n@@ -0,0 +1 @@\n+m\n",
            "{\"applied\":true}");
        Assert.Equal("1\n1a\n2\n3\n4\n5\n6\n7\n8\nnine", _box.Read("mod"));
        Assert.Equal("c\nd\n", _box.Read("copy"));
        Assert.Equal(["copy", "d/made", "mod", "new", "src"], _box.Tree().Keys.Order(StringComparer.Ordinal));
        Assert.True(File.GetUnixFileMode(_box.At("mod")).HasFlag(UnixFileMode.UserExecute));
        Assert.True(File.GetUnixFileMode(_box.At("d/made")).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+one\n--- a/b\n+++ b/b\n@@ -1 +1 @@\n-wrong\n+x\n")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+one\n--- a/none\n+++ b/none\n@@ -1 +1 @@\n-wrong\n+x\n")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+one\n--- /dev/null\n+++ b/b\n@@ -0,0 +1 @@\n+x\n")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+one\n--- a/b\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n")]
    [InlineData("--- a/a\n+++ b/a\n@@ -1,2 +1 @@\n-1\n+one\n")]
    public void A_diff_that_does_not_fit_changes_nothing(string diff)
    {
        _box.Write("a", "1\n");
        _box.Write("b", "b\nc\n");
        var before = _box.Tree();
        Assert.Contains("\"applied\":false,\"message\":", Apply(diff, null), StringComparison.Ordinal);
        Assert.Equal(before, _box.Tree());
    }

    [Fact]
    public void Failing_tests_are_a_result()
    {
        Assert.Equal(
            "{\"passed\":false,\"stdout\":\"out\\n\",\"stderr\":\"err\\n\",\"exitCode\":3}",
            _box.Output("use tests.run\ndo tests.run(cmd=\"sh -c 'echo out; echo err >&2; exit 3'\") -> r\nreturn r"));
        Assert.Equal("true", _box.Output("use tests.run\ndo tests.run(cmd=\"test -d .aex\") -> r\nreturn r.passed"));
        Assert.Contains("there is no such program", _box.Blocked("use tests.run\ndo tests.run(cmd=\"no-such-program\") -> r\nreturn r"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_is_killed_is_a_result() =>
        Assert.Equal("137", _box.Output("use tests.run\ndo tests.run(cmd=\"sh -c 'kill -9 $$'\") -> r\nreturn r.exitCode"));

    [Fact]
    public void A_command_past_its_time_is_ended_with_all_it_started()
    {
        _box.Timeout = TimeSpan.FromSeconds(1);
        var watch = Stopwatch.StartNew();
        Assert.Contains("was ended after 1 seconds", _box.Blocked("use tests.run\ndo tests.run(cmd=\"sh -c 'sleep 300 & echo $! > child; trap \\\"\\\" TERM; sleep 300; sleep 300'\") -> r\nreturn r"), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
        AssertGone(int.Parse(_box.Read("child"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void What_a_command_leaves_running_ends_with_it()
    {
        Assert.Equal("true", _box.Output("use tests.run\ndo tests.run(cmd=\"sh -c 'sleep 300 & echo $! > child'\") -> r\nreturn r.passed"));
        AssertGone(int.Parse(_box.Read("child"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Much_output_keeps_its_beginning_and_its_end()
    {
        var output = _box.Output("use tests.run\ndo tests.run(cmd=\"sh -c 'echo first; head -c 9000000 /dev/zero; echo last'\") -> r\nreturn r.stdout");
        Assert.StartsWith("\"first\\n", output, StringComparison.Ordinal);
        Assert.EndsWith("last\\n\"", output, StringComparison.Ordinal);
        Assert.Contains("bytes left out", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Git_shows_what_changed_and_runs_nothing_of_the_repositorys()
    {
        _box.Write("a", "1\n");
        Git("init", "-q");
        Git("add", "a");
        Git("-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-m", "m");
        _box.Write("a", "2\n");
        _box.Write("evil.sh", "#!/bin/sh\ntouch ran\n");
        File.SetUnixFileMode(_box.At("evil.sh"), (UnixFileMode)0b111_101_101);
        Git("config", "core.fsmonitor", "./evil.sh");
        Git("config", "diff.external", "./evil.sh");
        Assert.Contains("\" M a\"", _box.Output("use git.status\ndo git.status() -> s\nreturn s"), StringComparison.Ordinal);
        Assert.Contains("-1\\n+2\\n", _box.Output("use git.diff\ndo git.diff(paths=[\"a\"]) -> d\nreturn d"), StringComparison.Ordinal);
        Assert.Contains("--- a/a\\n+++ b/a", _box.Output("use git.diff\ndo git.diff() -> d\nreturn d"), StringComparison.Ordinal);
        Assert.False(_box.Exists("ran"));
    }

    private string Apply(string diff, string? expected)
    {
        var output = _box.Output("need d: str\nuse git.apply\ndo git.apply(diff=d) -> r\nreturn r", ("d", System.Text.Json.JsonSerializer.Serialize(diff, TestJson.Default.String)));
        if (expected is not null)
        {
            Assert.Equal(expected, output);
        }

        return output;
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _box.Root })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    // Killed, it may be a zombie for a moment until whoever inherited it takes note.
    private static void AssertGone(int process)
    {
        var state = SpinWait.SpinUntil(() => !File.Exists($"/proc/{process}/stat") || ReadState(process) is 'Z' or 'X', TimeSpan.FromSeconds(10));
        Assert.True(state, $"process {process} still runs");
    }

    private static char ReadState(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return 'X';
        }
    }

    public void Dispose() => _box.Dispose();
}
