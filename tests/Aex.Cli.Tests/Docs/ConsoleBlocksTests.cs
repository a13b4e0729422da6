using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Docs;

/// <summary>Every command that README and docs show is run as written, and prints what they say.</summary>
public sealed partial class ConsoleBlocksTests
{
    /// <summary>The <c>sh</c> blocks that no test runs, by document and first line, and why.</summary>
    private static readonly Dictionary<(string Document, string First), string> NotRun = new()
    {
        [("README.md", "./build.sh demo     # sets everything up, and plays a recorded session of Claude Code through the gate")] = "they build everything, and the second runs this test: .ci/run runs both",
        [("docs/guide/install.md", "./build.sh setup")] = "it builds everything: .ci/run runs it, for another folder",
        [("docs/guide/install.md", "tar xzf aex-0.1.0-linux-x64.tar.gz")] = "it needs a release: ReleaseTest runs it on one",
        [("docs/guide/install.md", "dotnet tool install --global aex --add-source ./packages")] = "it needs a release: ReleaseTest runs it on one",
        [("docs/guide/install.md", "./build.sh release ./packages")] = "it builds everything twice: .ci/run runs it",
    };

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
            if (block.IsScript)
            {
                faults.AddRange(RunScript(box, document, block));
                continue;
            }

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
    [Fact]
    public void Every_block_left_out_is_there()
    {
        foreach (var (document, first) in NotRun.Keys)
        {
            Assert.Contains(ConsoleBlock.In(File.ReadAllText(Repository.File(document))), block => block.IsScript && block.Command.Split('\n')[0] == first);
        }
    }

    [Fact]
    public void No_command_hides_in_a_block_of_another_name()
    {
        foreach (var file in Directory.GetFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.File("README.md")))
        {
            var text = File.ReadAllText(file);
            Assert.False(OtherShell().IsMatch(text), $"{file}: name shell blocks `sh` or `console`, which are run");
            Assert.All(Fence().Matches(text).Where(match => match.Groups[1].Value is not ("console" or "sh")), match => Assert.False(Prompt().IsMatch(match.Groups[2].Value), $"{file}: a line after `$` belongs into a `console` block:\n{match.Value}"));
        }
    }

    /// <summary>
    /// A script is run as it stands and must end with 0. Where every line is an aex command, each is run alone, and may also be one that is refused here because
    /// only a person may give it: that its usage is right was seen before.
    /// </summary>
    private static IEnumerable<string> RunScript(Sandbox box, string document, ConsoleBlock block)
    {
        var lines = block.Command.TrimEnd().Split('\n');
        if (NotRun.ContainsKey((document, lines[0])))
        {
            yield break;
        }

        var isList = lines.All(line => line.StartsWith("aex ", StringComparison.Ordinal));
        foreach (var script in isList ? lines : [block.Command])
        {
            var ended = box.Shell("exec 2>&1; set -e; " + script);
            if (ended.Exit != 0 && !(isList && ended.Exit == 2 && ended.Output.Contains("is for a person at a terminal", StringComparison.Ordinal)))
            {
                yield return $"{document}:{block.Line}: {script}\nended with {ended.Exit}\n{ended.Output}";
            }
        }
    }

    [GeneratedRegex("(?m)^ *```(shell|zsh|fish|pwsh|powershell|shell-session|sh-session)$")]
    private static partial Regex OtherShell();

    [GeneratedRegex("(?m)^ *```([a-z]*)\n(.*?)^ *```$", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("(?m)^ *\\$ [a-z./]")]
    private static partial Regex Prompt();
}
