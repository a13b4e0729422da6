using Aex.Cli.Rendering;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Validation;

namespace Aex.Cli.Commands;

/// <summary>All that can be found in one file.</summary>
internal static class PolicyCheck
{
    /// <summary>The diagnostics of a file, in the order of its text. A file whose name ends in <c>.json</c> is checked as a policy in the JSON form.</summary>
    public static SourceFindings Of(SourceText source) => source.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        ? OfJson(source)
        : new SourceFindings(source, Validator.Check(Parser.Parse(source), warnings: true));

    private static SourceFindings OfJson(SourceText source)
    {
        var layer = Layer.Load(LayerKind.Project, source.Name, Path.GetFullPath(source.Name), Environment.CurrentDirectory, source.ToUtf8());
        return new SourceFindings(source, [.. layer.Errors.Select(error => new Diagnostic(error.Code, Severity.Error, SpanAt(source, error), error.Message, null))]);
    }

    private static TextSpan SpanAt(SourceText source, LayerError error)
    {
        var line = source.LineSpan(Math.Max(1, error.Line));
        var at = line.Start;
        for (var column = 1; column < error.Column && at < line.End; column++)
        {
            at += Shown.Next(source.Text, at, out _, out _);
        }

        return new TextSpan(at, at < line.End ? 1 : 0);
    }
}
