using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Contracts.Values;

/// <summary>Values as JSON and back.</summary>
public static class ValueJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>Reads one value; null and why if it is no sound JSON (a name that stands twice is not).</summary>
    public static Value? Read(ReadOnlySpan<byte> utf8, out string fault)
    {
        if (StrictJson.Check(utf8) is { } unsound)
        {
            fault = $"{unsound.Message} (byte {unsound.Offset})";
            return null;
        }

        fault = "";
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 1 });
        _ = reader.Read();
        return Read(ref reader);
    }

    /// <summary>Writes a value as UTF-8 on one line.</summary>
    public static byte[] ToUtf8(Value value)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            Write(json, value);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter json, Value value)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (value)
        {
            case NullValue:
                json.WriteNullValue();
                break;
            case BoolValue flag:
                json.WriteBooleanValue(flag.Flag);
                break;
            case NumberValue number:
                WriteNumber(json, number.Json);
                break;
            case TextValue text:
                json.WriteStringValue(text.Text);
                break;
            case ListValue list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case ObjectValue members:
                json.WriteStartObject();
                foreach (var (name, member) in members.Members)
                {
                    json.WritePropertyName(name);
                    Write(json, member);
                }

                json.WriteEndObject();
                break;
        }
    }

    // The writer indents raw values wrongly, so only what it would write otherwise goes out raw.
    private static void WriteNumber(Utf8JsonWriter json, string number)
    {
        if (decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value.ToString(CultureInfo.InvariantCulture) == number)
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteRawValue(number);
        }
    }

    private static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return Value.Null;
            case JsonTokenType.True:
                return Value.True;
            case JsonTokenType.False:
                return Value.False;
            case JsonTokenType.Number:
                return new NumberValue(System.Text.Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.String:
                return Value.Of(reader.GetString()!);
            case JsonTokenType.StartArray:
                var items = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return new ListValue(items);
            default:
                var members = new List<KeyValuePair<string, Value>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    _ = reader.Read();
                    members.Add(new(name, Read(ref reader)));
                }

                return new ObjectValue(members);
        }
    }
}
