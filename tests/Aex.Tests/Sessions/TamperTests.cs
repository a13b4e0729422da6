using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class TamperTests
{
    [Theory]
    [InlineData("delete")]
    [InlineData("delete folder")]
    [InlineData("empty")]
    [InlineData("cut line")]
    [InlineData("cut byte")]
    [InlineData("edit first")]
    [InlineData("edit last")]
    [InlineData("swap")]
    [InlineData("forge more")]
    [InlineData("append garbage line")]
    [InlineData("replace with link")]
    [InlineData("folder as link")]
    [InlineData("fifo")]
    [InlineData("hard link")]
    public void A_changed_audit_denies_naming_the_file_and_the_mend(string how)
    {
        using var box = new SessionSandbox("allow file.read\n");
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Decision.Allow, box.Read().Decision);
        }

        string[] lines = File.ReadAllLines(box.AuditPath);
        string text = File.ReadAllText(box.AuditPath);
        string folder = Path.GetDirectoryName(box.AuditPath)!;
        switch (how)
        {
            case "delete": File.Delete(box.AuditPath); break;
            case "delete folder": Directory.Delete(folder, true); break;
            case "empty": File.WriteAllText(box.AuditPath, ""); break;
            case "cut line": File.WriteAllText(box.AuditPath, string.Join('\n', lines[..3]) + "\n"); break;
            case "cut byte": File.WriteAllText(box.AuditPath, text[..^1]); break;
            case "edit first": File.WriteAllText(box.AuditPath, text.Replace(lines[0], lines[0].Replace("a.txt", "b.txt", StringComparison.Ordinal), StringComparison.Ordinal)); break;
            case "edit last": File.WriteAllText(box.AuditPath, text.Replace(lines[3], lines[3].Replace("a.txt", "b.txt", StringComparison.Ordinal), StringComparison.Ordinal)); break;
            case "swap": File.WriteAllText(box.AuditPath, string.Join('\n', lines[1], lines[0], lines[2], lines[3]) + "\n"); break;
            case "forge more": File.AppendAllText(box.AuditPath, lines[3] + "\n"); break;
            case "append garbage line": File.AppendAllText(box.AuditPath, "{}\n"); break;
            case "replace with link":
                File.Move(box.AuditPath, box.Home + "/moved");
                File.CreateSymbolicLink(box.AuditPath, box.Home + "/moved");
                break;
            case "folder as link":
                Directory.Move(folder, box.Home + "/moved");
                Directory.CreateSymbolicLink(folder, box.Home + "/moved");
                break;
            case "fifo":
                File.Delete(box.AuditPath);
                System.Diagnostics.Process.Start("mkfifo", [box.AuditPath]).WaitForExit();
                break;
            default: System.Diagnostics.Process.Start("ln", [box.AuditPath, box.Home + "/other"]).WaitForExit(); break;
        }

        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(how == "folder as link" ? folder : box.AuditPath, outcome.Reason, StringComparison.Ordinal);
        Assert.True(outcome.Reason.Contains("new session", StringComparison.Ordinal) || outcome.Reason.Contains("remove it", StringComparison.Ordinal) || outcome.Reason.Contains("rights", StringComparison.Ordinal), outcome.Reason);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        Assert.Equal(Decision.Allow, box.Read("another").Decision == Decision.Allow || how == "folder as link" ? Decision.Allow : Decision.Deny);
    }

    [Fact]
    public void The_same_audit_under_another_inode_is_verified_whole_and_taken()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        box.Read();
        File.Copy(box.AuditPath, box.AuditPath + ".copy");
        File.Move(box.AuditPath + ".copy", box.AuditPath, true);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(3, AuditVerifier.Verify(box.Host, box.AuditPath).Lines);
    }

    [Fact]
    public void A_line_cut_short_by_a_kill_is_removed()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        File.AppendAllText(box.AuditPath, "{\"time\":\"2026");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        AuditVerdict verdict = AuditVerifier.Verify(box.Host, box.AuditPath);
        Assert.Null(verdict.Fault);
        Assert.Equal(2, verdict.Lines);
    }

    [Fact]
    public void Lines_ahead_of_the_state_are_taken_over_with_their_counts()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=4\n");
        box.Read();
        byte[] before = File.ReadAllBytes(box.StateFile);
        box.Read();
        box.Read();
        // As after a kill between line and state.
        File.WriteAllBytes(box.StateFile, before);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        Assert.Equal(5, AuditVerifier.Verify(box.Host, box.AuditPath).Lines);
    }

    [Fact]
    public void A_used_approval_is_not_usable_again_after_a_kill()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\n");
        box.Read();
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, false, null);
        byte[] before = File.ReadAllBytes(box.StateFile);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        File.WriteAllBytes(box.StateFile, before);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void State_that_is_gone_denies_while_the_audit_has_lines()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        File.Delete(box.StateFile);
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(box.StateFile, outcome.Reason, StringComparison.Ordinal);
        Directory.Delete(box.State, true);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        Assert.Equal(Decision.Allow, box.Read("s2").Decision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"version\":1,\"session\":\"s1\",\"root\":\"/\",\"auditFile\":\"/x\",\"auditLength\":\"0\"}")]
    public void A_damaged_state_denies(string text)
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        File.WriteAllText(box.StateFile, text);
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(box.StateFile, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_bits_changed_at_random_never_throws()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        box.Read();
        byte[] state = File.ReadAllBytes(box.StateFile);
        byte[] audit = File.ReadAllBytes(box.AuditPath);
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] changed = [.. state];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(box.StateFile, changed);
            File.WriteAllBytes(box.AuditPath, audit);
            Assert.DoesNotContain("unexpected", box.Read().Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("state")]
    [InlineData("lock")]
    [InlineData("temporary")]
    public void Links_planted_among_the_states_files_are_not_followed(string which)
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read("s0");
        string victim = box.Home + "/victim";
        File.WriteAllText(victim, "precious");
        string file = which switch { "state" => box.StateFile, "lock" => box.StateFile[..^5] + ".lock", _ => box.StateFile + ".tmp" };
        File.CreateSymbolicLink(file, victim);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        Assert.Equal("precious", File.ReadAllText(victim));
    }

    [Fact]
    public void A_state_folder_that_others_may_write_to_is_refused()
    {
        using var box = new SessionSandbox("allow file.read\n");
        Directory.CreateDirectory(box.State);
        File.SetUnixFileMode(box.State, (UnixFileMode)Convert.ToInt32("777", 8));
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("chmod 700", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_folder_that_is_a_file_is_refused()
    {
        using var box = new SessionSandbox("allow file.read\n");
        File.WriteAllText(box.State, "");
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(box.State, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_stays_held_denies_within_its_patience()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        box.Host = box.Host with { LockPatience = TimeSpan.FromMilliseconds(200) };
        using (Aex.Sessions.Files.LockFile.Take(box.StateFile[..^5] + ".lock", TimeSpan.FromSeconds(1)))
        {
            Outcome outcome = box.Read();
            Assert.Equal(Decision.Deny, outcome.Decision);
            Assert.Contains(".lock", outcome.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(Decision.Allow, box.Read().Decision);
    }
}
