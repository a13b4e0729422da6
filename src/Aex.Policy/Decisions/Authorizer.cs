namespace Aex.Policy.Decisions;

/// <summary>
/// The one place where a call is decided. For each request: a <c>deny</c> of any layer denies, every layer must allow, no budget may be used
/// up, a <c>confirm</c> of any layer asks; over the requests deny beats ask beats allow (docs/how-decisions-are-made.md).
/// </summary>
public static class Authorizer
{
    /// <summary>Decides a call. Pure; without a trace it allocates nothing.</summary>
    /// <param name="call">The call with everything looked up.</param>
    /// <param name="counters">What the session has used.</param>
    /// <param name="trace">Takes every step, for people who ask why.</param>
    public static Verdict Decide(PreparedCall call, Counters counters, Trace? trace = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(counters);
        var verdict = Judge(call, counters, trace);
        trace?.Decided(verdict);
        return verdict;
    }

    /// <summary>
    /// Whether some call of the tool could pass, whatever its arguments: every layer grants it, be it under a scope, and none denies it without one. For
    /// lists of tools: what is shown is decided when it is called.
    /// </summary>
    /// <param name="call">A call of the tool without arguments.</param>
    public static bool CouldPass(PreparedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var anyRules = false;
        foreach (var view in call.Views)
        {
            if (view.Layer.Errors.Count > 0 || RuleMatching.StopsAlways(view.Layer, call.Primary))
            {
                return false;
            }

            foreach (var mapped in view.Mapped)
            {
                if (RuleMatching.StopsAlways(view.Layer, mapped) || (!view.Layer.IsNeutral && !RuleMatching.MayAllow(view.Layer, mapped)))
                {
                    return false;
                }
            }

            anyRules |= !view.Layer.IsNeutral;
            if (!view.Layer.IsNeutral && view.Mapped.Length == 0 && !RuleMatching.MayAllow(view.Layer, call.Primary))
            {
                return false;
            }
        }

        return anyRules || call.Context.NeedsNoPolicy;
    }

    /// <summary>
    /// The denial, or the wish to confirm, that a layer has for what nothing needs to allow: reading an MCP server's resource, fetching its prompt. Null for none.
    /// </summary>
    public static Verdict? Stopped(PreparedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        foreach (var view in call.Views)
        {
            if (view.Layer.Errors.Count > 0)
            {
                return new Verdict(Decision.Deny, Cause.InvalidLayer, Layer: view.Layer);
            }
        }

        for (var i = 0; i < call.Items.Length; i++)
        {
            if ((Denied(call, i, null) ?? Confirmed(call, i, null)) is { } stopped)
            {
                return stopped;
            }
        }

        return null;
    }

    private static Verdict Judge(PreparedCall call, Counters counters, Trace? trace)
    {
        var anyRules = false;
        foreach (var view in call.Views)
        {
            if (view.Layer.Errors.Count > 0)
            {
                return new Verdict(Decision.Deny, Cause.InvalidLayer, Layer: view.Layer);
            }

            anyRules |= !view.Layer.IsNeutral;
        }

        if (!anyRules && !call.Context.NeedsNoPolicy)
        {
            return new Verdict(Decision.Deny, Cause.NoPolicy, call.Primary);
        }

        for (var i = 0; i < call.Items.Length; i++)
        {
            if (Denied(call, i, trace) is { } denied)
            {
                return denied;
            }

            if (call.Call.IsProxied && !call.Items[i].IsGuarded)
            {
                continue;
            }

            if (NotAllowed(call, i, anyRules, trace) is { } notAllowed)
            {
                // The line that would allow the request by itself would not let such a call pass.
                return Guarded(call, i + 1, anyRules, trace) ?? notAllowed;
            }
        }

        if (call.Call.IsProxied)
        {
            return new Verdict(Decision.Allow, Cause.Proxied, call.Primary);
        }

        if (Exhausted(call, counters, trace) is { } exhausted)
        {
            return exhausted;
        }

        for (var i = 0; i < call.Items.Length; i++)
        {
            if (Confirmed(call, i, trace) is { } confirmed)
            {
                return confirmed;
            }
        }

        return new Verdict(Decision.Allow, call.Primary.IsInsideConversation ? Cause.InsideConversation : Cause.Allowed, call.Primary);
    }

    private static Verdict? Denied(PreparedCall call, int index, Trace? trace)
    {
        foreach (var view in call.Views)
        {
            if (Stopping(view.Layer.Deny, call, index, view, trace, out var request) is { } rule)
            {
                return new Verdict(Decision.Deny, Cause.Denied, request, view.Layer, rule);
            }
        }

        return null;
    }

    private static Verdict? Confirmed(PreparedCall call, int index, Trace? trace)
    {
        foreach (var view in call.Views)
        {
            if (Stopping(view.Layer.Confirm, call, index, view, trace, out var request) is { } rule)
            {
                return new Verdict(Decision.Ask, Cause.Confirm, request, view.Layer, rule);
            }
        }

        return call.Items[index] is { IsEffect: true, IsUnseenCode: true } unseen ? Unseen(call, unseen) : null;
    }

    // Code that nobody has read may do whatever a layer stops: a person is asked, unless the layer lets it run by name.
    private static Verdict? Unseen(PreparedCall call, Request request)
    {
        foreach (var view in call.Views)
        {
            if (request.IsUnparsable || (RuleMatching.StopsMoreThanCommands(view.Layer) && !RuleMatching.AllowsByName(view.Layer, Request.RunCode, out _)))
            {
                return new Verdict(Decision.Ask, Cause.UnseenCode, request, view.Layer);
            }
        }

        return request.IsUnparsable ? new Verdict(Decision.Ask, Cause.UnseenCode, request) : null;
    }

    // The first rule that matches the request, or what the layer's own `map` makes of the primary one.
    private static Rule? Stopping(RuleList rules, PreparedCall call, int index, LayerView view, Trace? trace, out Request request)
    {
        request = call.Items[index];
        var rule = RuleMatching.FirstStopping(rules, request, view, trace);
        for (var i = 0; rule is null && index == 0 && i < view.Mapped.Length; i++)
        {
            request = view.Mapped[i];
            rule = RuleMatching.FirstStopping(rules, request, view, trace);
        }

        return rule;
    }

    private static Verdict? Guarded(PreparedCall call, int from, bool anyRules, Trace? trace)
    {
        for (var i = from; i < call.Items.Length; i++)
        {
            if (call.Items[i].IsGuarded && IsTold(call.Items[i]) && (Denied(call, i, trace) ?? NotAllowed(call, i, anyRules, trace)) is { } guarded)
            {
                return guarded;
            }
        }

        return null;
    }

    // What merely might be guarded explains less than that the call is not allowed.
    private static bool IsTold(Request request)
    {
        foreach (var resource in request.Items)
        {
            if (resource.Kind == ResourceKind.Unresolved || resource.MayBeAnything)
            {
                return false;
            }
        }

        return true;
    }

    private static Verdict? NotAllowed(PreparedCall call, int index, bool anyRules, Trace? trace)
    {
        var request = call.Items[index];
        if (request.IsGuarded && !anyRules)
        {
            return new Verdict(Decision.Deny, Cause.Guarded, request);
        }

        foreach (var view in call.Views)
        {
            if (!view.Layer.IsNeutral && NotAllowedBy(call, view, request, index == 0, trace) is { } verdict)
            {
                return verdict;
            }
        }

        return null;
    }

    private static Verdict? NotAllowedBy(PreparedCall call, LayerView view, Request request, bool isPrimary, Trace? trace)
    {
        var layer = view.Layer;
        if (request.IsGuarded)
        {
            var byName = RuleMatching.AllowsByName(layer, Request.Configure, out var rule);
            trace?.Checked(request, layer, rule, byName);
            return byName ? null : new Verdict(Decision.Deny, Cause.Guarded, request, layer);
        }

        if (!isPrimary)
        {
            // A grant of a command's words speaks for the words, not for the files and hosts that it reaches for.
            if (request.IsWordsOnly || request.IsPossible || (!view.IsStrictShell && !(request.IsEffect && (request.Items.Length > 0 || request.IsUnseenCode) && RuleMatching.IsGrantedByWords(view, call.Primary))))
            {
                return null;
            }

            var granted = request.IsUnparsable ? RuleMatching.None(out var rule) : request.IsUnseenCode
                ? RuleMatching.AllowsByName(layer, Request.RunCode, out rule)
                : RuleMatching.Allows(view, request, out rule, trace);
            trace?.Checked(request, layer, rule, granted);
            return granted ? null : new Verdict(Decision.Deny, Cause.StrictShell, request, layer);
        }

        if (view.Mapped.Length == 0)
        {
            return request.IsInsideConversation || Granted(view, request, trace) ? null : new Verdict(Decision.Deny, Cause.NotAllowed, request, layer);
        }

        foreach (var mapped in view.Mapped)
        {
            if (!Granted(view, mapped, trace))
            {
                return new Verdict(Decision.Deny, Cause.NotAllowed, mapped, layer);
            }
        }

        return null;
    }

    private static bool Granted(LayerView view, Request request, Trace? trace)
    {
        var granted = RuleMatching.Allows(view, request, out var rule, trace);
        trace?.Checked(request, view.Layer, rule, granted);
        return granted;
    }

    private static Verdict? Exhausted(PreparedCall call, Counters counters, Trace? trace)
    {
        if (!call.IsCharged)
        {
            return null;
        }

        foreach (var view in call.Views)
        {
            foreach (var limit in view.Layer.LimitSpan)
            {
                var isOver = limit.CountsCalls
                    ? RuleMatching.Counts(limit, call, view) && counters.Used(limit.Key) >= limit.Most(counters)
                    : limit.Key == "minutes" ? counters.Elapsed.TotalMinutes >= limit.Most(counters)
                    // A text is paid for when it is made: the one that passes the limit is the last.
                    : call.Primary.Capability == Request.MakeText && counters.Used(limit.Key) >= limit.Most(counters);
                trace?.Counted(view.Layer, limit, isOver);
                if (isOver)
                {
                    return new Verdict(Decision.Deny, Cause.BudgetExhausted, call.Primary, view.Layer, Limit: limit);
                }
            }
        }

        return null;
    }
}
