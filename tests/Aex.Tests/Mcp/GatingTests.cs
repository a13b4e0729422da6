using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>Resources, prompts, a session's approvals and the spellings of the command.</summary>
public sealed class GatingTests
{
    [Theory]
    [InlineData("deny mcp.resources.read", "resources/read", """{"uri":"x://y"}""", true)]
    [InlineData("deny mcp.resources.*", "resources/read", """{"uri":"x://y"}""", true)]
    [InlineData("deny mcp.resources.read", "resources/subscribe", """{"uri":"x://y"}""", true)]
    [InlineData("deny mcp.resources.read", "resources/read", "{}", true)]
    [InlineData("deny mcp.resources.read", "resources/list", "{}", false)]
    [InlineData("deny mcp.resources.read", "resources/templates/list", "{}", false)]
    [InlineData("deny mcp.resources.read", "prompts/get", """{"name":"p"}""", false)]
    [InlineData("confirm before mcp.resources.read", "resources/read", """{"uri":"x://y"}""", true)]
    [InlineData("deny mcp.prompts.get", "prompts/get", """{"name":"p"}""", true)]
    [InlineData("confirm before mcp.prompts.get", "prompts/get", """{"name":"p"}""", true)]
    [InlineData("deny mcp.prompts.get", "prompts/list", "{}", false)]
    [InlineData("deny mcp.prompts.get", "resources/read", """{"uri":"x://y"}""", false)]
    [InlineData("deny mcp.prompts.get", "Prompts/get", """{"name":"p"}""", true)]
    [InlineData("deny file.read:private/**", "resources/read", """{"uri":"file://ROOT/private/x"}""", true)]
    [InlineData("confirm before file.read:private/**", "resources/read", """{"uri":"file://ROOT/private/x"}""", true)]
    [InlineData("deny file.read:private/**", "resources/read", """{"uri":"file://ROOT/public/x"}""", false)]
    [InlineData("deny file.write", "resources/read", """{"uri":"file://ROOT/private/x"}""", false)]
    public async Task What_a_rule_names_is_refused_with_its_line_and_the_rest_passes(string rule, string method, string parameters, bool isStopped)
    {
        using var proxy = new ProxyProcess("allow db.*\n" + rule + "\n");
        var answer = await proxy.Ask(method, parameters.Replace("ROOT", proxy.Box.Root, StringComparison.Ordinal));
        Assert.Equal(isStopped, answer.TryGetProperty("error", out var error));
        Assert.Equal(isStopped, proxy.Received.Length == 0);
        if (isStopped && char.IsLower(method[0]))
        {
            Assert.Contains(rule, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Contains(proxy.Box.Audit(Assert.Single(Directory.GetFiles(proxy.Box.Root + "/.aex/audit"))), one => one.GetProperty("event").GetString() == "tool.denied");
        }
    }

    [Fact]
    public async Task Approved_for_this_session_the_client_is_asked_no_more_for_the_same()
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before db.*\nbudget calls=5\n");
        _ = await proxy.Initialize(capabilities: """{"elicitation":{}}""");
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","arguments":{"a":1}}}""");
        await Answer(proxy, "approve for this session");
        Assert.Equal(1, (await proxy.Next()).GetProperty("id").GetInt32());
        // Other arguments, the same tool: the answer comes without a question before it.
        proxy.Send("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"db.query","arguments":{"a":2}}}""");
        Assert.Equal(2, (await proxy.Next()).GetProperty("id").GetInt32());
        // Another tool was not approved.
        proxy.Send("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"db.write"}}""");
        await Answer(proxy, "deny");
        Assert.True((await proxy.Next()).GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.Equal(2, Assert.Single(Aex.Sessions.SessionControl.List(proxy.Host, proxy.Box.Root)).Counters.Used("calls"));
        Assert.DoesNotContain("db.write", proxy.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"elicitation":{"url":{}}}""")]
    [InlineData("""{"elicitation":null}""")]
    public async Task A_client_that_shows_no_forms_is_sent_none(string capabilities)
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before db.*\n", ["--confirm-timeout", "0"]);
        _ = await proxy.Initialize("2025-11-25", capabilities);
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query"}}""");
        Assert.True((await proxy.Next()).GetProperty("result").GetProperty("isError").GetBoolean());
    }

    [Fact]
    public async Task The_older_spelling_of_the_command_starts_the_same_server()
    {
        using var proxy = new ProxyProcess("allow db.*\n", upstream: "cat");
        // This server says back what it hears.
        proxy.Send("""{"jsonrpc":"2.0","method":"notifications/x"}""");
        Assert.Equal("notifications/x", (await proxy.Next()).GetProperty("method").GetString());
        using var two = new ProxyProcess("allow db.*\n", ["--upstream", "touch started"], ["touch", "started"]);
        Assert.Equal(2, await two.Exit());
        Assert.Contains("given twice", two.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(two.Box.Root + "/started"));
    }

    private static async Task Answer(ProxyProcess proxy, string answer)
    {
        var question = await proxy.Next();
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        proxy.Send("""{"jsonrpc":"2.0","id":ID,"result":{"action":"accept","content":{"answer":"ANSWER"}}}""".Replace("ID", question.GetProperty("id").GetRawText(), StringComparison.Ordinal).Replace("ANSWER", answer, StringComparison.Ordinal));
    }
}
