using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class SessionRemovalTests : IDisposable
{
    private readonly SessionSandbox _box = new();

    [Fact]
    public void Only_what_was_quiet_for_that_long_is_old_and_the_others_verify_as_before()
    {
        _box.Read("old");
        _box.Read("old");
        _box.Clock.Now += TimeSpan.FromDays(20);
        _box.Read("young");
        _box.Clock.Now += TimeSpan.FromDays(11);
        var old = Assert.Single(Before(30));
        Assert.Equal(("old", 2L, null), (old.Session, old.Lines, old.Fault));
        SessionRemoval.Remove(_box.Host, old);
        Assert.False(File.Exists(Audit("old")));
        Assert.Null(SessionControl.Find(_box.Host, "old"));
        Assert.DoesNotContain(Directory.EnumerateFiles(_box.State, "*", SearchOption.AllDirectories), file => Path.GetFileName(file).StartsWith("old", StringComparison.Ordinal));
        var young = AuditVerifier.Verify(_box.Host, Audit("young"));
        Assert.Equal((null, true), (young.Fault, young.AgainstState));
        Assert.Equal(Decision.Allow, _box.Read("young").Decision);
    }

    [Fact]
    public void A_session_that_is_gone_begins_anew()
    {
        _box.WritePolicy("allow file.read\nbudget calls=1\n");
        Assert.Equal([Decision.Allow, Decision.Deny], new[] { _box.Read("a").Decision, _box.Read("a").Decision });
        _box.Clock.Now += TimeSpan.FromDays(40);
        SessionRemoval.Remove(_box.Host, Assert.Single(Before(30)));
        Assert.Equal([Decision.Allow, Decision.Deny], new[] { _box.Read("a").Decision, _box.Read("a").Decision });
        Assert.Null(AuditVerifier.Verify(_box.Host, Audit("a")).Fault);
    }

    [Fact]
    public void A_broken_chain_is_evidence_and_stays()
    {
        _box.Read("a");
        _box.Read("a");
        File.WriteAllText(Audit("a"), File.ReadAllText(Audit("a")).Replace("allow", "alloW", StringComparison.Ordinal));
        _box.Clock.Now += TimeSpan.FromDays(40);
        var old = Assert.Single(Before(30));
        Assert.StartsWith("line 1: the line was changed", old.Fault, StringComparison.Ordinal);
        Assert.Throws<SessionException>(() => SessionRemoval.Remove(_box.Host, old));
        Assert.True(File.Exists(Audit("a")));
    }

    [Fact]
    public void A_missing_audit_is_evidence_too()
    {
        _box.Read("a");
        File.Delete(Audit("a"));
        _box.Clock.Now += TimeSpan.FromDays(40);
        Assert.NotNull(Assert.Single(Before(30)).Fault);
    }

    [Fact]
    public void One_that_was_used_after_the_look_stays()
    {
        _box.Read("a");
        _box.Clock.Now += TimeSpan.FromDays(40);
        var old = Assert.Single(Before(30));
        _box.Read("a");
        Assert.Contains("used meanwhile", Assert.Throws<SessionException>(() => SessionRemoval.Remove(_box.Host, old)).Message, StringComparison.Ordinal);
        Assert.Equal(Decision.Allow, _box.Read("a").Decision);
    }

    [Fact]
    public void What_a_cut_prune_left_is_found_again()
    {
        _box.Read("a");
        File.Delete($"{_box.State}/index/a");
        File.Delete(Aex.Sessions.State.SessionPlace.Of(_box.Host, _box.Root, "a").StateFile);
        Assert.Equal(Decision.Deny, _box.Read("a").Decision);
        _box.Clock.Now += TimeSpan.FromDays(40);
        var old = Assert.Single(Before(30));
        Assert.False(old.HasState);
        SessionRemoval.Remove(_box.Host, old);
        Assert.False(File.Exists(Audit("a")));
        Assert.Equal(Decision.Allow, _box.Read("a").Decision);
    }

    [Fact]
    public void No_link_leads_it_elsewhere()
    {
        _box.Read("a");
        var elsewhere = Directory.CreateDirectory(_box.Folder + "/elsewhere").FullName;
        File.Move(Audit("a"), elsewhere + "/a.jsonl");
        Directory.Delete(Path.GetDirectoryName(Audit("a"))!, recursive: true);
        Directory.CreateSymbolicLink(Path.GetDirectoryName(Audit("a"))!, elsewhere);
        _box.Clock.Now += TimeSpan.FromDays(40);
        var old = Assert.Single(Before(30));
        Assert.Throws<SessionException>(() => SessionRemoval.Remove(_box.Host, old));
        Assert.True(File.Exists(elsewhere + "/a.jsonl"));
    }

    [Fact]
    public void A_session_open_in_another_process_is_denied_afterwards()
    {
        using var session = Session.Open(_box.Host, _box.Options, _box.Request("a"));
        Assert.Equal(Decision.Allow, session.Decide(_box.ToolCall("Read"), PersonAnswer.None).Decision);
        _box.Clock.Now += TimeSpan.FromDays(40);
        SessionRemoval.Remove(_box.Host, Assert.Single(Before(30)));
        var outcome = session.Decide(_box.ToolCall("Read"), PersonAnswer.None);
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("is gone; start a new session", outcome.Reason, StringComparison.Ordinal);
    }

    private IReadOnlyList<OldSession> Before(int days) =>
        SessionRemoval.Before(_box.Host, _box.Root, _box.Clock.Now - TimeSpan.FromDays(days), Directory.Exists(_box.Root + "/.aex/audit") ? Directory.GetFiles(_box.Root + "/.aex/audit", "*.jsonl") : []);

    private string Audit(string session) => $"{_box.Root}/.aex/audit/{session}.jsonl";

    public void Dispose() => _box.Dispose();
}
