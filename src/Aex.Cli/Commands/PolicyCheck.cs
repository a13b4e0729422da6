using Aex.Cli.Rendering;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Validation;

namespace Aex.Cli.Commands;

/// <summary>All that can be found in one file.</summary>
internal static class PolicyCheck
{
    /// <summary>The diagnostics of a file, in the order of its text.</summary>
    public static SourceFindings Of(SourceText source) => new(source, Validator.Check(Parser.Parse(source), warnings: true));
}
