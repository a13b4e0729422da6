using System.Text.Json;
using Aex.Language.Diagnostics;

namespace Aex.Cli.Rendering;

/// <summary>SARIF 2.1.0, the OASIS format that code scanning services read. Columns count Unicode code points.</summary>
internal static class SarifRenderer
{
    /// <summary>Writes all findings as one run.</summary>
    public static void Write(TextWriter output, IEnumerable<SourceFindings> findings, string version) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, version);
            json.WriteString("columnKind", "unicodeCodePoints");
            json.WriteStartArray("results");
            foreach (var file in findings)
            {
                foreach (var diagnostic in file.Diagnostics)
                {
                    WriteResult(json, file, diagnostic);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static void WriteTool(Utf8JsonWriter json, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "aex");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var entry in Catalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("id", entry.Code);
            json.WriteStartObject("shortDescription");
            json.WriteString("text", entry.Title);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, SourceFindings file, Diagnostic diagnostic)
    {
        var start = file.Source.PositionOf(diagnostic.Span.Start);
        var end = file.Source.PositionOf(diagnostic.Span.End);
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Code);
        json.WriteString("level", JsonRenderer.NameOf(diagnostic.Severity));
        json.WriteStartObject("message");
        json.WriteString("text", Shown.Whole(diagnostic.Help is { } help ? $"{diagnostic.Message}; help: {help}" : diagnostic.Message));
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(file.Source.Name));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string UriOf(string path) => string.Join('/', Shown.Whole(path).Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
