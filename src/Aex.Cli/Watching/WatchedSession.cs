using System.Globalization;
using Aex.Cli.Rendering;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Aex.Sessions.State;
using AuditEntry = Aex.Cli.Commands.AuditEntry;

namespace Aex.Cli.Watching;

/// <summary>A session that is watched: its state, and its audit as far as it was read.</summary>
internal sealed class WatchedSession(SessionState state) : IDisposable
{
    private AuditReader? _reader;

    /// <summary>Its state, as last seen.</summary>
    public SessionState State { get; private set; } = state;

    /// <summary>Its id as shown.</summary>
    public string Name => State.Session.Length > 0 ? Shown.Text(State.Session) : "without id";

    /// <summary>Calls that passed.</summary>
    public int Allowed { get; private set; }

    /// <summary>Calls that were asked about.</summary>
    public int Asked { get; private set; }

    /// <summary>Calls that were denied.</summary>
    public int Denied { get; private set; }

    /// <summary>What was used of each budget, as the last line has it.</summary>
    public string Budget { get; private set; } = "";

    /// <summary>Takes a newer state and reads what was recorded since.</summary>
    public List<WatchedCall> Follow(SessionState state)
    {
        State = state;
        var calls = new List<WatchedCall>();
        try
        {
            _reader ??= AuditReader.Open(state.AuditFile);
            while (_reader.Read())
            {
                using var entry = AuditEntry.Parse(_reader.Line);
                if (entry is { Event: not ("tool.result" or "") })
                {
                    Count(entry);
                    calls.Add(CallOf(entry));
                }
            }
        }
        catch (SessionException)
        {
            // No line yet, or a file that is gone: its calls are denied and say why.
        }

        return calls;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    // A question that nobody could answer was recorded as denied; the policy's word was to ask.
    private static string AnswerOf(AuditEntry entry) =>
        entry.Event.StartsWith("confirm.", StringComparison.Ordinal) && entry.Event != "confirm.approved" ? "ask" : entry.Decision;

    private void Count(AuditEntry entry)
    {
        if (entry.Tool.Length > 0)
        {
            switch (AnswerOf(entry))
            {
                case "allow":
                    Allowed++;
                    break;
                case "ask":
                    Asked++;
                    break;
                case "deny":
                    Denied++;
                    break;
                default:
                    break;
            }
        }

        if (entry.Budget is { } budget)
        {
            Budget = string.Join("  ", budget.EnumerateObject().Where(key => key.Value.TryGetProperty("limit", out _)).Select(key =>
                $"{Shown.Text(key.Name)} {key.Value.GetProperty("used").GetRawText()}/{key.Value.GetProperty("limit").GetRawText()}"));
        }
    }

    private WatchedCall CallOf(AuditEntry entry)
    {
        var time = LocalTime.Of(entry.Time) is { } local ? local.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "";
        var isCall = entry.Tool.Length > 0;
        return new WatchedCall(
            time, Name, isCall && entry.Decision.Length > 0 ? AnswerOf(entry) : entry.Event, entry.Tool, isCall ? Shown.Text(entry.Subject()) : entry.Reason,
            isCall && entry.Decision is "deny" or "ask" ? entry.Reason : "");
    }
}
