using Aex.Policy.Decisions;

namespace Aex.Cli.Learning;

/// <summary>A call that was made, and what a proposed policy is to make of it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Wanted">What the policy's answer is to be.</param>
/// <param name="Session">Its session's id.</param>
/// <param name="Subject">What it was about, in a few words.</param>
/// <param name="IsByBudget">Whether a used-up budget denied it, which says nothing of the call itself.</param>
internal sealed record LearnedCall(ToolCall Call, Decision Wanted, string Session, string Subject, bool IsByBudget = false);
