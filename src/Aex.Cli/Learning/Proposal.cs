namespace Aex.Cli.Learning;

/// <summary>One proposed <c>allow</c> line.</summary>
/// <param name="Text">The line.</param>
/// <param name="Calls">How many recorded calls it is for.</param>
/// <param name="Seen">How many different things those calls reached for.</param>
/// <param name="Breadth">What else it lets through, as the end of a sentence.</param>
/// <param name="IsWider">Whether it lets through more than what was seen.</param>
internal sealed record ProposedLine(string Text, int Calls, int Seen, string Breadth, bool IsWider);

/// <summary>Calls that the proposal does not let through as they were, and why.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Calls">What they were about.</param>
internal sealed record LeftOut(string Reason, IReadOnlyList<string> Calls);

/// <summary>A policy learned from calls.</summary>
/// <param name="Kept">Lines taken over from the policies in force then and now: what they deny, confirm, limit and map.</param>
/// <param name="Lines">The proposed lines.</param>
/// <param name="LeftOut">The calls that it does not answer as wanted.</param>
/// <param name="Calls">How many calls it was learned from.</param>
/// <param name="Sessions">How many sessions they come from.</param>
/// <param name="Same">How many calls it answers as wanted.</param>
/// <param name="Attacks">How many attacks were tried on it.</param>
/// <param name="Passing">Those that it lets through: a recorded call was the same.</param>
internal sealed record Proposal(
    IReadOnlyList<string> Kept, IReadOnlyList<ProposedLine> Lines, IReadOnlyList<LeftOut> LeftOut, int Calls, int Sessions, int Same, int Attacks, IReadOnlyList<string> Passing);
