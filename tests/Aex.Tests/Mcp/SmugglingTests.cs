using System.Text;
using System.Text.Json;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>Forms in which a denied call could slip past: none of them reaches the server, which writes down every line.</summary>
public sealed class SmugglingTests
{
    private const string Policy = "allow db.*\ndeny hidden.*\n";

    /// <summary>Lines that hold a call of <c>hidden.one</c>, which some reader would find.</summary>
    public static TheoryData<string> Forms { get; } =
    [
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hidden.one","arguments":{}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","n\u0061me":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query"},"params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","arguments":{"a":{"b":1,"b":"hidden.one"}}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","Name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query"},"PARAMS":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"Tools/Call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call ","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":["tools/call"],"params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["hidden.one"]}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["hidden.one"]}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","arguments":{"x":NaN,"y":"hidden.one"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","arguments":{"x":Infinity,"y":"hidden.one"}}}""",
        """[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hidden.one"}}]""",
        """{"jsonrpc":"2.0","id":1,"method":"ping"} {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"result":{},"method":"tools/call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":{"a":1},"method":"tools/call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"hidden.one"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query","arguments":"hidden.one"}}""",
        "\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"hidden.one\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\r\"params\":{\"name\":\"hidden.one\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\r{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"hidden.one\"}}",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Is_answered_and_never_reaches_the_server(string line)
    {
        using var proxy = new ProxyProcess(Policy);
        proxy.Send(line);
        var answer = await proxy.Next();
        Assert.True(answer.TryGetProperty("error", out _) || answer.GetProperty("result").GetProperty("isError").GetBoolean(), answer.GetRawText());
        // A sound call still passes, and then the server has seen it alone.
        Assert.False((await proxy.Call("db.query")).GetProperty("result").TryGetProperty("isError", out _));
        Assert.DoesNotContain("hidden", proxy.Received, StringComparison.Ordinal);
        Assert.Single(proxy.Received.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Neither_do_bytes_that_are_no_text_deep_nesting_long_lines_and_notifications()
    {
        using var proxy = new ProxyProcess(Policy, ["--max-line", "20000"]);
        proxy.SendRaw([.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"hidden.one\",\"x\":\""u8, 0xC0, 0xAE, .. "\"}}\n"u8]);
        Assert.Equal(JsonValueKind.Object, (await proxy.Next()).GetProperty("error").ValueKind);
        proxy.Send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"db.query\",\"arguments\":{\"hidden\":" + new string('[', 300) + new string(']', 300) + "}}}");
        Assert.Equal(JsonValueKind.Object, (await proxy.Next()).GetProperty("error").ValueKind);
        proxy.Send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"db.query\",\"arguments\":{\"hidden\":\"" + new string('x', 300_000) + "\"}}}");
        Assert.Equal(3, (await proxy.Next()).GetProperty("id").GetInt32());
        proxy.Send("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"hidden.one"}}""");
        _ = await proxy.Call("db.query");
        Assert.DoesNotContain("hidden", proxy.Received, StringComparison.Ordinal);
        Assert.Single(proxy.Received.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_batch_is_taken_apart_and_each_call_judged_where_its_version_was_negotiated()
    {
        using var proxy = new ProxyProcess(Policy);
        _ = await proxy.Initialize("2025-03-26");
        proxy.Send("""[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hidden.one"}},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"db.query"}}]""");
        var answers = new[] { await proxy.Next(), await proxy.Next() }.ToDictionary(answer => answer.GetProperty("id").GetInt32());
        Assert.True(answers[1].GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.Equal("done", answers[2].GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.DoesNotContain("hidden", proxy.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_is_the_very_line()
    {
        using var proxy = new ProxyProcess(Policy);
        const string Line = "{ \"params\" : {\"x\":1.0e5, \"arguments\":{\"n\":123456789012345678901234567890,\"u\":\"\\u2028\u2028\\/\"},\"name\":\"db.query\"},\"id\":\"s\\u0041\",\"zz\":[ ],\"method\":\"tools/call\",\"jsonrpc\":\"2.0\"}\r";
        proxy.Send(Line);
        var answer = await proxy.Next();
        Assert.Equal("sA", answer.GetProperty("id").GetString());
        Assert.Equal("12345678901234567890123", answer.GetProperty("result").GetProperty("big").GetRawText());
        Assert.Equal(Line + "\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(proxy.Received)));
    }
}
