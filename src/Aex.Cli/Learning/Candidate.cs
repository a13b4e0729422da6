namespace Aex.Cli.Learning;

/// <summary>A line that may be proposed, with what it is for.</summary>
/// <param name="Line">The line.</param>
/// <param name="Needs">The needs that it stands for.</param>
/// <param name="IsWider">Whether it lets through more than those.</param>
/// <param name="Breadth">What else it lets through, as the end of a sentence.</param>
internal sealed record Candidate(string Line, IReadOnlyList<Need> Needs, bool IsWider, string Breadth);
