using System.Diagnostics;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>What stands where the session's files should be is swapped for something else: never a hang, never more than the session may do.</summary>
public sealed class SwapTests
{
    private static void Make(string kind, string path, string elsewhere)
    {
        switch (kind)
        {
            case "file": File.WriteAllText(path, ""); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "fifo": Process.Start("mkfifo", [path]).WaitForExit(); break;
            case "link to a file": File.WriteAllText(elsewhere, "precious"); File.CreateSymbolicLink(path, elsewhere); break;
            case "link to a folder": Directory.CreateDirectory(elsewhere); Directory.CreateSymbolicLink(path, elsewhere); break;
            case "link to nothing": File.CreateSymbolicLink(path, elsewhere); break;
            case "link to itself": File.CreateSymbolicLink(path, path); break;
            case "device": File.CreateSymbolicLink(path, "/dev/zero"); break;
            default: break;
        }
    }

    private static Outcome InTime(Func<Outcome> call)
    {
        long start = Stopwatch.GetTimestamp();
        Outcome outcome = call();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15), "it took " + Stopwatch.GetElapsedTime(start));
        Assert.DoesNotContain("unexpected", outcome.Reason, StringComparison.Ordinal);
        return outcome;
    }

    [Theory]
    [InlineData("file", Decision.Allow)]
    [InlineData("nothing", Decision.Allow)]
    [InlineData("folder", Decision.Deny)]
    [InlineData("link to a file", Decision.Deny)]
    [InlineData("link to a folder", Decision.Deny)]
    [InlineData("link to nothing", Decision.Deny)]
    [InlineData("link to itself", Decision.Deny)]
    public void A_lock_that_is_swapped_between_calls(string kind, Decision expected)
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        box.Read();
        string path = box.StateFile[..^5] + ".lock", elsewhere = box.Home + "/elsewhere";
        File.Delete(path);
        Make(kind, path, elsewhere);
        Outcome outcome = InTime(() => box.Read());
        Assert.Equal(expected, outcome.Decision);
        Assert.True(expected == Decision.Allow || outcome.Reason.Contains(path, StringComparison.Ordinal), outcome.Reason);
        Assert.Equal(kind == "link to a file" ? "precious" : "", File.Exists(elsewhere) ? File.ReadAllText(elsewhere) : "");
        Assert.True(expected == Decision.Deny || InTime(() => box.Read()).Decision == Decision.Deny, "the budget holds");
    }

    /// <summary>A FIFO can be locked too; what counts is that nobody waits for its other end.</summary>
    [Fact]
    public void A_lock_that_is_a_fifo_is_no_reason_to_wait()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        box.Read();
        string path = box.StateFile[..^5] + ".lock";
        File.Delete(path);
        Make("fifo", path, "");
        InTime(() => box.Read());
        InTime(() => box.Read());
        Assert.Equal(Decision.Deny, InTime(() => box.Read()).Decision);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("nothing")]
    [InlineData("folder")]
    [InlineData("fifo")]
    [InlineData("link to a file")]
    [InlineData("link to a folder")]
    [InlineData("link to nothing")]
    [InlineData("link to itself")]
    [InlineData("device")]
    public void An_audit_folder_that_is_swapped_between_calls_denies(string kind)
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        string folder = Path.GetDirectoryName(box.AuditPath)!;
        Directory.Move(folder, box.Home + "/moved");
        Make(kind, folder, box.Home + "/elsewhere");
        Outcome outcome = InTime(() => box.Read());
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(folder, outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(box.Home + "/elsewhere") ? Directory.GetFiles(box.Home + "/elsewhere") : []);

        // Put back, the session goes on.
        if (new FileInfo(folder).LinkTarget is not null || !Directory.Exists(folder))
        {
            File.Delete(folder);
        }
        else
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(box.Home + "/moved", folder);
        Assert.Equal(Decision.Allow, InTime(() => box.Read()).Decision);
        Assert.Null(AuditVerifier.Verify(box.Host, box.AuditPath).Fault);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("fifo")]
    [InlineData("link to a file")]
    [InlineData("link to a folder")]
    [InlineData("link to nothing")]
    [InlineData("link to itself")]
    [InlineData("device")]
    public void An_audit_folder_that_is_no_folder_at_the_first_call_denies(string kind)
    {
        using var box = new SessionSandbox("allow file.read\n");
        string folder = Path.GetDirectoryName(box.AuditPath)!;
        Make(kind, folder, box.Home + "/elsewhere");
        Outcome outcome = InTime(() => box.Read());
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(folder, outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(box.Home + "/elsewhere") ? Directory.GetFiles(box.Home + "/elsewhere") : []);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("nothing")]
    [InlineData("fifo")]
    [InlineData("link to a file")]
    [InlineData("link to a folder")]
    [InlineData("link to nothing")]
    [InlineData("link to itself")]
    [InlineData("device")]
    public void A_state_folder_that_is_swapped_between_calls_denies(string kind)
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        Directory.Move(box.State, box.Home + "/moved");
        Make(kind, box.State, box.Home + "/elsewhere");
        Outcome outcome = InTime(() => box.Read());
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(box.State, outcome.Reason, StringComparison.Ordinal);
    }

    /// <summary>People keep their state on another disk; what counts is whose the folder is, not its name.</summary>
    [Fact]
    public void A_state_folder_behind_a_link_is_the_same_state()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        box.Read();
        Directory.Move(box.State, box.Home + "/moved");
        Directory.CreateSymbolicLink(box.State, box.Home + "/moved");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void A_state_folder_behind_a_link_that_others_may_write_to_is_refused()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        Directory.Move(box.State, box.Home + "/moved");
        File.SetUnixFileMode(box.Home + "/moved", (UnixFileMode)Convert.ToInt32("777", 8));
        Directory.CreateSymbolicLink(box.State, box.Home + "/moved");
        Assert.Contains("chmod 700", box.Read().Reason, StringComparison.Ordinal);
    }

    /// <summary>The state of another session of the same project, put in this one's place, is not this one's.</summary>
    [Fact]
    public void The_state_of_another_session_is_not_taken()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        box.Read();
        box.Read();
        box.Read("fresh");
        string other = Path.GetDirectoryName(box.StateFile)! + "/fresh.json";
        Assert.True(File.Exists(other), string.Join(' ', Directory.GetFiles(Path.GetDirectoryName(box.StateFile)!)));
        File.Copy(other, box.StateFile, overwrite: true);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void An_old_state_with_a_newer_audit_and_an_old_audit_with_a_newer_state_win_nothing()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=3\n");
        box.Read();
        byte[] state = File.ReadAllBytes(box.StateFile), audit = File.ReadAllBytes(box.AuditPath);
        box.Read();
        box.Read();
        byte[] newer = File.ReadAllBytes(box.StateFile);
        File.WriteAllBytes(box.StateFile, state);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        File.WriteAllBytes(box.StateFile, newer);
        File.WriteAllBytes(box.AuditPath, audit);
        Assert.Contains(box.AuditPath, box.Read().Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// The limit that docs/security.md names: whoever can put back both, the state and the audit that belongs to it, is taken back to that
    /// time, for the two agree. The agent's file tools cannot: both are guarded.
    /// </summary>
    [Fact]
    public void An_old_state_with_its_own_old_audit_is_that_time_again()
    {
        using var box = new SessionSandbox("allow file.read, file.write\nbudget calls=2\n");
        box.Read();
        byte[] state = File.ReadAllBytes(box.StateFile), audit = File.ReadAllBytes(box.AuditPath);
        box.Read();
        Assert.Equal(Decision.Deny, box.Read().Decision);
        foreach (string file in new[] { box.StateFile, box.AuditPath })
        {
            Outcome write = box.Call("Write", $$"""{"file_path":"{{file}}","content":""}""");
            Assert.Equal(Decision.Deny, write.Decision);
            Assert.Contains("aex.configure", write.Reason, StringComparison.Ordinal);
        }

        File.WriteAllBytes(box.StateFile, state);
        File.WriteAllBytes(box.AuditPath, audit);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void A_policy_behind_a_link_that_is_turned_in_mid_session_widens_nothing()
    {
        using var box = new SessionSandbox(null);
        SessionSandbox.Write(box.Root + "/narrow.aex", SessionSandbox.Policy("allow file.read\n"));
        SessionSandbox.Write(box.Root + "/wide.aex", SessionSandbox.Policy("allow *\n"));
        Directory.CreateDirectory(box.Root + "/.aex");
        File.CreateSymbolicLink(box.PolicyPath, "../narrow.aex");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        File.Delete(box.PolicyPath);
        File.CreateSymbolicLink(box.PolicyPath, "../wide.aex");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        File.Delete(box.PolicyPath);
        File.CreateSymbolicLink(box.PolicyPath, "/dev/null");
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("fifo")]
    [InlineData("device")]
    [InlineData("link to nothing")]
    [InlineData("link to itself")]
    [InlineData("link to a folder")]
    public void A_policy_that_is_no_file_denies_before_and_in_a_session(string kind)
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        File.Delete(box.PolicyPath);
        Make(kind, box.PolicyPath, box.Home + "/elsewhere");
        foreach (string session in new[] { "s1", "s2" })
        {
            Outcome outcome = InTime(() => box.Read(session));
            Assert.Equal(Decision.Deny, outcome.Decision);
            Assert.Contains(".aex/policy.aex", outcome.Reason, StringComparison.Ordinal);
        }

        box.Options = box.Options with { PolicyFile = ".aex/policy.aex" };
        Assert.Contains("policy.aex", InTime(() => box.Read("s3")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_working_directory_that_is_gone_is_still_the_session()
    {
        using var box = new SessionSandbox("allow file.read:src/**\nbudget calls=2\n");
        Outcome Relative(string path) => box.Call("Read", $$"""{"file_path":"{{path}}"}""", cwd: box.Root + "/src/gone");
        Assert.Equal(Decision.Allow, Relative("a.txt").Decision);
        Assert.Equal(Decision.Deny, Relative("../../b.txt").Decision);
        Assert.Equal(Decision.Allow, Relative("../b.txt").Decision);
        Assert.Equal(Decision.Deny, Relative("a.txt").Decision);
        Assert.Contains("working directory", box.Call("Read", session: "s9", projectDir: null, cwd: box.Root + "/src/gone").Reason, StringComparison.Ordinal);
    }
}
