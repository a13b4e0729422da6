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
        foreach (var block in ConsoleBlock.In(File.ReadAllText(Repository.File(document))))
        {
            var output = box.Shell("exec 2>&1; " + block.Command).Output;
            Assert.True(block.Matches(output), $"{document}:{block.Line}: $ {block.Command}\nprinted\n{output}\nand the document says\n{string.Join('\n', block.Expected ?? [])}");
        }
    }
}
