using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>Writes the expectations of a tests file; those that share a session stand in its <c>then</c>.</summary>
internal static class TestsWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<StatementSyntax> statements)
    {
        json.WriteStartArray("expectations");
        WriteAll(json, statements);
        json.WriteEndArray();
    }

    private static void WriteAll(Utf8JsonWriter json, IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is ExpectSyntax expect)
            {
                Write(json, expect);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, ExpectSyntax expect)
    {
        json.WriteStartObject();
        json.WriteString("decision", expect.Decision);
        json.WriteString("tool", expect.Tool);
        json.WriteStartObject("args");
        ValueWriter.WriteArguments(json, expect.Arguments);
        json.WriteEndObject();
        if (expect.In is { } folder)
        {
            json.WriteString("in", folder);
        }

        if (expect.Because is { } reason)
        {
            json.WriteString("because", reason);
        }

        if (expect.Body.Count > 0)
        {
            json.WriteStartArray("then");
            WriteAll(json, expect.Body);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
