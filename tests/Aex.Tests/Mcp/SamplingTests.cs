using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>
/// <c>deny mcp.sampling.create</c>: a server does not get at the client's model, by whatever spelling it asks. The server says what it is told to say.
/// </summary>
public sealed class SamplingTests
{
    private const string Denied = "allow db.*\ndeny mcp.sampling.create\n";
    private const string Open = "allow db.*\ndeny mcp.prompts.get\n";
    private const string Answered = """{"jsonrpc":"2.0","id":1,"result":{"content":[]}}""";
    private const string Params = "\"params\":{\"messages\":[],\"maxTokens\":1}";

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"s7","method":"sampling/createMessage",PARAMS}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"s7","m\u0065thod":"\u0073ampling\/createMessage",PARAMS}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"s7","method":"ping","Method":"sampling/createMessage",PARAMS}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"s7","method":"sampling/createMessage","method":"ping",PARAMS}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"s7","method":"ping","method":"sampling/createMessage",PARAMS}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"s7","method":"sampling/createMessage ",PARAMS}""")]
    public async Task A_request_for_a_sample_is_refused_to_the_server_and_never_shown_to_the_client(string line)
    {
        using var proxy = new ProxyProcess(Denied, command: ScriptedServer.Command);
        var seen = await ScriptedServer.Play(proxy, line.Replace("PARAMS", Params, StringComparison.Ordinal), Answered);
        Assert.Equal(1, Assert.Single(seen).GetProperty("id").GetInt32());
        var told = Assert.Single(await ScriptedServer.Told(proxy, 1));
        Assert.Equal("s7", told.GetProperty("id").GetString());
        Assert.Contains("deny mcp.sampling.create", told.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(proxy.Box.Audit(Assert.Single(Directory.GetFiles(proxy.Box.Root + "/.aex/audit"))), one => one.GetProperty("event").GetString() == "tool.denied");
    }

    [Fact]
    public async Task A_request_whose_id_only_some_readers_see_reaches_nobody()
    {
        using var proxy = new ProxyProcess(Denied, command: ScriptedServer.Command);
        Assert.Single(await ScriptedServer.Play(proxy, """{"jsonrpc":"2.0","ID":7,"method":"sampling/createMessage"}""", Answered));
        Assert.Empty(await ScriptedServer.Told(proxy, 0));
    }

    [Fact]
    public async Task A_confirmation_that_nobody_can_give_stops_it_as_well()
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before mcp.sampling.create\n", command: ScriptedServer.Command);
        Assert.Single(await ScriptedServer.Play(proxy, """{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage"}""", Answered));
        Assert.True(Assert.Single(await ScriptedServer.Told(proxy, 1)).TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Where_no_rule_names_it_the_request_passes_and_so_does_its_answer()
    {
        using var proxy = new ProxyProcess(Open, command: ScriptedServer.Command);
        var seen = await ScriptedServer.Play(proxy, """{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage",PARAMS}""".Replace("PARAMS", Params, StringComparison.Ordinal), Answered);
        Assert.Equal("sampling/createMessage", seen[0].GetProperty("method").GetString());
        proxy.Send("""{"jsonrpc":"2.0","id":7,"result":{"role":"assistant"}}""");
        Assert.Equal("assistant", Assert.Single(await ScriptedServer.Told(proxy, 1)).GetProperty("result").GetProperty("role").GetString());
    }

    /// <summary>Under 2026-07-28 a server asks within its result.</summary>
    [Theory]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create"},"b":SAMPLE}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"\u0073ampling\/createMessage"}}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":{"method":"roots/list","Method":"sampling/createMessage"}}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":SAMPLE,"a":{"method":"roots/list"}}}""")]
    [InlineData("""{"resultType":"input_required","inputRequests":{"a":SAMPLE},"inputRequests":{}}""")]
    [InlineData("""{"resultType":"input_required","InputRequests":{"a":SAMPLE}}""")]
    [InlineData("""{"inputRequests":{"a":SAMPLE},"resultType":"input_required","requestState":"x"}""")]
    [InlineData("""{"content":[],"inputRequests":{"a":SAMPLE}}""")]
    public async Task A_sample_that_a_result_asks_for_is_refused_to_the_model(string result)
    {
        string answer = """{"jsonrpc":"2.0","id":1,"result":RESULT}""".Replace("RESULT", result.Replace("SAMPLE", """{"method":"sampling/createMessage",PARAMS}""".Replace("PARAMS", Params, StringComparison.Ordinal), StringComparison.Ordinal), StringComparison.Ordinal);
        using var call = new ProxyProcess(Denied, command: ScriptedServer.Command);
        var refused = Assert.Single(await ScriptedServer.Play(call, answer)).GetProperty("result");
        Assert.True(refused.GetProperty("isError").GetBoolean());
        Assert.Contains("deny mcp.sampling.create", refused.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        using var prompt = new ProxyProcess(Denied, command: ScriptedServer.Command);
        Assert.True(Assert.Single(await ScriptedServer.Ask(prompt, "prompts/get", answer)).TryGetProperty("error", out _));
    }

    /// <summary>Some clients take a question in the answer to any request, and some take a member for another that differs in case.</summary>
    [Theory]
    [InlineData("tools/list", """{"jsonrpc":"2.0","id":1,"result":{"tools":[],"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage"}}}}""")]
    [InlineData("server/discover", """{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage"}}}}""")]
    [InlineData("tools/call", """{"jsonrpc":"2.0","id":1,"result":{"content":[]},"Result":{"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage"}}}}""")]
    [InlineData("prompts/get", """{"jsonrpc":"2.0","id":1,"Result":{"resultType":"input_required","inputRequests":{"a":{"method":"sampling/createMessage"}}}}""")]
    public async Task Nor_does_it_pass_in_the_answer_to_anything_else(string method, string answer)
    {
        using var proxy = new ProxyProcess(Denied, command: ScriptedServer.Command);
        Assert.DoesNotContain("createMessage", Assert.Single(await ScriptedServer.Ask(proxy, method, answer)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Denied, """{"resultType":"input_required","inputRequests":{"a":{"method":"elicitation/create"}}}""")]
    [InlineData(Denied, """{"content":[{"type":"text","text":"call sampling/createMessage \u00e9"}]}""")]
    [InlineData(Open, """{"resultType":"input_required","inputRequests":{"b":{"method":"sampling/createMessage"}}}""")]
    public async Task Every_other_result_passes_as_it_is(string policy, string result)
    {
        using var proxy = new ProxyProcess(policy, command: ScriptedServer.Command);
        Assert.Equal(result, Assert.Single(await ScriptedServer.Play(proxy, """{"jsonrpc":"2.0","id":1,"result":RESULT}""".Replace("RESULT", result, StringComparison.Ordinal))).GetProperty("result").GetRawText());
    }

    /// <summary>The proxy answers whom it reads: waiting until the server reads would wait for ever where the server itself waits to be read.</summary>
    [Fact]
    public async Task A_server_that_asks_a_flood_of_samples_before_it_reads_holds_up_nobody()
    {
        using var proxy = new ProxyProcess(Denied, command: ScriptedServer.Command);
        string name = new('x', 16000);
        var flood = Enumerable.Range(0, 600).Select(i => $$"""{"jsonrpc":"2.0","id":"{{name}}{{i}}","method":"sampling/createMessage"}""");
        var seen = await ScriptedServer.Play(proxy, [.. flood, Answered]);
        Assert.Equal(1, Assert.Single(seen).GetProperty("id").GetInt32());
        Assert.Equal(600, (await ScriptedServer.Told(proxy, 600)).Length);
    }

    [Fact]
    public async Task Nor_does_one_that_is_being_written_to_at_the_same_time()
    {
        // The client's own message fills the server's pipe while the server, which does not read, fills the other one with what it asks.
        using var proxy = new ProxyProcess(Denied, command: ScriptedServer.Command);
        string name = new('x', 16000);
        var flood = Enumerable.Range(0, 300).Select(i => $$"""{"jsonrpc":"2.0","id":"{{name}}{{i}}","method":"sampling/createMessage"}""");
        await File.WriteAllLinesAsync(proxy.Box.Root + "/answers", [.. flood, Answered], TestContext.Current.CancellationToken);
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query"}}""");
        var writing = Task.Run(() => proxy.Send("""{"jsonrpc":"2.0","method":"notifications/x","params":{"x":"LONG"}}""".Replace("LONG", new string('y', 8 << 20), StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await proxy.Next()).GetProperty("id").GetInt32());
        await writing;
        Assert.Equal(301, (await ScriptedServer.Told(proxy, 301)).Length);
    }
}
