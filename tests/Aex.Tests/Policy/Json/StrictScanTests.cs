using System.Text;
using Aex.Policy.Json;
using Aex.Tests.Mcp;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Json;

/// <summary>The scan by blocks refuses what the one byte by byte refuses, at the same place and for the same reason.</summary>
public sealed class StrictScanTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\":", "\"a\"", "\"\\u0061\":", "\"b\":1,", "1", "-", "0", ".5", "e+1", "true", "nul", "NaN", " ", "\n", "\r", "\\", "\\u", "\\n", "\\q", "\\ud83d",
        "\\ude00", "\\u000a", "\u00e9", "\U0001F600", "\u2028", "\uFEFF", "\0", "\u001f", "\u007f", "\"method\":\"tools/call\",", "xxxxxxxxxxxxxxxx", "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
    ];

    /// <summary>Every form, moved byte by byte over the borders of the blocks by a text in front of it, and damaged there.</summary>
    [Theory]
    [MemberData(nameof(SmugglingTests.Forms), MemberType = typeof(SmugglingTests))]
    public void Forms_are_judged_alike_wherever_they_stand(string form)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(form);
        for (int before = 0; before < 80; before++)
        {
            byte[] moved = [.. "{\"x\":\""u8, .. Encoding.ASCII.GetBytes(new string('p', before)), .. "\",\"y\":"u8, .. bytes, (byte)'}'];
            Same(moved);
            Same([.. Encoding.ASCII.GetBytes(new string(' ', before)), .. bytes]);
            byte[] inString = [.. "[\""u8, .. Encoding.ASCII.GetBytes(new string('p', before)), .. bytes, .. "\"]"u8];
            Same(inString);
        }

        for (int at = 0; at < bytes.Length; at++)
        {
            Same(bytes[..at]);
            foreach (byte with in (ReadOnlySpan<byte>)[0, 0x1F, (byte)'"', (byte)'\\', 0x80, 0xC0])
                Same([.. bytes[..at], with, .. bytes[at..]]);
        }
    }

    [Fact]
    public void Texts_of_all_kinds_of_pieces_are_judged_alike() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Sample(pieces => Same(Encoding.UTF8.GetBytes(string.Concat(pieces.Select(i => Pieces[i])))), iter: 20_000);

    [Fact]
    public void Sound_texts_with_one_byte_changed_are_judged_alike() => Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[0, 30], Gen.Int[0, 100_000], Gen.Byte).Sample(
        (pieces, at, with) =>
        {
            // Strings of any length and content: what is inside them is quoted by the framework.
            string text = "{" + string.Join(',', pieces.Select((piece, i) => $"\"{i}\":\"{System.Text.Json.JsonEncodedText.Encode(Pieces[piece] + new string('z', piece))}\"")) + "}";
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Same(bytes);
            Assert.Null(StrictJson.Check(bytes));
            bytes[at % bytes.Length] = with;
            Same(bytes);
        },
        iter: 10_000);

    [Fact]
    public void Bytes_are_judged_alike() => Gen.Byte.Array[0, 100].Sample(bytes => Same([(byte)'"', .. bytes, (byte)'"']), iter: 20_000);

    private static void Same(byte[] text)
    {
        var expected = ByteWiseJson.Check(text);
        var found = StrictJson.Check(text);
        if (expected != found)
            Assert.Fail($"{expected} byte by byte, {found} by blocks: {Encoding.Latin1.GetString(text)}");
    }
}
