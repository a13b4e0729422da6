namespace Aex.Mcp.Proxy;

/// <summary>
/// The calls that were let through and charged, and that their server answered by asking for input (MCP 2026-07-28): the client makes each of them once
/// more, with the server's <c>requestState</c> where it gave one. May be used by several threads.
/// </summary>
internal sealed class Continuations
{
    /// <summary>How often one charged call may go on. A server that asks for ever must not make an endless call of it, which no budget ends.</summary>
    public const int MostRounds = 16;

    // A server whose questions nobody answers must not grow the list without end; whose place was taken is decided as a new call.
    private const int Most = 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Call, string? State, Continuation How)> _all = [];

    /// <summary>Remembers that a call may go on.</summary>
    public void Add(string call, string? state, Continuation how)
    {
        lock (_gate)
        {
            if (_all.Count == Most)
            {
                _all.RemoveFirst();
            }

            _all.AddLast((call, state, how));
        }
    }

    /// <summary>Takes one, which is gone then; null where none is the same call with the same state.</summary>
    public Continuation? Take(string call, string? state)
    {
        lock (_gate)
        {
            for (var one = _all.First; one is not null; one = one.Next)
            {
                if (one.Value.Call == call && one.Value.State == state)
                {
                    _all.Remove(one);
                    return one.Value.How;
                }
            }

            return null;
        }
    }
}

/// <summary>How a call stands that may go on.</summary>
/// <param name="WasConfirmed">Whether it was asked about and let through.</param>
/// <param name="Rounds">How often it has gone on already.</param>
internal sealed record Continuation(bool WasConfirmed, int Rounds);
