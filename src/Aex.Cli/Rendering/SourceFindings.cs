using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Cli.Rendering;

/// <summary>What was found in one file.</summary>
/// <param name="Source">The file.</param>
/// <param name="Diagnostics">Its diagnostics, in the order of the text.</param>
internal sealed record SourceFindings(SourceText Source, IReadOnlyList<Diagnostic> Diagnostics);
