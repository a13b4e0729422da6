using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary>docs/cli.md, the list of commands and each command's examples are about the same program.</summary>
public sealed partial class CliDocumentTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    [Fact]
    public void Every_command_has_its_section_and_no_other()
    {
        var documented = HeadingLine().Matches(File.ReadAllText(Repository.File("docs", "cli.md"))).Select(match => match.Groups[1].Value);
        Assert.Equal(Commands().Order(), documented.Order());
    }

    [Fact]
    public void Every_option_is_accepted_as_the_document_writes_it()
    {
        var text = File.ReadAllText(Repository.File("docs", "cli.md"));
        var known = Commands().Append("").SelectMany(command => OptionName().Matches(_box.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output).Select(match => match.Value)).ToHashSet();
        Assert.Empty(OptionName().Matches(text).Select(match => match.Value).Distinct().Except(known));
    }

    [Fact]
    public void Every_example_of_the_help_is_right_usage()
    {
        _box.Variables["PATH"] = Path.GetDirectoryName(PublishedBinary.FullPath) + ":/usr/bin:/bin";
        _box.Write("tasks/fix_test.aex", "task fix_test v0\ngoal \"g\"\nuse file.read\nreturn 1\n");
        _box.Write(".aex/policy.test.aex", "tests x v0\nexpect allow Read(file_path=\"a\")\n");
        _box.Write("plan.md", "# Read a file\n");
        var signed = _box.Shell("umask 077; head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n' > team.key; mkdir approvals; aex sign tasks/fix_test.aex --id team --key-file team.key && mv tasks/fix_test.aex.sig approvals/fix_test.sig");
        Assert.True(signed.Exit == 0, signed.ToString());
        _box.Write("call.json", "{\"session_id\":\"s\",\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Read\",\"tool_input\":{\"file_path\":\"a\"}}");
        var examples = Commands().Append("")
            .SelectMany(command => ExampleLine().Matches(Part(_box.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output, "Examples:")).Select(match => match.Groups[1].Value.Trim()))
            .Distinct()
            .Where(line => !line.Contains("--follow", StringComparison.Ordinal))
            .ToList();
        Assert.True(examples.Count > 40, $"only {examples.Count} examples were found");
        foreach (var line in examples)
        {
            var ended = _box.Shell(line);
            var isRefused = ended.Error.Contains("is for a person at a terminal", StringComparison.Ordinal);
            var isEmpty = ended.Error.Contains("no session was recorded", StringComparison.Ordinal);
            Assert.True(ended.Exit is 0 or 1 || isRefused || isEmpty, $"{line}: {ended}");
        }
    }

    private List<string> Commands()
    {
        var commands = CommandLine().Matches(Part(_box.Run(["--help"]).Output, "Commands:")).Select(match => match.Groups[1].Value).ToList();
        commands[commands.IndexOf("audit")] = "audit verify";
        commands.Insert(commands.IndexOf("log") + 1, "log prune");
        return commands;
    }

    /// <summary>A help text from a heading to the next blank line.</summary>
    private static string Part(string help, string heading) => help.Split("\n\n").FirstOrDefault(part => part.StartsWith(heading, StringComparison.Ordinal)) ?? "";

    [GeneratedRegex("^##+ aex (.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+")]
    private static partial Regex OptionName();

    [GeneratedRegex("^  (aex .*?)(?:  # .*)?$", RegexOptions.Multiline)]
    private static partial Regex ExampleLine();

    [GeneratedRegex("^  ([a-z]+)(?: |$)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    public void Dispose() => _box.Dispose();
}
