using System.Diagnostics;
using Xunit;

namespace Aex.Cli.Tests.Docs;

/// <summary>Every command that README and docs show is run as written, and prints what they say.</summary>
public sealed class ConsoleBlocksTests
{
    public static TheoryData<string> Documents()
    {
        var root = Root();
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
        var folder = Directory.CreateTempSubdirectory("aex-docs-").FullName;
        try
        {
            var project = Directory.CreateDirectory(Path.Combine(folder, "project")).FullName;
            foreach (var block in ConsoleBlock.In(File.ReadAllText(Path.Combine(Root(), document))))
            {
                var output = Run(block.Command, folder, project);
                Assert.True(block.Matches(output), $"{document}:{block.Line}: $ {block.Command}\nprinted\n{output}\nand the document says\n{string.Join('\n', block.Expected ?? [])}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Run(string command, string folder, string project)
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec 2>&1; " + command])
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path.GetDirectoryName(PublishedBinary.Path) + ":/usr/bin:/bin";
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        start.Environment["LANG"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "aex.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("aex.slnx not found above the tests");
        }

        return folder;
    }
}
