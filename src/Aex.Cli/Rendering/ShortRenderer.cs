using System.Globalization;
using Aex.Language.Diagnostics;

namespace Aex.Cli.Rendering;

/// <summary>One line a finding: <c>file:line:column: error AEX131: message</c>.</summary>
internal static class ShortRenderer
{
    /// <summary>Writes all findings.</summary>
    public static void Write(TextWriter output, IEnumerable<SourceFindings> findings, Style style)
    {
        foreach (var file in findings)
        {
            foreach (var diagnostic in file.Diagnostics)
            {
                output.WriteLine(Headline(file, diagnostic, style));
            }
        }
    }

    /// <summary>The line that names place, weight, code and fault.</summary>
    public static string Headline(SourceFindings file, Diagnostic diagnostic, Style style)
    {
        var at = file.Source.PositionOf(diagnostic.Span.Start);
        var place = string.Create(CultureInfo.InvariantCulture, $"{Shown.Text(file.Source.Name)}:{at.Line}:{at.Column}:");
        var weight = diagnostic.Severity switch
        {
            Severity.Error => style.Error($"error {diagnostic.Code}:"),
            Severity.Warning => style.Warning($"warning {diagnostic.Code}:"),
        };
        return $"{style.Bold(place)} {weight} {Shown.Text(diagnostic.Message)}";
    }
}
