using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>--help</c>, the manual pages and docs/cli.md say the same of every command.</summary>
public sealed partial class ManualTest : IDisposable
{
    private readonly Sandbox _box = new();

    public static TheoryData<string> Commands()
    {
        using var box = new Sandbox();
        return [.. Pages(box)];
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Where_the_document_has_a_usage_line_it_is_the_manual_s(string command)
    {
        var synopsis = SynopsisOf(Man(command));
        Assert.StartsWith("aex " + command, synopsis, StringComparison.Ordinal);
        var document = File.ReadAllText(Repository.File("docs", "cli.md"));
        var section = Regex.Match(document, $"(?m)^##+ aex {Regex.Escape(command)}\n\n```text\n([^`]*)\n```\n").Groups[1];
        Assert.True(!section.Success || section.Value == synopsis, $"docs/cli.md, aex {command}: below the heading belongs\n\n```text\n{synopsis}\n```\n");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_has_all_that_the_manual_has(string command)
    {
        var help = OneLine(_box.Run([.. command.Split(' '), "--help"]).Output);
        var man = Man(command);
        var entries = Entry().Matches(man).Select(match => OneLine(Plain(match.Groups[2].Value))).Where(text => text.Length > 0).ToList();
        Assert.NotEmpty(entries);
        Assert.All(entries.Where(entry => entry is not ("Done." or "Findings, blocked or denied." or "Wrong usage, or unable to work.")), entry => Assert.Contains(entry, help, StringComparison.Ordinal));
        Assert.Contains(".SH EXAMPLES", man, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_has_most_usage_lines() =>
        Assert.True(Regex.Count(File.ReadAllText(Repository.File("docs", "cli.md")), "(?m)^##+ aex .*\n\n```text\naex ") >= 20);

    [Fact]
    public void The_program_s_own_page_lists_every_command()
    {
        var man = Plain(Man(""));
        Assert.All(Pages(_box), command => Assert.Contains($".B aex {command}\n", man, StringComparison.Ordinal));
    }

    [Fact]
    public void The_pages_are_sound_roff()
    {
        Assert.SkipUnless(_box.Shell("command -v groff").Exit == 0, "groff is not installed");
        foreach (var command in Pages(_box).Prepend(""))
        {
            _box.Write("page.1", Man(command));
            var ended = _box.Shell("groff -man -ww -z -Tutf8 page.1");
            Assert.True(ended is { Exit: 0, Error: "" }, $"{command}: {ended}");
        }
    }

    private string Man(string command)
    {
        var ended = _box.Run(["help", "--man", .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.True(ended.Exit == 0, ended.ToString());
        return ended.Output;
    }

    /// <summary>Every command that can be run: those of <c>aex --help</c>, and theirs.</summary>
    private static List<string> Pages(Sandbox box) => [.. Below(box, "").Distinct()];

    private static IEnumerable<string> Below(Sandbox box, string command)
    {
        var help = box.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
        if (command.Length > 0 && help.Contains("\nExamples:\n", StringComparison.Ordinal))
        {
            yield return command;
        }

        var part = help.Split("\n\n").FirstOrDefault(each => each.StartsWith("Commands:", StringComparison.Ordinal)) ?? "";
        foreach (var sub in CommandName().Matches(part).Select(match => match.Groups[1].Value))
        {
            foreach (var each in Below(box, $"{command} {sub}".Trim()))
            {
                yield return each;
            }
        }
    }

    private static string SynopsisOf(string man) => Plain(man.Split(".SH SYNOPSIS\n.B ")[1].Split('\n')[0]);

    private static string Plain(string roff) =>
        roff.Replace("\\&", "", StringComparison.Ordinal).Replace("\\-", "-", StringComparison.Ordinal).Replace("\\(dq", "\"", StringComparison.Ordinal).Replace("\\(ga", "`", StringComparison.Ordinal)
            .Replace("\\(ti", "~", StringComparison.Ordinal).Replace("\\(ha", "^", StringComparison.Ordinal).Replace("\\(aq", "'", StringComparison.Ordinal).Replace("\\e", "\\", StringComparison.Ordinal);

    private static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex("(?m)^\\.TP\n\\.B (.*)\n((?:[^.].*\n|\\.PP\n)*)")]
    private static partial Regex Entry();

    [GeneratedRegex("^  ([a-z]+)(?: |$)", RegexOptions.Multiline)]
    private static partial Regex CommandName();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();

    public void Dispose() => _box.Dispose();
}
