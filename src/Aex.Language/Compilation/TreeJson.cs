using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Language.Syntax;
using Aex.Language.Text;

namespace Aex.Language.Compilation;

/// <summary>Writes the tree itself: kind, span and children of each node, and each token's text.</summary>
public static class TreeJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 4096 };

    /// <summary>The tree as UTF-8 JSON, indented, with a line end at the end. Nodes have <c>kind</c>, <c>span</c> (line, column, length) and <c>children</c>; tokens <c>kind</c>, <c>span</c> and <c>text</c>.</summary>
    public static byte[] Write(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            WriteNode(json, tree, tree.Root);
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteNode(Utf8JsonWriter json, SyntaxTree tree, SyntaxNode node)
    {
        json.WriteStartObject();
        json.WriteString("kind", Name(node.Kind));
        WriteSpan(json, tree.Source, node.Span);
        json.WriteStartArray("children");
        var token = node.FirstToken;
        foreach (var child in node.Children)
        {
            WriteTokens(json, tree, token, child.FirstToken);
            WriteNode(json, tree, child);
            token = child.FirstToken + child.TokenCount;
        }

        WriteTokens(json, tree, token, node.FirstToken + node.TokenCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, SyntaxTree tree, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var token = tree.Tokens[i];
            json.WriteStartObject();
            json.WriteString("kind", Name(token.Kind));
            WriteSpan(json, tree.Source, token.Span);
            json.WriteString("text", tree.Source.Slice(token.Span));
            json.WriteEndObject();
        }
    }

    private static void WriteSpan(Utf8JsonWriter json, SourceText source, TextSpan span)
    {
        var at = source.PositionOf(span.Start);
        json.WriteStartObject("span");
        json.WriteNumber("line", at.Line);
        json.WriteNumber("column", at.Column);
        json.WriteNumber("length", span.Length);
        json.WriteEndObject();
    }

    private static string Name(SyntaxKind kind) => kind.ToString();
}
