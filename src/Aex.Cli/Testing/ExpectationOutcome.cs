using Aex.Language.Syntax;
using Aex.Policy.Decisions;

namespace Aex.Cli.Testing;

/// <summary>One expectation held against the policy.</summary>
/// <param name="Expected">The line of the tests file.</param>
/// <param name="Call">The call as the engine saw it.</param>
/// <param name="Layers">The layers that were asked.</param>
/// <param name="Trace">Every step of the decision.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Reason">The answer's reason, as an agent would read it.</param>
/// <param name="Fault">What is not as expected, one clause; null where all is.</param>
internal sealed record ExpectationOutcome(
    ExpectSyntax Expected, PreparedCall Call, IReadOnlyList<Layer> Layers, Trace Trace, Verdict Verdict, string Reason, string? Fault);
