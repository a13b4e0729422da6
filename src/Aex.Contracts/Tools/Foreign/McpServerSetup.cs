using System.Text;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Policy.Decisions;

namespace Aex.Contracts.Tools.Foreign;

/// <summary>How an MCP server is reached: a program that is started, or a URL.</summary>
/// <param name="Name">The name by which contracts and rules speak of it: <c>mcp.NAME.TOOL</c>.</param>
public sealed record McpServerSetup(string Name)
{
    /// <summary>The program and its arguments; empty for a server that is reached by its URL.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Variables that the program gets besides those of aex.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>The URL; null for a program.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether the URL is spoken to in the older form, with server-sent events.</summary>
    public bool IsEventStream { get; init; }

    /// <summary>Headers that are sent to the URL.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A server from <c>NAME=COMMAND</c>; the command is split as that of <c>tests.run</c>.</summary>
    /// <exception cref="RunBlockedException">The name or the command cannot be used.</exception>
    public static McpServerSetup OfCommand(string name, string command) => new(Checked(name))
    {
        Command = TestCommand.Split(command, out var fault) ?? throw new RunBlockedException($"--mcp {name}: the command `{command}` cannot be used: {fault}"),
    };

    /// <summary>Reads the servers of a file such as <c>.mcp.json</c>: <c>{"mcpServers": {NAME: {"command", "args", "env"} or {"type", "url", "headers"}}}</c>.</summary>
    /// <param name="file">The file's name, for sentences.</param>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="only">The servers wanted; empty for all.</param>
    /// <param name="variable">What <c>${NAME}</c> stands for; null where it is not set.</param>
    /// <exception cref="RunBlockedException">It is no such file, or a server of it cannot be used.</exception>
    public static IReadOnlyList<McpServerSetup> OfFile(string file, ReadOnlySpan<byte> utf8, IReadOnlyCollection<string> only, Func<string, string?> variable)
    {
        var value = ValueJson.Read(utf8, out var fault);
        var servers = (value as ObjectValue)?.Find("mcpServers") as ObjectValue
            ?? throw new RunBlockedException($"`{file}` names no MCP servers: {(value is null ? fault : "it has no object `mcpServers`")}");
        foreach (var name in only)
        {
            if (servers.Find(name) is null)
            {
                throw new RunBlockedException($"`{file}` has no MCP server `{name}`{(servers.Members.Count == 0 ? "" : $"; it has {string.Join(", ", servers.Members.Select(static server => server.Key))}")}");
            }
        }

        return [.. servers.Members.Where(server => only.Count == 0 || only.Contains(server.Key)).Select(server => new Reader(file, server.Key, variable).Read(server.Value))];
    }

    private static string Checked(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && !char.IsAsciiDigit(name[0])
        ? name
        : throw new RunBlockedException($"an MCP server cannot be named `{name}` in a contract: letters, digits, `_` and `-`, no digit first");

    private sealed class Reader(string file, string name, Func<string, string?> variable)
    {
        public McpServerSetup Read(Value value)
        {
            var server = value as ObjectValue ?? throw Fault($"it is {value.Kind}");
            var type = server.Find("type") is { } given ? Text("type", given) : server.Find("url") is null ? "stdio" : "http";
            return type switch
            {
                "stdio" => new McpServerSetup(Checked(name))
                {
                    Command = [Text("command", server.Find("command") ?? throw Fault("it has no `command`")), .. Texts(server.Find("args"))],
                    Variables = Pairs("env", server.Find("env")),
                },
                "http" or "streamable-http" or "sse" => new McpServerSetup(Checked(name))
                {
                    Url = Web(Text("url", server.Find("url") ?? throw Fault("it has no `url`"))),
                    IsEventStream = type == "sse",
                    Headers = Pairs("headers", server.Find("headers")),
                },
                _ => throw Fault($"its type is `{type}`; known are stdio, http and sse"),
            };
        }

        private Uri Web(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url : throw Fault("its `url` is no http or https URL without a user");

        private List<string> Texts(Value? value) => value switch
        {
            null => [],
            ListValue list => [.. list.Items.Select(item => Text("args", item))],
            _ => throw Fault("its `args` are no list"),
        };

        private List<KeyValuePair<string, string>> Pairs(string member, Value? value) => value switch
        {
            null => [],
            ObjectValue pairs => [.. pairs.Members.Select(pair => new KeyValuePair<string, string>(Plain(member, pair.Key), Text(member, pair.Value)))],
            _ => throw Fault($"its `{member}` is no object"),
        };

        private string Plain(string member, string key) => key.Length > 0 && !key.Contains('=', StringComparison.Ordinal) && !key.Contains('\0', StringComparison.Ordinal)
            ? key : throw Fault($"a name in its `{member}` cannot be used");

        private string Text(string member, Value value) => value is TextValue text && !text.Text.Contains('\0', StringComparison.Ordinal) ? Expand(text.Text) : throw Fault($"its `{member}` is to hold texts");

        // `${NAME}` and `${NAME:-otherwise}`, as the clients that share the file expand them.
        private string Expand(string text)
        {
            var whole = new StringBuilder();
            var at = 0;
            while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var open)
            {
                var close = text.IndexOf('}', open);
                if (close < 0)
                {
                    break;
                }

                var inner = text[(open + 2)..close];
                var split = inner.IndexOf(":-", StringComparison.Ordinal);
                var set = variable(split < 0 ? inner : inner[..split]);
                whole.Append(text, at, open - at).Append((set, split) switch
                {
                    ({ Length: > 0 }, _) => set,
                    (_, >= 0) => inner[(split + 2)..],
                    ({ }, _) => set,
                    _ => throw Fault($"the variable `{inner}` is not set"),
                });
                at = close + 1;
            }

            return whole.Append(text, at, text.Length - at).ToString();
        }

        private RunBlockedException Fault(string what) => new($"the MCP server `{name}` of `{file}` cannot be used: {what}");
    }
}
