using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Mcp;

/// <summary>
/// Real servers, played against by the official SDK's client with and without the proxy between: under a policy that lets everything pass
/// the two transcripts are the same, and on the wire every byte is.
/// </summary>
public sealed class TranscriptTests : IDisposable
{
    private const string Everything = "policy all v0\n\ngoal \"Let everything pass.\"\n\nallow *\n";

    private readonly Sandbox _box = new(Everything);

    public TranscriptTests() => _box.Variables["PATH"] = Path.GetDirectoryName(NodeModules.Node) + ":" + _box.Variables["PATH"];

    [Fact]
    public void The_reference_server_behaves_the_same() =>
        Same("everything", () => [NodeModules.Node, NodeModules.Program("@modelcontextprotocol/server-everything/dist/index.js"), "stdio"], 46);

    [Fact]
    public void The_file_server_behaves_the_same() =>
        Same("filesystem", () =>
        {
            string folder = Path.Combine(_box.Root, "files");
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            return [NodeModules.Node, NodeModules.Program("@modelcontextprotocol/server-filesystem/dist/index.js"), folder];
        }, 15);

    [Fact]
    public void The_memory_server_behaves_the_same() =>
        Same("memory", () =>
        {
            string file = Path.Combine(_box.Root, "memory.jsonl");
            File.Delete(file);
            _box.Variables["MEMORY_FILE_PATH"] = file;
            return [NodeModules.Node, NodeModules.Program("@modelcontextprotocol/server-memory/dist/index.js")];
        }, 10);

    [Fact]
    public void A_server_with_pages_changes_and_odd_values_behaves_the_same() =>
        Same("own", () => [NodeModules.Node, NodeModules.Script("server.mjs"), "--page", "4"], 65);

    [Fact]
    public void What_the_policy_removes_is_all_that_is_missing()
    {
        string[] server = [NodeModules.Node, NodeModules.Script("server.mjs"), "--page", "4"];
        string[] direct = Play("own", server);
        _box.Write(".aex/policy.aex", Everything + "deny db.*\n");
        string[] filtered = Play("own", [PublishedBinary.FullPath, "proxy", "--", .. server]);
        Assert.Equal(direct.Length, filtered.Length);
        int denied = 0, hidden = 0;
        for (int i = 0; i < direct.Length; i++)
        {
            if (direct[i] == filtered[i])
                continue;
            string label = direct[i].Split('\t')[0];
            if (label.StartsWith("call db.query", StringComparison.Ordinal))
            {
                Assert.Contains("db.query is denied by .aex/policy.aex:6 (deny db.*)", filtered[i], StringComparison.Ordinal);
                Assert.Contains("\"isError\":true", filtered[i], StringComparison.Ordinal);
                denied++;
                continue;
            }
            Assert.True(label.StartsWith("tools ", StringComparison.Ordinal) || label.StartsWith("tools again ", StringComparison.Ordinal), filtered[i]);
            Assert.Contains("\"name\":\"db.", direct[i], StringComparison.Ordinal);
            Assert.DoesNotContain("\"name\":\"db.", filtered[i], StringComparison.Ordinal);
            hidden++;
        }
        Assert.Equal(1, denied);
        Assert.Equal(4, hidden); // db.query and db.drop stand on two pages, and the list is taken twice.
    }

    public void Dispose() => _box.Dispose();

    /// <summary>
    /// Plays it directly and through the proxy, with a plain relay on each side of the proxy that keeps every byte.
    /// <paramref name="lines"/> is how much the scenario prints, so that an empty transcript does not pass for an equal one.
    /// </summary>
    private void Same(string scenario, Func<string[]> server, int lines)
    {
        string[] direct = Play(scenario, server());
        Assert.Equal(lines, direct.Length);
        string outer = Path.Combine(_box.Root, "outer"), inner = Path.Combine(_box.Root, "inner");
        string relay = NodeModules.Script("relay.mjs");
        string[] through = Play(scenario, [NodeModules.Node, relay, outer, "--", PublishedBinary.FullPath, "proxy", "--", NodeModules.Node, relay, inner, "--", .. server()]);
        Assert.Equal(direct, through);

        Assert.Equal(File.ReadAllLines(outer + ".in"), File.ReadAllLines(inner + ".in"));
        Assert.Equal(WithoutToolLists(outer + ".out"), WithoutToolLists(inner + ".out"));
    }

    private static string[] WithoutToolLists(string file) => [.. File.ReadAllText(file).Split('\n').Where(line => !line.Contains("\"tools\":[", StringComparison.Ordinal))];

    private string[] Play(string scenario, string[] command)
    {
        var ended = _box.Start(NodeModules.Node, [NodeModules.Script("transcript.mjs"), scenario, NodeModules.Folder, "--", .. command]).Finish([]);
        Assert.True(ended.Exit == 0, ended.Error + ended.Output);
        return ended.Output.TrimEnd('\n').Split('\n');
    }
}
