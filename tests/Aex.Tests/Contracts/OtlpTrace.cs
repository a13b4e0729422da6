using System.Buffers.Binary;
using System.Text;

namespace Aex.Tests.Contracts;

/// <summary>A span as it stood on the wire.</summary>
internal sealed record WireSpan(string TraceId, string SpanId, string ParentId, string Name, int Kind, ulong Start, ulong End, int Status, string StatusMessage)
{
    public Dictionary<string, string> Attributes { get; init; } = [];

    public List<string> Events { get; init; } = [];
}

/// <summary>
/// What a collector reads of an OTLP request: <c>ExportTraceServiceRequest</c> of opentelemetry/proto/collector/trace/v1/trace_service.proto, decoded by the
/// numbers of its fields. A field of another wire type than the protocol's throws.
/// </summary>
internal sealed class OtlpTrace
{
    public Dictionary<string, string> Resource { get; } = [];

    public HashSet<string> Scopes { get; } = [];

    public List<WireSpan> Spans { get; } = [];

    public void Add(byte[] request)
    {
        foreach (var resourceSpans in Fields(request).Where(static field => field.Number == 1))
        {
            foreach (var field in Fields(resourceSpans.Bytes))
            {
                if (field.Number == 1)
                {
                    // Each request says it anew.
                    Resource.Clear();
                    ReadAttributes(Fields(field.Bytes).Where(static field => field.Number == 1), Resource);
                }
                else if (field.Number == 2)
                {
                    ReadScope(field.Bytes);
                }
            }
        }
    }

    private void ReadScope(byte[] scopeSpans)
    {
        foreach (var field in Fields(scopeSpans))
        {
            if (field.Number == 1)
            {
                Scopes.Add(Text(Fields(field.Bytes).First(static name => name.Number == 1)));
            }
            else if (field.Number == 2)
            {
                Spans.Add(ReadSpan(Fields(field.Bytes)));
            }
        }
    }

    private static WireSpan ReadSpan(List<Field> fields)
    {
        Field Of(int number) => fields.Find(field => field.Number == number);
        var status = Of(15).Raw is { } bytes ? Fields(bytes) : [];
        var span = new WireSpan(
            Convert.ToHexStringLower(Of(1).Bytes),
            Convert.ToHexStringLower(Of(2).Bytes),
            Of(4).Raw is { Length: > 0 } parent ? Convert.ToHexStringLower(parent) : "",
            Text(Of(5)),
            (int)Of(6).Number64,
            Of(7).Fixed,
            Of(8).Fixed,
            (int)status.Find(static field => field.Number == 3).Number64,
            status.Exists(static field => field.Number == 2) ? Text(status.Find(static field => field.Number == 2)) : "");
        ReadAttributes(fields.Where(static field => field.Number == 9), span.Attributes);
        foreach (var happened in fields.Where(static field => field.Number == 11))
        {
            span.Events.Add(Text(Fields(happened.Bytes).Find(static field => field.Number == 2)));
            foreach (var attribute in Fields(happened.Bytes).Where(static field => field.Number == 3))
            {
                var pair = Fields(attribute.Bytes);
                span.Attributes[$"{span.Events[^1]}/{Text(pair[0])}"] = Value(Fields(pair[1].Bytes)[0]);
            }
        }

        return span;
    }

    private static void ReadAttributes(IEnumerable<Field> attributes, Dictionary<string, string> into)
    {
        foreach (var attribute in attributes)
        {
            var pair = Fields(attribute.Bytes);
            into.Add(Text(pair.Find(static field => field.Number == 1)), Value(Fields(pair.Find(static field => field.Number == 2).Bytes)[0]));
        }
    }

    // AnyValue: string 1, bool 2, int 3, double 4.
    private static string Value(Field value) => value.Number switch
    {
        1 => Text(value),
        2 => value.Number64 == 1 ? "true" : "false",
        3 => value.Number64.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidDataException($"an attribute of kind {value.Number}"),
    };

    private static string Text(Field field) => Encoding.UTF8.GetString(field.Bytes);

    private static List<Field> Fields(byte[] message)
    {
        var fields = new List<Field>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new Field(number, null, Varint(message, ref at), 0));
                    break;
                case 1:
                    fields.Add(new Field(number, null, 0, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at))));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    fields.Add(new Field(number, message[at..(at + length)], 0, 0));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"a field of wire type {tag & 7}");
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private readonly record struct Field(int Number, byte[]? Raw, ulong Number64, ulong Fixed)
    {
        public byte[] Bytes => Raw ?? throw new InvalidDataException($"field {Number} has another wire type, or is missing");
    }
}
