using System.Text;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Mcp;

/// <summary>What a client and a server that mean harm can put on the pipe. The server is a shell script, so that it says exactly what it is told to.</summary>
public sealed class ProxyAttackTests : IDisposable
{
    private const string Hidden = """{"tools":[{"name":"db.drop","inputSchema":{"type":"object"}}]}""";

    private readonly Sandbox _box = new("policy x v0\n\ngoal \"g\"\n\nallow *\ndeny db.*, file.read:secret/**\n");

    /// <summary>A server that takes an id for the nearest double would answer under another one, and its list would pass for nobody's.</summary>
    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("-0", "0")]
    [InlineData("1E400", "null")]
    [InlineData("111111111111111111111111111111", "1.1111111111111112e+29")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "1")]
    [InlineData("\"1\"", "\"1\"")]
    public void A_list_is_filtered_whatever_its_id_is_taken_for(string asked, string answered)
    {
        string[] seen = Play([$$"""{"jsonrpc":"2.0","id":{{asked}},"method":"tools/list"}"""], [$$"""{"jsonrpc":"2.0","id":{{answered}},"result":{{Hidden}} }"""]);
        Assert.DoesNotContain(seen, line => line.Contains("db.drop", StringComparison.Ordinal));
    }

    /// <summary>Each of these is taken by some reader for the answer to request 5, though it is none that the proxy could judge.</summary>
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":77,"result":LIST}""")]
    [InlineData("""{"x":NaN,"jsonrpc":"2.0","id":5,"result":LIST}""")]
    [InlineData("""{"jsonrpc":"2.0","ID":5,"result":LIST}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"ping","id":5,"result":LIST}""")]
    [InlineData("""{"jsonrpc":"2.0","id":[5],"result":LIST}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":5,"result":LIST}]""")]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":LIST}")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":LIST,"id":77}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":LIST,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{},"Result":LIST}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{"tools":[],"tools":[{"name":"db.drop"}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{"tools":[{"name":"ok","name":"db.drop"}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{"tools":[{"name":"ok","Name":"db.drop"}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{"tools":[],"Tools":[{"name":"db.drop"}]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{"tools":{"0":{"name":"db.drop"}}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":5,"result":{"tools":[[{"name":"db.drop"}]]}}""")]
    public void An_answer_that_readers_take_differently_shows_no_hidden_tool(string answer)
    {
        string[] seen = Play(["""{"jsonrpc":"2.0","id":5,"method":"tools/list"}"""], [answer.Replace("LIST", Hidden, StringComparison.Ordinal)]);
        Assert.DoesNotContain(seen, line => line.Contains("db.drop", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_answer_to_one_request_reaches_nobody()
    {
        string answer = $$"""{"jsonrpc":"2.0","id":5,"result":{{Hidden}} }""";
        string[] seen = Play(["""{"jsonrpc":"2.0","id":5,"method":"tools/list"}"""], [answer, answer]);
        Assert.DoesNotContain("db.drop", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_answer_still_passes()
    {
        string[] said =
        [
            """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"},"Unknown":9007199254740993}""",
            """{"jsonrpc":"2.0","id":5,"method":"ping"}""",
            """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""",
        ];
        // None of it answers the request, which the proxy does at the end.
        string[] seen = Play(["""{"jsonrpc":"2.0","id":5,"method":"prompts/list"}"""], said);
        Assert.Equal(said, seen[..^1]);
        Assert.StartsWith("""{"jsonrpc":"2.0","id":5,"error":""", seen[^1], StringComparison.Ordinal);
    }

    /// <summary>Every spelling of a file's address that a server's own reader may follow (RFC 8089, and the WHATWG reading that Node.js has).</summary>
    [Theory]
    [InlineData("file://P/secret/x")]
    [InlineData("file://localhostP/secret/x")]
    [InlineData("file://LOCALHOSTP/secret/x")]
    [InlineData("file://127.0.0.1P/secret/x")]
    [InlineData("file:P/secret/x")]
    [InlineData("FiLe://P/secret/x")]
    [InlineData(" file://P/secret/x")]
    [InlineData("\\u0001file://P/secret/x")]
    [InlineData("file:///P/secret/x")]
    [InlineData("file://P/%73ecret/x")]
    [InlineData("file://P/a/..%2fsecret/x")]
    [InlineData("file://P/a\\\\..\\\\secret\\\\x")]
    [InlineData("fi\\tle://P/secret/x")]
    [InlineData("file://P/sec\\nret/x")]
    [InlineData("file:secret/x")]
    public void A_file_is_the_same_file_however_its_address_is_written(string uri)
    {
        string request = $$$"""{"jsonrpc":"2.0","id":5,"method":"resources/read","params":{"uri":"{{{uri.Replace("P", _box.Project, StringComparison.Ordinal)}}}"}}""";
        string seen = Assert.Single(Play([request], []));
        Assert.Contains("\"error\"", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("resources/read", Reached(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_is_read()
    {
        Play([$$$"""{"jsonrpc":"2.0","id":5,"method":"resources/read","params":{"uri":"file://{{{_box.Project}}}/open/x"}}""", """{"jsonrpc":"2.0","id":6,"method":"resources/read","params":{"uri":"test://secret/x"}}"""], []);
        Assert.Equal(2, Reached().Split("resources/read").Length - 1);
    }

    [Fact]
    public void A_member_of_another_case_is_no_address()
    {
        Play([$$$"""{"jsonrpc":"2.0","id":5,"method":"resources/read","params":{"uri":"test://x","URI":"file://{{{_box.Project}}}/secret/x"}}"""], []);
        Assert.DoesNotContain("resources/read", Reached(), StringComparison.Ordinal);
    }

    /// <summary>Forms in which a denied call might pass for something else. None reaches the server.</summary>
    [Theory]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.drop"}}]""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","Name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call","params":{"name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"\u006dethod":"tools/call","params":{"n\u0061me":"db.dr\u006fp"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["db.drop"]}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"db.drop"}}""")]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"db.drop\"}}")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"method":"tools/call","params":{"name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"db.drop"}},"Method":"tools/call"}""")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\r{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"db.drop\"}}")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":{"x":NaN,"y":"db.drop"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[{"name":"db.drop"}]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call ","params":{"name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"TOOLS/call","params":{"name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok"}}{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"db.drop"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":{"a":1},"method":"tools/call","params":{"name":"db.drop"}}""")]
    public void A_denied_call_in_disguise_does_not_reach_the_server(string line)
    {
        Play([line], []);
        Assert.DoesNotContain("db.dr", Reached(), StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();

    private string Reached() => File.ReadAllText(Path.Combine(_box.Project, "reached"));

    /// <summary>Says <paramref name="client"/>'s lines to the proxy; the server says its own when its input has ended. What the client is told.</summary>
    private string[] Play(string[] client, string[] server)
    {
        _box.Write("answers", string.Concat(server.Select(line => line + "\n")));
        _box.Write("reached", "");
        var ended = _box.Start(PublishedBinary.FullPath, ["proxy", "--", "sh", "-c", "cat >reached; cat answers"]).Finish(Encoding.UTF8.GetBytes(string.Concat(client.Select(line => line + "\n"))));
        Assert.True(ended.Exit == 0, ended.ToString());
        return ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
