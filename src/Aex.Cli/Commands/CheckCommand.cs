using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Language.Diagnostics;

namespace Aex.Cli.Commands;

/// <summary><c>aex check [FILE…]</c>.</summary>
internal sealed class CheckCommand : AexCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Files, folders, or - for standard input. Default: every .aex file below here.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _format = new("--format") { Description = "full, short, json, sarif or github.", HelpName = "FORMAT", DefaultValueFactory = static _ => "full" };
    private readonly Option<bool> _json = new("--json") { Description = "The same as --format json." };

    /// <summary>Creates the command.</summary>
    public CheckCommand(Terminal terminal)
        : base(terminal, "check", "Find the faults in policies, tasks and tests.")
    {
        _format.AcceptOnlyFromAmong("full", "short", "json", "sarif", "github");
        Arguments.Add(_files);
        Options.Add(_format);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details => "Exits 1 if any file has an error; warnings alone exit 0. Each code is explained in docs/diagnostics.md.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex check", "every .aex file below this folder"),
        new("aex check .aex/policy.aex", "one file"),
        new("aex check --format short tasks", "one line a finding, for all files of a folder"),
        new("aex check - < .aex/policy.aex", "standard input"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var findings = new List<SourceFindings>();
        var unreadable = false;
        foreach (var path in InputFiles.Expand(parse.GetValue(_files) is { Length: > 0 } given ? given : ["."]))
        {
            try
            {
                findings.Add(PolicyCheck.Of(InputFiles.Read(path, Terminal)));
            }
            catch (CommandFailure failure)
            {
                Terminal.Fault(failure.Message, failure.Help);
                unreadable = true;
            }
        }

        Write(parse.GetValue(_json) ? "json" : parse.GetValue(_format)!, findings);
        var errors = findings.Sum(file => file.Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error));
        var warnings = findings.Sum(file => file.Diagnostics.Count) - errors;
        Terminal.Note($"checked {Count(findings.Count, "file")}: {(errors + warnings == 0 ? "no findings" : $"{Count(errors, "error")}, {Count(warnings, "warning")}")}");
        return unreadable ? CommandLine.Unable : errors > 0 ? CommandLine.Findings : CommandLine.Done;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private void Write(string form, IReadOnlyList<SourceFindings> findings)
    {
        switch (form)
        {
            case "short":
                ShortRenderer.Write(Terminal.Out, findings, Terminal.OutStyle);
                break;
            case "json":
                JsonRenderer.Write(Terminal.Out, findings);
                break;
            case "sarif":
                SarifRenderer.Write(Terminal.Out, findings, GlobalOptions.ProgramVersion);
                break;
            case "github":
                GitHubRenderer.Write(Terminal.Out, findings);
                break;
            default:
                FullRenderer.Write(Terminal.Out, findings, Terminal.OutStyle);
                break;
        }
    }
}
