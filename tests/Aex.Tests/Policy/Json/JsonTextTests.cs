using System.Text;
using System.Text.Json;
using Aex.Policy.Json;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Json;

public sealed class JsonTextTests
{
    [Fact]
    public void Commas_stand_between_members_and_elements_only()
    {
        var json = new JsonText(1);
        json.BeginObject().Member("a"u8, "x").Member("b"u8, 1).Name("c"u8).BeginArray().Number(1).Number(-2L).BeginObject().EndObject().EndArray()
            .Name("d").Null().Member("e"u8, true).EndObject().Append("\n"u8);
        Assert.Equal("{\"a\":\"x\",\"b\":1,\"c\":[1,-2,{}],\"d\":null,\"e\":true}\n", json.ToString());
    }

    [Theory]
    [InlineData("a\u202Eb", "a\\u202eb")]
    [InlineData("\u200B\u200D\u2060\uFEFF", "\\u200b\\u200d\\u2060\\ufeff")]
    [InlineData("\u001B[31m", "\\u001b[31m")]
    [InlineData("\u0085\u2028\u2029", "\\u0085\\u2028\\u2029")]
    [InlineData("\u007F", "\\u007f")]
    [InlineData("\U000E0041", "\\udb40\\udc41")]
    [InlineData("a\"\\/\n\r\t", "a\\\"\\\\/\\n\\r\\t")]
    [InlineData("grün €", "grün €")]
    [InlineData("😀", "😀")]
    public void Hidden_characters_leave_escaped(string text, string expected)
    {
        var json = new JsonText();
        json.Text(text);
        Assert.Equal("\"" + expected + "\"", json.ToString());
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        var json = new JsonText();
        json.Text("a\uD800b").ToString();
        Assert.Equal("\"a\uFFFDb\"", json.ToString());
    }

    [Fact]
    public void Any_text_comes_back_from_the_frameworks_own_reader()
    {
        Gen.String.Sample(text =>
        {
            var json = new JsonText(4);
            json.BeginObject().Name(text).Text(text).EndObject();
            using var document = JsonDocument.Parse(json.Written.ToArray());
            JsonProperty member = document.RootElement.EnumerateObject().Single();
            string whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.Equal(whole, member.Name);
            Assert.Equal(whole, member.Value.GetString());
        });
    }

    [Fact]
    public void Visible_shows_what_a_terminal_would_hide()
    {
        Assert.Equal("a\\u202eb\\u001b[0m😀", JsonText.Visible("a\u202Eb\u001B[0m😀"));
        Assert.Equal("\\udb40\\udc41", JsonText.Visible("\U000E0041"));
        Gen.String.Sample(text => Assert.DoesNotContain(JsonText.Visible(text).EnumerateRunes(), rune => rune.Value != 0xFFFD && JsonText.IsHidden(rune.Value)));
    }
}
