using System.CommandLine;
using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Policy.Capabilities;

namespace Aex.Cli.Commands;

/// <summary><c>aex tools</c>.</summary>
internal sealed class ToolsCommand : AexCommand
{
    private readonly Option<string?> _client = new("--client") { Description = "Only this client's tools.", HelpName = "CLIENT" };
    private readonly Option<bool> _secrets = new("--secrets") { Description = "The paths that hold secrets instead." };
    private readonly Option<bool> _guarded = new("--guarded") { Description = "The paths that only aex.configure may write instead." };
    private readonly Option<bool> _mcp = new("--mcp") { Description = "What the tools of well-known MCP servers reach for instead." };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public ToolsCommand(Terminal terminal)
        : base(terminal, "tools", "Show the capability of each client's tools, the paths that hold secrets, and the guarded paths.")
    {
        _client.AcceptOnlyFromAmong([.. ToolTable.Clients]);
        Options.Add(_client);
        Options.Add(_secrets);
        Options.Add(_guarded);
        Options.Add(_mcp);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        A tool that is not listed is unknown.NAME; a tool of an MCP server is mcp.SERVER.TOOL. In the tables of paths, a pattern without
        a leading / or ~/ holds in any folder, and what follows a ! is excepted.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex tools --client claude-code", "Claude Code's tools"),
        new("aex tools --secrets", "what `deny secrets.read` protects"),
        new("aex tools --guarded", "what the agent must not write"),
        new("aex tools --mcp", "what `deny file.read` stops of MCP servers"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var json = parse.GetValue(_json);
        if (parse.GetValue(_secrets))
        {
            Paths(SecretPaths.Table, json);
        }
        else if (parse.GetValue(_guarded))
        {
            Paths(GuardedPaths.Table, json);
        }
        else if (parse.GetValue(_mcp))
        {
            Servers(json);
        }
        else
        {
            Tools(parse.GetValue(_client) is { } only ? [only] : [.. ToolTable.Clients], json);
        }

        return CommandLine.Done;
    }

    private void Tools(string[] clients, bool json)
    {
        if (json)
        {
            JsonOutput.Write(Terminal.Out, writer => ToolsAsJson(writer, clients));
            return;
        }

        var first = true;
        foreach (var client in clients)
        {
            var tools = ToolTable.ToolsOf(client);
            var width = tools.Max(tool => tool.Length);
            if (!first)
            {
                Terminal.Out.WriteLine();
            }

            first = false;
            Terminal.Out.WriteLine(Terminal.OutStyle.Bold(client));
            foreach (var tool in tools)
            {
                var meaning = ToolTable.Find(client, tool)!.Value;
                Terminal.Out.WriteLine($"  {tool.PadRight(width)}  {Column.Fit(meaning.Capability, 17)} {Terminal.OutStyle.Dim(ResourceOf(meaning))}".TrimEnd());
            }
        }
    }

    private void Servers(bool json)
    {
        if (json)
        {
            JsonOutput.Write(Terminal.Out, ServersAsJson);
            return;
        }

        foreach (var (server, packages) in McpServers.All)
        {
            Terminal.Out.WriteLine($"{Terminal.OutStyle.Bold(server)}  {Terminal.OutStyle.Dim($"({packages})")}");
            var tools = McpServers.ToolsOf(server);
            foreach (var tool in tools)
            {
                var known = McpServers.Find(server, tool)!.Value;
                Terminal.Out.WriteLine($"  {tool.PadRight(26)}  {Column.Fit(known.Meaning.Capability, 17)} {Terminal.OutStyle.Dim(ReachOf(known))}".TrimEnd());
            }

            if (tools.Count == 0)
            {
                Terminal.Out.WriteLine("  its tools reach its own store only");
            }

            Terminal.Out.WriteLine();
        }

        Terminal.Out.WriteLine("A deny or a confirm of these holds for the tool of any server that is called so (github: of a server whose name holds");
        Terminal.Out.WriteLine("`github`); nothing is allowed by it. To allow a tool: allow mcp.SERVER.TOOL, or a `map` line.");
    }

    private static void ServersAsJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var (server, _) in McpServers.All)
        {
            foreach (var tool in McpServers.ToolsOf(server))
            {
                var known = McpServers.Find(server, tool)!.Value;
                json.WriteStartObject();
                json.WriteString("server", server);
                json.WriteString("tool", tool);
                json.WriteString("capability", known.Meaning.Capability);
                json.WriteString("resource", ReachOf(known));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static string ReachOf(McpServers.Tool known) =>
        known.Host is { } host ? host
        : known.Meaning is { Shape: ResourceShape.Urls, Argument: "" } ? "any host"
        : known.Meaning.Argument.Contains('|') ? "paths in " + known.Meaning.Argument.Replace("|", " and ", StringComparison.Ordinal)
        : ResourceOf(known.Meaning) + (known.IsOptional ? ", where given" : "");

    private static void ToolsAsJson(Utf8JsonWriter json, string[] clients)
    {
        json.WriteStartArray();
        foreach (var client in clients)
        {
            foreach (var tool in ToolTable.ToolsOf(client))
            {
                var meaning = ToolTable.Find(client, tool)!.Value;
                json.WriteStartObject();
                json.WriteString("client", client);
                json.WriteString("tool", tool);
                json.WriteString("capability", meaning.Capability);
                json.WriteString("resource", ResourceOf(meaning));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private void Paths(string table, bool json)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!json)
        {
            foreach (var line in lines)
            {
                Terminal.Out.WriteLine(line);
            }

            return;
        }

        JsonOutput.Write(Terminal.Out, writer =>
        {
            writer.WriteStartArray();
            foreach (var line in lines)
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                writer.WriteStartObject();
                writer.WriteString("pattern", words[0]);
                writer.WriteStartArray("except");
                foreach (var exception in words.Skip(1))
                {
                    writer.WriteStringValue(exception.TrimStart('!'));
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static string ResourceOf(ToolMeaning meaning)
    {
        var argument = meaning.Argument.Split('|')[0];
        return meaning.Shape switch
        {
            ResourceShape.None => "",
            ResourceShape.Paths => $"path in {argument}",
            ResourceShape.Tree => argument.Length > 0 ? $"folder in {argument}, else the current one" : "the current folder",
            ResourceShape.Command => $"command in {argument}",
            ResourceShape.Urls => $"host of {argument}",
            ResourceShape.UrlsInText => $"hosts of the addresses in {argument}",
            ResourceShape.Name => $"name in {argument}",
            ResourceShape.Patch => $"files named by the patch in {argument}",
        };
    }
}
