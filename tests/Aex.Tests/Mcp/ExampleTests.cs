using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Layers;
using Aex.Tests.Sessions;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>examples/mcp is what it says.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly SessionSandbox _box = new(null);

    [Fact]
    public void Each_call_of_the_example_is_decided_as_it_says()
    {
        SessionSandbox.Write(_box.PolicyPath, File.ReadAllText(Corpus.At("examples", "mcp", ".aex", "policy.aex")));
        var options = _box.Options with { Client = "proxy", Asks = AskMode.Dialog };
        var decisions = new HashSet<string>();
        foreach (var line in File.ReadLines(Corpus.At("examples", "mcp", "calls.jsonl")))
        {
            using var call = JsonDocument.Parse(line);
            var expected = call.RootElement.GetProperty("expect").GetString()!;
            var outcome = Enforcer.Decide(_box.Host, options, _box.Request(), new ToolCall
            {
                Client = CallPreparation.Proxy,
                Tool = call.RootElement.GetProperty("tool").GetString()!,
                Arguments = System.Text.Encoding.UTF8.GetBytes(call.RootElement.GetProperty("arguments").GetRawText()),
                Cwd = _box.Root,
                McpServer = "files",
            });
            Assert.True(outcome.Decision.ToString().Equals(expected, StringComparison.OrdinalIgnoreCase), $"{line}: {outcome.Decision}, {outcome.Reason}");
            decisions.Add(expected);
        }

        Assert.Equal(3, decisions.Count);
    }

    [Fact]
    public void The_gate_leaves_the_example_s_server_to_the_proxy()
    {
        Directory.CreateDirectory(_box.Home + "/bin");
        File.CreateSymbolicLink(_box.Home + "/bin/aex", File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: true)!.FullName);
        Assert.True(ProxiedServers.StartsProxy(_box.Host with { PathFolders = [_box.Home + "/bin"] }, File.ReadAllBytes(Corpus.At("examples", "mcp", ".mcp.json")), "files"));
    }

    public void Dispose() => _box.Dispose();
}
