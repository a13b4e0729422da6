using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>What a call is taken for: its capability first, then each that it also does (decisions.md, Capabilities and Implied requests).</summary>
public class RequestsTests
{
    [Theory]
    [InlineData("claude-code", "Read", """{"file_path":"a"}""", "file.read")]
    [InlineData("claude-code", "Read", """{"file_path":".env"}""", "file.read", "+secrets.read")]
    [InlineData("claude-code", "Write", """{"file_path":".env"}""", "file.write", "+secrets.write")]
    [InlineData("claude-code", "Write", """{"file_path":".aex/policy.aex"}""", "file.write", "+aex.configure")]
    [InlineData("claude-code", "FutureTool", "{}", "unknown.FutureTool")]
    [InlineData("claude-code", "mcp__srv__tool", "{}", "mcp.srv.tool")]
    [InlineData("claude-code", "mcp__fs__read_file", """{"path":"a"}""", "mcp.fs.read_file", "+file.read")]
    [InlineData("claude-code", "mcp__fs__move_file", """{"source":"a","destination":"b"}""", "mcp.fs.move_file", "+file.write", "+file.delete")]
    [InlineData("claude-code", "mcp__git__git_status", "{}", "mcp.git.git_status", "+git.status")]
    [InlineData("claude-code", "mcp__playwright__browser_tabs", "{}", "mcp.playwright.browser_tabs")]
    [InlineData("claude-code", "ReadMcpResourceTool", """{"server":"pg"}""", "unknown.ReadMcpResourceTool", "+mcp.pg.resources")]
    [InlineData("claude-code", "ListMcpResources", "{}", "unknown.ListMcpResources", "+mcp.unknown.resources")]
    [InlineData("claude-code", "Bash", """{"command":"rm a"}""", "shell.exec", "+file.delete", "+file.write")]
    [InlineData("claude-code", "Bash", """{"command":"./a.sh"}""", "shell.exec", "+code.run")]
    [InlineData("codex", "apply_patch", """{"input":"*** Begin Patch\n*** Delete File: a\n*** End Patch"}""", "file.write", "+file.delete")]
    [InlineData("codex", "apply_patch", """{"input":"*** Begin Patch\n*** Add File: a\n*** End Patch"}""", "file.write")]
    [InlineData("codex", "Bash", """{"command":"apply_patch <<'E'\n*** Begin Patch\n*** Add File: a\n+x\n*** End Patch\nE"}""", "file.write")]
    [InlineData("proxy", "db.query", "{}", "db.query")]
    [InlineData("proxy", "read_file", """{"path":"a"}""", "read_file", "+file.read")]
    [InlineData("run", "git.apply", """{"diff":"--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"}""", "git.apply", "+file.write", "+file.delete")]
    [InlineData("run", "git.diff", """{"paths":["a"]}""", "git.diff", "+file.read")]
    [InlineData("run", "tests.run", """{"cmd":"true"}""", "tests.run", "+shell.exec")]
    [InlineData("run", "mcp.fs.read_file", """{"path":"a"}""", "mcp.fs.read_file", "+file.read")]
    [InlineData("run", "tests.run", "{}", "tests.run", "+shell.exec")]
    [InlineData("run", "tests.run", """{"cmd":"a | b"}""", "tests.run", "+shell.exec")]
    [InlineData("run", "model.make", "{}", "model.make")]
    public void A_call_asks_for_what_it_is_called_for_and_for_what_it_also_does(string client, string tool, string arguments, params string[] expected) =>
        Assert.Equal(expected, Told(Prepare(client, tool, arguments)));

    [Theory]
    [InlineData("cat a; cat b", "+file.read a b")]
    [InlineData("cat a; cat a", "+file.read a")]
    [InlineData("cat \"$F\"", "+file.read the path `…` is known only when it runs", "+secrets.read the path `…` is known only when it runs")]
    [InlineData("rm a; rm a", "+file.delete a", "+file.write a")]
    [InlineData("rm -r a; rm -r a", "+file.delete a", "+file.write a")]
    [InlineData("ls a; ls b/c", "+file.read a b/c")]
    [InlineData("cat a; sometool b", "+file.read a", "+file.read b")]
    [InlineData("ssh h.example 'echo x > a'; echo x > b", "+network.fetch h.example", "+file.write", "+file.write b")]
    [InlineData("echo x > b; ssh h.example 'echo x > a'", "+file.write b", "+network.fetch h.example", "+file.write")]
    public void What_a_command_does_is_told_once(string command, params string[] expected)
    {
        var call = Prepare("claude-code", "Bash", "{\"command\":\"" + command.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"}");
        Assert.Equal(expected, call.Requests.Skip(1).Where(request => request.Capability != Request.RunCode).Select(request => (request.IsImplied ? "+" : "") + string.Join(' ', [request.Capability, .. request.Resources.Select(resource => resource.Shown)])));
    }

    [Fact]
    public void One_command_of_several_is_prepared_by_itself()
    {
        var call = Call("claude-code", "Bash", """{"command":"cat a; rm b"}""");
        var whole = CallPreparation.Prepare(call, [], Context());
        var one = CallPreparation.PrepareOne(call, [], Context(), whole.Analysis!.Commands[0]);
        Assert.Equal(["shell.exec", "+file.read"], Told(one));
        Assert.Equal(["shell.exec", "+file.delete", "+file.write"], Told(CallPreparation.PrepareOne(call, [], Context(), whole.Analysis!.Commands[1])));
    }

    [Fact]
    public void Arguments_are_read_however_deep_they_are()
    {
        var deep = new string('[', 200) + new string(']', 200);
        Assert.Equal("a", Prepare("claude-code", "Read", $$"""{"deep":{{deep}},"file_path":"a"}""").Primary.Resources[0].Shown);
        Assert.Equal(["shell.exec"], Told(Prepare("claude-code", "Bash", $$"""{"deep":{{deep}},"command":"true","workdir":"/work"}""")));
        Assert.Equal("a", Prepare("run", "file.write", $$"""{"deep":{{deep}},"writes":{"a":{{deep}}} }""").Primary.Resources[0].Shown);
    }

    [Fact]
    public void A_path_that_is_too_long_is_none() =>
        Assert.Equal("a path that is too long", Assert.Single(Prepare("claude-code", "Read", $$"""{"file_path":"{{new string('a', 70_000)}}"}""").Primary.Resources).Shown);

    [Theory]
    [InlineData("[]", "the arguments are no object")]
    [InlineData("5", "the arguments are no object")]
    [InlineData("", "the arguments are no sound JSON")]
    [InlineData("{\"file_path\":\"a\"", "the arguments are no sound JSON")]
    [InlineData("{\"writes\":{\"src/a\":1}", "the arguments are no sound JSON")]
    [InlineData("{}", "no `file_path`")]
    public void What_is_wrong_with_arguments_is_said(string arguments, string expected)
    {
        Assert.Equal(expected, Assert.Single(Prepare("claude-code", "Read", arguments).Primary.Resources).Shown);
        Assert.NotEqual(Decision.Allow, Decide(Prepare("run", "file.write", arguments, Policy("allow file.write:src/**")), "calls", 0).Decision);
        Assert.NotEqual(Decision.Allow, Decide(Prepare("claude-code", "Bash", arguments, Policy("allow *")), "calls", 0).Decision);
    }

    [Fact]
    public void A_call_has_no_arguments_unless_it_is_given_some() =>
        Assert.Equal("no `file_path`", CallPreparation.Prepare(new ToolCall { Client = "claude-code", Tool = "Read", Cwd = "/work" }, [], Context()).Primary.Resources[0].Shown);

    [Theory]
    [InlineData(true, false, "https://127.0.0.1:8080", "loopback.connect")]
    [InlineData(true, true, "https://127.0.0.1:8080", "loopback.connect")]
    [InlineData(false, true, "https://example.com", "network.send")]
    [InlineData(false, false, "https://example.com", "network.fetch")]
    public void A_contract_s_tool_reaches_its_server(bool isLoopback, bool sends, string origin, string expected)
    {
        foreach (var tool in new[] { "mcp.srv.tool", "srv.tool" })
        {
            var call = Call("run", tool, "{}") with { Reaches = new Reach(origin, isLoopback, sends) };
            var prepared = CallPreparation.Prepare(call, [], Context());
            Assert.Equal([tool, "+" + expected], Told(prepared));
            Assert.Equal(new Uri(origin).IsDefaultPort ? new Uri(origin).Host : new Uri(origin).Authority, prepared.Requests[1].Resources[0].Shown);
        }
    }

    [Fact]
    public void A_call_that_a_proxy_decides_is_stopped_here_by_a_deny_only()
    {
        Assert.Equal((Decision.Allow, Cause.Proxied, null), Proxied("allow file.read", "mcp__srv__tool", "{}"));
        Assert.Equal((Decision.Allow, Cause.Proxied, null), Proxied("allow *\nconfirm before *\nbudget calls=0", "mcp__srv__tool", "{}"));
        Assert.Equal((Decision.Deny, Cause.Denied, 3), Proxied("allow *\ndeny mcp.srv.tool", "mcp__srv__tool", "{}"));

        // What it also does counts too, and what enforces the policy is guarded whoever decides the rest.
        Assert.Equal((Decision.Deny, Cause.Denied, 3), Proxied("allow *\ndeny file.write", "mcp__fs__write_file", """{"path":"a"}"""));
        Assert.Equal((Decision.Deny, Cause.Guarded, null), Proxied("allow *", "mcp__fs__write_file", """{"path":".aex/policy.aex"}"""));
        Assert.Equal((Decision.Allow, Cause.Proxied, null), Proxied("allow aex.configure", "mcp__fs__write_file", """{"path":".aex/policy.aex"}"""));
    }

    [Fact]
    public void A_call_that_a_proxy_decides_is_charged_there()
    {
        var call = Call("claude-code", "mcp__srv__tool", "{}") with { IsProxied = true };
        var prepared = CallPreparation.Prepare(call, [Policy("allow *\nbudget calls=1, mcp.*=1")], Context());
        Assert.False(prepared.IsCharged);
        Assert.Empty(prepared.ChargedKeys());
        Assert.True(CallPreparation.Prepare(call with { IsProxied = false }, [Policy("allow *")], Context()).IsCharged);
    }

    [Fact]
    public void The_text_that_passes_the_limit_of_tokens_is_the_last()
    {
        var prepared = Prepare("run", "model.make", "{}", Policy("allow *\nbudget tokens=100"));
        Assert.Equal(Decision.Allow, Decide(prepared, "tokens", 99).Decision);
        Assert.Equal(Cause.BudgetExhausted, Decide(prepared, "tokens", 100).Cause);
        Assert.Equal("tokens", Decide(prepared, "tokens", 101).Limit!.Key);

        // They are for texts only.
        Assert.Equal(Decision.Allow, Decide(Prepare("run", "file.read", """{"path":"a"}""", Policy("allow *\nbudget tokens=100")), "tokens", 500).Decision);
    }

    [Fact]
    public void What_is_missing_is_never_taken_for_a_call_or_a_policy()
    {
        Assert.Throws<ArgumentNullException>(() => CallPreparation.Prepare(null!, [], Context()));
        Assert.Throws<ArgumentNullException>(() => CallPreparation.Prepare(Call("run", "x", "{}"), null!, Context()));
        Assert.Throws<ArgumentNullException>(() => CallPreparation.Prepare(Call("run", "x", "{}"), [], null!));
        Assert.Throws<ArgumentNullException>(() => BudgetNotice.For(null!, new Counters()));
        Assert.Throws<ArgumentNullException>(() => BudgetNotice.For(Prepare("run", "x", "{}"), null!));
        Assert.Throws<ArgumentNullException>(() => EffectivePermissions.Of(null!));
        Assert.Throws<ArgumentNullException>(() => new Counters().Before(null!));
    }

    private static string[] Told(PreparedCall call) => [.. call.Requests.Select(request => (request.IsImplied ? "+" : "") + request.Capability)];

    private static (Decision, Cause, int?) Proxied(string policy, string tool, string arguments)
    {
        var call = Call("claude-code", tool, arguments) with { IsProxied = true };
        var verdict = Authorizer.Decide(CallPreparation.Prepare(call, [Policy(policy)], Context()), new Counters());
        return (verdict.Decision, verdict.Cause, verdict.Source?.Line);
    }

    private static Verdict Decide(PreparedCall call, string key, long used)
    {
        var counters = new Counters();
        counters.Set(key, used, 0);
        return Authorizer.Decide(call, counters);
    }

    private static ToolCall Call(string client, string tool, string arguments) => new() { Client = client, Tool = tool, Arguments = Encoding.UTF8.GetBytes(arguments), Cwd = "/work" };

    private static PreparedCall Prepare(string client, string tool, string arguments, params Layer[] layers) => CallPreparation.Prepare(Call(client, tool, arguments), layers, Context());

    private static Layer Policy(string lines) => Layer.Load(LayerKind.Project, "p.aex", "/work/p.aex", "/work", Encoding.UTF8.GetBytes("policy p v0\n" + lines + "\n"));

    private static CallContext Context() => new() { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") };
}
