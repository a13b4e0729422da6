using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.State;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class ApprovalTests
{
    private const string AskAll = "allow file.*, secrets.*, shell.exec\nconfirm before file.read, file.write, secrets.write, shell.exec\nbudget calls=3\n";

    [Fact]
    public void One_call_is_let_through_once_and_charged_then()
    {
        using var box = new SessionSandbox(AskAll);
        box.Read();
        WaitingCall waiting = Assert.Single(box.ReadState().Waiting);
        Assert.Equal("Read", waiting.Tool);
        SessionControl.Approve(box.Host, box.ReadState(), waiting.Id, false, null);
        Assert.Empty(box.ReadState().Waiting);
        Assert.Equal(0, box.ReadState().Counters.Used("calls"));
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(1, box.ReadState().Counters.Used("calls"));
        Assert.Equal("confirm.approved", box.Audit()[^1].GetProperty("event").GetString());
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void An_approval_holds_ten_minutes()
    {
        using var box = new SessionSandbox(AskAll);
        box.Read();
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, false, null);
        box.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        box.Clock.Now -= TimeSpan.FromMinutes(9);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Theory]
    [InlineData("Read", "{\"file_path\":\"/etc/hosts\"}", null, "s1")]
    [InlineData("Write", null, null, "s1")]
    [InlineData("Read", null, "/", "s1")]
    [InlineData("Read", null, null, "s2")]
    public void An_approval_is_for_that_call_only(string tool, string? arguments, string? cwd, string session)
    {
        using var box = new SessionSandbox(AskAll);
        box.Read();
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, false, null);
        Assert.Equal(Decision.Deny, box.Call(tool, arguments, session, cwd: cwd).Decision);
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void An_approval_ends_with_the_policies_it_was_given_under()
    {
        using var box = new SessionSandbox(AskAll);
        box.Read();
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, false, null);
        box.WritePolicy(AskAll + "# changed\n");
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void Spelling_order_and_a_shells_description_do_not_matter()
    {
        using var box = new SessionSandbox(AskAll);
        box.Call("Bash", "{\"command\":\"ls\",\"description\":\"list\",\"timeout\":5}");
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, false, null);
        Assert.Equal(Decision.Deny, box.Call("Bash", "{\"command\":\"ls -a\"}").Decision);
        Assert.Equal(Decision.Deny, box.Call("Bash", "{\"command\":\"ls\",\"run_in_background\":true}").Decision);
        Assert.Equal(Decision.Allow, box.Call("Bash", "{ \"timeout\":9, \"command\" : \"l\\u0073\" }").Decision);
    }

    [Fact]
    public void A_session_is_approved_under_a_scope()
    {
        using var box = new SessionSandbox(AskAll);
        string Path(string file) => "{\"file_path\":\"" + box.Root + "/" + file + "\"}";
        box.Call("Write", Path("src/a.cs"));
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, true, "src/**");
        Assert.Equal(Decision.Allow, box.Call("Write", Path("src/b.cs")).Decision);
        Assert.Equal(Decision.Allow, box.Call("Write", Path("src/b.cs")).Decision);
        Assert.Equal(Decision.Deny, box.Call("Write", Path("docs/b.md")).Decision);
        Assert.Equal(Decision.Deny, box.Call("Write", Path("src/../docs/b.md")).Decision);
        // It also writes a secret, which was not asked about.
        Assert.Equal(Decision.Deny, box.Call("Write", Path("src/.env")).Decision);
        Assert.Equal(Decision.Deny, box.Call("Read", Path("src/b.cs")).Decision);
    }

    [Fact]
    public void A_session_is_approved_without_scope()
    {
        using var box = new SessionSandbox(AskAll);
        box.Call("Bash", "{\"command\":\"ls\"}");
        SessionState state = box.ReadState();
        Assert.Throws<SessionException>(() => SessionControl.Approve(box.Host, state, state.Waiting[0].Id, true, "npm *"));
        SessionControl.Approve(box.Host, state, state.Waiting[0].Id, true, null);
        Assert.Equal(Decision.Allow, box.Call("Bash", "{\"command\":\"ls -a\"}").Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Theory]
    [InlineData("a b\nallow *")]
    [InlineData("x\" , *")]
    [InlineData("")]
    public void A_hostile_scope_gives_no_more(string scope)
    {
        using var box = new SessionSandbox(AskAll);
        box.Read();
        SessionState state = box.ReadState();
        try
        {
            SessionControl.Approve(box.Host, state, state.Waiting[0].Id, true, scope);
        }
        catch (SessionException)
        {
            // Refused is right as well.
        }

        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
    }

    [Fact]
    public void An_approval_beats_no_deny_and_no_budget()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\nbudget calls=1\n");
        box.Read();
        SessionControl.Approve(box.Host, box.ReadState(), box.ReadState().Waiting[0].Id, true, null);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        SessionControl.AddBudget(box.Host, box.ReadState(), "calls", 1);
        Assert.Equal(Decision.Allow, box.Read().Decision);
        box.WritePolicy("deny file.read\n");
        SessionControl.AddBudget(box.Host, box.ReadState(), "calls", 1);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void Waiting_calls_are_bounded_and_refusable()
    {
        using var box = new SessionSandbox(AskAll);
        for (int i = 0; i < 40; i++)
        {
            box.Call("Read", "{\"file_path\":\"/f" + i + "\"}");
        }

        SessionState state = box.ReadState();
        Assert.Equal(SessionState.MostWaiting, state.Waiting.Count);
        SessionControl.Refuse(box.Host, state, state.Waiting[^1].Id);
        Assert.Equal(SessionState.MostWaiting - 1, box.ReadState().Waiting.Count);
        Assert.Equal("confirm.denied", box.Audit()[^1].GetProperty("event").GetString());
        Assert.Throws<SessionException>(() => SessionControl.Approve(box.Host, state, state.Waiting[^1].Id, false, null));
    }

    [Fact]
    public void Budgets_are_raised_in_the_audit_too()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=1, minutes=10\n");
        box.Read();
        Assert.Equal(Decision.Deny, box.Read().Decision);
        SessionControl.AddBudget(box.Host, box.ReadState(), "calls", 2);
        Assert.Equal("budget.raised", box.Audit()[^1].GetProperty("event").GetString());
        Assert.Equal([Decision.Allow, Decision.Allow, Decision.Deny], Enumerable.Range(0, 3).Select(_ => box.Read().Decision));
        Assert.Throws<SessionException>(() => SessionControl.AddBudget(box.Host, box.ReadState(), "calls", -5));
    }

    [Fact]
    public void A_pause_lets_all_pass_until_it_ends_and_no_clock_prolongs_it()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read();
        SessionControl.Pause(box.Host, box.ReadState(), TimeSpan.FromMinutes(10));
        Outcome paused = box.Call("Write");
        Assert.Equal(Decision.Allow, paused.Decision);
        Assert.False(paused.Trusted);
        Assert.True(box.Audit()[^1].GetProperty("paused").GetBoolean());
        box.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        box.Clock.Now -= TimeSpan.FromMinutes(9);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        SessionControl.Pause(box.Host, box.ReadState(), TimeSpan.FromMinutes(10));
        SessionControl.Pause(box.Host, box.ReadState(), TimeSpan.Zero);
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
    }

    [Fact]
    public void Sessions_are_listed_newest_first()
    {
        using var box = new SessionSandbox("allow file.read\n");
        box.Read("s1");
        box.Clock.Now += TimeSpan.FromSeconds(1);
        box.Read("s2");
        Assert.Equal(["s2", "s1"], SessionControl.List(box.Host, box.Root).Select(state => state.Session));
        Assert.Equal(2, SessionControl.List(box.Host, null).Count);
        Assert.Equal("s1", SessionControl.Find(box.Host, "s1")!.Session);
        Assert.Null(SessionControl.Find(box.Host, "s3"));
    }
}
