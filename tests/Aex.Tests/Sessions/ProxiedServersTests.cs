using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Layers;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>Gate and proxy set up together: what the gate leaves to the proxy, and every way to have it leave more.</summary>
public sealed class ProxiedServersTests : IDisposable
{
    private static readonly string Program = File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: true)!.FullName;

    private readonly SessionSandbox _box = new("allow file.read\ndeny mcp.fs.delete_all, file.read:private/**\nconfirm before mcp.fs.ask_first\nbudget calls=1\n");

    [Fact]
    public void A_call_to_a_server_behind_the_proxy_is_left_to_it_and_not_charged()
    {
        Write(Server(Program));
        foreach (var tool in new[] { "query", "ask_first", "aex_checkpoint", "aex_resume" })
        {
            var outcome = Call("mcp__fs__" + tool);
            Assert.Equal(Decision.Allow, outcome.Decision);
        }

        Assert.Equal(0, _box.ReadState().Counters.Used("calls"));
        Assert.Equal(4, _box.Audit().Count);
        Assert.Contains("goes to aex proxy, which decides it", _box.Audit()[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_denied_is_denied_here_too()
    {
        Write(Server(Program));
        Assert.Equal(Decision.Deny, Call("mcp__fs__delete_all").Decision);
        Assert.Equal(Decision.Deny, Call("mcp__fs__read_file", """{"path":"private/x"}""").Decision);
        Assert.Equal(Decision.Deny, Call("mcp__fs__write_file", """{"path":".aex/policy.aex"}""").Decision);
    }

    [Fact]
    public void A_server_added_in_mid_session_is_judged_in_full()
    {
        Assert.Equal(Decision.Deny, Call("mcp__fs__query").Decision);
        Write(Server(Program));
        Assert.Equal(Decision.Deny, Call("mcp__fs__query").Decision);
    }

    [Fact]
    public void A_server_taken_out_of_the_proxy_in_mid_session_is_judged_in_full()
    {
        Write(Server(Program));
        Assert.Equal(Decision.Allow, Call("mcp__fs__query").Decision);
        Write("""{"mcpServers":{"fs":{"command":"npx","args":["server"]}}}""");
        Assert.Equal(Decision.Deny, Call("mcp__fs__query").Decision);
    }

    [Theory]
    [InlineData("mcp__fs__query", "other", "project")]
    [InlineData("mcp__fs__query", "fs", "user")]
    [InlineData("mcp__fs__query", "fs", null)]
    [InlineData("mcp__fs__query", null, "project")]
    [InlineData("mcp__other__query", "fs", "project")]
    [InlineData("mcp__fs2__query", "fs", "project")]
    public void A_call_that_may_be_another_servers_is_judged_in_full(string tool, string? server, string? source)
    {
        Write(Server(Program));
        Assert.Equal(Decision.Deny, Call(tool, server: server, source: source).Decision);
    }

    [Fact]
    public void Under_a_policy_or_contract_of_the_gate_s_own_it_is_judged_in_full()
    {
        Write(Server(Program));
        _box.Options = _box.Options with { PolicyFile = ".aex/policy.aex" };
        Assert.Equal(Decision.Deny, Call("mcp__fs__query").Decision);
    }

    [Theory]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx","-y","server"]}""", true)]
    [InlineData("""{"type":"stdio","command":"PROGRAM","args":["proxy","--name","fs","--","npx"],"env":{"GITHUB_TOKEN":"${TOKEN}"}}""", true)]
    [InlineData("""{"command":"aex","args":["proxy","--","npx"]}""", true)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--max-line","1000","--confirm-timeout","5","--","npx","--policy","x"]}""", true)]
    // Not this program.
    [InlineData("""{"command":"/usr/bin/env","args":["proxy","--","npx"]}""", false)]
    [InlineData("""{"command":"./aex","args":["proxy","--","npx"]}""", false)]
    [InlineData("""{"command":"/tmp/aex","args":["proxy","--","npx"]}""", false)]
    [InlineData("""{"command":"${AEX}","args":["proxy","--","npx"]}""", false)]
    [InlineData("""{"command":"sh","args":["-c","aex proxy -- npx"]}""", false)]
    // Not its proxy.
    [InlineData("""{"command":"PROGRAM","args":["gate","proxy","--","npx"]}""", false)]
    [InlineData("""{"command":"PROGRAM","args":[]}""", false)]
    [InlineData("""{"command":"PROGRAM"}""", false)]
    [InlineData("""{"args":["proxy","--","npx"]}""", false)]
    [InlineData("""{"command":"PROGRAM","args":"proxy"}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","npx"]}""", false)]
    // By other rules, or unasked.
    [InlineData("""{"command":"PROGRAM","args":["proxy","--policy","loose.aex","--","npx"]}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--policy=loose.aex","--","npx"]}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--auto-confirm","--","npx"]}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--name","${X}","--","npx"]}""", false)]
    // In another world.
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx"],"env":{"HOME":"/tmp"}}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx"],"env":{"AEX_STATE_DIR":"/tmp"}}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx"],"env":{"LD_PRELOAD":"/tmp/x.so"}}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx"],"cwd":"/tmp"}""", false)]
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx"],"url":"https://example.com"}""", false)]
    // Two readings.
    [InlineData("""{"command":"PROGRAM","args":["proxy","--","npx"],"command":"npx"}""", false)]
    public void Only_this_program_as_a_proxy_counts(string server, bool expected)
    {
        Directory.CreateDirectory(_box.Home + "/bin");
        File.CreateSymbolicLink(_box.Home + "/bin/aex", Program);
        var host = _box.Host with { PathFolders = [_box.Home + "/none", _box.Home + "/bin"] };
        var file = "{\"mcpServers\":{\"other\":{\"command\":\"x\"},\"fs\":" + server.Replace("PROGRAM", Program, StringComparison.Ordinal) + "}}";
        Assert.Equal(expected, ProxiedServers.StartsProxy(host, System.Text.Encoding.UTF8.GetBytes(file), "fs"));
    }

    [Fact]
    public void A_bare_name_is_the_first_on_the_path()
    {
        Directory.CreateDirectory(_box.Home + "/a");
        Directory.CreateDirectory(_box.Home + "/b");
        File.WriteAllText(_box.Home + "/a/aex", "#!/bin/sh\n");
        File.CreateSymbolicLink(_box.Home + "/b/aex", Program);
        var file = System.Text.Encoding.UTF8.GetBytes("""{"mcpServers":{"fs":{"command":"aex","args":["proxy","--","npx"]}}}""");
        Assert.True(ProxiedServers.StartsProxy(_box.Host with { PathFolders = [_box.Home + "/b", _box.Home + "/a"] }, file, "fs"));
        Assert.False(ProxiedServers.StartsProxy(_box.Host with { PathFolders = [_box.Home + "/a", _box.Home + "/b"] }, file, "fs"));
        Assert.False(ProxiedServers.StartsProxy(_box.Host with { PathFolders = ["", _box.Home + "/b"] }, file, "fs"));
        Assert.False(ProxiedServers.StartsProxy(_box.Host, file, "fs"));
    }

    private static string Server(string command) => """{"mcpServers":{"fs":{"command":"PROGRAM","args":["proxy","--name","fs","--","npx","server"]}}}""".Replace("PROGRAM", command, StringComparison.Ordinal);

    private void Write(string text) => File.WriteAllText(_box.Root + "/.mcp.json", text);

    private Outcome Call(string tool, string arguments = "{}", string? server = "fs", string? source = "project") =>
        Enforcer.Decide(_box.Host, _box.Options, _box.Request(), _box.ToolCall(tool, arguments) with { McpServer = server, McpServerSource = source });

    public void Dispose() => _box.Dispose();
}
