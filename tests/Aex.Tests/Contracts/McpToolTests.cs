using System.Globalization;
using System.Text;
using Aex.Contracts.Running;
using Aex.Contracts.Tools.Foreign;
using Xunit;

namespace Aex.Tests.Contracts;

/// <summary>Tools of MCP servers in a contract, against a real server in a process of its own.</summary>
public sealed class McpToolTests : IDisposable
{
    private readonly List<McpConnection> _open = [];
    private RunBox _box = Box("allow mcp.tickets.*\n");

    [Fact]
    public void A_servers_tools_are_called_by_their_names_and_give_text_and_data()
    {
        Assert.Equal(
            "{\"title\":\"It is slow\",\"n\":12345678901234567890123,\"text\":\"{\\\"id\\\":\\\"7\\\",\\\"title\\\":\\\"It is slow\\\",\\\"n\\\":12345678901234567890123}\"}",
            Run("use mcp.tickets.lookup\ndo mcp.tickets.lookup(id=\"7\", big=12345678901234567890123) -> t\nreturn {title: t.data.title, n: t.data.n, text: t.text}"));
        Assert.Contains("called lookup {\"id\":\"7\",\"big\":12345678901234567890123}", Log, StringComparison.Ordinal);
        Assert.Equal(
            "{\"text\":\"two\",\"data\":{\"k\":[1,2]},\"content\":[{\"type\":\"text\",\"text\":\"two\"},{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"}]}",
            Run("use mcp.tickets.shape\ndo mcp.tickets.shape() -> t\nreturn t"));
        Assert.Equal("null", Run("use mcp.tickets.reply\ndo mcp.tickets.reply(text=\"x\") -> t\nreturn t.data"));
    }

    [Theory]
    [InlineData("allow file.read\n", "not in the allow list")]
    [InlineData("allow *\ndeny mcp.tickets.reply\n", "denied by")]
    [InlineData("allow *\ndeny mcp.*\n", "denied by")]
    [InlineData("allow *\ndeny reply\n", "denied by")]
    [InlineData("allow mcp.ticket.*\n", "not in the allow list")]
    [InlineData("allow reply\nconfirm before reply\n", "nobody can be asked")]
    [InlineData("allow *\nbudget mcp.tickets.reply=0\n", "used up")]
    public void What_is_not_permitted_never_reaches_the_server(string policy, string why)
    {
        Replace(policy);
        Assert.Contains(why, Blocked("use mcp.tickets.*\ndo mcp.tickets.reply(text=\"x\")\nreturn 1"), StringComparison.Ordinal);
        Assert.DoesNotContain("called", Log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_well_known_tool_reaches_for_is_denied_too()
    {
        Replace("allow *\ndeny file.write:src/**\n");
        Assert.Contains("deny file.write:src/**", Blocked("use mcp.tickets.*\ndo mcp.tickets.write_file(path=\"src/a\", content=\"x\")\nreturn 1"), StringComparison.Ordinal);
        Replace("allow *\n");
        Assert.Contains(".aex/policy.aex", Blocked("use mcp.tickets.*\ndo mcp.tickets.write_file(path=\".aex/policy.aex\", content=\"x\")\nreturn 1"), StringComparison.Ordinal);
        Assert.DoesNotContain("called", Log, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_an_unknown_tool_and_an_end_block_with_a_sentence()
    {
        Assert.Contains("mcp.tickets.fail answered with an error: no such ticket", Blocked("use mcp.tickets.*\ndo mcp.tickets.fail() -> t\nreturn t"), StringComparison.Ordinal);
        Assert.Contains("there is no tool `mcp.tickets.none` here; there are", Blocked("use mcp.tickets.*\ndo mcp.tickets.none() -> t\nreturn t"), StringComparison.Ordinal);
        Assert.Contains("failed: ", Blocked("use mcp.tickets.*\ndo mcp.tickets.die() -> t\nreturn t"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_past_its_time_blocks_and_the_server_ends_with_the_run()
    {
        _box.Timeout = TimeSpan.FromSeconds(1);
        Assert.Contains("did not answer within 1 seconds", Blocked("use mcp.tickets.*\ndo mcp.tickets.sleep() -> t\nreturn t"), StringComparison.Ordinal);
        Close();
        Assert.False(File.Exists($"/proc/{ServerProcess}/stat"), "the server still runs");
    }

    [Fact]
    public void A_stop_breaks_a_call_off()
    {
        _ = Setup();
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(LogFile)!);
        watcher.Changed += (_, _) =>
        {
            if (Log.Contains("called sleep", StringComparison.Ordinal))
            {
                _box.Stop.Cancel();
            }
        };
        watcher.EnableRaisingEvents = true;
        Assert.Contains("it was stopped before its end", Blocked("use mcp.tickets.*\ndo mcp.tickets.sleep() -> t\nreturn t"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_floods_is_cut_off() =>
        Assert.Contains("a line of more than 16 MiB", Blocked("use mcp.tickets.*\ndo mcp.tickets.flood() -> t\nreturn t"), StringComparison.Ordinal);

    [Fact]
    public void A_server_that_asks_for_a_model_is_refused()
    {
        Assert.Equal("\"asked\"", Run("use mcp.tickets.*\ndo mcp.tickets.sample() -> t\ndo mcp.tickets.reply()\nreturn t.text"));
        Assert.Contains("answered {", Log, StringComparison.Ordinal);
        Assert.Contains("\"error\"", Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_ends_by_itself_when_the_run_is_over()
    {
        Run("use mcp.tickets.*\ndo mcp.tickets.reply()\nreturn 1");
        Close();
        Assert.EndsWith("ended\n", Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_servers_variables_are_its_own_and_secrets_by_name_are_masked()
    {
        var setup = Setup() with { Variables = [new("TICKETS_TOKEN", "abcdefgh12345678"), new("TICKETS_URL", "http://x")] };
        Assert.Equal(["abcdefgh12345678"], McpConnection.SecretsOf(setup));
        _box.Connect = stop => Open(setup, stop);
        Assert.Equal("\"abcdefgh12345678\"", _box.Output("use mcp.tickets.*\ndo mcp.tickets.env() -> t\nreturn t.text"));
        Assert.Null(Environment.GetEnvironmentVariable("TICKETS_TOKEN"));
    }

    [Theory]
    [InlineData("no-such-program", "there is no such program")]
    [InlineData("sh -c 'echo hello'", "the MCP server `tickets` failed")]
    public void What_is_no_server_blocks(string command, string why)
    {
        _box.Timeout = TimeSpan.FromSeconds(10);
        _box.Connect = stop => Open(McpServerSetup.OfCommand("tickets", command), stop);
        Assert.Contains(why, _box.Blocked("use mcp.tickets.*\ndo mcp.tickets.reply()\nreturn 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_are_read_from_the_clients_file()
    {
        var file = """{"mcpServers":{"a":{"command":"${DIR}/s","args":["-x","${NONE:-y}"],"env":{"K":"v${DIR}"}},"b":{"type":"http","url":"https://x.example/mcp","headers":{"Authorization":"Bearer ${TOKEN}"}}}}"""u8;
        var read = McpServerSetup.OfFile(".mcp.json", file, [], static name => name switch { "DIR" => "/d", "TOKEN" => "t0ken-t0ken", _ => null });
        Assert.Equal(["/d/s", "-x", "y"], read[0].Command);
        Assert.Equal([new("K", "v/d")], read[0].Variables);
        Assert.Equal("https://x.example/mcp", read[1].Url!.AbsoluteUri);
        Assert.Equal(["Bearer t0ken-t0ken"], McpConnection.SecretsOf(read[1]));
        Assert.Equal("b", Assert.Single(McpServerSetup.OfFile(".mcp.json", file, ["b"], static _ => "/d")).Name);
    }

    [Fact]
    public void A_name_that_no_contract_can_write_is_refused() =>
        Assert.Contains("cannot be named", Assert.Throws<RunBlockedException>(() => McpServerSetup.OfFile("f.json", """{"mcpServers":{"a.b":{"command":"x"}}}"""u8, [], static _ => null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "no object `mcpServers`")]
    [InlineData("{\"mcpServers\":{\"a\":{}}}", "no `command`")]
    [InlineData("{\"mcpServers\":{\"a\":{\"command\":\"x\",\"command\":\"y\"}}}", "names no MCP servers")]
    [InlineData("{\"mcpServers\":{\"a\":{\"command\":\"${UNSET}\"}}}", "`UNSET` is not set")]
    [InlineData("{\"mcpServers\":{\"a\":{\"url\":\"file:///x\"}}}", "no http or https URL")]
    [InlineData("{\"mcpServers\":{\"a\":{\"type\":\"ws\",\"url\":\"ws://x\"}}}", "its type is `ws`")]
    [InlineData("{\"mcpServers\":{\"b\":{\"command\":\"x\"}}}", "no MCP server `a`; it has b")]
    public void A_file_that_cannot_be_used_says_why(string text, string why) =>
        Assert.Contains(why, Assert.Throws<RunBlockedException>(() => McpServerSetup.OfFile("f.json", Encoding.UTF8.GetBytes(text), ["a"], static _ => null)).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        Close();
        _box.Dispose();
    }

    private static RunBox Box(string policy) => new(policy) { Timeout = TimeSpan.FromSeconds(60) };

    private string LogFile => _box.At("log/received");

    private string Log => File.Exists(LogFile) ? Read() : "";

    private int ServerProcess => int.Parse(Log.Split('\n')[0]["started ".Length..], CultureInfo.InvariantCulture);

    private string Read()
    {
        using var file = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    private void Replace(string policy)
    {
        Close();
        _box.Dispose();
        _box = Box(policy);
    }

    private McpServerSetup Setup()
    {
        Directory.CreateDirectory(_box.At("log"));
        return new McpServerSetup("tickets") { Command = ["dotnet", AppContext.BaseDirectory + "Aex.Sessions.Caller.dll", "tickets", LogFile] };
    }

    private string Run(string lines)
    {
        Serve();
        return _box.Output(lines);
    }

    private string Blocked(string lines)
    {
        Serve();
        return _box.Blocked(lines);
    }

    // A box's tools stay over its runs: the first connection serves them all.
    private void Serve()
    {
        var setup = Setup();
        _box.Connect = _box.Tools.Find("mcp.tickets.lookup") is null ? stop => Open(setup, stop) : static _ => { };
    }

    private void Open(McpServerSetup setup, CancellationToken stop)
    {
        var connection = McpConnection.Open(setup, _box.Root, _box.Timeout, "1", stop);
        _open.Add(connection);
        foreach (var tool in connection.Tools)
        {
            _box.Tools.Add(tool);
        }
    }

    private void Close()
    {
        _open.ForEach(static connection => connection.Dispose());
        _open.Clear();
    }
}
