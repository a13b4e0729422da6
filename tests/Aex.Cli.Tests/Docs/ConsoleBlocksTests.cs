using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Docs;

/// <summary>Every command that README and docs show is run as written, and prints what they say.</summary>
public sealed class ConsoleBlocksTests
{
    public static TheoryData<string> Documents()
    {
        var root = Repository.Root;
        var data = new TheoryData<string>();
        string[] files = [Path.Combine(root, "README.md"), .. Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            if (ConsoleBlock.In(File.ReadAllText(file)).Count > 0)
            {
                data.Add(Path.GetRelativePath(root, file));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Prints_what_the_document_says(string document)
    {
        using var box = new Sandbox();
        box.Variables.Remove("CLAUDE_PROJECT_DIR");
        box.Variables["PATH"] = Path.GetDirectoryName(PublishedBinary.FullPath) + ":/usr/bin:/bin";
        box.Variables["LANG"] = "C.UTF-8";
        var faults = new List<string>();
        foreach (var block in ConsoleBlock.In(File.ReadAllText(Repository.File(document))))
        {
            var ended = box.Shell("exec 2>&1; " + block.Command);
            var place = $"{document}:{block.Line}: $ {block.Command}\n";
            if (block.PromisesNothing)
            {
                faults.Add(place + "`...` alone holds for any output; show a line that stays");
            }

            if (block.Exit != ended.Exit)
            {
                faults.Add($"{place}ended with {ended.Exit}, and the document says {block.Exit} (a last line `[exit N]`, none for 0)\n{ended.Output}");
            }

            if (!block.Matches(ended.Output))
            {
                faults.Add($"{place}printed\n{ended.Output}\nand the document says\n{string.Join('\n', block.Expected ?? [])}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }
}
