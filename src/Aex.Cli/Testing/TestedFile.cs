using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Cli.Testing;

/// <summary>A tests file with what became of it.</summary>
/// <param name="Source">The file.</param>
/// <param name="Errors">What keeps it from being read; its expectations were then not run.</param>
/// <param name="Outcomes">Its expectations, in the order of the text.</param>
internal sealed record TestedFile(SourceText Source, IReadOnlyList<Diagnostic> Errors, IReadOnlyList<ExpectationOutcome> Outcomes)
{
    /// <summary>How many expectations hold.</summary>
    public int Passed => Outcomes.Count(outcome => outcome.Fault is null);

    /// <summary>How many do not; a file that cannot be read counts as one.</summary>
    public int Failed => Outcomes.Count - Passed + (Errors.Count > 0 ? 1 : 0);
}
