using Aex.Language.Diagnostics;
using Aex.Policy.Validation;
using Xunit;

namespace Aex.Tests.Language;

/// <summary>Every <c>```aex</c> block of the docs is a file without errors; every <c>```aex bad</c> block has the code of its section.</summary>
public sealed class DocsTests
{
    public static TheoryData<string, int, string, string, string> Blocks()
    {
        var data = new TheoryData<string, int, string, string, string>();
        foreach (var file in Directory.GetFiles(Corpus.At("docs"), "*.md", SearchOption.AllDirectories).Append(Corpus.At("README.md")).Where(File.Exists))
        {
            foreach (var (line, kind, section, text) in BlocksOf(file))
            {
                data.Add(Path.GetRelativePath(Corpus.Root, file), line, kind, section, text);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_says_what_the_program_reads(string file, int line, string kind, string section, string text)
    {
        var tree = Trees.Parse(text);
        var findings = Validator.Check(tree, warnings: true);
        if (kind == "bad")
        {
            Assert.True(findings.Any(d => d.Code == section), $"{file}:{line} has no {section}");
        }
        else
        {
            Assert.Empty(findings.Where(d => d.Severity == Severity.Error || d.Code == section).Select(d => $"{file}:{line}: {Trees.Show(tree.Source, d)}"));
        }
    }

    [Fact]
    public void Every_code_has_its_section_with_a_bad_example()
    {
        var sections = File.ReadLines(Corpus.At("docs", "diagnostics.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..9]);
        Assert.Equal(Catalogue.All.Select(entry => entry.Code), sections);
        var bad = BlocksOf(Corpus.At("docs", "diagnostics.md")).Where(block => block.Kind == "bad").Select(block => block.Section);
        Assert.Equal(Catalogue.All.Select(entry => entry.Code).Except(["AEX030", "AEX031", "AEX140"]), bad);
    }

    [Fact]
    public void The_titles_of_the_page_are_those_of_the_catalogue()
    {
        var titles = File.ReadLines(Corpus.At("docs", "diagnostics.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[11..]);
        Assert.Equal(Catalogue.All.Select(entry => entry.Title), titles);
    }

    private static List<(int Line, string Kind, string Section, string Text)> BlocksOf(string file)
    {
        List<(int, string, string, string)> blocks = [];
        string section = "", kind = "";
        List<string>? text = null;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (text is not null && line == "```")
            {
                var head = text.Count > 0 && text[0].Split(' ')[0] is "policy" or "task" or "tests" or "agent" || kind == "bad" ? "" : kind == "task" ? "task example v0\ngoal \"example\"\n" : "policy example v0\n";
                blocks.Add((number, kind, section, head + string.Join('\n', text) + "\n" + (kind == "task" ? "return true\n" : "")));
                text = null;
            }
            else if (text is not null)
            {
                text.Add(line);
            }
            else if (line is "```aex" or "```aex bad" or "```aex task")
            {
                kind = line.Length > 6 ? line[7..] : "";
                text = [];
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line.Length > 9 ? line[3..9] : "";
            }
        }

        return blocks;
    }
}
