using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex review</c>.</summary>
public sealed class ReviewTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**\ndeny network.*\n");

    [Fact]
    public void A_task_within_the_policy_exits_0_and_says_so()
    {
        _box.Write("tasks/a.aex", "task a v0\ngoal \"Look\"\nuse file.read\nreturn 1\n");
        var ended = _box.Run(["review", "tasks/a.aex"]);
        Assert.Equal(0, ended.Exit);
        Assert.Contains("Goal:     Look\n", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("It runs under the policy.\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_beyond_the_policy_exits_1_and_names_both_lines()
    {
        _box.Write("tasks/a.aex", "task a v0\ngoal \"Look\"\nuse network.fetch\nreturn 1\n");
        var ended = _box.Run(["review", "tasks/a.aex", "--json"]);
        Assert.Equal(1, ended.Exit);
        using var review = JsonDocument.Parse(ended.Output);
        Assert.True(review.RootElement.GetProperty("valid").GetBoolean());
        Assert.False(review.RootElement.GetProperty("runsUnderPolicy").GetBoolean());
        Assert.Equal("tasks/a.aex:3: `use network.fetch` is denied by .aex/policy.aex:4 (deny network.*)", review.RootElement.GetProperty("errors")[0].GetString());
    }

    [Fact]
    public void Without_a_policy_the_task_alone_says_what_is_allowed()
    {
        File.Delete(Path.Combine(_box.Project, ".aex/policy.aex"));
        _box.Write("tasks/a.aex", "task a v0\ngoal \"Look\"\nuse file.read\nreturn 1\n");
        Assert.Equal(0, _box.Run(["review", "tasks/a.aex"]).Exit);
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_usage() => Assert.Equal(2, _box.Run(["review", "tasks/none.aex"]).Exit);

    public void Dispose() => _box.Dispose();
}
