using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex stats</c>.</summary>
public sealed class StatsTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, file.write\ndeny network.*\nconfirm before file.write\nbudget calls=9\n");

    [Fact]
    public void Counts_calls_and_the_lines_that_stopped_them()
    {
        Call("s1", "Read", "{\"file_path\":\"a\"}");
        Call("s1", "Read", "{\"file_path\":\"b\"}");
        Call("s1", "WebFetch", "{\"url\":\"https://example.com\"}");
        Call("s2", "Write", "{\"file_path\":\"a\",\"content\":\"\"}");
        Call("s2", "Agent", "{\"subagent_type\":\"x\"}");
        var text = _box.Run(["stats"]).Output;
        Assert.StartsWith("2 sessions, 5 calls: 2 allowed, 1 asked, 2 denied\n", text, StringComparison.Ordinal);
        using var stats = JsonDocument.Parse(_box.Run(["stats", "--json"]).Output);
        Assert.Equal(("file.read", 2), (stats.RootElement.GetProperty("capabilities")[0].GetProperty("capability").GetString(), stats.RootElement.GetProperty("capabilities")[0].GetProperty("calls").GetInt32()));
        var stopped = stats.RootElement.GetProperty("stopped").EnumerateArray().ToDictionary(row => row.GetProperty("rule").GetString()!, row => row.GetProperty("calls").GetInt32());
        Assert.Equal(new Dictionary<string, int> { ["confirm before file.write (.aex/policy.aex:5)"] = 1, ["deny network.* (.aex/policy.aex:4)"] = 1, ["no line allows agent.spawn"] = 1 }, stopped);
        var first = stats.RootElement.GetProperty("sessions").EnumerateArray().Single(session => session.GetProperty("session").GetString() == "s1");
        Assert.Equal((2, 9), (first.GetProperty("budget").GetProperty("calls").GetProperty("used").GetInt32(), first.GetProperty("budget").GetProperty("calls").GetProperty("limit").GetInt32()));
    }

    [Fact]
    public void Observed_counts_only_what_passed_because_nothing_was_enforced()
    {
        Call("s1", "WebFetch", "{\"url\":\"https://example.com\"}");
        Call("s1", "WebFetch", "{\"url\":\"https://example.com\"}", "--observe");
        Call("s1", "Read", "{\"file_path\":\"a\"}", "--observe");
        Assert.StartsWith("1 session, 2 calls: 1 allowed, 0 asked, 1 denied, had the policy been enforced\n", _box.Run(["stats", "--observed"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_so_where_nothing_was_recorded()
    {
        var ended = _box.Run(["stats"]);
        Assert.Equal((0, "", "no call was recorded in this project yet\n"), (ended.Exit, ended.Output, ended.Error));
    }

    private void Call(string session, string tool, string input, params string[] options) =>
        _box.Gate($"{{\"session_id\":\"{session}\",\"cwd\":\"{_box.Project}\",\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"{tool}\",\"tool_input\":{input}}}", options);

    public void Dispose() => _box.Dispose();
}
