using System.Text.Json;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>What the proxy itself says under MCP 2026-07-28, where every request carries its version and results carry their type.</summary>
public sealed class StatelessTests
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},\"io.modelcontextprotocol/clientInfo\":{\"name\":\"CLIENT\",\"version\":\"1\"}}";
    private const string Policy = "allow db.*\ndeny db.drop\n";

    /// <summary>A list that was filtered for one client is not for a cache that others share.</summary>
    [Theory]
    [InlineData("""{"resultType":"complete","cacheScope":"public","ttlMs":5,"tools":[TOOLS],"nextCursor":"9"}""", """{"resultType":"complete","cacheScope":"private","ttlMs":5,"tools":[KEPT],"nextCursor":"9"}""")]
    [InlineData("""{"tools":[TOOLS],"ttlMs":5,"cacheScope" : "public" }""", """{"tools":[KEPT],"ttlMs":5,"cacheScope" : "private" }""")]
    [InlineData("""{"tools":[TOOLS],"c\u0061cheScope":"public"}""", """{"tools":[KEPT],"c\u0061cheScope":"private"}""")]
    [InlineData("""{"tools":[TOOLS],"cacheScope":["public"]}""", """{"tools":[KEPT],"cacheScope":"private"}""")]
    [InlineData("""{"tools":[TOOLS]}""", """{"cacheScope":"private","tools":[KEPT]}""")]
    public async Task A_filtered_list_is_private_and_otherwise_as_it_came(string said, string seen)
    {
        using var proxy = new ProxyProcess(Policy, command: ScriptedServer.Command);
        const string Query = """{"x":1.50,"name":"db.query"}""";
        var answer = await List(proxy, "test", """{"jsonrpc":"2.0","id":1,"result":RESULT}""".Replace("RESULT", said, StringComparison.Ordinal).Replace("TOOLS", Query + """ ,{"name":"db.drop"}""", StringComparison.Ordinal));
        Assert.Equal(seen.Replace("KEPT", Query, StringComparison.Ordinal), answer.GetProperty("result").GetRawText());
    }

    [Theory]
    [InlineData("""{"tools":[],"cacheScope":"private","CacheScope":"public"}""")]
    [InlineData("""{"tools":[],"cacheScope":"private","cacheScope":"public"}""")]
    public async Task A_scope_that_readers_take_differently_shows_nothing(string said)
    {
        using var proxy = new ProxyProcess(Policy, command: ScriptedServer.Command);
        Assert.True((await List(proxy, "test", """{"jsonrpc":"2.0","id":1,"result":RESULT}""".Replace("RESULT", said, StringComparison.Ordinal))).TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("codex-mcp-client", "aex_checkpoint")]
    [InlineData("claude-code", "aex.checkpoint")]
    public async Task Names_are_written_for_the_client_that_asks(string client, string first)
    {
        using var proxy = new ProxyProcess(Policy);
        var list = await proxy.Ask("tools/list", "{" + Of(client) + "}");
        Assert.Equal(first, list.GetProperty("result").GetProperty("tools")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("db.drop", true)]
    [InlineData("aex.list_tasks", false)]
    [InlineData("aex.resume", true)]
    public async Task What_the_proxy_answers_has_its_type_in_this_era_only(string tool, bool isError)
    {
        using var proxy = new ProxyProcess(Policy);
        var now = (await proxy.Ask("tools/call", "{\"name\":\"" + tool + "\"," + Of("test") + "}")).GetProperty("result");
        Assert.Equal("complete", now.GetProperty("resultType").GetString());
        Assert.Equal(isError, now.GetProperty("isError").GetBoolean());
        var before = (await proxy.Call(tool)).GetProperty("result");
        Assert.False(before.TryGetProperty("resultType", out _));
        Assert.Equal(isError, before.GetProperty("isError").GetBoolean());
    }

    /// <summary>Listening to a resource took the place of subscribing to it.</summary>
    [Theory]
    [InlineData("deny mcp.resources.read", """{"notifications":{"resourceSubscriptions":["x://y"]},META}""", true)]
    [InlineData("deny mcp.resources.read", """{"notifications":{"ResourceSubscriptions":["x://y"]},META}""", true)]
    [InlineData("deny mcp.resources.read", """{"Notifications":{"resourceSubscriptions":["x://y"]},META}""", true)]
    [InlineData("deny mcp.resources.read", """{"notifications":{"toolsListChanged":true},META}""", false)]
    [InlineData("deny mcp.resources.read", """{META}""", false)]
    [InlineData("deny file.read:private/**", """{"notifications":{"resourceSubscriptions":["x://y","file://ROOT/private/x"]},META}""", true)]
    [InlineData("deny file.read:private/**", """{"notifications":{"resourceSubscriptions":["x://y","file://ROOT/open/x"]},META}""", false)]
    public async Task Listening_to_a_resource_is_reading_it(string rule, string parameters, bool isStopped)
    {
        using var proxy = new ProxyProcess("allow db.*\n" + rule + "\n");
        var answer = await proxy.Ask("subscriptions/listen", parameters.Replace("META", Of("test"), StringComparison.Ordinal).Replace("ROOT", proxy.Box.Root, StringComparison.Ordinal));
        Assert.Equal(isStopped, answer.TryGetProperty("error", out _));
        Assert.Equal(isStopped, proxy.Received.Length == 0);
    }

    private static string Of(string client) => Meta.Replace("CLIENT", client, StringComparison.Ordinal);

    private static async Task<JsonElement> List(ProxyProcess proxy, string client, string said) =>
        Assert.Single(await ScriptedServer.Say(proxy, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"8",META}}""".Replace("META", Of(client), StringComparison.Ordinal), said));
}
