using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Docs;

/// <summary>The contracts in <c>examples/</c> run as their READMEs show, each in a copy of its folder.</summary>
public sealed class ExamplesTests
{
    public static TheoryData<string> Examples() =>
        [.. Directory.GetDirectories(Repository.File("examples")).Where(static folder => ConsoleBlock.In(File.ReadAllText(Path.Combine(folder, "README.md"))).Count > 0).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_the_examples_that_the_documents_name() =>
        Assert.Superset(new HashSet<string> { "research-brief", "review-pull-request", "security-patch", "support-ticket" }, Examples().Select(static example => example.Data).ToHashSet());

    [Theory]
    [MemberData(nameof(Examples))]
    public void Runs_as_its_readme_shows(string example)
    {
        using var box = new Sandbox();
        box.Variables.Remove("CLAUDE_PROJECT_DIR");
        box.Variables["PATH"] = Path.GetDirectoryName(PublishedBinary.FullPath) + ":/usr/bin:/bin";
        box.Variables["LANG"] = "C.UTF-8";
        Copy(Repository.File("examples", example), box.Project);
        Assert.Equal(0, box.Run(["check", "."]).Exit);
        Assert.Equal(0, box.Run(["fmt", "--check", "."]).Exit);
        foreach (var block in ConsoleBlock.In(File.ReadAllText(Repository.File("examples", example, "README.md"))))
        {
            Assert.False(block.PromisesNothing);
            var ended = box.Shell("exec 2>&1; " + block.Command);
            Assert.True(block.Exit == ended.Exit && block.Matches(ended.Output), $"examples/{example}/README.md:{block.Line}: $ {block.Command}\nended with {ended.Exit} and printed\n{ended.Output}\nand the document says {block.Exit} and\n{string.Join('\n', block.Expected ?? [])}");
        }

        Assert.Equal(0, box.Run(["audit", "verify"]).Exit);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
