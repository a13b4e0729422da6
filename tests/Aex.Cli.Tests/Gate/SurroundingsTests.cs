using System.Text;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>A process started in odd surroundings, and files swapped under processes that run.</summary>
public sealed class SurroundingsTests
{
    private const string Policy = "policy p v0\ngoal \"g\"\nallow file.read\n";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("home")]
    [InlineData("./home")]
    [InlineData("~")]
    public void AHomeThatIsNoneIsADenial(string? home)
    {
        using var box = new Sandbox(Policy);
        foreach (string name in new[] { "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME" })
            box.Variables.Remove(name);
        if (home is not null)
            box.Variables["HOME"] = home;
        box.Gate(Call.Read(box)).AssertDenied("HOME");
        Assert.Equal([".aex"], Directory.GetFileSystemEntries(box.Project).Select(Path.GetFileName));
    }

    /// <summary>The XDG rule: a relative path there counts as not set.</summary>
    [Theory]
    [InlineData("state")]
    [InlineData("")]
    public void ARelativeStateFolderCountsAsNotSet(string folder)
    {
        using var box = new Sandbox(Policy);
        box.Variables["XDG_STATE_HOME"] = folder;
        box.Gate(Call.Read(box)).AssertAllowed();
        Assert.True(Directory.Exists(Path.Combine(box.Home, ".local", "state", "aex")));
        Assert.Equal([".aex"], Directory.GetFileSystemEntries(box.Project).Select(Path.GetFileName));
    }

    [Fact]
    public void AWorkingDirectoryThatIsGoneIsDecidedAllTheSame()
    {
        using var box = new Sandbox(Policy);
        byte[] input = Encoding.UTF8.GetBytes(Call.Read(box));
        box.Shell("mkdir gone && cd gone && rmdir ../gone && exec $AEX gate", input).AssertAllowed();
        box.Shell("mkdir gone && cd gone && rmdir ../gone && exec $AEX gate", Encoding.UTF8.GetBytes(Call.Bash(box))).AssertDenied("shell.exec");
    }

    [Fact]
    public void ACallWhoseFolderIsGoneIsDeniedWithASentence()
    {
        using var box = new Sandbox(Policy);
        box.Variables.Remove("CLAUDE_PROJECT_DIR");
        box.Gate(Call.Of(box, "Read", new() { ["file_path"] = "a" }, cwd: Path.Combine(box.Project, "gone"))).AssertDenied("working directory");
    }

    /// <summary>The audit folder is moved away and back under forty gates: each answers in time, no more pass than may, the chain stays whole.</summary>
    [Fact]
    public void AnAuditFolderThatComesAndGoesFreesNothing()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\nbudget calls=25\n");
        box.Gate(Call.Read(box)).AssertAllowed();
        string audit = Path.Combine(box.Project, ".aex", "audit");
        bool stop = false;
        var swapper = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                Directory.Move(audit, audit + ".away");
                Directory.Move(audit + ".away", audit);
                Thread.Yield();
            }
        });
        swapper.Start();
        byte[] input = Encoding.UTF8.GetBytes(Call.Read(box));
        var ended = Enumerable.Range(0, 40).AsParallel().WithDegreeOfParallelism(8).Select(_ => box.Run(["gate"], input)).ToList();
        Volatile.Write(ref stop, true);
        swapper.Join();
        foreach (var gate in ended.Where(gate => gate.Exit != 0))
            gate.AssertDenied();
        Assert.InRange(ended.Count(gate => gate.Exit == 0), 0, 24);
        Assert.All(ended, gate => Assert.True(gate.Took < TimeSpan.FromSeconds(20), gate.ToString()));
        Assert.Equal(0, box.Run(["audit", "verify"]).Exit);
    }
}
