using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class UsageTest : IDisposable
{
    private static readonly string[] CommandsWithHelp =
    [
        "init", "install", "uninstall", "doctor", "check", "fmt", "parse", "compile", "effective", "explain", "tools", "log", "why", "audit", "audit verify", "approve",
        "trust", "budget", "pause", "help",
    ];

    private readonly Sandbox _box = new();

    public static TheoryData<string> Commands => [.. CommandsWithHelp];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_help_with_examples_and_a_version(string command)
    {
        var help = _box.Run([.. command.Split(' '), "--help"]);
        Assert.True(help.Exit == 0 && help.Error.Length == 0, help.ToString());
        Assert.Contains($"aex {command}", help.Output, StringComparison.Ordinal);
        if (command != "audit")
        {
            Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        }

        var version = _box.Run([.. command.Split(' '), "--version"]);
        Assert.True(version.Exit == 0, version.ToString());
        Assert.Matches("^aex [0-9]+\\.[0-9]+\\.[0-9]+\n$", version.Output);
    }

    [Fact]
    public void Without_a_command_the_help_goes_to_stderr()
    {
        var ended = _box.Run([]);
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains("Commands:", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hepl", "error: unknown option `--hepl`\nhelp: did you mean `--help`?\n")]
    [InlineData("chekc", "error: unknown command `chekc`\nhelp: did you mean `check`?\n")]
    [InlineData("check --formt=short", "error: unknown option `--formt=short`\nhelp: did you mean `--format`?\n")]
    [InlineData("fmt --chek x", "error: unknown option `--chek`\nhelp: did you mean `--check`?\n")]
    [InlineData("audit verfy", "error: unknown command `verfy`\nhelp: did you mean `verify`?\n")]
    [InlineData("zzzzzz", "error: unknown command `zzzzzz`\nhelp: see `aex --help`\n")]
    [InlineData("parse", "error: required argument `FILE` missing for command: `parse`\nhelp: see `aex parse --help`\n")]
    [InlineData("parse a.aex b.aex", "error: unknown argument `b.aex`\nhelp: see `aex parse --help`\n")]
    [InlineData("check --format xml", "error: argument `xml` not recognized. Must be one of: `full` `short` `json` `sarif` `github`\nhelp: see `aex check --help`\n")]
    [InlineData("-C /no/such/folder check", "error: `-C /no/such/folder` is no folder\n")]
    [InlineData("init --task ../x", "error: `../x` is no name: a letter or _, then letters, digits, _ or -\nhelp: see `aex init --help`\n")]
    [InlineData("help nosuch", "error: no help on `nosuch`\nhelp: see `aex --help`\n")]
    public void Wrong_usage_says_what_and_exits_2(string arguments, string error)
    {
        var ended = _box.Run(arguments.Split(' '));
        Assert.Equal((2, "", error), (ended.Exit, ended.Output, ended.Error));
    }

    [Theory]
    [InlineData("--color always", null, null, true)]
    [InlineData("--color never", null, null, false)]
    [InlineData("--color auto", null, null, false)]
    [InlineData("--color always", "1", null, true)]
    public void Colour_is_given_when_asked_for_and_never_in_a_pipe_by_itself(string color, string? noColor, string? term, bool coloured)
    {
        if (noColor is not null)
        {
            _box.Variables["NO_COLOR"] = noColor;
        }

        _box.Variables["TERM"] = term ?? "xterm-256color";
        var ended = _box.Run([.. color.Split(' '), "nosuch"]);
        Assert.Equal(coloured, ended.Error.Contains('\u001b', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public void On_a_terminal_NO_COLOR_is_obeyed(string? noColor, bool coloured)
    {
        _box.Variables["TERM"] = "xterm-256color";
        if (noColor is not null)
        {
            _box.Variables["NO_COLOR"] = noColor;
        }

        var ended = _box.Shell("script -qec \"$AEX nosuch\" /dev/null");
        Assert.Contains("unknown command", ended.Output, StringComparison.Ordinal);
        Assert.Equal(coloured, ended.Output.Contains("\u001b[1;31m", StringComparison.Ordinal));
    }

    [Fact]
    public void A_locale_without_UTF_8_changes_nothing()
    {
        _box.Variables["LC_ALL"] = "C";
        var ended = _box.Run(["check", "-"], "policy x v0\ngoal \"é\"\nalow \"日本\"\n"u8.ToArray());
        Assert.Contains("alow \"日本\"", ended.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();
}
