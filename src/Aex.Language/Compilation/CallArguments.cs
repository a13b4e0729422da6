using System.Buffers;
using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>The arguments of an expected call, as a client would send them.</summary>
public static class CallArguments
{
    /// <summary>One JSON object in UTF-8. Only literals, lists and objects can stand in it: a tests file names no values (AEX021).</summary>
    public static byte[] ToJson(IReadOnlyList<ArgumentSyntax> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var argument in arguments)
            {
                json.WritePropertyName(argument.Name);
                ValueWriter.Write(json, argument.Value, plain: true);
            }

            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
