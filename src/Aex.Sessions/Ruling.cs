using System.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Policy.Masking;
using Aex.Sessions.Audit;
using Aex.Sessions.Layers;
using Aex.Sessions.State;

namespace Aex.Sessions;

/// <summary>From the engine's verdict to the answer: approvals and pauses of a person, charges, the record.</summary>
internal sealed class Ruling(
    HostEnvironment host, EnforcerOptions options, SessionHold hold, LayersInForce layers, PreparedCall prepared, Verdict verdict, string reason, ToolCall call, CallContext context,
    PersonAnswer answer)
{
    private readonly SessionState _state = hold.State;
    private Decision _decision = verdict.Decision;
    private string _reason = reason;
    private string _event = "";
    private string? _approval;
    private bool _charged;
    private bool _paused;
    private string? _waiting;

    /// <summary>Whether the call was let through and charged before, and comes again with what its server asked for.</summary>
    public bool Continues { get; init; }

    /// <summary>Lets the call go on as soon as that is recorded; is told the event. Called only where it may, and perhaps not even then.</summary>
    public Action<string>? PassOn { get; init; }

    /// <summary>Charges, records and answers.</summary>
    public Outcome Finish()
    {
        Settle();
        if (_charged)
        {
            IReadOnlyList<string> charged = prepared.ChargedKeys();
            for (int i = 0; i < charged.Count; i++)
            {
                _state.Counters.Charge(charged[i]);
            }
        }

        List<(string Key, long Used, long Limit, long Raised)> budget = Budget.Table(layers.Layers, _state.Counters);
        bool warns = false;
        string? notice = _charged ? Budget.Notice(prepared, _state.Counters, _state.WarnedOfTime, out warns) : null;
        _state.WarnedOfTime |= warns;
        string masked = SecretMask.Mask(JsonText.Visible(_reason), host.Secrets);
        RuleSource? rule = verdict.Source;
        var entry = new AuditEntry
        {
            Event = _event,
            Time = hold.Now,
            Session = _state.Session,
            Client = options.Client,
            Call = call,
            Capability = verdict.Request?.Capability ?? prepared.Primary.Capability,
            Requests = prepared.Requests,
            Decision = Name(_decision),
            Reason = masked,
            Rule = rule,
            Budget = budget,
            PolicyHash = layers.PolicyHash(_state),
            Approval = _approval,
            Observed = options.Observe,
            Paused = _paused,
        };
        hold.Record(entry, PassOn is { } passOn && _decision == Decision.Allow ? () => passOn(_event) : null);
        bool trusted = options.AnswersPrompts && _decision == Decision.Allow && !_paused && prepared.IsSeenWhole && layers.IsTrusted(host);
        return new Outcome(_decision, masked, notice, trusted, rule, prepared.Primary.Capability) { Waiting = _waiting, Prepared = prepared, Event = _event };
    }

    private void Settle()
    {
        if (answer == PersonAnswer.Refused)
        {
            string refused = CallHash.Of(call, _state.Session, layers.PolicyHash(_state));
            _state.WaitingList.RemoveAll(waiting => waiting.Call == refused);
            (_event, _decision) = ("confirm.denied", Decision.Deny);
            _reason = "not approved: " + _reason;
            return;
        }

        if (Continues && _decision != Decision.Deny)
        {
            (_event, _decision) = ("upstream.continued", Decision.Allow);
            _reason = "goes on with a call that was let through and charged: " + _reason;
            return;
        }

        if (_state.PausedUntil > hold.Now)
        {
            _paused = true;
            (_event, _decision, _charged) = ("tool.allowed", Decision.Allow, true);
            _reason = "enforcement is paused by a person until " + Time(_state.PausedUntil) + "; without the pause: " + _reason;
            return;
        }

        switch (_decision)
        {
            case Decision.Allow:
                (_event, _charged) = ("tool.allowed", true);
                break;
            case Decision.Deny:
                _event = verdict.Cause == Cause.BudgetExhausted ? "budget.exhausted" : "tool.denied";
                break;
            case Decision.Ask:
                Ask();
                break;
        }
    }

    private void Ask()
    {
        string hash = CallHash.Of(call, _state.Session, layers.PolicyHash(_state));
        _state.ApprovalList.RemoveAll(approval => approval.Call is not null && approval.Until <= hold.Now);
        Approval? given = _state.ApprovalList.Find(approval => approval.Call == hash)
            ?? SessionApprovals.Covering(_state.ApprovalList, call, context);
        if (given is not null)
        {
            (_event, _decision, _charged) = ("confirm.approved", Decision.Allow, true);
            _approval = given.Id;
            _reason = "approved by a person: " + _reason;
            _state.ApprovalList.RemoveAll(approval => approval.Call == hash);
            _state.WaitingList.RemoveAll(waiting => waiting.Call == hash);
            return;
        }

        if (answer != PersonAnswer.None)
        {
            (_event, _decision, _charged) = ("confirm.approved", Decision.Allow, true);
            _reason = (answer == PersonAnswer.Automatic ? "let through by --auto-confirm: " : "approved by a person: ") + _reason;
            _state.WaitingList.RemoveAll(waiting => waiting.Call == hash);
            if (answer == PersonAnswer.ApprovedForSession)
            {
                _state.Approve(new Approval { Id = hash[..8], Capability = SessionApprovals.Asked(prepared), Tool = call.Tool });
            }

            return;
        }

        _event = "confirm.required";
        _state.Wait(Waiting(hash));
        if (options.Asks == AskMode.Hold)
        {
            _waiting = hash;
            return;
        }

        if (options.Asks == AskMode.Dialog || options.Observe)
        {
            _charged = true;
            return;
        }

        _decision = Decision.Deny;
        _reason += "; nobody can be asked here: a person can let this one call through with `aex approve` in a terminal, and then the same call should be made again";
    }

    private WaitingCall Waiting(string hash)
    {
        var input = new JsonText(512);
        AuditInput.Write(input, call.Arguments.Span, host.Secrets);
        string shown = Encoding.UTF8.GetString(input.Written);
        return new WaitingCall
        {
            Id = hash[..8],
            Call = hash,
            Time = hold.Now,
            Tool = Cut(call.Tool, 200),
            Input = Cut(shown, 400),
            Cwd = Cut(call.Cwd, 400),
            Capability = SessionApprovals.Asked(prepared),
            Reason = Cut(SecretMask.Mask(_reason, host.Secrets), 600),
            ToolUseId = call.ToolUseId is { Length: <= 200 } use ? use : null,
        };
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";

    private static string Name(Decision decision) => decision switch
    {
        Decision.Allow => "allow",
        Decision.Ask => "ask",
        Decision.Deny => "deny",
    };

    private static string Time(long milliseconds) =>
        DateTime.UnixEpoch.AddMilliseconds(milliseconds).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " UTC";
}
