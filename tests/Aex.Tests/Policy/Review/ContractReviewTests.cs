using System.Text;
using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Policy.Review;
using NJsonSchema;
using Xunit;

namespace Aex.Tests.Policy.Review;

public sealed class ContractReviewTests
{
    private const string Policy = """
        policy p v0
        goal "g"
        allow file.read, file.write:src/**, tests.run
        deny network.*, file.read:private/**
        confirm before file.write
        budget calls=5, minutes=30
        """;

    private const string Contract = """
        task fix v0
        goal "Fix it"
        use file.read, file.write, tests.run
        deny file.read:docs/**
        budget calls=20
        need target: file
        do file.read(paths=["src/a.cs"]) -> sources
        make patch: diff from sources, target with:
          - small
        check patch is valid diff
        check patch touches only
          target
        do file.write(diff=patch)
        do tests.run(cmd="npm test")
        return patch
        """;

    [Fact]
    public void A_contract_within_the_policy_runs_and_is_shown_whole()
    {
        var review = Of(Contract.Replace("touches only\n  target", "touches only target", StringComparison.Ordinal));
        Assert.Equal(("fix", "Fix it", true, true), (review.Task, review.Goal, review.IsValid, review.RunsUnderPolicy));
        Assert.Equal(["file.read", "file.write", "tests.run"], Texts(review.Requested));
        Assert.Equal(["file.read:docs/**"], Texts(review.Denied));
        Assert.Equal(["file.read", "file.write:src/**", "tests.run"], review.Effective.Allow.Select(grant => grant.Text));
        Assert.Equal(["network.*", "file.read:private/**", "file.read:docs/**"], review.Effective.Deny.Select(grant => grant.Text));
        Assert.Equal([("calls", 5L), ("minutes", 30L)], review.Effective.Budget.Select(limit => (limit.Key, limit.Value)));
        Assert.Equal(["patch is valid diff", "patch touches only target"], Texts(review.Checks));
        Assert.Equal(["patch: diff from sources, target"], Texts(review.MakeSteps));
        Assert.Equal([".aex/policy.aex:5: file.write (confirm before file.write)"], Placed(review.ConfirmRequired));
        Assert.Equal(["tasks/fix.aex:3: `use file.write` asks for more than .aex/policy.aex allows; what it grants of it: file.write:src/**"], Placed(review.Warnings));
    }

    [Theory]
    // A `use` of which the policy grants nothing.
    [InlineData("use packages.install\nreturn 1", "tasks/fix.aex:3: `use packages.install` is more than .aex/policy.aex allows: nothing there grants it")]
    // One that the policy denies, by the line that does.
    [InlineData("use network.fetch\nreturn 1", "tasks/fix.aex:3: `use network.fetch` is denied by .aex/policy.aex:4 (deny network.*)")]
    // A step whose arguments are written out is decided as it will be when it runs.
    [InlineData("use file.read\ndo file.read(paths=[\"private/a\"])\nreturn 1", "tasks/fix.aex:4: file.read private/a is denied by .aex/policy.aex:4 (deny file.read:private/**)")]
    [InlineData("use file.write\ndo file.write(path=\"docs/a\", contents=\"x\")\nreturn 1", "tasks/fix.aex:4: file.write docs/a is not in the allow list of .aex/policy.aex; to permit it: allow file.write:docs/a")]
    // A loop's step is looked at as well.
    [InlineData("use file.write\nneed names: list[str]\nfor name in names\n  do file.write(path=\".aex/policy.aex\", contents=name)\nreturn 1", "")]
    [InlineData("use file.write\nneed names: list[str]\nfor name in names\n  do file.write(path=\".aex/policy.aex\", contents=\"allow *\")\nreturn 1", "tasks/fix.aex:6: ")]
    public void What_goes_beyond_the_policy_is_named_by_file_and_line(string lines, string expected)
    {
        var review = Of("task fix v0\ngoal \"g\"\n" + lines);
        Assert.True(review.IsValid);
        Assert.Equal(expected.Length == 0, review.RunsUnderPolicy);
        if (expected.Length > 0)
        {
            Assert.Contains(Placed(review.Beyond), line => line.StartsWith(expected, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("task fix v0\ngoal \"g\"\nuse file.read\ndo tests.run(cmd=\"x\")\nreturn 1", "tasks/fix.aex:4: no `use` line grants `tests.run` (AEX010)")]
    [InlineData("policy p v0\ngoal \"g\"\nallow file.read", "tasks/fix.aex:1: this is no contract: a contract begins with `task NAME v0` (AEX140)")]
    [InlineData("task fix v0\ngoal \"g\"\nuse file.read\n", "tasks/fix.aex:1: the task never returns anything (AEX003)")]
    public void A_file_with_an_error_does_not_run(string text, string expected)
    {
        var review = Of(text);
        Assert.False(review.IsValid);
        Assert.False(review.RunsUnderPolicy);
        Assert.Contains(expected, Placed(review.Errors));
    }

    [Fact]
    public void A_policy_with_an_error_keeps_every_contract_from_running()
    {
        var review = Of("task fix v0\ngoal \"g\"\nuse file.read\nreturn 1", "policy p v0\nallow file.read:\"\"\n");
        Assert.False(review.RunsUnderPolicy);
        Assert.Contains(Placed(review.Errors), line => line.StartsWith(".aex/policy.aex:2: ", StringComparison.Ordinal));
    }

    [Fact]
    public void More_certain_calls_than_the_budget_are_a_warning()
    {
        var steps = string.Concat(Enumerable.Repeat("do file.read(paths=[\"a\"])\n", 6));
        Assert.Contains(".aex/policy.aex:6: it makes at least 6 calls, and budget calls=5 ends it before", Placed(Of("task fix v0\ngoal \"g\"\nuse file.read\n" + steps + "return 1").Warnings));
    }

    [Fact]
    public async Task The_data_has_the_documented_form()
    {
        var schema = await JsonSchema.FromFileAsync(Corpus.At("docs", "schemas", "review.schema.json"), TestContext.Current.CancellationToken);
        foreach (var text in new[] { Contract, "task fix v0\ngoal \"g\"\nuse file.read\nreturn 1", "no header", "policy p v0\n" })
        {
            var review = Of(text);
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes))
            {
                ReviewJson.Write(json, review, "tasks/fix.aex", [PolicyLayer(Policy)]);
            }

            Assert.Empty(schema.Validate(Encoding.UTF8.GetString(bytes.ToArray())));
        }

        Assert.NotEmpty(schema.Validate("""{"task":"x"}"""));
    }

    private static ContractReview Of(string contract, string policy = Policy) =>
        ContractReview.Of(Encoding.UTF8.GetBytes(contract), "tasks/fix.aex", "/work/tasks/fix.aex", [PolicyLayer(policy)], new CallContext
        {
            ProjectRoot = "/work",
            Home = "/home/u",
            NeedsNoPolicy = true,
            Paths = new TablePathResolver(false).AddFolder("/work").AddFolder("/home/u"),
        });

    private static Layer PolicyLayer(string text) => Layer.Load(LayerKind.Project, ".aex/policy.aex", "/work/.aex/policy.aex", "/work", Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Texts(IEnumerable<ReviewedLine> lines) => lines.Select(line => line.Text);

    private static List<string> Placed(IEnumerable<ReviewedLine> lines) => [.. lines.Select(line => $"{line.Place}: {line.Text}")];
}
