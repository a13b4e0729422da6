using System.Text.Json;
using Aex.Language.Diagnostics;

namespace Aex.Cli.Rendering;

/// <summary>An array with one object a finding. Lines and columns are 1-based and count Unicode scalars, <c>length</c> too.</summary>
internal static class JsonRenderer
{
    /// <summary>Writes all findings.</summary>
    public static void Write(TextWriter output, IEnumerable<SourceFindings> findings) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartArray();
            foreach (var file in findings)
            {
                foreach (var diagnostic in file.Diagnostics)
                {
                    WriteOne(json, file, diagnostic);
                }
            }

            json.WriteEndArray();
        });

    /// <summary>The name of a severity, as in the text output.</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
    };

    private static void WriteOne(Utf8JsonWriter json, SourceFindings file, Diagnostic diagnostic)
    {
        var start = file.Source.PositionOf(diagnostic.Span.Start);
        var end = file.Source.PositionOf(diagnostic.Span.End);
        json.WriteStartObject();
        json.WriteString("file", Shown.Whole(file.Source.Name));
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", NameOf(diagnostic.Severity));
        json.WriteNumber("line", start.Line);
        json.WriteNumber("column", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteNumber("length", Shown.CountOf(file.Source.Text, diagnostic.Span.Start, diagnostic.Span.End));
        json.WriteString("message", Shown.Whole(diagnostic.Message));
        if (diagnostic.Help is { } help)
        {
            json.WriteString("help", Shown.Whole(help));
        }

        json.WriteEndObject();
    }
}
