using System.Net;
using Aex.Contracts.Running;
using Aex.Contracts.Tools.Foreign;
using Xunit;

namespace Aex.Tests.Contracts;

/// <summary>Tools that a registry lists and that are called over HTTP, against a real server on this machine.</summary>
public sealed class RegistryTests : IDisposable
{
    private const string Lines = "use ticket.*\ndo ticket.find(id=\"7\", deep={n: [1, 2.50]}) -> t\nreturn t";

    private readonly List<IDisposable> _open = [];
    private RunBox _box = new("allow ticket.*\n");
    private string _tools = Listing("\"ticket.find\":{\"url\":\"/find\",\"sideEffect\":\"read\",\"description\":\"Finds one.\"}");
    private Action<HttpListenerContext, byte[]> _answer = static (context, _) => LoopbackServer.Reply(context, "{\"title\":\"It is slow\"}");

    [Fact]
    public void A_tool_is_called_with_its_arguments_as_json()
    {
        using var server = Serve();
        Assert.Equal("{\"title\":\"It is slow\"}", _box.Output(Lines));
        Assert.Equal(["GET /tools", "POST /find {\"id\":\"7\",\"deep\":{\"n\":[1,2.50]}}"], server.Requests);
    }

    [Theory]
    [InlineData("allow file.read\n", "not in the allow list")]
    [InlineData("allow *\ndeny ticket.find\n", "denied by")]
    [InlineData("allow ticket.*\nconfirm before ticket.*\n", "nobody can be asked")]
    [InlineData("allow *\ndeny loopback.*\n", "loopback.connect 127.0.0.1")]
    [InlineData("allow ticket.*\nbudget ticket.find=0\n", "used up")]
    public void What_is_not_permitted_is_never_sent(string policy, string why)
    {
        Replace(policy);
        using var server = Serve();
        Assert.Contains(why, _box.Blocked(Lines), StringComparison.Ordinal);
        Assert.Equal(["GET /tools"], server.Requests);
    }

    [Theory]
    [InlineData("none", "network.fetch")]
    [InlineData("read", "network.fetch")]
    [InlineData("write", "network.send")]
    public void A_denied_network_is_denied_to_a_registrys_tools(string effect, string capability)
    {
        Replace("allow *\ndeny network.*\n");
        _tools = Listing($"\"ticket.find\":{{\"url\":\"https://tickets.example/find\",\"sideEffect\":\"{effect}\"}}");
        using var server = Serve();
        Assert.Contains($"{capability} tickets.example", _box.Blocked(Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file.write")]
    [InlineData("tests.run")]
    [InlineData("git.status")]
    [InlineData("file.read2")]
    [InlineData("shell.exec")]
    [InlineData("network.fetch")]
    [InlineData("mcp.tickets.find")]
    [InlineData("file")]
    public void A_registry_replaces_no_built_in_tool_and_takes_no_name_of_aex(string name)
    {
        _tools = Listing($"\"{name}\":{{\"url\":\"/x\",\"sideEffect\":\"none\"}}");
        Replace("allow *\n");
        using var server = Serve();
        _box.Write("a", "A");
        Assert.Contains("nothing may take their place", _box.Blocked("use file.read\ndo file.read(path=\"a\") -> t\nreturn t"), StringComparison.Ordinal);
        Assert.Equal(["GET /tools"], server.Requests);
    }

    [Fact]
    public void Two_registries_with_one_name_block()
    {
        using var server = Serve();
        var connect = _box.Connect;
        _box.Connect = stop =>
        {
            connect(stop);
            connect(stop);
        };
        Assert.Contains("nothing may take its place", _box.Blocked(Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "answers no object `tools`")]
    [InlineData("{\"tools\":[]}", "answers no object `tools`")]
    [InlineData("not json", "no sound JSON")]
    [InlineData("{\"tools\":{\"a.b\":{\"url\":\"/x\"}}}", "wrongly")]
    [InlineData("{\"tools\":{\"a.b\":{\"url\":\"/x\",\"sideEffect\":\"delete\"}}}", "wrongly")]
    [InlineData("{\"tools\":{\"a.b\":{\"url\":\"file:///etc/passwd\",\"sideEffect\":\"none\"}}}", "wrongly")]
    [InlineData("{\"tools\":{\"a.b\":{\"url\":\"http://user:key@x.example/\",\"sideEffect\":\"none\"}}}", "wrongly")]
    [InlineData("{\"tools\":{\"a b\":{\"url\":\"/x\",\"sideEffect\":\"none\"}}}", "no contract can call")]
    [InlineData("{\"tools\":{\"a.b\":{\"url\":\"/x\",\"sideEffect\":\"none\"},\"a.b\":{\"url\":\"/y\",\"sideEffect\":\"none\"}}}", "no sound JSON")]
    public void What_is_no_registry_blocks(string listing, string why)
    {
        _tools = listing;
        using var server = Serve();
        Assert.Contains(why, _box.Blocked(Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public void No_redirect_to_another_server_is_followed(int status)
    {
        using var other = new LoopbackServer(static (context, _) => LoopbackServer.Reply(context, "{\"stolen\":true}"));
        _answer = (context, _) => LoopbackServer.Redirect(context, other.Url + "/find", status);
        using var server = Serve();
        Assert.Contains("redirects to another server", _box.Blocked(Lines), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        using var moved = new LoopbackServer((context, _) => LoopbackServer.Redirect(context, other.Url + "/tools", status));
        Assert.Contains("redirects to another server", Assert.Throws<RunBlockedException>(() => HttpRegistry.Open(moved.Url, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(307, true)]
    [InlineData(308, true)]
    [InlineData(301, false)]
    [InlineData(302, false)]
    [InlineData(303, false)]
    public void Within_its_server_a_call_is_redirected_only_as_it_is(int status, bool follows)
    {
        _answer = (context, _) =>
        {
            if (context.Request.Url!.AbsolutePath == "/find")
            {
                LoopbackServer.Redirect(context, "/elsewhere", status);
            }
            else
            {
                LoopbackServer.Reply(context, "1");
            }
        };
        using var server = Serve();
        var result = _box.Run(Lines);
        Assert.Equal(follows, result.IsSuccess);
        Assert.Equal(follows, server.Requests.Contains("POST /elsewhere {\"id\":\"7\",\"deep\":{\"n\":[1,2.50]}}"));
        Assert.DoesNotContain(server.Requests, static request => request.StartsWith("GET /elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public void A_redirect_in_a_circle_ends()
    {
        _answer = static (context, _) => LoopbackServer.Redirect(context, "/find", 307);
        using var server = Serve();
        Assert.Contains("again and again", _box.Blocked(Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_too_large_an_error_and_no_json_block()
    {
        using var server = Serve();
        foreach (var (answer, why) in (ReadOnlySpan<(Action<HttpListenerContext, byte[]>, string)>)
        [
            (static (context, _) => LoopbackServer.Reply(context, "\"" + new string('x', 5 << 20) + "\""), "more than 4 MiB"),
            (static (context, _) => LoopbackServer.Reply(context, "no such ticket", 404), "answered 404: no such ticket"),
            (static (context, _) => LoopbackServer.Reply(context, "<html>"), "no sound JSON"),
            (static (context, _) => LoopbackServer.Reply(context, "{\"a\":1,\"a\":2}"), "no sound JSON"),
        ])
        {
            _answer = answer;
            Assert.Contains(why, _box.Blocked(Lines), StringComparison.Ordinal);
            _box.Connect = static _ => { };
        }
    }

    [Fact]
    public void A_listing_too_large_blocks()
    {
        _tools = "{\"tools\":{},\"x\":\"" + new string('x', 2 << 20) + "\"}";
        using var server = Serve();
        Assert.Contains("more than 1 MiB", _box.Blocked(Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_server_that_does_not_answer_blocks_in_time(bool begins)
    {
        using var end = new ManualResetEventSlim();
        _answer = (context, _) =>
        {
            if (begins)
            {
                context.Response.OutputStream.Write("{"u8);
                context.Response.OutputStream.Flush();
            }

            end.Wait();
        };
        using var server = Serve();
        _box.Timeout = TimeSpan.FromSeconds(1);
        Assert.Contains("did not answer within 1 seconds", _box.Blocked(Lines), StringComparison.Ordinal);
        end.Set();
    }

    [Theory]
    [InlineData("ftp://x.example/")]
    [InlineData("registry.json")]
    [InlineData("http://user:hunter2hunter2@127.0.0.1:1/")]
    [InlineData("http://127.0.0.1:1/tools?key=hunter2hunter2")]
    public void A_registry_that_cannot_be_reached_says_so_and_tells_no_key(string url)
    {
        var said = Assert.Throws<RunBlockedException>(() => HttpRegistry.Open(url, CancellationToken.None)).Message;
        Assert.StartsWith("the registry", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _open.ForEach(static registry => registry.Dispose());
        _box.Dispose();
    }

    private static string Listing(string tools) => "{\"tools\":{" + tools + "}}";

    private void Replace(string policy)
    {
        _box.Dispose();
        _box = new RunBox(policy);
    }

    private LoopbackServer Serve()
    {
        var server = new LoopbackServer((context, body) =>
        {
            if (context.Request.Url!.AbsolutePath == "/tools")
            {
                LoopbackServer.Reply(context, _tools);
            }
            else
            {
                _answer(context, body);
            }
        });
        _box.Connect = stop =>
        {
            var registry = HttpRegistry.Open(server.Url + "/tools", stop);
            _open.Add(registry);
            foreach (var tool in registry.Tools)
            {
                _box.Tools.Add(tool);
            }
        };
        return server;
    }
}
