using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Mcp;

/// <summary>
/// The protocol's official conformance suite against the server of tests/mcp, which passes everything that counts, with and without the
/// proxy between: the same checks with the same outcomes.
/// </summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly Sandbox _box = new("policy all v0\n\ngoal \"Let everything pass.\"\n\nallow *\n");

    [Theory]
    [InlineData("2025-11-25", 30)]
    [InlineData("2026-07-28", 37)]
    public void The_proxy_changes_no_outcome(string revision, int scenarios)
    {
        _box.Variables["PATH"] = Path.GetDirectoryName(NodeModules.Node) + ":" + _box.Variables["PATH"];
        string[] server = [NodeModules.Node, NodeModules.Script("server.mjs")];
        string[] direct = [], through = ["not yet run"];
        // A scenario of the suite gives up after seconds of its own, which other tests on a small machine can use up: then both are run once more.
        for (int attempt = 0; attempt < 2 && !direct.SequenceEqual(through); attempt++)
        {
            direct = Run(revision, server);
            Assert.True(direct.Select(line => line.Split('\t')[0]).Distinct().Count() >= scenarios, string.Join('\n', direct));
            through = Run(revision, [PublishedBinary.FullPath, "proxy", "--", .. server]);
        }

        Assert.Equal(direct, through);
    }

    public void Dispose() => _box.Dispose();

    private string[] Run(string revision, string[] server)
    {
        var ended = _box.Start(NodeModules.Node, [NodeModules.Script("conformance.mjs"), revision, NodeModules.Folder, NodeModules.Node22, "--", .. server]).Finish([]);
        Assert.True(ended.Exit == 0, ended.ToString());
        return ended.Output.TrimEnd('\n').Split('\n');
    }
}
