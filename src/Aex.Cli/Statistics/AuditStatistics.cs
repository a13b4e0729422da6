using System.Text.Json;
using Aex.Sessions.Audit;
using AuditEntry = Aex.Cli.Commands.AuditEntry;

namespace Aex.Cli.Statistics;

/// <summary>What the audits of some sessions hold, counted.</summary>
internal sealed class AuditStatistics
{
    private readonly SortedDictionary<string, int> _capabilities = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _stops = new(StringComparer.Ordinal);
    private readonly List<SessionCount> _sessions = [];

    /// <summary>One session's calls, and its budgets as its last line has them.</summary>
    public sealed record SessionCount(string Session, int Allowed, int Asked, int Denied, IReadOnlyList<(string Key, long Used, long Limit)> Budget)
    {
        /// <summary>All its calls.</summary>
        public int Calls => Allowed + Asked + Denied;
    }

    /// <summary>The sessions, in the order they were read.</summary>
    public IReadOnlyList<SessionCount> Sessions => _sessions;

    /// <summary>Calls by capability, most first.</summary>
    public IReadOnlyList<(string Name, int Count)> Capabilities => Sorted(_capabilities);

    /// <summary>Denials and questions by the line that decided, most first.</summary>
    public IReadOnlyList<(string Name, int Count)> Stops => Sorted(_stops);

    /// <summary>Counts a session's audit.</summary>
    /// <param name="file">The audit file.</param>
    /// <param name="observed">Only calls that passed because nothing was enforced (<c>--observe</c>).</param>
    /// <exception cref="Aex.Sessions.SessionException">The file cannot be read.</exception>
    public void Add(string file, bool observed)
    {
        using var reader = AuditReader.Open(file);
        var session = "";
        var counts = new int[3];
        IReadOnlyList<(string, long, long)> budget = [];
        while (reader.Read())
        {
            using var entry = AuditEntry.Parse(reader.Line);
            if (entry is null)
            {
                continue;
            }

            session = entry.Session.Length > 0 ? entry.Session : session;
            budget = BudgetOf(entry);
            if (entry.Tool.Length > 0 && entry.Decision.Length > 0 && (!observed || entry.IsObserved))
            {
                Count(entry, counts);
            }
        }

        if (counts.Sum() > 0)
        {
            _sessions.Add(new SessionCount(session, counts[0], counts[1], counts[2], budget));
        }
    }

    private void Count(AuditEntry entry, int[] counts)
    {
        _capabilities[entry.Capability] = _capabilities.GetValueOrDefault(entry.Capability) + 1;

        // A question that nobody could answer is recorded as denied; the policy's word was to ask. One that a person answered has passed.
        var asks = entry.Event.StartsWith("confirm.", StringComparison.Ordinal) && entry.Event != "confirm.approved";
        counts[asks ? 1 : entry.Decision == "deny" ? 2 : 0]++;
        if (asks || entry.Decision == "deny")
        {
            var line = entry.Rule is { } rule ? $"{rule.Text} ({rule.File}:{rule.Line})" : $"no line allows {entry.Capability}";
            _stops[line] = _stops.GetValueOrDefault(line) + 1;
        }
    }

    private static List<(string, long, long)> BudgetOf(AuditEntry entry)
    {
        var budget = new List<(string, long, long)>();
        if (entry.Budget is { } recorded)
        {
            foreach (var key in recorded.EnumerateObject())
            {
                if (key.Value.ValueKind == JsonValueKind.Object && key.Value.TryGetProperty("used", out var used) && used.TryGetInt64(out var count)
                    && key.Value.TryGetProperty("limit", out var limit) && limit.TryGetInt64(out var most))
                {
                    budget.Add((key.Name, count, most));
                }
            }
        }

        return budget;
    }

    private static List<(string, int)> Sorted(SortedDictionary<string, int> counted) =>
        [.. counted.OrderByDescending(each => each.Value).Select(each => (each.Key, each.Value))];
}
