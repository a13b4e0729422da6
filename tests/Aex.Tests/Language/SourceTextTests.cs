using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Xunit;

namespace Aex.Tests.Language;

public sealed class SourceTextTests
{
    [Fact]
    public void Columns_count_scalars_and_lines_end_at_LF()
    {
        var source = SourceText.From("x", "a\t🎉b\r\n\nc\rd");
        Assert.Equal(new LinePosition(1, 4), source.PositionOf(4));
        Assert.Equal(new LinePosition(1, 3), source.PositionOf(2));
        Assert.Equal(new LinePosition(2, 1), source.PositionOf(7));
        Assert.Equal(new LinePosition(3, 3), source.PositionOf(10));
        Assert.Equal(new LinePosition(3, 4), source.PositionOf(1000));
        Assert.Equal(new LinePosition(1, 1), source.PositionOf(-5));
        Assert.Equal(3, source.LineCount);
        Assert.Equal(3, source.LineOf(9));
        Assert.Equal(["a\t🎉b", "", "c\rd", "", ""], new[] { 1, 2, 3, 0, 4 }.Select(line => source.Slice(source.LineSpan(line))));
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61 }, null)]
    [InlineData(new byte[] { 0x61, 0xFF, 0xC3 }, 1)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 0)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x8E, 0x89, 0x80 }, 2)]
    public void Bytes_come_back_as_they_were(byte[] bytes, int? invalidAt)
    {
        var source = SourceText.FromUtf8("x", bytes);
        Assert.Equal(bytes, source.ToUtf8());
        Assert.Equal(invalidAt, source.InvalidUtf8At);
    }

    [Fact]
    public void A_lone_surrogate_is_found()
    {
        Assert.Equal(1, SourceText.From("x", "a\uD83Cb").InvalidUtf8At);
        Assert.Equal(1, SourceText.From("x", "a\uDF89").InvalidUtf8At);
        Assert.Equal(2, SourceText.From("x", "🎉\uD83C").InvalidUtf8At);
        Assert.Null(SourceText.From("x", "🎉").InvalidUtf8At);
        Assert.Equal(["AEX100 1:14 `\uD83C`"], Trees.Show(Trees.Parse("policy p v0 #\uD83C")));
    }

    [Fact]
    public void A_byte_order_mark_is_kept_apart()
    {
        var source = SourceText.From("x", "\uFEFFa");
        Assert.True(source.HasBom);
        Assert.Equal("a", source.Text);
        Assert.Equal([0xEF, 0xBB, 0xBF, 0x61], source.ToUtf8());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\\"b\\\\c\\nd\\te\\qf\"", "a\"b\\c\nd\te\\qf")]
    [InlineData("'a\\'b\"'", "a'b\"")]
    [InlineData("\"a\\'b\"", "a\\'b")]
    [InlineData("\"open", "open")]
    [InlineData("\"ends\\", "ends\\")]
    public void Strings_are_decoded(string token, string text) => Assert.Equal(text, StringLiteral.Decode(token));

    [Fact]
    public void Strings_are_encoded_so_that_they_decode() =>
        Assert.Equal("a\"b\\c\nd\te", StringLiteral.Decode(StringLiteral.Encode("a\"b\\c\nd\te")));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("network", "netwrok", 1)]
    [InlineData("network", "NETWORK", 0)]
    [InlineData("calls", "call", 1)]
    [InlineData("calls", "cells", 1)]
    [InlineData("calls", "balks", 2)]
    [InlineData("calls", "tools", 3)]
    [InlineData("calls", "c", 3)]
    public void Distances_count_letters(string a, string b, int expected)
    {
        Assert.Equal(expected, EditDistance.Between(a, b, 2));
        Assert.Equal(expected, EditDistance.Between(b, a, 2));
    }

    [Fact]
    public void Long_names_are_far_from_everything() => Assert.Equal(3, EditDistance.Between(new string('a', 200), new string('a', 200), 2));

    [Theory]
    [InlineData('\t', false, false)]
    [InlineData('a', false, false)]
    [InlineData('é', false, false)]
    [InlineData(0x00, true, true)]
    [InlineData(0x7F, true, true)]
    [InlineData(0x85, true, true)]
    [InlineData(0x061C, true, true)]
    [InlineData(0x202E, true, true)]
    [InlineData(0xDCFF, true, true)]
    [InlineData(0xE0041, true, true)]
    [InlineData(0xA0, false, true)]
    [InlineData(0xAD, false, true)]
    [InlineData(0x200B, false, true)]
    [InlineData(0x3000, false, true)]
    [InlineData(0xFE0F, false, true)]
    [InlineData(0x3164, false, true)]
    [InlineData(0x1F389, false, false)]
    public void Unseen_characters_are_known(int scalar, bool everywhere, bool inRules)
    {
        Assert.Equal(everywhere, UnseenCharacters.IsRefusedEverywhere(scalar));
        Assert.Equal(inRules, UnseenCharacters.IsRefusedInRules(scalar));
    }
}
