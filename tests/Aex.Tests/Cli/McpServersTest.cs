using System.Text;
using Aex.Cli.Install;
using Xunit;

namespace Aex.Tests.Cli;

public sealed class McpServersTest
{
    private const string Program = "/opt/bin/aex";

    [Theory]
    [InlineData("""{"mcpServers":{"files":{"command":"npx","args":["-y","x"]}}}""", """{"mcpServers":{"files":{"command":"/opt/bin/aex","args":["proxy", "--name", "files", "--", "npx", "-y","x"]}}}""")]
    [InlineData("""{"mcpServers":{"f":{"command":"srv"}}}""", """{"mcpServers":{"f":{"command":"/opt/bin/aex", "args": ["proxy", "--name", "f", "--", "srv"]}}}""")]
    [InlineData("""{"mcpServers":{"f":{"args":[],"command":"s\"v"}}}""", """{"mcpServers":{"f":{"args":["proxy", "--name", "f", "--", "s\"v"],"command":"/opt/bin/aex"}}}""")]
    [InlineData("{\n  // mine\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"x\",\n      \"args\": [\n        \"1\" // one\n      ]\n    }\n  }\n}\n", "{\n  // mine\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"/opt/bin/aex\",\n      \"args\": [\"proxy\", \"--name\", \"a\", \"--\", \"x\",\n        \"1\" // one\n      ]\n    }\n  }\n}\n")]
    [InlineData("""{"mcpServers":{"web":{"url":"https://example.com"},"mine":{"command":"aex","args":["proxy","--","x"]}}}""", """{"mcpServers":{"web":{"url":"https://example.com"},"mine":{"command":"aex","args":["proxy","--","x"]}}}""")]
    [InlineData("""{"other":1}""", """{"other":1}""")]
    public void Servers_of_a_JSON_file_are_started_through_the_proxy(string before, string after)
    {
        var servers = new McpServers(["mcpServers"], Program);
        Assert.Equal(after, Text(servers.Install(Encoding.UTF8.GetBytes(before))));
        Assert.Equal(after, Text(servers.Install(Encoding.UTF8.GetBytes(after))));
    }

    [Fact]
    public void Without_the_receipt_the_command_is_put_back()
    {
        var servers = new McpServers(["mcpServers"], Program);
        const string before = """{"mcpServers":{"a":{"command":"npx","args":["-y","x"]},"b":{"command":"srv","args":[]}}}""";
        Assert.Equal(before, Text(servers.Uninstall(servers.Install(Encoding.UTF8.GetBytes(before)))));
    }

    [Theory]
    [InlineData("[mcp_servers.files] # mine\ncommand = \"npx\"  # why\nargs = [\"-y\", \"x\"]\n", "[mcp_servers.files] # mine\ncommand = \"/opt/bin/aex\"  # why\nargs = [\"proxy\", \"--name\", \"files\", \"--\", \"npx\", \"-y\", \"x\"]\n")]
    [InlineData("[mcp_servers.f]\r\ncommand = 'srv'\r\n", "[mcp_servers.f]\r\ncommand = \"/opt/bin/aex\"\r\nargs = [\"proxy\", \"--name\", \"f\", \"--\", \"srv\"]\r\n")]
    [InlineData("mcp_servers.f = {command = \"srv\"}\n", "mcp_servers.f = {command = \"/opt/bin/aex\", args = [\"proxy\", \"--name\", \"f\", \"--\", \"srv\"]}\n")]
    [InlineData("[mcp_servers]\n\"a b\".command = \"srv\"\n", "[mcp_servers]\n\"a b\".command = \"/opt/bin/aex\"\n\"a b\".args = [\"proxy\", \"--name\", \"a b\", \"--\", \"srv\"]\n")]
    [InlineData("[mcp_servers.web]\nurl = \"https://example.com\"\n[mcp_servers.me]\ncommand = \"/x/aex\"\nargs = [\"proxy\", \"--\", \"x\"]\n", "[mcp_servers.web]\nurl = \"https://example.com\"\n[mcp_servers.me]\ncommand = \"/x/aex\"\nargs = [\"proxy\", \"--\", \"x\"]\n")]
    [InlineData("[mcp_servers.ä]\ncommand = \"ü\"\n[mcp_servers.b]\ncommand = \"b\"\nargs = [\n  \"1\", # one\n]\nenv = { A = \"b\" }\n", "[mcp_servers.ä]\ncommand = \"ü\"\n[mcp_servers.b]\ncommand = \"/opt/bin/aex\"\nargs = [\"proxy\", \"--name\", \"b\", \"--\", \"b\",\n  \"1\", # one\n]\nenv = { A = \"b\" }\n", true)]
    public void Servers_of_Codex_are_started_through_the_proxy(string before, string after, bool isOdd = false)
    {
        var servers = new CodexMcpServers(Program);
        if (isOdd)
        {
            // A bare key takes ASCII only: such a file is refused whole.
            Assert.Throws<SettingsFault>(() => servers.Install(Encoding.UTF8.GetBytes(before)));
            (before, after) = (before.Replace("ä", "\"ä\"", StringComparison.Ordinal), after.Replace("[mcp_servers.ä]\ncommand = \"ü\"", "[mcp_servers.\"ä\"]\ncommand = \"/opt/bin/aex\"\nargs = [\"proxy\", \"--name\", \"ä\", \"--\", \"ü\"]", StringComparison.Ordinal));
        }

        Assert.Equal(after, Text(servers.Install(Encoding.UTF8.GetBytes(before))));
        Assert.Equal(after, Text(servers.Install(Encoding.UTF8.GetBytes(after))));
        Assert.Equal(before, Text(InstallReceipt.Of("/x", true, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after)).Undo(Encoding.UTF8.GetBytes(after)) ?? Encoding.UTF8.GetBytes(before)));
    }

    [Fact]
    public void Servers_without_a_command_are_named()
    {
        Assert.Equal(["web"], new McpServers(["servers"], Program).Unreachable("""{"servers":{"web":{"url":"u"},"a":{"command":"x"}}}"""u8));
        Assert.Equal(["web"], CodexMcpServers.Unreachable("[mcp_servers.web]\nurl = \"u\"\n[mcp_servers.a]\ncommand = \"x\"\n"u8));
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
