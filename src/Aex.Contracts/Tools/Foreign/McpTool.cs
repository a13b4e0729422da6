using System.Text;
using System.Text.Json;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using ModelContextProtocol.Protocol;

namespace Aex.Contracts.Tools.Foreign;

/// <summary>
/// A tool of an MCP server: <c>mcp.SERVER.TOOL(…)</c>. Its result is <c>{text, data}</c>: the texts it answered, and its structured content, or the one JSON
/// object or list that its text is; <c>content</c> besides where it answered more than texts.
/// </summary>
internal sealed class McpTool(McpConnection connection, string server, string tool) : Tool
{
    // As clients write such names: what is no letter, digit, `_` or `-` becomes `_`.
    public override string Name { get; } = $"mcp.{server}." + string.Concat(tool.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));

    public override string? Server => server;

    public override string OwnName => tool;

    public override Value Invoke(ObjectValue arguments, ToolContext context)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments.Members)
        {
            given.Add(name, Element(value));
        }

        var result = connection.Call(tool, given, context);
        var texts = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static block => block.Text));
        if (result.IsError == true)
        {
            throw new RunBlockedException($"{Name} answered with an error{Sentence.Tail(Encoding.UTF8.GetBytes(texts))}");
        }

        var members = new List<KeyValuePair<string, Value>> { new("text", Value.Of(texts)), new("data", Data(result, texts)) };
        if (result.Content.Any(static block => block is not TextContentBlock))
        {
            members.Add(new("content", new ListValue([.. result.Content.Select(Block)])));
        }

        return new ObjectValue(members);
    }

    private static JsonElement Element(Value value)
    {
        var reader = new Utf8JsonReader(ValueJson.ToUtf8(value), new JsonReaderOptions { MaxDepth = 1000 });
        return JsonElement.ParseValue(ref reader);
    }

    private static Value Data(CallToolResult result, string texts)
    {
        if (result.StructuredContent is { } structured)
        {
            return Read(structured.GetRawText());
        }

        return texts.AsSpan().TrimStart() is ['{' or '[', ..] && ValueJson.Read(Encoding.UTF8.GetBytes(texts), out _) is { } data ? data : Value.Null;
    }

    private static Value Block(ContentBlock block) => Read(JsonSerializer.Serialize(block, ModelContextProtocol.McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ContentBlock))));

    private static Value Read(string json) =>
        ValueJson.Read(Encoding.UTF8.GetBytes(json), out var fault) ?? throw new RunBlockedException($"the answer is no sound JSON: {fault}");
}
