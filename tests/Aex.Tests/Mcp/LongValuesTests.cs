using System.Text;
using System.Text.Json;
using Aex.Mcp.Framing;
using Aex.Policy.Json;
using CsCheck;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>Passing over what the strict scan has noted finds what looking at every byte finds.</summary>
public sealed class LongValuesTests
{
    private static readonly Gen<string> Value = Values(4);

    [Fact]
    public void Members_of_long_values_are_found_where_they_are_without_notes() => Gen.Select(Value, Value, Gen.Bool).Sample(
        (arguments, other, isFirst) =>
        {
            string call = isFirst ? $"{{\"name\":\"x\",\"arguments\":{arguments},\"_meta\":{other}}}" : $"{{\"_meta\":{other},\"arguments\":{arguments},\"name\":\"x\"}}";
            byte[] line = Encoding.UTF8.GetBytes($"{{\"id\":1,\"params\":{call},\"method\":\"tools/call\",\"zz\":{other}}}\n");
            var message = Message.Strict(line);
            Assert.Null(message.Fault);
            using var document = JsonDocument.Parse(line);
            Assert.Equal("tools/call", message.Method);
            Same(document.RootElement, message, line, 0..^1);
        },
        iter: 400);

    [Fact]
    public void Notes_are_taken_of_outer_values_even_after_many_inner_ones()
    {
        string inner = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"{i}\":\"{new string('x', 600)}\""));
        byte[] text = Encoding.UTF8.GetBytes($"{{\"params\":{{{inner}}},\"id\":1}}");
        Assert.Null(StrictJson.Check(text, out var known));
        Assert.Equal(text.Length - ",\"id\":1}".Length, known!.EndOf("{\"params\":".Length));
        Assert.Equal(-1, known.EndOf(0));
    }

    [Fact]
    public void Nothing_is_noted_of_a_text_that_is_refused()
    {
        Assert.NotNull(StrictJson.Check(Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', 600)}\",\"a\":1}}"), out var known));
        Assert.Null(known);
    }

    private static void Same(JsonElement expected, Message message, byte[] line, Range at)
    {
        foreach (var member in expected.EnumerateObject())
        {
            byte[] name = Encoding.UTF8.GetBytes(member.Name);
            var found = Assert.NotNull(message.Find(line, at.Start.Value..at.End.GetOffset(line.Length), name));
            Assert.Equal(member.Value.GetRawText(), Encoding.UTF8.GetString(line[found]));
            Assert.Equal(Encoding.UTF8.GetString(line[found]), Encoding.UTF8.GetString(line[at][Assert.NotNull(Message.Member(line.AsSpan()[at], name))]));
            if (member.Value.ValueKind == JsonValueKind.Object)
                Same(member.Value, message, line, found);
        }
    }

    private static Gen<string> Values(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Int[0, 5].Select(i => new[] { "1", "null", "\"\"", "{}", "[]", "\"}]\\\"\"" }[i]),
            Gen.Int[400, 700].Select(n => $"\"{new string('y', n)}\\n\\\"\""),
            Gen.Int[100, 200].Select(n => $"[{string.Join(',', Enumerable.Repeat("{\"a\":\"]\"}", n))}]"));
        if (depth == 0)
            return leaf;
        return Gen.OneOf(leaf, Values(depth - 1).Array[0, 5].Select(values => $"{{{string.Join(',', values.Select((value, i) => $"\"m{i}\" : {value} "))}}}"));
    }
}
