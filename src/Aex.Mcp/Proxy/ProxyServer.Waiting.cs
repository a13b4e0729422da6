using Aex.Mcp.Framing;
using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Mcp.Proxy;

/// <content>Calls that wait for a person.</content>
public sealed partial class ProxyServer
{
    // How often a person's answer from a terminal is looked for while a call waits.
    private const int LookMilliseconds = 100;

    private void Wait(string key, ReadOnlyMemory<byte> line, byte[] id, bool isStateless, ToolCall call, Outcome ask)
    {
        // Under 2026-07-28 a server puts no requests to its client.
        string? question = _elicits && !isStateless ? _questions + Interlocked.Increment(ref _questionCount) : null;
        var waiting = new WaitingCall(line.ToArray(), id, isStateless, call, ask, question, Environment.TickCount64 + (long)_options.ConfirmTimeout.TotalMilliseconds);
        lock (_table)
        {
            _waiting[key] = waiting;
        }

        if (question is not null)
        {
            Send(Answers.Question(question, ask.Reason));
        }

        _anyWaiting.Set();
    }

    private void WatchWaiting()
    {
        while (true)
        {
            _anyWaiting.Wait();
            Thread.Sleep(LookMilliseconds);
            List<KeyValuePair<string, WaitingCall>> all;
            lock (_table)
            {
                all = [.. _waiting];
                if (all.Count == 0 && _asked.Count == 0)
                {
                    _anyWaiting.Reset();
                }
            }

            ForgetExpired();
            foreach (var (key, waiting) in all)
            {
                Look(key, waiting);
            }
        }
    }

    private void Look(string key, WaitingCall waiting)
    {
        var state = Standing(waiting.Ask.Waiting!);
        bool isOver = Environment.TickCount64 >= waiting.Until;
        if ((state != WaitingState.Waiting || isOver) && TakeWaiting(key) is not null)
        {
            Withdraw(waiting);
            Settle(key, waiting, state == WaitingState.Approved ? PersonAnswer.None : PersonAnswer.Refused, isUnanswered: state == WaitingState.Waiting);
        }
    }

    private WaitingState Standing(string waiting)
    {
        try
        {
            return _session.Look(waiting);
        }
        catch (SessionException)
        {
            // The decision that follows says what is wrong with the session.
            return WaitingState.Refused;
        }
    }

    // A response of the client: to our question, or to the upstream's.
    private void TakeResponse(ReadOnlySpan<byte> line, Message message)
    {
        if (message.Id is not { } range || Message.Key(line[range]) is not ['s', .. var id] || !id.StartsWith(_questions, StringComparison.Ordinal))
        {
            Forward(line);
            return;
        }

        string? key;
        lock (_table)
        {
            key = _waiting.FirstOrDefault(entry => entry.Value.Question == id).Key;
        }

        // An answer that comes too late belongs to no call any more.
        if (key is not null && TakeWaiting(key) is { } waiting)
        {
            Settle(key, waiting, message.Result is { } result ? Person(line[result]) : PersonAnswer.Refused, isUnanswered: false);
        }
    }

    // The result of an elicitation (MCP schema, ElicitResult); whatever is no clear yes is a no.
    private static PersonAnswer Person(ReadOnlySpan<byte> result)
    {
        if (Message.Text(result, "action"u8) != "accept" || Message.Member(result, "content"u8) is not { } content)
        {
            return PersonAnswer.Refused;
        }

        return Message.Text(result[content], "answer"u8) switch
        {
            "approve" => PersonAnswer.Approved,
            "approve for this session" => PersonAnswer.ApprovedForSession,
            _ => PersonAnswer.Refused,
        };
    }

    private void Settle(string key, WaitingCall waiting, PersonAnswer answer, bool isUnanswered)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcome = _session.Decide(waiting.Call, answer);
        if (outcome.Decision == Decision.Ask)
        {
            // The approval was used up by the same call in between.
            outcome = _session.Decide(waiting.Call, PersonAnswer.Refused);
        }

        Log(waiting.Call, outcome, start);
        if (outcome.Decision == Decision.Allow)
        {
            Expect(key, new Pending(waiting.Id, PendingKind.Call, false, waiting.IsStateless));
            Forward(waiting.Line);
            return;
        }

        // Whoever said no does not want to be asked for a yes elsewhere.
        var refused = outcome with { Reason = outcome.Reason + "; a person can let this call through with `aex approve` in a terminal while it waits, if it is made again" };
        Send(Answers.Refusal(waiting.Id, isUnanswered ? refused : outcome, "not_confirmed", waiting.IsStateless));
    }

    private void Withdraw(WaitingCall waiting)
    {
        if (waiting.Question is { } question)
        {
            Send(Answers.Withdrawal(question));
        }
    }

    private WaitingCall? TakeWaiting(string key)
    {
        lock (_table)
        {
            return _waiting.Remove(key, out var waiting) ? waiting : null;
        }
    }
}
