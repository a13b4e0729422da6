using System.Globalization;

namespace Aex.Cli.Rendering;

/// <summary>GitHub Actions' workflow commands, which put each finding beside its line in a pull request.</summary>
internal static class GitHubRenderer
{
    /// <summary>Writes all findings.</summary>
    public static void Write(TextWriter output, IEnumerable<SourceFindings> findings)
    {
        foreach (var file in findings)
        {
            foreach (var diagnostic in file.Diagnostics)
            {
                var start = file.Source.PositionOf(diagnostic.Span.Start);
                var end = file.Source.PositionOf(diagnostic.Span.End);
                var message = diagnostic.Help is { } help ? $"{diagnostic.Message}\nhelp: {help}" : diagnostic.Message;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"::{JsonRenderer.NameOf(diagnostic.Severity)} file={Property(file.Source.Name)},line={start.Line},endLine={end.Line},col={start.Column},endColumn={end.Column},title={diagnostic.Code}::{Data(message)}"));
            }
        }
    }

    private static string Data(string text) => Shown.Lines(text).Replace("%", "%25", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
