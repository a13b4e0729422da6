using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

public sealed class EffectivePermissionsTests
{
    [Theory]
    // A policy alone is what it says.
    [InlineData("allow file.read, git.*", null, "file.read, git.*")]
    // The narrower of two patterns is what both grant; in the original `file.read` under `use file.*` was lost.
    [InlineData("allow file.read", "use file.*", "file.read")]
    [InlineData("allow file.*", "use file.read, file.write", "file.read, file.write")]
    [InlineData("allow *", "use shell.exec", "shell.exec")]
    [InlineData("allow network.*", "use file.read", "")]
    [InlineData("allow network.*", "use networkx.y", "")]
    // Where two scopes meet, both hold.
    [InlineData("allow file.write:src/**", "use file.write:*.cs", "file.write:src/** and *.cs")]
    [InlineData("allow file.write:src/**", "use file.write", "file.write:src/**")]
    [InlineData("allow file.write:src/**", "use file.write:src/**", "file.write:src/**")]
    [InlineData("allow file.write:a/**, file.write:b/**", "use file.write", "file.write:a/**, file.write:b/**")]
    // What another line grants as well is not listed twice.
    [InlineData("allow file.*, file.read", null, "file.*")]
    [InlineData("allow file.read, file.read", null, "file.read")]
    [InlineData("allow file.write, file.write:src/**", null, "file.write")]
    // What a line denies as a whole is no permission; in part it is.
    [InlineData("allow file.read, network.fetch\ndeny network.*", null, "file.read")]
    [InlineData("allow network.*\ndeny network.fetch", null, "network.*")]
    [InlineData("allow file.read\ndeny file.read:private/**", null, "file.read")]
    [InlineData("allow file.read", "use file.read\ndeny file.*", "")]
    // A policy without an allow line grants nothing.
    [InlineData("deny network.*", null, "")]
    public void Allowed_is_what_every_layer_grants_and_none_denies(string policy, string? contract, string expected) =>
        Assert.Equal(expected, string.Join(", ", Effective(policy, contract).Allow.Select(grant => grant.Text)));

    [Fact]
    public void A_neutral_user_policy_takes_nothing_away()
    {
        var user = Load(LayerKind.User, "user.aex", "policy u v0\ndeny network.*");
        var project = Load(LayerKind.Project, "policy.aex", "policy p v0\nallow file.read");
        Assert.Equal(["file.read"], EffectivePermissions.Of([user, project]).Allow.Select(grant => grant.Text));
    }

    [Fact]
    public void Denials_and_confirmations_are_those_of_any_layer_with_every_source()
    {
        var effective = Effective("deny network.*\nconfirm before file.write", "use file.read\ndeny network.*, secrets.read");
        Assert.Equal(["network.*", "secrets.read"], effective.Deny.Select(grant => grant.Text));
        Assert.Equal(["policy.aex:2", "task.aex:3"], effective.Deny[0].Sources.Select(source => source.Place));
        Assert.Equal(["file.write"], effective.Confirm.Select(grant => grant.Text));
    }

    [Fact]
    public void The_smallest_budget_counts()
    {
        var effective = Effective("budget calls=100, file.write=5", "use file.read\nbudget calls=20");
        Assert.Equal([("calls", 20L), ("file.write", 5L)], effective.Budget.Select(limit => (limit.Key, limit.Value)));
        Assert.Equal("task.aex:3", effective.Budget[0].Source.Place);
    }

    [Fact]
    public void Each_line_says_where_it_comes_from() =>
        Assert.Equal(["policy.aex:2", "task.aex:2"], Effective("allow file.*", "use file.read").Allow[0].Sources.Select(source => source.Place));

    private static EffectivePermissions Effective(string policy, string? contract)
    {
        var layers = new List<Layer> { Load(LayerKind.Project, "policy.aex", "policy p v0\n" + policy) };
        if (contract is not null)
        {
            layers.Add(Load(LayerKind.Contract, "task.aex", "task t v0\n" + contract + "\ngoal \"g\"\nreturn 1"));
        }

        Assert.All(layers, layer => Assert.Empty(layer.Errors));
        return EffectivePermissions.Of(layers);
    }

    private static Layer Load(LayerKind kind, string file, string text) => Layer.Load(kind, file, "/p/" + file, "/p", Encoding.UTF8.GetBytes(text + "\n"));
}
