using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>Writes a file's meaning as JSON: docs/language.md, Compiled form; docs/schemas/compiled.schema.json.</summary>
public static class Compiler
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 4096 };

    /// <summary>The compiled form as UTF-8, indented, with a line end at the end. Fields that are absent are left out.</summary>
    /// <param name="tree">A file without errors; of one with errors, what could be read.</param>
    public static byte[] ToJson(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteHeader(json, tree.Root);
            if (tree.Root.DocumentKind == DocumentKind.Tests)
            {
                TestsWriter.Write(json, tree.Root.Statements);
            }
            else
            {
                new ContractWriter(json, tree.Root).Write();
            }

            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteHeader(Utf8JsonWriter json, DocumentSyntax root)
    {
        if (root.Header is not { } header)
        {
            return;
        }

        json.WriteString("version", header.Version);
        json.WriteString("agent", header.Name);
        json.WriteString("type", header.DocumentKind switch
        {
            DocumentKind.Policy => "policy",
            DocumentKind.Tests => "tests",
            DocumentKind.Task or DocumentKind.Unknown => "task",
        });
    }
}
