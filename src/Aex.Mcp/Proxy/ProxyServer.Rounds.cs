using Aex.Mcp.Framing;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.State;

namespace Aex.Mcp.Proxy;

/// <content>
/// Multi round-trip requests (MCP 2026-07-28): a server puts no requests to its client, it answers with <c>input_required</c> and the client makes the
/// call again with what was asked for. So are a person's confirmations asked for here, and so are a server's own questions relayed.
/// </content>
public sealed partial class ProxyServer
{
    private static readonly string[] RetryMembers = ["inputResponses", "requestState"];
    private static readonly string[] QuestionMembers = ["resultType", "inputRequests", "requestState"];
    private static readonly string[] MethodMembers = ["method"];

    private readonly Dictionary<string, AskedCall> _asked = [];
    private readonly Lock _forgetting = new();
    private readonly Continuations _continuations = new();
    private RequestState? _states;

    // Only these ask by a form; an empty object means the form alone (MCP 2025-11-25 and later, elicitation capabilities).
    private static bool HasForms(ReadOnlySpan<byte> capabilities) =>
        Message.Member(capabilities, "elicitation"u8) is { } range && capabilities[range] is [(byte)'{', ..] elicitation
        && (Message.Member(elicitation, "form"u8) is not null || !new MemberWalk(elicitation).Next());

    private static bool CanBeAsked(ReadOnlySpan<byte> parameters) =>
        Message.Member(parameters, "_meta"u8) is { } meta && Message.Member(parameters[meta], "io.modelcontextprotocol/clientCapabilities"u8) is { } range
        && HasForms(parameters[meta][range]);

    private void AskByResult(byte[] id, ToolCall call, string identity, Outcome ask)
    {
        string serial = Guid.NewGuid().ToString("N");
        var asked = new AskedCall(call with { Arguments = call.Arguments.ToArray() }, ask, Environment.TickCount64 + (long)_options.ConfirmTimeout.TotalMilliseconds);
        lock (_table)
        {
            if (_asked.Count >= SessionState.MostWaiting)
            {
                // As many as the session itself remembers; the oldest makes room there, too.
                _ = _asked.Remove(_asked.MinBy(entry => entry.Value.Until).Key);
            }

            _asked[serial] = asked;
            _states ??= new RequestState(_session.Id);
        }

        Send(Answers.InputRequired(id, ask.Reason, _states.Seal(serial, asked.Until, identity)));
        _anyWaiting.Set();
    }

    /// <summary>Takes a call that comes with answers or a state. False: it is to be decided as any other.</summary>
    private bool TakeRetry(ReadOnlyMemory<byte> line, Range parameters, ToolCall call, string identity, byte[] id, string key)
    {
        var given = line.Span[parameters];
        Range? answers = Message.Member(given, "inputResponses"u8), carried = Message.Member(given, "requestState"u8);
        if (answers is null && carried is null)
        {
            return false;
        }

        string? state = Message.Text(given, "requestState"u8);
        if ((carried is not null && state is null) || (answers is { } range && given[range] is not [(byte)'{', ..]))
        {
            Refuse(id, Answers.InvalidParams, carried is not null && state is null ? "the requestState is no string" : "the inputResponses are no object");
            return true;
        }

        if (_continuations.Take(identity, state) is { } goesOn)
        {
            return GoOn(line.Span, call, identity, id, key, goesOn);
        }

        // Another state is the server's, which it judges itself; for the policy this is a call like any other.
        if (state is null || !state.StartsWith(RequestState.Mark, StringComparison.Ordinal))
        {
            return false;
        }

        if (Outstanding(state, identity, out string serial) is { } fault)
        {
            ForgetExpired();
            _ = _session.Record("tool.denied", call: call, error: fault);
            Refuse(id, Answers.InvalidParams, fault + "; make the call again without it");
            return true;
        }

        Settle(line.Span, parameters, answers is { } said ? Answer(given[said]) : null, serial, state, call, identity, id, key);
        return true;
    }

    // Why a state does not count; null where it does.
    private string? Outstanding(string state, string identity, out string serial)
    {
        serial = "";
        if (_states?.Open(state) is not { } opened)
        {
            return "the requestState was not given out in this run of the proxy, or was changed on its way";
        }

        if (opened.Call != identity)
        {
            return "the requestState was given out for another call: the tool and its arguments have to be those that were asked about";
        }

        serial = opened.Serial;
        if (Environment.TickCount64 >= opened.Until)
        {
            return $"the requestState has expired: nobody answered within {_options.ConfirmTimeout.TotalSeconds} seconds (--confirm-timeout)";
        }

        lock (_table)
        {
            return _asked.ContainsKey(serial) ? null : "the requestState was used already, or made room for later questions";
        }
    }

    private void Settle(ReadOnlySpan<byte> line, Range parameters, PersonAnswer? answer, string serial, string state, ToolCall call, string identity, byte[] id, string key)
    {
        AskedCall? asked;
        lock (_table)
        {
            if (!_asked.TryGetValue(serial, out asked))
            {
                asked = null;
            }
        }

        var standing = asked is null ? WaitingState.Refused : Standing(asked.Ask.Waiting!);
        if (asked is not null && answer is null && standing == WaitingState.Waiting)
        {
            // What is missing is asked for again; nothing was used up.
            Send(Answers.InputRequired(id, asked.Ask.Reason, state));
            return;
        }

        bool isMine;
        lock (_table)
        {
            isMine = _asked.Remove(serial);
        }

        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        // Whoever refused it in a terminal has refused it.
        var outcome = _session.Decide(call, !isMine || standing == WaitingState.Refused ? PersonAnswer.Refused : answer ?? PersonAnswer.None);
        if (outcome.Decision == Decision.Ask)
        {
            outcome = _session.Decide(call, PersonAnswer.Refused);
        }

        Log(call, outcome, start);
        if (outcome.Decision == Decision.Allow)
        {
            Expect(key, new Pending(id, PendingKind.Call, false, true) { Call = identity, WasConfirmed = true });
            // The answer and the state are the proxy's; a server could take them for its own.
            Forward(Message.Without(line, parameters, RetryMembers));
            return;
        }

        Send(Answers.Refusal(id, outcome, outcome.Event == "confirm.denied" ? "not_confirmed" : "denied", isStateless: true));
    }

    // The client's answer to the one question; null where it gave none.
    private static PersonAnswer? Answer(ReadOnlySpan<byte> answers) =>
        Message.Member(answers, Answers.Confirmation) is { } one && answers[one] is [(byte)'{', ..] ? Person(answers[one]) : null;

    private bool GoOn(ReadOnlySpan<byte> line, ToolCall call, string identity, byte[] id, string key, Continuation goesOn)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcome = _session.Continue(call, goesOn.WasConfirmed);
        if (outcome.Decision == Decision.Ask)
        {
            // A policy that has been narrowed since wants a person's word for it.
            return false;
        }

        Log(call, outcome, start);
        if (outcome.Decision == Decision.Deny)
        {
            Send(Answers.Refusal(id, outcome, "denied", isStateless: true));
            return true;
        }

        Expect(key, new Pending(id, PendingKind.Call, false, true) { Call = identity, WasConfirmed = goesOn.WasConfirmed, Rounds = goesOn.Rounds + 1 });
        Forward(line);
        return true;
    }

    // Called for every answer, since some clients take a question in any of them; null where it may pass.
    private string? StoppedQuestion(ReadOnlySpan<byte> line, Message message)
    {
        bool isSound = message.FaultOfReaders(line) is null && (message.Result is not { } whole || message.Misspelled(line, whole, QuestionMembers) is null);
        return (!isSound || AsksForSample(line, message)) && MaySample(line) ? SamplingStopped() : null;
    }

    private static bool AsksForSample(ReadOnlySpan<byte> line, Message message)
    {
        if (message.Result is not { } result || message.Find(line, result, "inputRequests"u8) is not { } range)
        {
            return false;
        }

        var requests = new MemberWalk(line[range]);
        while (requests.Next())
        {
            var request = line[range][requests.Value];
            if (Message.Text(request, "method"u8) == Sampling || Message.Members(request, MethodMembers) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private void Remember(ReadOnlySpan<byte> result, Pending pending)
    {
        if (pending is { Call: { } call, Rounds: < Continuations.MostRounds } && Message.Text(result, "resultType"u8) == "input_required")
        {
            _continuations.Add(call, Message.Text(result, "requestState"u8), new Continuation(pending.WasConfirmed, pending.Rounds));
        }
    }

    // Questions whose time is over: the call was not approved, which is recorded when this returns.
    private void ForgetExpired()
    {
        lock (_forgetting)
        {
            var expired = new List<AskedCall>();
            lock (_table)
            {
                foreach (var (serial, asked) in _asked.Where(entry => Environment.TickCount64 >= entry.Value.Until).ToList())
                {
                    _ = _asked.Remove(serial);
                    expired.Add(asked);
                }
            }

            foreach (var asked in expired)
            {
                _ = _session.Decide(asked.Call, PersonAnswer.Refused);
            }
        }
    }
}
