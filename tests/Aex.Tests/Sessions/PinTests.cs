using Aex.Policy.Decisions;
using Aex.Sessions;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class PinTests
{
    [Fact]
    public void A_widened_policy_widens_nothing_and_the_reason_says_so()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        box.WritePolicy("allow file.read, file.write\n");
        Outcome outcome = box.Call("Write");
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("began", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("aex trust", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Allow, box.Call("Write", session: "s2").Decision);
    }

    [Fact]
    public void A_narrowed_policy_binds_at_once()
    {
        using var box = new SessionSandbox("allow file.read, file.write\n");
        box.Read();
        box.WritePolicy("allow file.read\n");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void A_policy_of_another_branch_gives_neither_more_calls()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        box.Read();
        box.WritePolicy("allow file.read\nbudget calls=1000\n");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void A_deleted_policy_denies_and_comes_back()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        string text = File.ReadAllText(box.PolicyPath);
        File.Delete(box.PolicyPath);
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("is gone", outcome.Reason, StringComparison.Ordinal);
        box.Options = box.Options with { AllowNoPolicy = true };
        Assert.Equal(Decision.Deny, box.Read().Decision);
        File.WriteAllText(box.PolicyPath, text);
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void A_policy_that_breaks_in_mid_session_denies()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        File.WriteAllText(box.PolicyPath, "garbage\n");
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("AEX140", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_joins_in_a_subfolder_narrows_there()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        string below = box.Root + "/sub";
        SessionSandbox.Write(below + "/.aex/policy.aex", SessionSandbox.Policy("allow file.write\n"));
        Assert.Equal(Decision.Deny, box.Read(cwd: below).Decision);
        Assert.Equal(Decision.Deny, box.Call("Write", cwd: below).Decision);
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void A_policy_in_force_at_the_start_binds_wherever_the_agent_goes()
    {
        using var box = new SessionSandbox("allow file.read, file.write\n");
        string below = box.Root + "/sub";
        SessionSandbox.Write(below + "/.aex/policy.aex", SessionSandbox.Policy("allow file.read\n"));
        Assert.Equal(Decision.Deny, box.Call("Write", cwd: below).Decision);
        Assert.Equal(Decision.Deny, box.Call("Write", cwd: box.Root).Decision);
    }

    [Fact]
    public void A_dropped_option_keeps_its_policy_in_force()
    {
        using var box = new SessionSandbox(null);
        SessionSandbox.Write(box.Root + "/narrow.aex", SessionSandbox.Policy("allow file.read\n"));
        EnforcerOptions plain = box.Options;
        box.Options = plain with { PolicyFile = "narrow.aex" };
        Assert.Equal(Decision.Allow, box.Read().Decision);
        box.Options = plain;
        box.WritePolicy("allow file.read, file.write\n");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void A_contract_narrows()
    {
        using var box = new SessionSandbox("allow file.read, file.write\n");
        SessionSandbox.Write(box.Root + "/job.aex", "task job v0\ngoal \"g\"\nuse file.read\nreturn true\n");
        box.Options = box.Options with { ContractFile = "job.aex" };
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
    }

    [Fact]
    public void Files_that_a_json_policy_extends_take_part_and_are_pinned()
    {
        using var box = new SessionSandbox(null);
        SessionSandbox.Write(box.Root + "/p/base.json", "{\"allow\":[\"file.read\"]}");
        SessionSandbox.Write(box.Root + "/p/top.json", "{\"extends\":\"base.json\",\"allow\":[\"file.read\",\"file.write\"]}");
        box.Options = box.Options with { PolicyFile = "p/top.json" };
        Outcome read = box.Read();
        Assert.True(read.Decision == Decision.Allow, read.Reason);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        SessionSandbox.Write(box.Root + "/p/base.json", "{\"allow\":[\"file.read\",\"file.write\"]}");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        File.Delete(box.Root + "/p/base.json");
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("dangling")]
    [InlineData("loop")]
    [InlineData("fifo")]
    [InlineData("device")]
    [InlineData("huge")]
    [InlineData("aexlink")]
    public void A_policy_that_cannot_be_read_denies_and_never_blocks(string how)
    {
        using var box = new SessionSandbox(null);
        Directory.CreateDirectory(box.Root + "/.aex");
        switch (how)
        {
            case "folder": Directory.CreateDirectory(box.PolicyPath); break;
            case "dangling": File.CreateSymbolicLink(box.PolicyPath, "nowhere"); break;
            case "loop": File.CreateSymbolicLink(box.PolicyPath, "policy.aex"); break;
            case "fifo": System.Diagnostics.Process.Start("mkfifo", [box.PolicyPath]).WaitForExit(); break;
            case "device": File.CreateSymbolicLink(box.PolicyPath, "/dev/zero"); break;
            case "huge": using (var file = File.Create(box.PolicyPath)) { file.SetLength(5 << 20); } break;
            default:
                Directory.Delete(box.Root + "/.aex");
                File.CreateSymbolicLink(box.Root + "/.aex", "nowhere");
                break;
        }

        // A good one elsewhere does not help.
        SessionSandbox.Write(box.Home + "/.aex/policy.aex", SessionSandbox.Policy("allow file.read\n"));
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("policy.aex", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_is_of_one_file_with_one_text()
    {
        using var box = new SessionSandbox("allow file.read\n");
        Assert.False(box.Read().Trusted);
        Assert.Equal(0, PolicyTrust.Trust(box.Host, PolicyTrust.Of(box.Host, box.Options, box.Root, box.Root)));
        Assert.True(box.Read().Trusted);
        string text = File.ReadAllText(box.PolicyPath);
        box.WritePolicy("allow file.read, file.write\n");
        Assert.False(box.Read().Trusted);
        TrustedFile file = Assert.Single(PolicyTrust.Of(box.Host, box.Options, box.Root, box.Root));
        Assert.False(file.IsTrusted);
        Assert.Equal(text, file.LastTrusted);
        string other = box.Home + "/other";
        SessionSandbox.Write(other + "/.aex/policy.aex", text);
        Assert.False(box.Call("Read", session: "s2", projectDir: other, cwd: other).Trusted);
    }

    [Fact]
    public void Trusting_rebinds_running_sessions_and_is_recorded()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        box.WritePolicy("allow file.read, file.write\n");
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        Assert.Equal(1, PolicyTrust.Trust(box.Host, PolicyTrust.Of(box.Host, box.Options, box.Root, box.Root)));
        Outcome outcome = box.Call("Write");
        Assert.Equal(Decision.Allow, outcome.Decision);
        Assert.True(outcome.Trusted);
        Assert.Equal("policy.trusted", box.Audit()[2].GetProperty("event").GetString());
        Assert.True(PolicyTrust.Revoke(box.Host, box.PolicyPath));
        Assert.False(box.Call("Write").Trusted);
    }

    [Fact]
    public void A_policy_that_changes_while_it_is_shown_is_not_trusted()
    {
        using var box = new SessionSandbox("allow file.read\n");
        IReadOnlyList<TrustedFile> shown = PolicyTrust.Of(box.Host, box.Options, box.Root, box.Root);
        box.WritePolicy("allow *\n");
        Assert.Throws<SessionException>(() => PolicyTrust.Trust(box.Host, shown));
    }

    [Fact]
    public void One_untrusted_policy_among_several_is_enough_to_be_untrusted()
    {
        using var box = new SessionSandbox("allow file.read\n");
        PolicyTrust.Trust(box.Host, PolicyTrust.Of(box.Host, box.Options, box.Root, box.Root));
        Assert.True(box.Read().Trusted);
        SessionSandbox.Write(box.Root + "/sub/aex.policy.aex", SessionSandbox.Policy("allow file.read\n"));
        Assert.False(box.Read(cwd: box.Root + "/sub").Trusted);
    }
}
