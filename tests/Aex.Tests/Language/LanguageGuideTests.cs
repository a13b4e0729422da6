using Aex.Language;
using Aex.Language.Formatting;
using Aex.Policy.Validation;
using Xunit;

namespace Aex.Tests.Language;

public sealed class LanguageGuideTests
{
    [Fact]
    public void Every_example_is_a_file_without_findings_in_canonical_form()
    {
        var examples = Examples();
        Assert.Equal(3, examples.Count);
        foreach (var example in examples)
        {
            var tree = Trees.Parse(example);
            Assert.Empty(Validator.Check(tree, warnings: true).Select(d => Trees.Show(tree.Source, d)));
            Assert.Equal(example, Formatter.Format(tree));
        }
    }

    [Fact]
    public void It_fits_two_pages()
    {
        var lines = LanguageGuide.Text.Split('\n');
        Assert.InRange(lines.Length, 60, 140);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 110));
    }

    private static List<string> Examples()
    {
        List<string> examples = [];
        var inExample = false;
        foreach (var line in LanguageGuide.Text.Split('\n'))
        {
            if (line.EndsWith("example:", StringComparison.Ordinal))
            {
                inExample = true;
                examples.Add("");
            }
            else if (inExample && (line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal)))
            {
                examples[^1] += line.Length == 0 ? "\n" : line[4..] + "\n";
            }
            else
            {
                inExample = false;
            }
        }

        return examples.ConvertAll(example => example.Trim('\n') + "\n");
    }
}
