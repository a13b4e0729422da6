using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>What a list of tools shows, and what stops a request that nothing needs to allow (decisions.md, MCP; proxy.md, Lists).</summary>
public class ListingTests
{
    [Theory]
    [InlineData("allow *", "tool", true)]
    [InlineData("allow *\ndeny tool", "tool", false)]
    [InlineData("allow tool", "tool", true)]
    [InlineData("allow other", "tool", false)]
    [InlineData("deny other", "tool", false)]
    [InlineData("allow mcp.srv.*", "tool", true)]
    [InlineData("allow mcp.other.*", "tool", false)]
    [InlineData("allow *\ndeny mcp.srv.*", "tool", false)]
    [InlineData("allow *\ndeny mcp.srv.tool", "tool", false)]
    [InlineData("allow *\ndeny mcp.srv.other", "tool", true)]
    [InlineData("allow *\nconfirm before tool", "tool", true)]
    [InlineData("allow *\nbudget calls=0", "tool", true)]
    // A mapped tool is what it is mapped to, and is shown if any call of it could pass.
    [InlineData("map tool(path) to file.read\nallow file.read", "tool", true)]
    [InlineData("map tool(path) to file.read\nallow file.read:src/**", "tool", true)]
    [InlineData("map tool(path) to file.read\nallow file.write", "tool", false)]
    [InlineData("map tool(path) to file.read\nallow *\ndeny file.read", "tool", false)]
    [InlineData("map tool(path) to file.read\nallow *\ndeny file.read:src/**", "tool", true)]
    [InlineData("map tool(path) to file.read\nallow *\ndeny tool", "tool", false)]
    // A tool mapped twice is an error, and a policy with errors shows nothing.
    [InlineData("map tool(path) to file.read\nmap tool(path) to network.fetch\nallow *", "tool", false)]
    // A policy that cannot be read shows nothing.
    [InlineData("allow *\nallow", "tool", false)]
    public void A_tool_is_listed_if_some_call_of_it_could_pass(string policy, string tool, bool expected) =>
        Assert.Equal(expected, Authorizer.CouldPass(Prepare([Policy(policy)], tool)));

    [Fact]
    public void Each_layer_has_to_let_some_call_pass()
    {
        Assert.True(Authorizer.CouldPass(Prepare([Policy("allow tool"), Policy("allow *")], "tool")));
        Assert.False(Authorizer.CouldPass(Prepare([Policy("allow tool"), Policy("allow other")], "tool")));
        Assert.False(Authorizer.CouldPass(Prepare([Policy("allow other"), Policy("allow tool")], "tool")));
        Assert.False(Authorizer.CouldPass(Prepare([Policy("allow tool"), Policy("allow *\ndeny tool")], "tool")));
        Assert.True(Authorizer.CouldPass(Prepare([Policy("map tool(path) to file.read\nallow file.read"), Policy("allow tool")], "tool")));
        Assert.False(Authorizer.CouldPass(Prepare([Policy("map tool(path) to file.read\nallow file.read"), Policy("allow other")], "tool")));
    }

    [Fact]
    public void Without_any_rule_nothing_is_listed_unless_no_policy_is_needed()
    {
        Assert.False(Authorizer.CouldPass(Prepare([], "tool")));
        Assert.False(Authorizer.CouldPass(Prepare([Neutral()], "tool")));
        Assert.True(Authorizer.CouldPass(Prepare([], "tool", Context() with { NeedsNoPolicy = true })));
        Assert.True(Authorizer.CouldPass(Prepare([Policy("allow tool")], "tool", Context() with { NeedsNoPolicy = true })));
        Assert.False(Authorizer.CouldPass(Prepare([Policy("allow other")], "tool", Context() with { NeedsNoPolicy = true })));

        // A person's or a machine's policy without an allow line takes nothing away but what it denies.
        Assert.True(Authorizer.CouldPass(Prepare([Neutral(), Policy("allow tool")], "tool")));
        Assert.True(Authorizer.CouldPass(Prepare([Policy("allow tool"), Neutral()], "tool")));
        Assert.False(Authorizer.CouldPass(Prepare([Policy("allow other"), Neutral()], "tool")));
    }

    [Fact]
    public void What_is_not_listed_is_denied_however_it_is_called()
    {
        foreach (var policy in new[] { "allow *\ndeny tool", "allow other", "map tool(path) to file.read\nallow file.write", "map tool(path) to file.read\nallow *\ndeny file.read" })
        {
            foreach (var arguments in new[] { "{}", """{"path":"a"}""", """{"path":["a","/etc/passwd"]}""", """{"path":5}""" })
            {
                Assert.Equal(Decision.Deny, Authorizer.Decide(Prepare([Policy(policy)], "tool", arguments: arguments), new Counters()).Decision);
            }
        }
    }

    [Fact]
    public void What_needs_no_grant_is_stopped_by_a_deny_and_by_a_wish_to_confirm()
    {
        Assert.Null(Authorizer.Stopped(Prepare([Policy("allow other")], "mcp.resources.read")));
        Assert.Null(Authorizer.Stopped(Prepare([], "mcp.resources.read")));
        var denied = Authorizer.Stopped(Prepare([Policy("allow other"), Policy("allow *\ndeny mcp.resources.*")], "mcp.resources.read"))!.Value;
        Assert.Equal((Decision.Deny, Cause.Denied, 3), (denied.Decision, denied.Cause, denied.Source!.Line));
        var asked = Authorizer.Stopped(Prepare([Policy("confirm before mcp.resources.read")], "mcp.resources.read"))!.Value;
        Assert.Equal((Decision.Ask, 2), (asked.Decision, asked.Source!.Line));
        Assert.Equal(Decision.Deny, Authorizer.Stopped(Prepare([Policy("confirm before *\ndeny mcp.resources.read")], "mcp.resources.read"))!.Value.Decision);
    }

    [Fact]
    public void A_policy_that_cannot_be_read_stops_what_needs_no_grant()
    {
        var broken = Policy("allow");
        var verdict = Authorizer.Stopped(Prepare([Policy("allow *"), broken], "mcp.resources.read"))!.Value;
        Assert.Equal((Decision.Deny, Cause.InvalidLayer), (verdict.Decision, verdict.Cause));
        Assert.Same(broken, verdict.Layer);
    }

    [Fact]
    public void A_call_counters_or_nothing_at_all_are_not_taken_for_each_other()
    {
        Assert.Throws<ArgumentNullException>(() => Authorizer.CouldPass(null!));
        Assert.Throws<ArgumentNullException>(() => Authorizer.Stopped(null!));
        Assert.Throws<ArgumentNullException>(() => Authorizer.Decide(null!, new Counters()));
        Assert.Throws<ArgumentNullException>(() => Authorizer.Decide(Prepare([], "tool"), null!));
    }

    private static Layer Policy(string lines) => Layer.Load(LayerKind.Project, "p.aex", "/work/p.aex", "/work", Encoding.UTF8.GetBytes("policy p v0\n" + lines + "\n"));

    private static Layer Neutral() => Layer.Load(LayerKind.User, "u.aex", "/home/u/u.aex", "/work", "policy u v0\ndeny other\n"u8.ToArray());

    private static CallContext Context() => new() { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") };

    private static PreparedCall Prepare(IReadOnlyList<Layer> layers, string tool, CallContext? context = null, string arguments = "{}") =>
        CallPreparation.Prepare(new ToolCall { Client = CallPreparation.Proxy, Tool = tool, Arguments = Encoding.UTF8.GetBytes(arguments), Cwd = "/work", McpServer = "srv" }, layers, context ?? Context());
}
