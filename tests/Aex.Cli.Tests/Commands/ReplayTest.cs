using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex replay</c>.</summary>
public sealed class ReplayTest : IDisposable
{
    private const string Policy = "policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**\ndeny network.*\nconfirm before file.write:src/pay/**\nbudget file.write=2\n";

    private readonly Sandbox _box = new(Policy);

    [Fact]
    public void Under_the_same_policy_nothing_changes()
    {
        Record();
        var ended = _box.Run(["replay"]);
        Assert.Equal((0, "replayed 5 calls of 1 session: 5 the same, 0 changed\n"), (ended.Exit, ended.Output));
    }

    [Fact]
    public void What_a_stricter_policy_stops_is_grouped_by_its_line()
    {
        Record();
        _box.Write("new.aex", Policy.Replace("deny network.*", "deny network.*, file.read:docs/**", StringComparison.Ordinal));
        var ended = _box.Run(["replay", "--policy", "new.aex"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith("allow -> deny  2 calls  deny file.read:docs/** (new.aex:4)\n  Read docs/a.md  (2 times)\n", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("replayed 5 calls of 1 session: 3 the same, 2 changed\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_wider_policy_lets_pass_names_the_line_that_stood_against_it()
    {
        Record();
        _box.Write("new.aex", Policy.Replace("deny network.*\n", "allow network.*\n", StringComparison.Ordinal));
        var ended = _box.Run(["replay", "--policy", "new.aex"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith("deny -> allow  1 call  no longer: deny network.* (.aex/policy.aex:4)\n  WebFetch https://example.com/x\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Budgets_are_counted_anew()
    {
        Record();
        _box.Write("new.aex", Policy.Replace("file.write=2", "file.write=1", StringComparison.Ordinal));
        using var result = JsonDocument.Parse(_box.Run(["replay", "--policy", "new.aex", "--json"]).Output);
        var call = Assert.Single(result.RootElement.GetProperty("calls").EnumerateArray());
        Assert.Equal(("ask", "deny", "src/pay/b.cs"), (call.GetProperty("old").GetString(), call.GetProperty("new").GetString(), call.GetProperty("subject").GetString()));
    }

    [Fact]
    public void It_counts_and_records_nothing()
    {
        Record();
        var audit = Directory.GetFiles(Path.Combine(_box.Project, ".aex/audit")).Single();
        var before = File.ReadAllBytes(audit);
        _box.Run(["replay"]);
        Assert.Equal(before, File.ReadAllBytes(audit));
    }

    [Fact]
    public void A_policy_with_an_error_is_not_replayed_under()
    {
        Record();
        _box.Write("new.aex", "policy p v0\ngoal \"g\"\ndeny netwrok.*\n");
        var ended = _box.Run(["replay", "--policy", "new.aex"]);
        Assert.Equal((1, ""), (ended.Exit, ended.Output));
        Assert.Contains("new.aex:3:6: AEX131", ended.Error, StringComparison.Ordinal);
    }

    private void Record()
    {
        Call("Read", "{\"file_path\":\"docs/a.md\"}");
        Call("Write", "{\"file_path\":\"src/a.cs\",\"content\":\"x\"}");
        Call("WebFetch", "{\"url\":\"https://example.com/x\"}");
        Call("Write", "{\"file_path\":\"src/pay/b.cs\",\"content\":\"x\"}");
        Call("Read", "{\"file_path\":\"docs/a.md\"}");
    }

    private void Call(string tool, string input) =>
        _box.Gate($"{{\"session_id\":\"s1\",\"cwd\":\"{_box.Project}\",\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"{tool}\",\"tool_input\":{input}}}");

    public void Dispose() => _box.Dispose();
}
