using Aex.Policy.Decisions;
using Aex.Sessions;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>The bases that a JSON policy extends: each is a layer of its own, in force from the first call to the last.</summary>
public sealed class ExtendsTests
{
    private static SessionSandbox Box(string policy, params (string Name, string Text)[] bases)
    {
        var box = new SessionSandbox(null);
        SessionSandbox.Write(box.PolicyPath, policy);
        foreach (var (name, text) in bases)
        {
            SessionSandbox.Write(box.Root + "/.aex/" + name, text);
        }

        return box;
    }

    private static Outcome Read(SessionSandbox box, string path, string? cwd = null) => box.Call("Read", $$"""{"file_path":"{{box.Root}}/{{path}}"}""", cwd: cwd);

    /// <summary>Its scopes once moved to the base's own folder at the session's second call, so that a deny no longer held.</summary>
    [Theory]
    [InlineData("base.json", """{"allow":["*"],"deny":["file.read:secret/**"]}""")]
    [InlineData("base.aex", "policy b v0\ngoal \"g\"\nallow *\ndeny file.read:secret/**\n")]
    public void A_bases_scopes_start_at_the_root_of_the_policy_that_extends_it_at_every_call(string name, string text)
    {
        using var box = Box($$"""{"allow":["*"],"extends":"{{name}}"}""", (name, text));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Decision.Deny, Read(box, "secret/a").Decision);
            Assert.Equal(Decision.Allow, Read(box, "other/a").Decision);
            Assert.Equal(Decision.Allow, Read(box, ".aex/secret/a").Decision);
        }
    }

    [Fact]
    public void A_base_that_two_policies_extend_holds_from_both_their_roots()
    {
        using var box = Box("""{"allow":["*"],"extends":"../shared.json"}""");
        SessionSandbox.Write(box.Root + "/shared.json", """{"allow":["*"],"deny":["file.read:secret/**"]}""");
        SessionSandbox.Write(box.Root + "/sub/.aex/policy.aex", $$"""{"allow":["*"],"extends":"{{box.Root}}/shared.json"}""");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(Decision.Deny, Read(box, "secret/a", box.Root + "/sub").Decision);
            Assert.Equal(Decision.Deny, Read(box, "sub/secret/a", box.Root + "/sub").Decision);
            Assert.Equal(Decision.Allow, Read(box, "sub/a", box.Root + "/sub").Decision);
        }
    }

    [Fact]
    public void A_base_can_only_narrow()
    {
        using var wide = Box("""{"allow":["file.read"],"extends":"base.json"}""", ("base.json", """{"allow":["*"]}"""));
        Assert.Equal(Decision.Deny, wide.Call("Write").Decision);
        using var narrow = Box("""{"allow":["*"],"extends":"base.json"}""", ("base.json", """{"allow":["file.read"]}"""));
        Assert.Equal(Decision.Deny, narrow.Call("Write").Decision);
        Assert.Equal(Decision.Allow, narrow.Read().Decision);
    }

    [Fact]
    public void A_base_that_is_widened_dropped_or_deleted_in_mid_session_frees_nothing()
    {
        using var box = Box("""{"allow":["*"],"extends":"base.json"}""", ("base.json", """{"allow":["file.read"]}"""));
        string file = box.Root + "/.aex/base.json";
        Assert.Equal(Decision.Allow, box.Read().Decision);
        File.WriteAllText(file, """{"allow":["*"]}""");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        SessionSandbox.Write(box.PolicyPath, """{"allow":["*"]}""");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        File.Delete(file);
        Assert.Contains("base.json", box.Read().Reason, StringComparison.Ordinal);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void A_base_outside_of_the_project_is_guarded_like_the_policy()
    {
        using var box = Box("""{"allow":["*"],"extends":"../../base.json"}""");
        SessionSandbox.Write(box.Home + "/base.json", """{"allow":["*"]}""");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Outcome outcome = box.Call("Write", $$"""{"file_path":"{{box.Home}}/base.json","content":""}""");
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("aex.configure", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy.aex", "loop")]
    [InlineData("./policy.aex", "loop")]
    [InlineData(".//./policy.aex", "loop")]
    [InlineData("two.json", "loop")]
    [InlineData("../.aex/policy.aex", "more than 32 policies")]
    [InlineData("none.json", "no such file")]
    [InlineData(".", "folder")]
    [InlineData("", "names no file")]
    [InlineData("\\u0000", "not a valid name")]
    [InlineData("/dev/zero", "no regular file")]
    [InlineData("broken.json", "sound JSON")]
    public void A_base_that_cannot_take_part_denies_and_says_why(string name, string why)
    {
        using var box = Box($$"""{"allow":["*"],"extends":"{{name}}"}""", ("two.json", """{"allow":["*"],"extends":"policy.aex"}"""), ("broken.json", "{"));
        for (int i = 0; i < 2; i++)
        {
            Outcome outcome = box.Read();
            Assert.Equal(Decision.Deny, outcome.Decision);
            Assert.Contains(why, outcome.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chain_of_bases_holds_to_its_end_and_a_longer_one_denies()
    {
        using var box = Box("""{"allow":["*"],"extends":"1.json"}""", [.. Enumerable.Range(1, 20).Select(i => ($"{i}.json", $$"""{"allow":["*"],"extends":"{{i + 1}}.json"}"""))]);
        SessionSandbox.Write(box.Root + "/.aex/21.json", """{"allow":["file.read"]}""");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        using var endless = Box("""{"allow":["*"],"extends":"1.json"}""", [.. Enumerable.Range(1, 50).Select(i => ($"{i}.json", $$"""{"allow":["*"],"extends":"{{i + 1}}.json"}"""))]);
        Assert.Contains("more than 32 policies", endless.Read().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_inside_the_policy_may_extend_a_file()
    {
        using var box = Box("""{"allow":["*"],"extends":{"allow":["*"],"extends":"base.json"}}""", ("base.json", """{"allow":["*"],"deny":["file.read:secret/**"]}"""));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(Decision.Deny, Read(box, "secret/a").Decision);
            Assert.Equal(Decision.Allow, box.Read().Decision);
        }
    }

    [Theory]
    [InlineData("""{"allow":["file.read"],"allow":["*"]}""", "stands twice")]
    [InlineData("""{"allow":["*"],"budget":{"calls":0,"calls":5}}""", "stands twice")]
    [InlineData("""{"allow":["*"],"extends":"a.json","extends":"b.json"}""", "stands twice")]
    [InlineData("""{"allow":["*"],"Deny":["*"]}""", "`Deny` is unknown")]
    [InlineData("""{"allow":["*"],"budget":{"calls":9999999999999999999}}""", "`calls`")]
    [InlineData("""{"allow":["*"],"budget":{"calls":1e400}}""", "`calls`")]
    [InlineData("""{"allow":["*"],"budget":{"calls":-1}}""", "`calls`")]
    public void A_policy_that_two_readers_could_read_differently_denies(string policy, string why)
    {
        using var box = Box(policy);
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(why, outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807", Decision.Allow)]
    [InlineData("9223372036854775808", Decision.Deny)]
    [InlineData("9999999999999999999", Decision.Deny)]
    [InlineData("18446744073709551617", Decision.Deny)]
    public void A_budget_too_large_to_count_denies_and_never_wraps(string calls, Decision expected)
    {
        using var box = new SessionSandbox($"allow file.read\nbudget calls={calls}\n");
        Assert.Equal(expected, box.Read().Decision);
        Assert.Equal(expected, box.Read().Decision);
    }
}
