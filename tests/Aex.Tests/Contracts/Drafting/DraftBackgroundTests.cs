using System.Text;
using Aex.Contracts.Drafting;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Validation;
using Xunit;

namespace Aex.Tests.Contracts.Drafting;

/// <summary>What a drafting model is shown as right is right.</summary>
public sealed class DraftBackgroundTests
{
    [Fact]
    public void Its_examples_have_no_finding()
    {
        var examples = DraftBackground.Examples.Split('\n').Aggregate(new List<StringBuilder>(), (found, line) =>
        {
            if (line.StartsWith("task ", StringComparison.Ordinal))
            {
                found.Add(new StringBuilder());
            }

            if (found.Count > 0 && !line.StartsWith("A CONTRACT", StringComparison.Ordinal))
            {
                found[^1].Append(line).Append('\n');
            }

            return found;
        });
        Assert.Equal(2, examples.Count);
        foreach (var example in examples)
        {
            var tree = Parser.Parse(SourceText.From("example.aex", example.ToString().TrimEnd('\n') + "\n"));
            Assert.Empty(Validator.Check(tree, warnings: true));
        }
    }
}
