using Aex.Policy.Decisions;

namespace Aex.Cli.Replaying;

/// <summary>A recorded call decided again.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Subject">What the call was about, in a few words.</param>
/// <param name="Session">The session's id; empty for the one without id.</param>
/// <param name="Time">When it was recorded, RFC 3339.</param>
/// <param name="Old">What the policies said then.</param>
/// <param name="OldRule">The line that decided then; null where none did.</param>
/// <param name="New">What they say now.</param>
/// <param name="NewRule">The line that decides now; null where none does.</param>
/// <param name="NewReason">Why, now.</param>
internal sealed record ReplayedCall(
    string Tool, string Subject, string Session, string Time, Decision Old, string? OldRule, Decision New, RuleSource? NewRule, string NewReason)
{
    /// <summary>Whether the answer is another.</summary>
    public bool Changes => Old != New;
}
