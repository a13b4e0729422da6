using System.Text;
using System.Text.Json;
using Aex.Fuzz;
using Aex.Policy.Json;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Json;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" [ ] ")]
    [InlineData("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}")]
    [InlineData("\"\\ud83d\\ude00\\u00e9\\/\"")]
    [InlineData("-0.5e+10")]
    [InlineData("0")]
    [InlineData("\t\r\n null \n")]
    [InlineData("{\"A\":1,\"a\":2}")]
    [InlineData("{\"\":1,\" \":2}")]
    public void Accepts(string text) => Assert.Null(StrictJson.Check(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("", 0, "it is empty")]
    [InlineData("  \n", 3, "it is empty")]
    [InlineData("\uFEFF{}", 0, "it starts with a byte order mark")]
    [InlineData("{} {}", 3, "something follows the JSON value")]
    [InlineData("{}x", 2, "something follows the JSON value")]
    [InlineData("{\"tool_name\":1,\"b\":2,\"tool_name\":3}", 21, "the key `tool_name` stands twice in one object")]
    [InlineData("{\"x\":[{\"a\":1,\"\\u0061\":2}]}", 13, "a key stands twice in one object")]
    [InlineData("{\"\\u00e9\":1,\"\u00e9\":2}", 12, "a key stands twice in one object")]
    [InlineData("{\"\\ud83d\\ude00\":1,\"\U0001F600\":2}", 18, "a key stands twice in one object")]
    [InlineData("{\"\\/\":1,\"/\":2}", 8, "a key stands twice in one object")]
    [InlineData("{\"\\n\":1,\"\\u000A\":2}", 8, "a key stands twice in one object")]
    [InlineData("{\"a\":1,}", 7, "a key in double quotes is expected here")]
    [InlineData("{a:1}", 1, "a key in double quotes is expected here")]
    [InlineData("{\"a\" 1}", 5, "a colon is expected after the key")]
    [InlineData("{\"a\":1 \"b\":2}", 7, "a comma or `}` is expected here")]
    [InlineData("[1 2]", 3, "a comma or `]` is expected here")]
    [InlineData("[1,]", 3, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("NaN", 0, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("[-Infinity]", 1, "a number is malformed")]
    [InlineData("[Infinity]", 1, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("01", 0, "a number is malformed")]
    [InlineData("1.", 0, "a number is malformed")]
    [InlineData("1e", 0, "a number is malformed")]
    [InlineData("+1", 0, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("'a'", 0, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("truth", 0, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("\"a\nb\"", 2, "a control character stands unescaped in a string")]
    [InlineData("\"a\0b\"", 2, "a control character stands unescaped in a string")]
    [InlineData("\"a\\x\"", 2, "an unknown escape stands in a string")]
    [InlineData("\"\\u12g4\"", 1, "`\\u` needs four hexadecimal digits")]
    [InlineData("\"\\u 123\"", 1, "`\\u` needs four hexadecimal digits")]
    [InlineData("\"\\u006\0\"", 1, "`\\u` needs four hexadecimal digits")]
    [InlineData("\"\\u12\"", 1, "`\\u` needs four hexadecimal digits")]
    [InlineData("\"\\ud800\"", 1, "half of a surrogate pair stands alone")]
    [InlineData("\"\\udc00\\ud800\"", 1, "half of a surrogate pair stands alone")]
    [InlineData("\"\\ud800\\u0041\"", 1, "half of a surrogate pair stands alone")]
    [InlineData("\"abc", 0, "a string is not closed")]
    [InlineData("\"abc\\", 4, "a string is not closed")]
    [InlineData("\"abc\\\"", 0, "a string is not closed")]
    [InlineData("{\"a\":", 5, "it ends where a value is expected")]
    [InlineData("[1,", 3, "it ends where a value is expected")]
    [InlineData("[/*c*/1]", 1, "a value is expected here (an object, array, string, number, true, false or null)")]
    [InlineData("\u00A0{}", 0, "a value is expected here (an object, array, string, number, true, false or null)")]
    public void Refuses(string text, int offset, string message) =>
        Assert.Equal(new JsonFault(offset, message), StrictJson.Check(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("5B22C32822 5D", 2)]     // a broken two-byte sequence
    [InlineData("22C0AF22", 1)]          // an overlong slash
    [InlineData("22EDA08022", 1)]        // a surrogate as bytes
    [InlineData("22F490808022", 1)]      // above U+10FFFF
    [InlineData("22E282", 1)]            // cut off
    [InlineData("FF", 0)]
    public void RefusesInvalidUtf8(string hex, int offset) =>
        Assert.Equal(new JsonFault(offset, "it is not valid UTF-8"), StrictJson.Check(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void RefusesUtf16() => Assert.NotNull(StrictJson.Check(Encoding.Unicode.GetBytes("{\"a\":1}")));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(1_000_000, false)]
    public void BoundsTheDepth(int depth, bool accepted)
    {
        string arrays = new string('[', depth) + new string(']', depth);
        string objects = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        foreach (string text in new[] { arrays, objects })
        {
            var fault = StrictJson.Check(Encoding.UTF8.GetBytes(text));
            Assert.Equal(accepted ? null : "it is nested more than 256 deep", fault?.Message);
        }
    }

    [Fact]
    public void FindsATwinAmongManyKeys()
    {
        var text = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"k{i}\":{{\"k{i}\":1}},");
        int at = text.Length;
        text.Append("\"k\\u0031234\":0,\"k7\":1}");
        Assert.Equal(at, StrictJson.Check(Encoding.UTF8.GetBytes(text.ToString()))?.Offset);
    }

    /// <summary>Many keys with long common beginnings, and many open objects: what would make a naive search quadratic.</summary>
    [Fact]
    public void StaysFastOnHostileKeys()
    {
        string prefix = new('a', 200);
        var many = new StringBuilder("{");
        for (int i = 0; many.Length < 16 << 20; i++)
            many.Append(i == 0 ? "" : ",").Append('"').Append(prefix).Append(i).Append("\":0");
        many.Append('}');
        var tiny = new StringBuilder("{");
        for (int i = 0; tiny.Length < 16 << 20; i++)
            tiny.Append(i == 0 ? "" : ",").Append('"').Append(i).Append("\":0");
        tiny.Append('}');
        foreach (var text in new[] { many, tiny })
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
            var before = ThreadClock.Microseconds;
            Assert.Null(StrictJson.Check(utf8));
            var took = (ThreadClock.Microseconds - before) / 1e6;
            Assert.True(took < 10, $"{took:F1} s");
        }
    }

    /// <summary>On generated and damaged texts: sound exactly where the platform's reader gets through and no object holds a key twice.</summary>
    [Fact]
    public void AgreesWithAnotherReaderAndANaiveSearch()
    {
        Gen.Select(Texts(3), Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Byte).Sample(
            (text, damage, at, with) =>
            {
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                int place = utf8.Length == 0 ? 0 : at % utf8.Length;
                utf8 = damage switch
                {
                    1 => [.. utf8[..place], .. utf8[Math.Min(utf8.Length, place + 1)..]],
                    2 => [.. utf8[..place], with, .. utf8[place..]],
                    3 => utf8[..place],
                    _ => utf8,
                };
                Assert.Equal(IsSound(utf8), StrictJson.Check(utf8) is null);
            },
            iter: 8_000);
    }

    private static readonly string[] KeyTexts = ["a", "\\u0061", "b", "\\n", "\\u000a", "\u00e9", "\\u00E9", "\\ud83d\\ude00", "\U0001F600", ""];

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Texts(int depth)
    {
        var leaf = Gen.OneOf(
            OneOf("1", "-0", "1.5e3", "01", "true", "false", "null", "nul", "NaN", "\"\"", "\"\\ud800\"", "\"\\udc00\"", "\"\u0001\"", "\"x\\ty\"", "\"\\q\"", " 7 "),
            OneOf(KeyTexts).Select(k => $"\"{k}\""));
        if (depth == 0)
            return leaf;
        var inner = Texts(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Array[0, 3].Select(a => $"[{string.Join(',', a)}]"),
            Gen.Select(OneOf(KeyTexts), inner).Array[0, 20].Select(a => $"{{{string.Join(',', a.Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}"),
            Gen.Select(OneOf(KeyTexts), inner).Array[0, 3].Select(a => $"{{{string.Join(',', a.Select(m => $"\"{m.Item1}\": {m.Item2}"))}}}"));
    }

    private static bool IsSound(byte[] utf8)
    {
        try
        {
            var keys = new Stack<HashSet<string>>();
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        keys.Push([]);
                        break;
                    case JsonTokenType.EndObject:
                        keys.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        if (!keys.Peek().Add(reader.GetString()!))
                            return false;
                        break;
                    case JsonTokenType.String:
                        _ = reader.GetString();
                        break;
                    default:
                        break;
                }
            }
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
