using System.Text;
using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Hooks;

/// <summary>The known members of one hook's input, found in one walk; each value is read when it is asked for.</summary>
internal sealed class HookFields
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly Value[] _values = new Value[HookFieldNames.Count];

    /// <summary>Finds the known members of <paramref name="json"/>.</summary>
    /// <exception cref="HookFault">It isn't one sound JSON object, or two readers could find different members in it.</exception>
    public HookFields(ReadOnlyMemory<byte> json)
    {
        _json = json;
        if (StrictJson.Check(json.Span) is JsonFault fault)
            throw new HookFault($"the hook's input on standard input is not sound JSON: {fault.Message} (byte {fault.Offset + 1})");
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new HookFault("the hook's input is no JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            Add(ref reader);
    }

    /// <summary>True if the member is there with a value other than null.</summary>
    public bool Has(HookField field) => _values[(int)field].Kind is not (JsonTokenType.None or JsonTokenType.Null);

    /// <summary>True if the member is there and spelt in camel case.</summary>
    public bool IsCamel(HookField field) => _values[(int)field].Camel;

    /// <summary>A string that may be missing.</summary>
    /// <exception cref="HookFault">It is there and no string, or (unless <paramref name="nullable"/>) null.</exception>
    public string? Text(HookField field, bool nullable = false)
    {
        var value = _values[(int)field];
        if (value.Kind == JsonTokenType.None || (nullable && value.Kind == JsonTokenType.Null))
            return null;
        if (value.Kind != JsonTokenType.String)
            throw new HookFault($"`{field.Name()}` in the hook's input is no string");
        var reader = new Utf8JsonReader(Raw(field).Span);
        reader.Read();
        return reader.GetString();
    }

    /// <summary>An object's bytes; <c>{}</c> if it is missing.</summary>
    /// <exception cref="HookFault">It is there and no object.</exception>
    public ReadOnlyMemory<byte> Object(HookField field)
    {
        var value = _values[(int)field];
        if (value.Kind == JsonTokenType.None)
            return EmptyObject;
        if (value.Kind != JsonTokenType.StartObject)
            throw new HookFault($"`{field.Name()}` in the hook's input is no object");
        return Raw(field);
    }

    /// <summary>An object that was sent as JSON inside a string: its bytes.</summary>
    /// <exception cref="HookFault">It is missing, no string, or what it holds is no sound JSON object.</exception>
    public ReadOnlyMemory<byte> ObjectInText(HookField field)
    {
        string text = Text(field) ?? throw new HookFault($"the hook's input has no `{field.Name()}`");
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (StrictJson.Check(utf8) is JsonFault fault)
            throw new HookFault($"`{field.Name()}` in the hook's input is not sound JSON: {fault.Message} (byte {fault.Offset + 1})");
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject ? utf8 : throw new HookFault($"`{field.Name()}` in the hook's input holds no JSON object");
    }

    /// <summary>True if the member is a string.</summary>
    public bool IsText(HookField field) => _values[(int)field].Kind == JsonTokenType.String;

    /// <summary>A whole number ≥ 0 that may be missing or null; fractions are cut off.</summary>
    /// <exception cref="HookFault">It is no number.</exception>
    public long? Number(HookField field)
    {
        if (!Has(field))
            return null;
        if (_values[(int)field].Kind != JsonTokenType.Number)
            throw new HookFault($"`{field.Name()}` in the hook's input is no number");
        var reader = new Utf8JsonReader(Raw(field).Span);
        reader.Read();
        return reader.TryGetDouble(out double number) && number is >= 0 and < 1e15 ? (long)number : null;
    }

    /// <summary>A string inside an object that may be missing or null.</summary>
    /// <exception cref="HookFault">It is there and no object, or the member is no string.</exception>
    public string? TextIn(HookField field, string member)
    {
        if (!Has(field))
            return null;
        var reader = new Utf8JsonReader(Object(field).Span, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool wanted = reader.ValueTextEquals(member);
            reader.Read();
            if (wanted)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new HookFault($"the {member} of `{field.Name()}` in the hook's input is no string");
            reader.Skip();
        }
        return null;
    }

    /// <summary>The first string of an array that may be missing.</summary>
    /// <exception cref="HookFault">It is there and no array, or its first element is no string.</exception>
    public string? FirstOf(HookField field)
    {
        if (!Has(field))
            return null;
        if (_values[(int)field].Kind != JsonTokenType.StartArray)
            throw new HookFault($"`{field.Name()}` in the hook's input is no array");
        var reader = new Utf8JsonReader(Raw(field).Span, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
            return null;
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new HookFault($"`{field.Name()}` in the hook's input does not hold strings");
    }

    /// <summary>The member's own bytes.</summary>
    public ReadOnlyMemory<byte> Raw(HookField field) => _json.Slice(_values[(int)field].Start, _values[(int)field].Length);

    private static readonly byte[] EmptyObject = [(byte)'{', (byte)'}'];

    private void Add(ref Utf8JsonReader reader)
    {
        HookField field;
        string? spelling;
        bool camel;
        if (reader.ValueIsEscaped)
        {
            byte[] key = new byte[reader.ValueSpan.Length];
            field = HookFieldNames.Find(key.AsSpan(0, reader.CopyString(key)), out spelling, out camel);
        }
        else
        {
            field = HookFieldNames.Find(reader.ValueSpan, out spelling, out camel);
        }
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        var kind = reader.TokenType;
        reader.Skip();
        if (field == HookField.Unknown)
            return;
        if (spelling is not null)
            throw new HookFault($"a key of the hook's input differs from `{spelling}` only in its spelling, so that two readers could take the input differently");
        var value = new Value(start, (int)reader.BytesConsumed - start, kind, camel);
        var known = _values[(int)field];
        if (known.Kind != JsonTokenType.None && !_json.Span.Slice(known.Start, known.Length).SequenceEqual(_json.Span.Slice(value.Start, value.Length)))
            throw new HookFault($"`{field.Name()}` stands twice in the hook's input, in two spellings with two values");
        _values[(int)field] = value;
    }

    private readonly record struct Value(int Start, int Length, JsonTokenType Kind, bool Camel);
}
