namespace Aex.Policy.Decisions;

/// <summary>What one step of a decision did.</summary>
public enum TraceStepKind
{
    /// <summary>A rule was held against a request.</summary>
    Tried,

    /// <summary>A layer said whether it grants a request.</summary>
    Checked,

    /// <summary>A budget was looked at.</summary>
    Counted,
}

/// <summary>One step of a decision.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Request">The request in question; null for a budget.</param>
/// <param name="Layer">The layer that was asked.</param>
/// <param name="Rule">The rule; null where a layer has none that grants, and for a budget.</param>
/// <param name="Limit">The budget.</param>
/// <param name="Matched">Whether the rule matched, the layer granted, or the budget is used up.</param>
public sealed record TraceStep(TraceStepKind Kind, Request? Request, Layer Layer, Rule? Rule, Limit? Limit, bool Matched);

/// <summary>Every step of one decision, in order; it is the decision itself that writes it.</summary>
public sealed class Trace
{
    private readonly List<TraceStep> _steps = [];

    /// <summary>The steps.</summary>
    public IReadOnlyList<TraceStep> Steps => _steps;

    /// <summary>The answer they led to.</summary>
    public Verdict Verdict { get; private set; }

    internal void Tried(Request request, Layer layer, Rule rule, bool matched) => _steps.Add(new TraceStep(TraceStepKind.Tried, request, layer, rule, null, matched));

    internal void Checked(Request request, Layer layer, Rule? rule, bool granted) => _steps.Add(new TraceStep(TraceStepKind.Checked, request, layer, rule, null, granted));

    internal void Counted(Layer layer, Limit limit, bool isOver) => _steps.Add(new TraceStep(TraceStepKind.Counted, null, layer, null, limit, isOver));

    internal void Decided(Verdict verdict) => Verdict = verdict;
}
