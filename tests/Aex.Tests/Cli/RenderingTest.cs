using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Language.Diagnostics;
using Aex.Language.Text;
using Xunit;

namespace Aex.Tests.Cli;

public sealed class RenderingTest
{
    private const string Policy = "policy workspace v0\n\ngoal \"x\"\n\ndeny netwrok.*, secrets.read\n";

    private static readonly SourceFindings Typo = Findings(".aex/policy.aex", Policy, "netwrok.*", Catalogue.MistypedName, "`netwrok.*` names nothing known", "did you mean `network.*`?");

    [Fact]
    public void Full_shows_the_line_with_carets_under_the_span_and_the_mend() => Assert.Equal(
        """
        .aex/policy.aex:5:6: error AEX131: `netwrok.*` names nothing known
          |
        5 | deny netwrok.*, secrets.read
          |      ^^^^^^^^^
          = help: did you mean `network.*`?


        """,
        Full(Typo));

    [Fact]
    public void Short_is_one_line() => Assert.Equal(
        ".aex/policy.aex:5:6: error AEX131: `netwrok.*` names nothing known\n",
        Text(output => ShortRenderer.Write(output, [Typo], Style.Plain)));

    [Fact]
    public void Colours_are_the_only_difference_on_a_terminal() => Assert.Equal(
        Full(Typo),
        System.Text.RegularExpressions.Regex.Replace(Text(output => FullRenderer.Write(output, [Typo], Style.Ansi)), "\u001b\\[[0-9;]*m", ""));

    [Fact]
    public void Github_escapes_what_would_end_a_property() => Assert.Equal(
        "::warning file=a%2Cb.aex,line=1,endLine=1,col=1,endColumn=2,title=AEX113::100%25%0Ahelp: more\n",
        Text(output => GitHubRenderer.Write(output, [Findings("a,b.aex", "x", "x", Catalogue.UnknownEscape, "100%", "more", Severity.Warning)])));

    [Fact]
    public void Json_names_the_place_in_scalars()
    {
        using var json = JsonDocument.Parse(Text(output => JsonRenderer.Write(output, [Findings("a.aex", "\U0001F600\tdeny x", "deny", "AEX100", "m", null)])));
        var one = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("a.aex", one.GetProperty("file").GetString());
        Assert.Equal("AEX100", one.GetProperty("code").GetString());
        Assert.Equal("error", one.GetProperty("severity").GetString());
        Assert.Equal((1, 3, 1, 7, 4), (one.GetProperty("line").GetInt32(), one.GetProperty("column").GetInt32(), one.GetProperty("endLine").GetInt32(), one.GetProperty("endColumn").GetInt32(), one.GetProperty("length").GetInt32()));
        Assert.False(one.TryGetProperty("help", out _));
    }

    [Fact]
    public void Sarif_has_one_run_with_rules_and_results()
    {
        using var sarif = JsonDocument.Parse(Text(output => SarifRenderer.Write(output, [Typo], "1.2.3")));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var run = Assert.Single(sarif.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Contains(run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray(), rule => rule.GetProperty("id").GetString() == "AEX131");
        var result = Assert.Single(run.GetProperty("results").EnumerateArray());
        Assert.Equal("AEX131", result.GetProperty("ruleId").GetString());
        Assert.Equal("error", result.GetProperty("level").GetString());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(".aex/policy.aex", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(5, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(6, place.GetProperty("region").GetProperty("startColumn").GetInt32());
        Assert.Equal(15, place.GetProperty("region").GetProperty("endColumn").GetInt32());
    }

    [Fact]
    public void Json_escapes_what_would_act_on_a_terminal()
    {
        var text = Text(output => JsonRenderer.Write(output, [Findings("a.aex", "x\u202Ey", "x", "AEX100", "left \u202E right \u200B <b> é", null)]));
        Assert.Contains("left \\u202E right \\u200B <b> é", text, StringComparison.Ordinal);
    }

    [Theory]
    // A tab stops at each fourth column; the carets follow.
    [InlineData("\tdeny x", "deny", "    deny x", "    ^^^^")]
    [InlineData("ab\tdeny x", "deny", "ab  deny x", "    ^^^^")]
    [InlineData("a\tb", "\t", "a   b", " ^^^")]
    // Wide characters take two columns.
    [InlineData("goal \"日本語\" x", "日本語", "goal \"日本語\" x", "      ^^^^^^")]
    [InlineData("日本 deny", "deny", "日本 deny", "     ^^^^")]
    [InlineData("😀 deny", "deny", "😀 deny", "   ^^^^")]
    // A combining accent takes none.
    [InlineData("e\u0301e\u0301 deny", "deny", "e\u0301e\u0301 deny", "   ^^^^")]
    [InlineData("e\u0301", "e\u0301", "e\u0301", "^")]
    // What cannot be seen is shown by its number.
    [InlineData("a\u202Eb", "\u202E", "a<U+202E>b", " ^^^^^^^^")]
    [InlineData("a\u200Bdeny", "deny", "a<U+200B>deny", "         ^^^^")]
    [InlineData("a\u0000b", "b", "a<U+0000>b", "         ^")]
    public void Carets_stand_under_what_is_shown(string line, string underlined, string shown, string carets)
    {
        var snippet = Snippet(line, underlined);
        Assert.Equal(shown, snippet.Text);
        Assert.Equal(carets, snippet.Margin + snippet.Carets);
    }

    [Fact]
    public void A_byte_that_is_no_text_is_shown_by_its_value()
    {
        var snippet = SourceSnippet.Of(SourceText.FromUtf8("a.aex", [(byte)'a', 0xFF, (byte)'b']), new TextSpan(1, 1));
        Assert.Equal(("a<0xFF>b", " ", "^^^^^^"), (snippet.Text, snippet.Margin, snippet.Carets));
    }

    [Fact]
    public void An_empty_span_gets_one_caret()
    {
        var snippet = SourceSnippet.Of(SourceText.From("a.aex", "goal\n"), new TextSpan(4, 0));
        Assert.Equal(("goal", "    ", "^", ""), (snippet.Text, snippet.Margin, snippet.Carets, snippet.Rest));
    }

    [Fact]
    public void A_span_at_the_end_of_the_text_is_shown_on_the_empty_last_line()
    {
        var snippet = SourceSnippet.Of(SourceText.From("a.aex", "goal\n"), new TextSpan(5, 0));
        Assert.Equal((2, "", "", "^"), (snippet.Line, snippet.Text, snippet.Margin, snippet.Carets));
    }

    [Fact]
    public void A_span_over_lines_is_underlined_to_the_end_of_its_first_line()
    {
        const string text = "do web.open(\n  a=1,\n  b=2)\n";
        var snippet = SourceSnippet.Of(SourceText.From("a.aex", text), TextSpan.FromBounds(3, text.Length - 1));
        Assert.Equal((1, "do web.open(", "   ", "^^^^^^^^^", " up to line 3"), (snippet.Line, snippet.Text, snippet.Margin, snippet.Carets, snippet.Rest));
    }

    [Fact]
    public void A_span_that_holds_the_line_end_too_is_no_span_over_lines()
    {
        var snippet = SourceSnippet.Of(SourceText.From("a.aex", "deny\r\nx\n"), new TextSpan(0, 6));
        Assert.Equal(("deny", "^^^^", ""), (snippet.Text, snippet.Carets, snippet.Rest));
    }

    [Fact]
    public void A_very_long_line_is_cut_to_a_window_round_the_span()
    {
        var line = new string('a', 5000) + "HERE" + new string('b', 5000);
        var snippet = Snippet(line, "HERE");
        Assert.Equal("…" + new string('a', 40) + "HERE" + new string('b', 96) + "…", snippet.Text);
        Assert.Equal(new string(' ', 41), snippet.Margin);
        Assert.Equal("^^^^", snippet.Carets);
    }

    [Fact]
    public void Carets_never_reach_beyond_the_window()
    {
        var snippet = Snippet("x " + new string('日', 5000), new string('日', 5000));
        Assert.Equal(100, snippet.Carets.Length);
        Assert.StartsWith("x 日", snippet.Text, StringComparison.Ordinal);
        Assert.EndsWith("日…", snippet.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_numbers_of_several_digits_move_the_margin()
    {
        var text = string.Concat(Enumerable.Repeat("#\n", 99)) + "deny\n";
        Assert.Equal(
            """
            a.aex:100:1: error AEX100: m
                |
            100 | deny
                | ^^^^


            """,
            Full(Findings("a.aex", text, "deny", "AEX100", "m", null)));
    }

    [Fact]
    public void Names_and_messages_cannot_move_the_cursor() =>
        Assert.Equal("a<U+001B>[2J.aex:1:1: error AEX100: m<U+000A>n\n", Text(output => ShortRenderer.Write(output, [Findings("a\u001b[2J.aex", "x", "x", "AEX100", "m\nn", null)], Style.Plain)));

    private static SourceSnippet Snippet(string line, string underlined) =>
        SourceSnippet.Of(SourceText.From("a.aex", line), new TextSpan(line.IndexOf(underlined, StringComparison.Ordinal), underlined.Length));

    private static SourceFindings Findings(string name, string text, string underlined, string code, string message, string? help, Severity severity = Severity.Error) =>
        new(SourceText.From(name, text), [new Diagnostic(code, severity, new TextSpan(text.IndexOf(underlined, StringComparison.Ordinal), underlined.Length), message, help)]);

    private static string Full(SourceFindings findings) => Text(output => FullRenderer.Write(output, [findings], Style.Plain));

    private static string Text(Action<TextWriter> write)
    {
        var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString();
    }
}
