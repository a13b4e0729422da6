using Aex.Policy.Decisions;

namespace Aex.Sessions;

/// <summary>What a face of the program answers to one call.</summary>
/// <param name="Decision">What becomes of the call.</param>
/// <param name="Reason">Why, in one sentence with the deciding line and, where a person may want it, the mend. Never holds a secret.</param>
/// <param name="Notice">A warning for the model that a budget runs out; null when there is none.</param>
/// <param name="Trusted">True when the call is allowed and every policy that came with the project is trusted, so that the client's own prompt may be answered.</param>
/// <param name="Rule">The deciding line; null where no line decided.</param>
/// <param name="Capability">The call's capability; empty when it was never looked at.</param>
public sealed record Outcome(Decision Decision, string Reason, string? Notice, bool Trusted, RuleSource? Rule, string Capability)
{
    /// <summary>For an ask under <see cref="AskMode.Hold"/>: what the waiting call is known by, for <see cref="Session.Look"/>.</summary>
    public string? Waiting { get; init; }

    /// <summary>The event by which it was recorded; empty where it could not be.</summary>
    public string Event { get; init; } = "";

    /// <summary>The call as it was decided, with the paths that were judged; null where it was never looked at.</summary>
    internal PreparedCall? Prepared { get; init; }

    internal static Outcome Denied(string reason) => new(Decision.Deny, reason, null, false, null, "");
}
