using Aex.Sessions;
using Aex.Sessions.State;

namespace Aex.Cli.Watching;

/// <summary>What <c>aex watch</c> knows: sessions, their latest calls, and the calls that wait for a person.</summary>
internal sealed class WatchModel(long now) : IDisposable
{
    private const int MostCalls = 500;
    private const int MostSessions = 100;
    private static readonly long Recent = (long)TimeSpan.FromHours(24).TotalMilliseconds;

    private readonly Dictionary<string, WatchedSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<WatchedCall> _calls = [];

    /// <summary>The sessions, the latest first.</summary>
    public IReadOnlyList<WatchedSession> Sessions => [.. _sessions.Values.OrderByDescending(session => session.State.Latest)];

    /// <summary>The latest calls, the newest last.</summary>
    public IReadOnlyList<WatchedCall> Calls => _calls;

    /// <summary>The calls that wait, the oldest first.</summary>
    public IReadOnlyList<(WatchedSession Session, WaitingCall Call)> Waiting =>
        [.. _sessions.Values.SelectMany(session => session.State.Waiting.Select(call => (session, call))).OrderBy(each => each.call.Time)];

    /// <summary>Takes what happened. Sessions that had been quiet for a day when the watching began stay out until they go on.</summary>
    public void Apply(IEnumerable<SessionUpdate> updates)
    {
        var heard = new List<WatchedCall>();
        foreach (var (name, state) in updates)
        {
            if (state is null)
            {
                if (_sessions.Remove(name, out var gone))
                {
                    gone.Dispose();
                }

                continue;
            }

            if (!_sessions.TryGetValue(name, out var session))
            {
                if (state.Latest < now - Recent)
                {
                    continue;
                }

                MakeRoom();
                _sessions.Add(name, session = new WatchedSession(state));
            }

            heard.AddRange(session.Follow(state));
        }

        _calls.AddRange(heard);
        _calls.RemoveRange(0, Math.Max(0, _calls.Count - MostCalls));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    // Each has a file open.
    private void MakeRoom()
    {
        if (_sessions.Count >= MostSessions)
        {
            var quiet = _sessions.MinBy(each => each.Value.State.Latest);
            quiet.Value.Dispose();
            _sessions.Remove(quiet.Key);
        }
    }
}
