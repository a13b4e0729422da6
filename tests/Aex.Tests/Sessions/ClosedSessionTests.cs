using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>A session is closed while other threads still use it, as when a proxy ends: they are refused, and nothing is written to what took its descriptors' numbers.</summary>
public sealed class ClosedSessionTests
{
    [Fact]
    public async Task Whoever_is_late_is_refused_and_writes_nowhere()
    {
        using var box = new SessionSandbox("allow file.read\n");
        using var session = Session.Open(box.Host, box.Options with { Asks = AskMode.Hold }, box.Request());
        using var started = new CountdownEvent(8);
        var threads = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            int allowed = 0;
            bool isFirst = true;
            while (true)
            {
                var outcome = session.Decide(box.ToolCall("Read"));
                if (isFirst)
                {
                    started.Signal();
                    isFirst = false;
                }

                if (outcome.Decision != Decision.Allow)
                {
                    Assert.Contains("the session is closed", outcome.Reason, StringComparison.Ordinal);
                    return allowed;
                }

                allowed++;
            }
        })).ToArray();
        started.Wait(TestContext.Current.CancellationToken);
        session.Dispose();
        // These get the numbers that have become free.
        string[] names = [.. Enumerable.Range(0, 16).Select(i => Path.Combine(box.Folder, "other" + i))];
        var others = names.Select(name => File.Create(name)).ToList();
        int allowed = (await Task.WhenAll(threads)).Sum();
        Assert.Contains("closed", session.Record("x").Reason, StringComparison.Ordinal);
        Assert.Contains("closed", session.Stopped(box.ToolCall("Read")), StringComparison.Ordinal);
        Assert.Throws<SessionException>(() => session.Refresh());
        Assert.Throws<SessionException>(() => { _ = session.Look(new string('0', 64)); });
        Assert.Throws<SessionException>(() => { _ = session.Budget(); });
        others.ForEach(file => file.Dispose());
        Assert.All(names, name => Assert.Equal(0, new FileInfo(name).Length));
        Assert.Null(AuditVerifier.Verify(box.Host, box.AuditPath).Fault);
        Assert.Equal(allowed, box.Audit(box.AuditPath).Count(line => line.GetProperty("event").GetString() == "tool.allowed"));
    }
}
