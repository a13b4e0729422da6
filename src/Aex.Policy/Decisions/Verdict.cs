namespace Aex.Policy.Decisions;

/// <summary>The answer to one call, with what decided it.</summary>
/// <param name="Decision">What becomes of the call.</param>
/// <param name="Cause">Why.</param>
/// <param name="Request">The request that decided; null where the call as a whole did.</param>
/// <param name="Layer">The layer that decided; null when all agree or none is there.</param>
/// <param name="Rule">The line that decided; null where it is the lack of one.</param>
/// <param name="Limit">The budget that is used up.</param>
public readonly record struct Verdict(Decision Decision, Cause Cause, Request? Request = null, Layer? Layer = null, Rule? Rule = null, Limit? Limit = null)
{
    /// <summary>Where the deciding rule or limit stands; null if none decided.</summary>
    public RuleSource? Source => Layer is null ? null
        : Rule is not null ? Layer.SourceOf(Rule)
        : Limit is not null ? Layer.SourceOf(Limit)
        : null;
}
