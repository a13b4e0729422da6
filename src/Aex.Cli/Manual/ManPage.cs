using System.CommandLine;
using System.Text;
using Aex.Cli.Commands;

namespace Aex.Cli.Manual;

/// <summary>Manual pages in the man macros of roff.</summary>
internal static class ManPage
{
    /// <summary>The page of one command.</summary>
    public static string Of(CommandPage page, RootCommand root)
    {
        var text = Begin(page.Name, page.Summary);
        Section(text, "SYNOPSIS");
        text.Append(".B ").Append(Escape(page.Synopsis)).Append('\n');
        if (page.Details is { } details)
        {
            Section(text, "DESCRIPTION");
            Paragraph(text, details);
        }

        List(text, "ARGUMENTS", page.Arguments);
        List(text, "OPTIONS", page.Options);
        List(text, "COMMON OPTIONS", CommandPage.Common(root));
        List(text, "EXAMPLES", [.. page.Examples.Select(example => (example.Line, example.What))]);
        End(text);
        Section(text, "SEE ALSO");
        text.Append(".BR aex (1)\n");
        return text.ToString();
    }

    /// <summary>The page of the program itself, with the list of its commands.</summary>
    public static string OfProgram(RootCommand root)
    {
        var text = Begin("aex", root.Description ?? "");
        Section(text, "SYNOPSIS");
        text.Append(".B aex COMMAND [ARGUMENT...]\n");
        List(text, "COMMANDS", [.. CommandPage.All(root).Select(page => (page.Name, page.Summary))]);
        List(text, "COMMON OPTIONS", CommandPage.Common(root));
        List(text, "EXAMPLES", [.. CommandList.RootExamples.Select(example => (example.Line, example.What))]);
        End(text);
        Section(text, "SEE ALSO");
        var pages = CommandPage.All(root).Select(page => $".BR {FileNameOf(page.Name).Replace("-", "\\-", StringComparison.Ordinal)} (1)").ToList();
        text.AppendJoin(",\n", pages).Append('\n');
        return text.ToString();
    }

    /// <summary>The name of a command's page: <c>aex-log-prune</c>.</summary>
    public static string FileNameOf(string command) => command.Replace(' ', '-');

    private static StringBuilder Begin(string name, string summary)
    {
        var file = FileNameOf(name);
        return new StringBuilder()
            .Append($".TH {Escape(file.ToUpperInvariant())} 1 \"\" \"aex {GlobalOptions.ProgramVersion}\" \"aex manual\"\n")
            .Append(".SH NAME\n").Append(Escape(file)).Append(" \\- ").Append(Escape(LowerFirst(summary.TrimEnd('.')))).Append('\n');
    }

    private static void End(StringBuilder text)
    {
        Section(text, "EXIT STATUS");
        List(text, null, [("0", "Done."), ("1", "Findings, blocked or denied."), ("2", "Wrong usage, or unable to work.")]);
    }

    private static void Section(StringBuilder text, string name) => text.Append(".SH ").Append(name).Append('\n');

    private static void Paragraph(StringBuilder text, string details)
    {
        foreach (var line in details.TrimEnd().Split('\n'))
        {
            text.Append(line.Trim().Length == 0 ? ".PP" : Escape(line.Trim())).Append('\n');
        }
    }

    private static void List(StringBuilder text, string? section, IReadOnlyList<(string Name, string Text)> entries)
    {
        if (entries.Count > 0 && section is not null)
        {
            Section(text, section);
        }

        foreach (var (name, what) in entries)
        {
            text.Append(".TP\n.B ").Append(Escape(name)).Append('\n');
            Paragraph(text, what);
        }
    }

    private static string LowerFirst(string text) => text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) && text[1] != ' ' ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal).Replace("~", "\\(ti", StringComparison.Ordinal).Replace("^", "\\(ha", StringComparison.Ordinal);
        return escaped.Length > 0 && escaped[0] is '.' or '\'' ? "\\&" + escaped : escaped.Replace("'", "\\(aq", StringComparison.Ordinal);
    }
}
