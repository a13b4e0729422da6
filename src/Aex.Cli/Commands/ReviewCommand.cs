using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Cli.Running;
using Aex.Policy.Decisions;
using Aex.Policy.Review;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex review</c>.</summary>
internal sealed class ReviewCommand : AexCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The contract: a task file, or - for standard input." };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };
    private readonly Option<bool> _run = new("--run") { Description = "Ask for approval, then run what was shown; the options of `aex run` go with it." };
    private readonly Option<bool> _yes = new("--yes") { Description = "With --run: approve it without being asked. What the task wants confirmed is asked all the same." };
    private readonly RunOptions _options = new();

    /// <summary>Creates the command.</summary>
    public ReviewCommand(Terminal terminal)
        : base(terminal, "review", "Show what a task asks for, what it gets under the policy, and whether it runs.")
    {
        Arguments.Add(_file);
        Options.Add(_json);
        Options.Add(_run);
        Options.Add(_yes);
        _options.AddTo(this);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Exits 1 if the task has an error or goes beyond the policy. A step whose arguments are written out is decided as it will be when it
        runs; of the others is said what holds whatever their values are. With --run those very bytes are run, whatever the file holds by then. The JSON is described by docs/schemas/review.schema.json.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex review tasks/fix_test.aex", "a task under the project's policy"),
        new("aex review tasks/fix_test.aex --json", "as data"),
        new("aex review tasks/fix_test.aex --run --yes", "show it, then run those very bytes"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var file = parse.GetValue(_file)!;
        var bytes = InputFiles.ReadBytes(file, Terminal);
        var choices = _options.Of(parse);
        var runs = parse.GetValue(_run);
        if (runs ? parse.GetValue(_json) : parse.GetValue(_yes))
        {
            throw new CommandFailure(runs ? "--json shows the review as data, and --run runs it" : "--yes approves a run, and --run is not given", "see `aex review --help`");
        }

        var options = new EnforcerOptions { PolicyFile = choices.Policy, AllowNoPolicy = true, Client = CallPreparation.Run };
        var view = ProjectView.Load(Host.Require(), options, Environment.CurrentDirectory);
        var name = file == InputFiles.StandardInput ? "<stdin>" : file;
        var review = ContractReview.Of(bytes, name, Path.GetFullPath(file), view.Layers, view.Context);
        var policies = view.Layers.Select(layer => layer.File).Distinct().ToList();
        if (parse.GetValue(_json))
        {
            JsonOutput.Write(Terminal.Out, json => ReviewJson.Write(json, review, name, view.Layers));
        }
        else
        {
            // A run's standard output holds what it returns.
            var (output, style) = runs ? (Terminal.Error, Terminal.ErrorStyle) : (Terminal.Out, Terminal.OutStyle);
            WriteText(output, style, review, name, policies);
            output.Flush();
        }

        if (runs && review.RunsUnderPolicy)
        {
            return IsApproved(parse) ? ContractRunner.Run(Terminal, file, bytes, choices, isDry: false) : CommandLine.Findings;
        }

        return review.RunsUnderPolicy ? CommandLine.Done : CommandLine.Findings;
    }

    private bool IsApproved(ParseResult parse)
    {
        var answer = parse.GetValue(_yes) ? PersonAnswer.Approved : RunTerminal.AskAtTerminal(static output => output.WriteLine(), "Run it?", CancellationToken.None);
        if (answer == PersonAnswer.None)
        {
            throw new CommandFailure("nobody can be asked for approval here", "run it in a terminal, or with --yes", CommandLine.Findings);
        }

        if (answer == PersonAnswer.Refused)
        {
            Terminal.Note("not approved: nothing was run");
        }

        return answer == PersonAnswer.Approved;
    }

    private static void WriteText(TextWriter output, Style style, ContractReview review, string file, List<string> policies)
    {
        output.WriteLine($"Task:     {Named(review.Task)}");
        output.WriteLine($"Goal:     {Named(review.Goal)}");
        output.WriteLine($"Source:   {Shown.Text(file)}");
        foreach (var policy in policies)
        {
            output.WriteLine($"Policy:   {Shown.Text(policy)}");
        }

        if (policies.Count == 0)
        {
            output.WriteLine("Policy:   none was found; the task alone says what is allowed");
        }

        Section(output, style, "Requested:", Lines(review.Requested));
        Section(output, style, "Denied by the task:", Lines(review.Denied));
        Section(output, style, "Allowed:", review.Effective.Allow.Select(grant => (grant.Text, Places(grant.Sources))));
        Section(output, style, "Denied:", review.Effective.Deny.Select(grant => (grant.Text, Places(grant.Sources))));
        Section(output, style, "Confirmation required:", review.Effective.Confirm.Select(grant => (grant.Text, Places(grant.Sources))));
        Section(output, style, "Budget:", review.Effective.Budget.Select(limit => ($"{limit.Key}={JsonParts.Number(limit.Value)}", limit.Source.Place)));
        Section(output, style, "Checks:", Lines(review.Checks));
        Section(output, style, "Made by a model:", Lines(review.MakeSteps));
        Section(output, style, "A person is asked before:", Lines(review.ConfirmRequired));
        Section(output, style, "Errors:", Lines(review.Errors));
        Section(output, style, "Beyond the policy:", Lines(review.Beyond));
        Section(output, style, "Warnings:", Lines(review.Warnings));
        output.WriteLine();
        output.WriteLine(review switch
        {
            { IsValid: false } => "It has errors, and does not run.",
            { RunsUnderPolicy: false } => "It goes beyond the policy, and does not run.",
            _ => policies.Count == 0 ? "It runs." : "It runs under the policy.",
        });
    }

    private static string Named(string text) => text.Length == 0 ? "(none)" : Shown.Text(text);

    private static IEnumerable<(string Text, string Place)> Lines(IEnumerable<ReviewedLine> lines) => lines.Select(line => (line.Text, line.Place));

    private static string Places(IReadOnlyList<RuleSource> sources) => string.Join(", ", sources.Select(source => source.Place));

    private static void Section(TextWriter output, Style style, string title, IEnumerable<(string Text, string Place)> lines)
    {
        var all = lines.Select(line => (Text: Shown.Text(line.Text), Place: Shown.Text(line.Place))).ToList();
        if (all.Count == 0)
        {
            return;
        }

        // A long sentence has its place behind it; only what is short stands in columns.
        var width = all.Where(line => Column.Width(line.Text) <= 48).Select(line => Column.Width(line.Text)).DefaultIfEmpty(0).Max();
        output.WriteLine();
        output.WriteLine(style.Bold(title));
        foreach (var (text, place) in all)
        {
            var shown = Column.Width(text) < width ? Column.Fit(text, width) : text;
            output.WriteLine($"  {shown}  {style.Dim($"({place})")}");
        }
    }
}
