using Aex.Cli.Commands;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using AuditEntry = Aex.Cli.Commands.AuditEntry;

namespace Aex.Cli.Replaying;

/// <summary>
/// Decides recorded calls again, by the policies as they are now (docs/replay.md). Budgets are counted anew, session by session; no path is
/// looked up on the disk, since what lay there then is not recorded.
/// </summary>
internal sealed class Replay(HostEnvironment host, EnforcerOptions options, string root)
{
    private readonly Dictionary<string, ProjectView> _views = [];
    private readonly Dictionary<string, Counters> _counters = [];

    /// <summary>How many recorded decisions could not be taken again: what a pause let pass says nothing of the policy then.</summary>
    public int Left { get; private set; }

    /// <summary>How many sessions took part.</summary>
    public int Sessions => _counters.Count;

    /// <summary>Decides every call of an audit file, in order.</summary>
    /// <exception cref="SessionException">The file cannot be read.</exception>
    /// <exception cref="CommandFailure">There is no policy, or one that cannot be used.</exception>
    public IEnumerable<ReplayedCall> File(string audit)
    {
        using var reader = AuditReader.Open(audit);
        while (reader.Read())
        {
            using var entry = AuditEntry.Parse(reader.Line);
            if (entry is null || !RecordedCall.IsDecision(entry))
            {
                continue;
            }

            if (entry.IsPaused)
            {
                Left++;
                continue;
            }

            yield return Decide(entry, RecordedCall.AnswerOf(entry));
        }
    }

    private ReplayedCall Decide(AuditEntry entry, Decision old)
    {
        var call = RecordedCall.Of(entry, root, options.Client);
        var view = ViewAt(call.Cwd);
        if (!_counters.TryGetValue(entry.Session, out var counters))
        {
            _counters.Add(entry.Session, counters = new Counters());
        }

        var prepared = CallPreparation.Prepare(call, view.Layers, view.Context with { Paths = new TablePathResolver() });
        var verdict = Authorizer.Decide(prepared, counters);
        if (verdict.Decision != Decision.Deny)
        {
            foreach (var key in prepared.ChargedKeys())
            {
                counters.Charge(key);
            }
        }

        var oldRule = entry.Rule is { } rule ? $"{rule.Text} ({rule.File}:{JsonParts.Number(rule.Line)})" : null;
        return new ReplayedCall(entry.Tool, entry.Subject(), entry.Session, entry.Time, old, oldRule, verdict.Decision, verdict.Source, Reasons.Describe(verdict, prepared));
    }

    private ProjectView ViewAt(string cwd)
    {
        if (!_views.TryGetValue(cwd, out var view))
        {
            view = ProjectView.Load(host, options, cwd, root);
            view.RequirePolicy();
            _views.Add(cwd, view);
        }

        return view;
    }
}
