using System.Globalization;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Validation;
using Xunit;

namespace Aex.Tests.Language;

/// <summary>tests/corpus/invalid: each file beside the findings that it must have, as <c>CODE line:column length `underlined text`</c>.</summary>
public sealed class InvalidCorpusTests
{
    public static TheoryData<string> Files() => [.. Corpus.Files("invalid", ".aex").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_exactly_the_findings_beside_it(string name)
    {
        var source = SourceText.FromUtf8(name, File.ReadAllBytes(Corpus.At("tests", "corpus", "invalid", name + ".aex")));
        var tree = Parser.Parse(source);
        var findings = Validator.Check(tree, warnings: true);
        Assert.Equal(File.ReadAllText(Corpus.At("tests", "corpus", "invalid", name + ".expected")), string.Concat(findings.Select(d => Show(source, d) + "\n")));
        Assert.All(findings, d => Assert.Matches("^([a-z`]|the character U\\+)", d.Message));
        Assert.Equal(
            findings.Where(d => d.Severity == Severity.Error), Validator.Check(tree, warnings: false));
    }

    [Fact]
    public void Every_code_that_a_text_can_have_is_in_the_corpus()
    {
        var seen = Corpus.Files("invalid", ".expected").SelectMany(File.ReadLines).Select(line => line[..6]).ToHashSet();
        Assert.Empty(Catalogue.All.Select(entry => entry.Code).Except(seen).Except([Catalogue.InputMissing, Catalogue.InputMistyped, Catalogue.PolicyUnusable]));
    }

    [Theory]
    [InlineData("alow file.read", "did you mean `allow`?")]
    [InlineData("deny netwrok.*", "did you mean `network.*`?")]
    [InlineData("deny network", "did you mean `network.*`?")]
    [InlineData("deny file.wirte", "did you mean `file.write`?")]
    [InlineData("confirm before shel.exec", "did you mean `shell.exec`?")]
    [InlineData("deny mpc.github.*", "did you mean `mcp.github.*`?")]
    [InlineData("budget call=3", "did you mean `calls`?")]
    [InlineData("deny all", "did you mean `*`?")]
    [InlineData("map read_it(path) to file.raed", "did you mean `file.read`?")]
    [InlineData("map read_it(path) to file", "name one capability of `file.*`")]
    [InlineData("deny mcp.github", "did you mean `mcp.github.*`?")]
    [InlineData("deny webfetch", "did you mean `WebFetch`?")]
    [InlineData("ask before file.write", "did you mean `confirm before`?")]
    [InlineData("forbid file.write", "did you mean `deny`?")]
    [InlineData("// a remark", "a comment begins with `#`")]
    [InlineData("polcy x v0", "did you mean `policy`?")]
    public void The_nearest_word_is_offered(string line, string help)
    {
        var tree = Trees.Parse($"policy x v0\n{line}\n");
        var finding = Assert.Single(Validator.Check(tree, warnings: false));
        Assert.StartsWith(help, finding.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deny bash", "`shell.exec` names what both do; for the one tool alone write \"bash\"")]
    [InlineData("deny file.write:/src/**", "did you mean `src/**`? If the file system's root is meant, write `//src/**`")]
    public void What_is_legal_and_seldom_meant_is_a_warning(string line, string help)
    {
        var tree = Trees.Parse($"policy x v0\ngoal \"g\"\n{line}\n");
        Assert.Empty(Validator.Check(tree, warnings: false));
        var finding = Assert.Single(Validator.Check(tree, warnings: true));
        Assert.Equal((Catalogue.MistypedName, Severity.Warning, help), (finding.Code, finding.Severity, finding.Help));
    }

    /// <summary>Names far from all known ones, and those that others give, are left alone; a string says that the name is meant.</summary>
    [Theory]
    [InlineData("deny ticket.create, db.*, time.now, time.*, gh.*, aws.*")]
    [InlineData("deny mcp.*, mcp.githbu.x, unknown.*, unknown.Foo, *")]
    [InlineData("deny Bash, bash, \"webfetch\", \"all\", mcp.github.all")]
    [InlineData("deny \"netwrok.fetch\", network.*, file.read, git.*")]
    [InlineData("allow netwrok.*")]
    [InlineData("confirm before skill.use:review-*, secrets.read:**/.env, loopback.*:localhost")]
    [InlineData("budget tool=3, file.write=2, *=9, minutes=0, tokens=1")]
    public void Names_far_from_known_ones_are_no_error(string line) =>
        Assert.Empty(Validator.Check(Trees.Parse($"policy x v0\n{line}\n"), warnings: false));

    /// <summary>An `allow` that names nothing known grants nothing, so the file stays in force; but it is said.</summary>
    [Theory]
    [InlineData("policy x v0\ngoal \"g\"\nallow file.read, file.raed\n", "file.read")]
    [InlineData("task x v0\ngoal \"g\"\nuse file.wirte\nreturn 1\n", "file.write")]
    public void A_mistyped_allow_is_a_warning(string text, string nearest)
    {
        var tree = Trees.Parse(text);
        Assert.Empty(Validator.Check(tree, warnings: false));
        var finding = Assert.Single(Validator.Check(tree, warnings: true));
        Assert.Equal((Catalogue.MistypedName, Severity.Warning), (finding.Code, finding.Severity));
        Assert.StartsWith($"did you mean `{nearest}`?", finding.Help, StringComparison.Ordinal);
    }

    private static string Show(SourceText source, Diagnostic finding)
    {
        var at = source.PositionOf(finding.Span.Start);
        var text = string.Concat(source.Slice(finding.Span).Select(c => c is >= ' ' and <= '~' or 'é' or '漢' || (char.IsSurrogate(c) && c < 0xDC80) || c is >= (char)0xDD00 and <= (char)0xDFFF
            ? c.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")));
        return string.Create(CultureInfo.InvariantCulture, $"{finding.Code} {at.Line}:{at.Column} {finding.Span.Length} `{text}`");
    }
}
