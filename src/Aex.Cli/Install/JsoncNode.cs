using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>A value in a JSON text with comments, with its place in the bytes, so that the text can be edited by spans and keeps every other byte.</summary>
internal sealed class JsoncNode
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 128,
    };

    private JsoncNode(JsonTokenType kind, int start) => (Kind, Start, End) = (kind, start, start);

    /// <summary>What it is: StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>Offset of its first byte.</summary>
    public int Start { get; }

    /// <summary>Offset behind its last byte.</summary>
    public int End { get; private set; }

    /// <summary>The decoded text of a string; null otherwise.</summary>
    public string? Text { get; private init; }

    /// <summary>A whole number; null for anything else.</summary>
    public long? Number { get; private init; }

    /// <summary>An object's members in order.</summary>
    public List<JsoncMember> Members { get; } = [];

    /// <summary>An array's items in order.</summary>
    public List<JsoncNode> Items { get; } = [];

    /// <summary>Whether this is an object.</summary>
    public bool IsObject => Kind == JsonTokenType.StartObject;

    /// <summary>Whether this is an array.</summary>
    public bool IsArray => Kind == JsonTokenType.StartArray;

    /// <summary>The member's value; null when there is none or this is no object.</summary>
    public JsoncNode? this[string name] => Members.Find(member => member.Name == name)?.Value;

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="JsonException">No JSON (comments and trailing commas aside), a name given twice in one object, or bad UTF-8.</exception>
    public static JsoncNode Parse(ReadOnlySpan<byte> utf8)
    {
        var bom = utf8.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(utf8[bom..], Options);
        if (!reader.Read())
        {
            throw new JsonException("the file is empty");
        }

        var root = ReadValue(ref reader, bom);
        if (reader.Read())
        {
            throw new JsonException("there is something behind the value");
        }

        return root;
    }

    /// <summary>The place of the first comment or trailing comma, which strict readers refuse; null where there is none.</summary>
    /// <param name="utf8">A text that <see cref="Parse"/> takes.</param>
    /// <param name="takesComments">Whether comments are no fault.</param>
    public static JsonException? FirstLax(ReadOnlySpan<byte> utf8, bool takesComments)
    {
        var handling = takesComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow;
        var reader = new Utf8JsonReader(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, new JsonReaderOptions { MaxDepth = Options.MaxDepth, CommentHandling = handling });
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException fault)
        {
            return fault;
        }
    }

    private static JsoncNode ReadValue(ref Utf8JsonReader reader, int shift)
    {
        var node = new JsoncNode(reader.TokenType, shift + (int)reader.TokenStartIndex)
        {
            Text = reader.TokenType == JsonTokenType.String ? Decode(ref reader) : null,
            Number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null,
        };
        if (node.IsObject)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var nameStart = shift + (int)reader.TokenStartIndex;
                var name = Decode(ref reader);
                if (!names.Add(name))
                {
                    throw new JsonException($"`{name}` is given twice in one object");
                }

                reader.Read();
                node.Members.Add(new JsoncMember(name, nameStart, ReadValue(ref reader, shift)));
            }
        }
        else if (node.IsArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                node.Items.Add(ReadValue(ref reader, shift));
            }
        }

        node.End = shift + (int)reader.BytesConsumed;
        return node;
    }

    private static string Decode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("a string holds bytes that are no UTF-8", fault);
        }
    }
}

/// <summary>One member of an object.</summary>
/// <param name="Name">The decoded name.</param>
/// <param name="NameStart">Offset of the name's opening quote.</param>
/// <param name="Value">The value.</param>
internal sealed record JsoncMember(string Name, int NameStart, JsoncNode Value);
