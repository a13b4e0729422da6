using System.Diagnostics;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>A session held open over many calls decides as one opened for each of them.</summary>
public sealed class SessionTests
{
    private static Session Open(SessionSandbox box) =>
        Session.Open(box.Host, box.Options with { Asks = AskMode.Hold }, box.Request());

    [Fact]
    public void Nothing_is_opened_without_a_policy_or_with_a_faulty_one()
    {
        using var none = new SessionSandbox(null);
        Assert.Contains("no policy was found", Assert.Throws<SessionException>(() => Open(none)).Message, StringComparison.Ordinal);
        using var faulty = new SessionSandbox("alow file.read\n");
        Assert.Contains("policy.aex:3", Assert.Throws<SessionException>(() => Open(faulty)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_s_raise_and_pause_from_elsewhere_count_at_the_next_call()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=1\n");
        using var session = Open(box);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
        SessionControl.AddBudget(box.Host, box.ReadState(), "calls", 1);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
        SessionControl.Pause(box.Host, box.ReadState(), TimeSpan.FromMinutes(1));
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Bash", "{\"command\":\"ls\"}")).Decision);
        Assert.Null(AuditVerifier.Verify(box.Host, box.AuditPath).Fault);
    }

    [Fact]
    public void A_policy_changed_on_disk_narrows_at_the_next_call_and_never_widens()
    {
        using var box = new SessionSandbox("allow file.read\n");
        using var session = Open(box);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        box.WritePolicy("allow shell.exec\n");
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Bash", "{\"command\":\"ls\"}")).Decision);
        box.WritePolicy("allow file.read\n");
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        File.Delete(box.PolicyPath);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
    }

    [Fact]
    public void A_policy_that_appears_nearer_or_above_joins_at_the_next_call()
    {
        using var box = new SessionSandbox("allow file.read\n");
        using var session = Open(box);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        SessionSandbox.Write(box.Home + "/aex.policy.aex", SessionSandbox.Policy("deny file.read\n"));
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("replaced")]
    [InlineData("removed")]
    [InlineData("overwritten")]
    public void An_audit_tampered_with_between_two_calls_denies(string how)
    {
        using var box = new SessionSandbox();
        using var session = Open(box);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        string text = File.ReadAllText(box.AuditPath);
        switch (how)
        {
            case "cut": File.WriteAllText(box.AuditPath, text[..(text.IndexOf('\n') + 1)]); break;
            case "removed": File.Delete(box.AuditPath); break;
            case "overwritten": File.WriteAllText(box.AuditPath, text.Replace("\"allow\"", "\"aloow\"", StringComparison.Ordinal)); break;
            default:
                File.Delete(box.AuditPath);
                File.WriteAllText(box.AuditPath, text.Replace("file.read", "file.raed", StringComparison.Ordinal));
                break;
        }

        Outcome outcome = session.Decide(box.ToolCall("Read"));
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains(box.AuditPath, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
    }

    [Fact]
    public void A_state_that_is_gone_or_rolled_back_denies_or_counts_on()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=3\n");
        using var session = Open(box);
        _ = session.Decide(box.ToolCall("Read"));
        byte[] old = File.ReadAllBytes(box.StateFile);
        _ = session.Decide(box.ToolCall("Read"));
        File.WriteAllBytes(box.StateFile, old);
        // The audit knows better: its lines ahead of the state are counted again.
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
        File.Delete(box.StateFile);
        Assert.Contains("is gone", session.Decide(box.ToolCall("Read")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_could_not_be_recorded_is_denied_and_not_charged()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        using var session = Open(box);
        _ = session.Decide(box.ToolCall("Read"));
        Directory.CreateDirectory(box.StateFile + ".moved");
        string beside = box.StateFile + ".tmp";
        File.Delete(beside);
        Directory.CreateDirectory(beside);
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read")).Decision);
        Directory.Delete(beside);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(2, box.ReadState().Counters.Used("calls"));
    }

    [Fact]
    public void An_ask_is_charged_when_it_is_let_through_once()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\nbudget calls=2\n");
        using var session = Open(box);
        Outcome ask = session.Decide(box.ToolCall("Read"));
        Assert.Equal(Decision.Ask, ask.Decision);
        Assert.Equal(0, box.ReadState().Counters.Used("calls"));
        Assert.Equal(WaitingState.Waiting, session.Look(ask.Waiting!));
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read"), PersonAnswer.Refused).Decision);
        Assert.Equal(WaitingState.Refused, session.Look(ask.Waiting!));
        Assert.Equal(0, box.ReadState().Counters.Used("calls"));
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read"), PersonAnswer.Approved).Decision);
        Assert.Equal(Decision.Ask, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read"), PersonAnswer.ApprovedForSession).Decision);
        // The budget is used up, so no answer helps.
        Assert.Equal(Decision.Deny, session.Decide(box.ToolCall("Read"), PersonAnswer.Approved).Decision);
        Assert.Equal(
            ["confirm.required", "confirm.denied", "confirm.approved", "confirm.required", "confirm.approved", "budget.exhausted"],
            box.Audit().Select(line => line.GetProperty("event").GetString()));
    }

    [Fact]
    public void For_this_session_means_without_asking_again()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\n");
        using var session = Open(box);
        _ = session.Decide(box.ToolCall("Read"));
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read"), PersonAnswer.ApprovedForSession).Decision);
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
    }

    [Fact]
    public void A_person_who_approves_in_a_terminal_is_seen()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\n");
        using var session = Open(box);
        Outcome ask = session.Decide(box.ToolCall("Read"));
        SessionControl.Approve(box.Host, box.ReadState(), ask.Waiting![..8], wholeSession: false, scope: null);
        Assert.Equal(WaitingState.Approved, session.Look(ask.Waiting));
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
        Assert.Equal(Decision.Ask, session.Decide(box.ToolCall("Read")).Decision);
        SessionControl.Approve(box.Host, box.ReadState(), ask.Waiting[..8], wholeSession: true, scope: null);
        Assert.Equal(WaitingState.Approved, session.Look(ask.Waiting));
        Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
    }

    [Fact]
    public void Events_are_recorded_with_their_details_masked()
    {
        using var box = new SessionSandbox();
        using var session = Open(box);
        Assert.Equal(Decision.Allow, session.Record("upstream.started", "{\"command\":\"x\",\"token\":\"s3cret-value\"}"u8.ToArray(), durationMs: 3).Decision);
        var line = Assert.Single(box.Audit());
        Assert.Equal("upstream.started", line.GetProperty("event").GetString());
        Assert.Equal("x", line.GetProperty("details").GetProperty("command").GetString());
        Assert.DoesNotContain("s3cret", line.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(3, line.GetProperty("durationMs").GetInt64());
    }

    [Fact]
    public void Calls_of_a_session_held_open_cost_less_than_calls_of_their_own()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Host = box.Host with { Clock = TimeProvider.System };
        using var session = Open(box);
        for (int i = 0; i < 500; i++)
        {
            _ = session.Decide(box.ToolCall("Read"));
            _ = box.Read("s2");
        }

        // In one process, turn by turn, so that a busy machine slows both alike.
        long warm = 0, own = 0;
        for (int i = 0; i < 2000; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(Decision.Allow, session.Decide(box.ToolCall("Read")).Decision);
            warm += Stopwatch.GetTimestamp() - start;
            start = Stopwatch.GetTimestamp();
            _ = box.Read("s2");
            own += Stopwatch.GetTimestamp() - start;
        }

        TestContext.Current.SendDiagnosticMessage($"warm {Stopwatch.GetElapsedTime(0, warm).TotalMicroseconds / 2000:0.0} µs, own {Stopwatch.GetElapsedTime(0, own).TotalMicroseconds / 2000:0.0} µs");
        Assert.True(warm < own, $"warm {warm}, own {own}");
    }
}
