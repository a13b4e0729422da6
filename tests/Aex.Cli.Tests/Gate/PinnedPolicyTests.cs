using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>What is on disk after a session's first call can narrow the session, never widen it.</summary>
public sealed class PinnedPolicyTests
{
    private const string Narrow = "policy p v0\ngoal \"g\"\nallow file.read\n";
    private const string Wide = "policy p v0\ngoal \"g\"\nallow *\n";
    private const string Narrower = "policy p v0\ngoal \"g\"\nallow file.read:docs/**\n";

    private static Sandbox Begun(string policy = Narrow)
    {
        var box = new Sandbox(policy);
        box.Gate(Call.Read(box)).AssertAllowed();
        return box;
    }

    [Fact]
    public void AWidenedPolicyWidensNothing()
    {
        using var box = Begun();
        box.Write(".aex/policy.aex", Wide);
        box.Gate(Call.Write(box)).AssertDenied("file.write", "aex trust");
        box.Gate(Call.Bash(box)).AssertDenied("shell.exec");
        box.Gate(Call.Read(box)).AssertAllowed();
    }

    [Fact]
    public void AWidenedPolicyCountsInANewSession()
    {
        using var box = Begun();
        box.Write(".aex/policy.aex", Wide);
        box.Gate(Call.Write(box, session: "s2")).AssertAllowed();
    }

    [Fact]
    public void ANarrowedPolicyNarrowsAtOnce()
    {
        using var box = Begun();
        box.Write(".aex/policy.aex", Narrower);
        box.Gate(Call.Read(box)).AssertDenied("file.read");
        box.Gate(Call.Read(box, "docs/a.md")).AssertAllowed();
    }

    [Fact]
    public void ANarrowedPolicyThatIsTakenBackIsAsBefore()
    {
        using var box = Begun();
        box.Write(".aex/policy.aex", Narrower);
        box.Gate(Call.Read(box)).AssertDenied();
        box.Write(".aex/policy.aex", Narrow);
        box.Gate(Call.Read(box)).AssertAllowed();
    }

    [Fact]
    public void ADeletedPolicyDenies()
    {
        using var box = Begun();
        File.Delete(Path.Combine(box.Project, ".aex", "policy.aex"));
        box.Gate(Call.Read(box)).AssertDenied(".aex/policy.aex");
        box.Gate(Call.Read(box), "--allow-no-policy").AssertDenied();
    }

    [Fact]
    public void ADeletedFolderDenies()
    {
        using var box = Begun();
        Directory.Delete(Path.Combine(box.Project, ".aex"), recursive: true);
        box.Gate(Call.Read(box)).AssertDenied();
        box.Gate(Call.Read(box), "--allow-no-policy").AssertDenied();
    }

    [Fact]
    public void AnotherBranchsPolicyCannotWiden()
    {
        using var box = Begun();
        File.Move(box.Write("other.aex", Wide), Path.Combine(box.Project, ".aex", "policy.aex"), overwrite: true);
        box.Gate(Call.Bash(box)).AssertDenied("shell.exec");
    }

    [Fact]
    public void APolicyThatTurnsIntoALinkOrAFolderOrNonsenseDenies()
    {
        foreach (Action<string> spoil in new Action<string>[]
        {
            path => { File.Delete(path); File.CreateSymbolicLink(path, "/nowhere/policy.aex"); },
            path => { File.Delete(path); Directory.CreateDirectory(path); },
            path => File.WriteAllText(path, "policy p v0\ngoal \"g\"\nallow file.read\nnonsense here\n"),
            path => File.WriteAllBytes(path, [0xFF, 0xFE, 0x00]),
            path => File.WriteAllText(path, ""),
        })
        {
            using var box = Begun();
            spoil(Path.Combine(box.Project, ".aex", "policy.aex"));
            box.Gate(Call.Read(box)).AssertDenied(".aex/policy.aex");
        }
    }

    [Fact]
    public void APolicyPlantedInASubfolderOnlyNarrows()
    {
        using var box = Begun();
        box.Write("sub/.aex/policy.aex", Wide);
        string sub = Path.Combine(box.Project, "sub");
        box.Gate(Call.Write(box, "sub/a.txt", cwd: sub)).AssertDenied("file.write");
        box.Write("sub/.aex/policy.aex", "policy q v0\ngoal \"g\"\nallow agent.spawn\n");
        box.Gate(Call.Of(box, "Read", new() { ["file_path"] = Path.Combine(sub, "a.txt") }, cwd: sub)).AssertDenied("file.read");
    }

    /// <summary>The agent's `cd` must not open another session with counters at zero.</summary>
    [Fact]
    public void AnotherFolderIsTheSameSession()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.write\nbudget calls=2\n");
        box.Variables.Remove("CLAUDE_PROJECT_DIR");
        Directory.CreateDirectory(Path.Combine(box.Project, "sub"));
        box.Write("sub/.aex/policy.aex", "policy q v0\ngoal \"g\"\nallow *\n");
        box.Gate(Call.Write(box)).AssertAllowed();
        box.Gate(Call.Write(box, cwd: Path.Combine(box.Project, "sub"))).AssertAllowed();
        box.Gate(Call.Write(box, cwd: Path.Combine(box.Project, "sub"))).AssertDenied("calls=2");
        box.Gate(Call.Write(box, cwd: "/")).AssertDenied();
    }

    [Fact]
    public void WhereNoPolicyIsNothingPassesUnlessSaid()
    {
        using var box = new Sandbox();
        box.Gate(Call.Read(box)).AssertDenied("aex init --policy", "--allow-no-policy");
        box.Gate(Call.Read(box, session: "s2"), "--allow-no-policy").AssertAllowed();
    }

    [Fact]
    public void AContractNarrowsThePolicy()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read, file.write\n");
        box.Write("tasks/t.aex", "task t v0\ngoal \"g\"\nuse file.read\nneed x: str\nreturn x\n");
        box.Gate(Call.Read(box), "--contract", "tasks/t.aex").AssertAllowed();
        box.Gate(Call.Write(box), "--contract", "tasks/t.aex").AssertDenied("file.write", "tasks/t.aex");
    }
}
