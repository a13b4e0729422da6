namespace Aex.Policy.Decisions;

/// <summary>A call with everything looked up that a decision needs. Deciding it touches nothing outside.</summary>
public sealed class PreparedCall
{
    internal PreparedCall(ToolCall call, CallContext context, Request[] requests, LayerView[] layers)
    {
        Call = call;
        Context = context;
        Items = requests;
        Views = layers;
    }

    /// <summary>The call.</summary>
    public ToolCall Call { get; }

    /// <summary>What it asks for: the primary request, then the implied ones.</summary>
    public IReadOnlyList<Request> Requests => Items;

    /// <summary>The primary request.</summary>
    public Request Primary => Items[0];

    /// <summary>Whether the call is charged to budgets: all but what stays inside the conversation.</summary>
    public bool IsCharged
    {
        get
        {
            if (Call.IsProxied)
            {
                return false;
            }

            if (!Primary.IsInsideConversation || Primary.Capability == Request.MakeText)
            {
                return true;
            }

            foreach (var view in Views)
            {
                if (view.Mapped.Length > 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What the command of a shell's call does; null for other calls.</summary>
    public Shell.ShellAnalysis? Analysis => Primary.Items is [{ Simple: { } analysis }, ..] ? analysis : null;

    /// <summary>Whether everything that the call does is known, and allowed by every layer that says what is allowed.</summary>
    public bool IsSeenWhole
    {
        get
        {
            foreach (var request in Items)
            {
                if (request is { IsEffect: false, Capability: not "shell.exec" } && Primary.Capability != "shell.exec")
                {
                    continue;
                }

                if (request.IsUnseenCode)
                {
                    return false;
                }

                foreach (var view in Views)
                {
                    if (!view.Layer.IsNeutral && view.Mapped.Length == 0 && !RuleMatching.Allows(view, request, out _, null))
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    internal CallContext Context { get; }

    internal Request[] Items { get; }

    internal LayerView[] Views { get; }

    /// <summary>The keys that the call is counted under: <c>calls</c>, and each pattern limit of any layer that one of its requests matches.</summary>
    public IReadOnlyList<string> ChargedKeys()
    {
        if (!IsCharged)
        {
            return [];
        }

        var keys = new List<string> { "calls" };
        foreach (var view in Views)
        {
            foreach (var limit in view.Layer.Limits)
            {
                if (limit.Pattern is not null && !keys.Contains(limit.Key) && RuleMatching.Counts(limit, this, view))
                {
                    keys.Add(limit.Key);
                }
            }
        }

        return keys;
    }

    /// <summary>Whether the limit speaks of this call.</summary>
    public bool IsCountedBy(Layer layer, Limit limit)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(limit);
        foreach (var view in Views)
        {
            if (ReferenceEquals(view.Layer, layer))
            {
                return IsCharged && RuleMatching.Counts(limit, this, view);
            }
        }

        return false;
    }
}

/// <summary>A layer as one call meets it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Root">Its root without links; null where it cannot be followed.</param>
/// <param name="Mapped">What its own <c>map</c> lines make of the call.</param>
internal sealed record LayerView(Layer Layer, string? Root, Request[] Mapped)
{
    /// <summary>The home folder, as given and without links.</summary>
    public required string Home { get; init; }

    /// <summary>Whether what the call also does must be allowed by it.</summary>
    public required bool IsStrictShell { get; init; }

    /// <summary>The same without links.</summary>
    public required string ResolvedHome { get; init; }
}
