using System.Text.Json;
using Aex.Cli.Tests.Running;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace Aex.Cli.Tests.Mcp;

/// <summary>
/// The official SDK's client under protocol 2026-07-28, where a server asks by <c>input_required</c>: it takes the proxy's confirmations for a server's
/// questions like any other, and a server's own rounds give the same with the proxy between as without.
/// </summary>
public sealed class StatelessClientTests : IDisposable
{
    private const string Policy = "policy rounds v0\n\ngoal \"Let everything pass, one thing after a question.\"\n\nallow *\nconfirm before test_simple_text\nbudget calls=50\n";

    private static readonly string[] Rounds =
    [
        "test_input_required_result_elicitation", "test_input_required_result_sampling", "test_input_required_result_list_roots",
        "test_input_required_result_request_state", "test_input_required_result_multiple_inputs", "test_input_required_result_multi_round",
    ];

    private readonly Sandbox _box = new(Policy);
    private readonly List<string> _asked = [];

    public StatelessClientTests() => _box.Variables["PATH"] = Path.GetDirectoryName(NodeModules.Node) + ":" + _box.Variables["PATH"];

    [Fact]
    public async Task A_server_s_rounds_give_the_same_and_are_charged_once_each()
    {
        string[] direct = await Play(Server);
        string[] asked = [.. _asked];
        Assert.True(asked.Length > Rounds.Length, string.Join('\n', asked));
        _asked.Clear();
        Assert.Equal(direct, await Play(Proxied));
        Assert.Equal(asked, _asked);
        string[] audit = File.ReadAllLines(Assert.Single(Directory.GetFiles(Path.Combine(_box.Project, ".aex", "audit"))));
        Assert.Equal(Rounds.Length, audit.Count(line => line.Contains("\"event\":\"tool.allowed\"", StringComparison.Ordinal)));
        Assert.Equal(Rounds.Length + 1, audit.Count(line => line.Contains("\"event\":\"upstream.continued\"", StringComparison.Ordinal)));
        Assert.Contains($"\"calls\":{{\"used\":{Rounds.Length}", audit[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept", "approve", true)]
    [InlineData("accept", "deny", false)]
    [InlineData("decline", null, false)]
    public async Task The_client_s_user_confirms_a_call(string action, string? answer, bool passes)
    {
        await using var client = await Connect(Proxied, action, answer);
        var result = await client.CallToolAsync("test_simple_text", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("test_simple_text needs a person's confirmation by .aex/policy.aex:6", Assert.Single(_asked), StringComparison.Ordinal);
        Assert.Equal(passes, result.IsError is not true);
        Assert.Contains(passes ? "This is a simple text response" : "not approved", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();

    private static string[] Server => [NodeModules.Node, NodeModules.Script("server.mjs")];

    private static string[] Proxied => [PublishedBinary.FullPath, "proxy", "--", .. Server];

    private async Task<string[]> Play(string[] command)
    {
        await using var client = await Connect(command, "accept", "x");
        Assert.Equal("2026-07-28", client.NegotiatedProtocolVersion);
        var seen = new List<string>();
        foreach (string tool in Rounds)
        {
            var result = await client.CallToolAsync(tool, cancellationToken: TestContext.Current.CancellationToken);
            seen.Add(JsonSerializer.Serialize(result, McpJsonUtilities.DefaultOptions));
            Assert.NotEqual(true, result.IsError);
        }
        var prompt = await client.GetPromptAsync("test_input_required_result_prompt", cancellationToken: TestContext.Current.CancellationToken);
        seen.Add(JsonSerializer.Serialize(prompt, McpJsonUtilities.DefaultOptions));
        return [.. seen];
    }

    private Task<McpClient> Connect(string[] command, string action, string? answer)
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = command[0],
            Arguments = command[1..],
            WorkingDirectory = _box.Project,
            InheritEnvironmentVariables = false,
            EnvironmentVariables = _box.Variables.ToDictionary(entry => entry.Key, entry => (string?)entry.Value),
        });
        return McpClient.CreateAsync(
            transport,
            new McpClientOptions
            {
                ProtocolVersion = "2026-07-28",
                Handlers = new McpClientHandlers
                {
                    ElicitationHandler = (asked, _) =>
                    {
                        _asked.Add(asked!.Message);
                        string[] names = ["answer", "name", "color", "context"];
                        var content = answer is null ? null : names.ToDictionary(name => name, _ => JsonSerializer.SerializeToElement(answer, McpJsonUtilities.DefaultOptions));
                        content?.Add("ok", JsonSerializer.SerializeToElement(true, McpJsonUtilities.DefaultOptions));
                        return ValueTask.FromResult(new ElicitResult { Action = action, Content = content });
                    },
#pragma warning disable MCP9005 // Deprecated in this revision, and still what servers ask for.
                    SamplingHandler = (_, _, _) =>
                    {
                        _asked.Add("a sample");
                        return ValueTask.FromResult(new CreateMessageResult { Model = "scripted", Role = Role.Assistant, Content = [new TextContentBlock { Text = "Paris" }] });
                    },
                    RootsHandler = (_, _) =>
                    {
                        _asked.Add("the roots");
                        return ValueTask.FromResult(new ListRootsResult { Roots = [new Root { Uri = "file:///somewhere", Name = "somewhere" }] });
                    },
#pragma warning restore MCP9005
                },
            },
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
