using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>State and audit that were deleted, cut, edited or can't be written: noticed, denied, with the file's name.</summary>
public sealed class TamperedSessionTests
{
    private static Sandbox Begun()
    {
        var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\n");
        box.Gate(Call.Read(box)).AssertAllowed();
        box.Gate(Call.Read(box)).AssertAllowed();
        return box;
    }

    private static string Audit(Sandbox box) => Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit"), "*.jsonl").Single();

    private static string State(Sandbox box) =>
        Directory.GetFiles(box.State, "*.json", SearchOption.AllDirectories).Single(file => Path.GetFileName(file).Contains("s1", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void ADeletedAuditIsNoticed()
    {
        using var box = Begun();
        File.Delete(Audit(box));
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void AnEmptiedAuditIsNoticed()
    {
        using var box = Begun();
        File.WriteAllText(Audit(box), "");
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void AnAuditWithoutItsLastLineIsNoticed()
    {
        using var box = Begun();
        string audit = Audit(box);
        File.WriteAllLines(audit, File.ReadAllLines(audit)[..^1]);
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void AnAuditCutInsideALineIsNoticed()
    {
        using var box = Begun();
        using (var file = File.OpenWrite(Audit(box)))
            file.SetLength(file.Length - 3);
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void AnEditedAuditIsNoticed()
    {
        using var box = Begun();
        string audit = Audit(box);
        File.WriteAllText(audit, File.ReadAllText(audit).Replace("a.txt", "b.txt", StringComparison.Ordinal));
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void AForeignLineInTheAuditIsNoticed()
    {
        using var box = Begun();
        File.AppendAllText(Audit(box), "{\"event\":\"tool.allowed\"}\n");
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void ADeletedStateIsNoticedWhileTheAuditHasLines()
    {
        using var box = Begun();
        File.Delete(State(box));
        box.Gate(Call.Read(box)).AssertDenied();
    }

    [Fact]
    public void ADeletedStateFolderIsNoticedWhileTheAuditHasLines()
    {
        using var box = Begun();
        Directory.Delete(box.State, recursive: true);
        box.Gate(Call.Read(box)).AssertDenied();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\0\0\0\0")]
    public void ASpoiltStateIsNoticed(string text)
    {
        using var box = Begun();
        File.WriteAllText(State(box), text);
        box.Gate(Call.Read(box)).AssertDenied();
    }

    [Fact]
    public void AnOlderStateIsNotTaken()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\nbudget calls=3\n");
        box.Gate(Call.Read(box)).AssertAllowed();
        byte[] first = File.ReadAllBytes(State(box));
        box.Gate(Call.Read(box)).AssertAllowed();
        box.Gate(Call.Read(box)).AssertAllowed();
        File.WriteAllBytes(State(box), first);
        // The audit is ahead by whole, valid lines, as after a crash: their counters are taken over, so nothing is won.
        box.Gate(Call.Read(box)).AssertDenied("calls=3");
    }

    [Fact]
    public void AStateFolderThatCannotBeWrittenDenies()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\n");
        // Root may write anywhere but below a file.
        box.Variables["AEX_STATE_DIR"] = Path.Combine(box.Write("file", "x"), "state");
        box.Gate(Call.Read(box)).AssertDenied("file/state");
    }

    [Fact]
    public void AnAuditThatCannotBeWrittenDenies()
    {
        using var box = Begun();
        string audit = Audit(box);
        File.Delete(audit);
        Directory.CreateDirectory(audit);
        box.Gate(Call.Read(box)).AssertDenied(".jsonl");
    }

    [Fact]
    public void AnAuditThatIsALinkDenies()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\n");
        Directory.CreateDirectory(Path.Combine(box.Project, ".aex", "audit"));
        string elsewhere = box.Write("elsewhere.txt", "keep");
        File.CreateSymbolicLink(Path.Combine(box.Project, ".aex", "audit", "s1.jsonl"), elsewhere);
        box.Gate(Call.Read(box));
        Assert.Equal("keep", File.ReadAllText(elsewhere));
    }

    [Fact]
    public void AHeldLockIsADenialInTime()
    {
        using var box = Begun();
        string[] locks = Directory.GetFiles(box.State, "*.lock", SearchOption.AllDirectories);
        Assert.NotEmpty(locks);
        var holders = locks.Select(file => box.Start("/usr/bin/flock", [file, "sleep", "30"])).ToList();
        try
        {
            SpinWait.SpinUntil(() => locks.All(file => box.Shell($"flock -n '{file}' true").Exit != 0), TimeSpan.FromSeconds(10));
            var ended = box.Gate(Call.Read(box));
            ended.AssertDenied("lock");
            Assert.InRange(ended.Took, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        }
        finally
        {
            foreach (var holder in holders)
                holder.Process.Kill(entireProcessTree: true);
        }
        box.Gate(Call.Read(box)).AssertAllowed();
    }

    [Fact]
    public void OddSessionIdsAreSessionsOfTheirOwn()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\nbudget calls=1\n");
        string[] ids = ["a", "A", "../a", "a/b", "a\\\\b", "..", ".", "a.json", "a%2Fb", "ä", "CON", new string('x', 256), "-rf", "~"];
        foreach (string id in ids)
            box.Gate(Call.Read(box, session: id.Replace("\\\\", "\\", StringComparison.Ordinal))).AssertAllowed();
        foreach (string id in ids)
            box.Gate(Call.Read(box, session: id.Replace("\\\\", "\\", StringComparison.Ordinal))).AssertDenied("calls=1");
        Assert.Equal(ids.Length, Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit"), "*.jsonl").Length);
        Assert.Empty(Directory.GetFiles(box.Root, "*", SearchOption.TopDirectoryOnly));
    }
}
