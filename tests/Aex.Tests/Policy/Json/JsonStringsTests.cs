using System.Text;
using System.Text.Json;
using Aex.Policy.Json;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Json;

/// <summary>Reading by blocks against reading byte by byte, with what matters at every place of a block and across its borders.</summary>
public sealed class JsonStringsTests
{
    // Two of the longest blocks, and some.
    private const int Longest = 150;

    private static readonly byte[] Bytes = [(byte)'"', (byte)'\\', 0, 0x1F, 0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0x9F, 0xA2, 0xDC, 0xFF];

    private static readonly Gen<string> Strings = Gen.Select(Gen.OneOf(Gen.Const(""), Gen.Int[0, 140].Select(n => new string('x', n))),
        Gen.Int[0, 11].Select(i => new[] { "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\u2028", "\\ud83d\\ude00", "\u00e9", "\u2028", "\U0001F600", "" }[i]))
        .Array[0, 9].Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)));

    private static readonly Gen<string> Sound = Soundly(3);

    [Fact]
    public void The_next_byte_that_means_something_is_found_wherever_it_stands()
    {
        byte[] text = new byte[Longest];
        for (int length = 0; length <= Longest; length += length < 70 ? 1 : 7)
        {
            for (int place = 0; place < length; place++)
            {
                foreach (byte value in Bytes)
                {
                    text.AsSpan().Fill((byte)'a');
                    text[place] = value;
                    foreach (int from in (int[])[0, 1, 15, 16, 17, 63, 64, place, place + 1])
                    {
                        if (from <= length)
                            Assert.Equal(Naive(text.AsSpan(0, length), from), JsonStrings.Next(text.AsSpan(0, length), from));
                    }
                }
            }
        }
    }

    [Fact]
    public void Any_bytes_are_searched_alike() => Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 200]).Sample((text, from) =>
    {
        int at = Math.Min(from, text.Length);
        Assert.Equal(Naive(text, at), JsonStrings.Next(text, at));
    });

    [Fact]
    public void Escapes_are_passed_over_as_far_as_one_by_one_and_no_farther() =>
        Gen.Select(Gen.Int[0, 13].Select(i => (byte)"aaaaa\\\\\\\\nu\"\u0001/"[i]).Array[0, 300], Gen.Int[0, 300]).Sample((text, from) =>
        {
            int at = Math.Min(from, text.Length);
            int passed = JsonStrings.Pass(text, at);
            int stop = at;
            bool isPlace = passed == at;
            while (stop < text.Length && text[stop] is not ((byte)'"' or < 0x20))
            {
                bool isEscape = text[stop] == '\\';
                if (isEscape && (stop + 1 == text.Length || !"\"\\/bfnrt".Contains((char)text[stop + 1])))
                    break;
                stop += isEscape ? 2 : 1;
                isPlace |= stop == passed;
            }

            // Where a block reaches beyond the text, the rest is left to be looked at one by one.
            Assert.True(isPlace && passed <= stop && (passed == stop || passed > text.Length - 64));
        });

    [Fact]
    public void Escapes_are_read_as_the_framework_reads_them() => Strings.Sample(written =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(written);
        byte[] into = new byte[bytes.Length];
        int length = JsonStrings.Unescape(bytes, into);
        using var expected = JsonDocument.Parse("\"" + written + "\"");
        Assert.Equal(expected.RootElement.GetString(), Encoding.UTF8.GetString(into, 0, length));
    });

    [Fact]
    public void A_sound_text_has_the_tokens_that_the_framework_finds() => Sound.Sample(text =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Null(StrictJson.Check(bytes));
        Assert.Null(StrictJson.Check(bytes, out var known, out bool hasReturn));
        Assert.Equal(text.Contains('\r', StringComparison.Ordinal), hasReturn);
        var expected = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 300 });
        var reader = new SoundReader(bytes, known);
        while (expected.Read())
        {
            Assert.True(reader.Read());
            Assert.Equal(expected.TokenType, reader.TokenType);
            Assert.Equal(expected.CurrentDepth, reader.CurrentDepth);
            if (expected.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                Assert.Equal(expected.GetString(), reader.GetString());
                Assert.Equal(expected.ValueIsEscaped, reader.ValueIsEscaped);
            }
            else if (expected.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
            {
                Assert.True(expected.ValueSpan.SequenceEqual(reader.ValueSpan));
            }
        }

        Assert.False(reader.Read());
        Assert.True(reader.IsWhole);
    });

    [Fact]
    public void A_part_of_a_sound_text_is_not_whole_and_never_left() => Gen.Select(Sound, Gen.Int[0, 1000]).Sample((text, cut) =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.Trim());
        byte[] part = bytes[..(cut % bytes.Length)];
        var reader = new SoundReader(part);
        while (reader.Read())
        {
        }

        if (bytes[0] is (byte)'{' or (byte)'[' or (byte)'"')
            Assert.False(reader.IsWhole);
    });

    private static int Naive(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is not ((byte)'"' or (byte)'\\' or < 0x20))
            at++;
        return at;
    }

    private static Gen<string> Soundly(int depth)
    {
        var space = Gen.Int[0, 3].Select(i => new[] { "", " ", "\n\t", "\r " }[i]);
        var leaf = Gen.OneOf(Strings.Select(text => $"\"{text}\""), Gen.Int[0, 6].Select(i => new[] { "0", "-1.5e+3", "true", "false", "null", "{}", "[ ]" }[i]));
        if (depth == 0)
            return leaf;
        var inner = Gen.Select(space, Soundly(depth - 1), space).Select(parts => parts.Item1 + parts.Item2 + parts.Item3);
        return Gen.OneOf(
            leaf,
            inner.Array[1, 4].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Strings, space, inner).Array[1, 4].Select(members => $"{{{string.Join(',', members.Select((member, i) => $"\"{i}{member.Item1}\"{member.Item2}:{member.Item3}"))}}}"));
    }
}
