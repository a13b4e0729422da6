using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Policy.Decisions;
using Aex.Policy.Review;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex review</c>.</summary>
internal sealed class ReviewCommand : AexCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The contract: a task file, or - for standard input." };
    private readonly Option<string?> _policy = new("--policy") { Description = "This policy in place of the project's.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public ReviewCommand(Terminal terminal)
        : base(terminal, "review", "Show what a task asks for, what it gets under the policy, and whether it runs.")
    {
        Arguments.Add(_file);
        Options.Add(_policy);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Exits 1 if the task has an error or goes beyond the policy. A step whose arguments are written out is decided as it will be when it
        runs; of the others is said what holds whatever their values are. The JSON is described by docs/schemas/review.schema.json.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex review tasks/fix_test.aex", "a task under the project's policy"),
        new("aex review tasks/fix_test.aex --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var file = parse.GetValue(_file)!;
        var bytes = InputFiles.ReadBytes(file, Terminal);
        var policy = parse.GetValue(_policy);
        if (policy is not null && !File.Exists(policy))
        {
            throw new CommandFailure($"`{policy}` does not exist", null);
        }

        var options = new EnforcerOptions { PolicyFile = policy is null ? null : Path.GetFullPath(policy), AllowNoPolicy = true, Client = "run" };
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
            WriteText(review, name, policies);
        }

        return review.RunsUnderPolicy ? CommandLine.Done : CommandLine.Findings;
    }

    private void WriteText(ContractReview review, string file, List<string> policies)
    {
        Terminal.Out.WriteLine($"Task:     {Named(review.Task)}");
        Terminal.Out.WriteLine($"Goal:     {Named(review.Goal)}");
        Terminal.Out.WriteLine($"Source:   {Shown.Text(file)}");
        foreach (var policy in policies)
        {
            Terminal.Out.WriteLine($"Policy:   {Shown.Text(policy)}");
        }

        if (policies.Count == 0)
        {
            Terminal.Out.WriteLine("Policy:   none was found; the task alone says what is allowed");
        }

        Section("Requested:", Lines(review.Requested));
        Section("Denied by the task:", Lines(review.Denied));
        Section("Allowed:", review.Effective.Allow.Select(grant => (grant.Text, Places(grant.Sources))));
        Section("Denied:", review.Effective.Deny.Select(grant => (grant.Text, Places(grant.Sources))));
        Section("Confirmation required:", review.Effective.Confirm.Select(grant => (grant.Text, Places(grant.Sources))));
        Section("Budget:", review.Effective.Budget.Select(limit => ($"{limit.Key}={JsonParts.Number(limit.Value)}", limit.Source.Place)));
        Section("Checks:", Lines(review.Checks));
        Section("Made by a model:", Lines(review.MakeSteps));
        Section("A person is asked before:", Lines(review.ConfirmRequired));
        Section("Errors:", Lines(review.Errors));
        Section("Beyond the policy:", Lines(review.Beyond));
        Section("Warnings:", Lines(review.Warnings));
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(review switch
        {
            { IsValid: false } => "It has errors, and does not run.",
            { RunsUnderPolicy: false } => "It goes beyond the policy, and does not run.",
            _ => policies.Count == 0 ? "It runs." : "It runs under the policy.",
        });
    }

    private static string Named(string text) => text.Length == 0 ? "(none)" : Shown.Text(text);

    private static IEnumerable<(string Text, string Place)> Lines(IEnumerable<ReviewedLine> lines) => lines.Select(line => (line.Text, line.Place));

    private static string Places(IReadOnlyList<RuleSource> sources) => string.Join(", ", sources.Select(source => source.Place));

    private void Section(string title, IEnumerable<(string Text, string Place)> lines)
    {
        var all = lines.Select(line => (Text: Shown.Text(line.Text), Place: Shown.Text(line.Place))).ToList();
        if (all.Count == 0)
        {
            return;
        }

        // A long sentence has its place behind it; only what is short stands in columns.
        var width = all.Where(line => Column.Width(line.Text) <= 48).Select(line => Column.Width(line.Text)).DefaultIfEmpty(0).Max();
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(Terminal.OutStyle.Bold(title));
        foreach (var (text, place) in all)
        {
            var shown = Column.Width(text) < width ? Column.Fit(text, width) : text;
            Terminal.Out.WriteLine($"  {shown}  {Terminal.OutStyle.Dim($"({place})")}");
        }
    }
}
