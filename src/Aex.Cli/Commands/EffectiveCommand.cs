using System.CommandLine;
using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Policy.Decisions;

namespace Aex.Cli.Commands;

/// <summary><c>aex effective</c>.</summary>
internal sealed class EffectiveCommand : AexCommand
{
    private readonly LayerOptions _layers = new();
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public EffectiveCommand(Terminal terminal)
        : base(terminal, "effective", "Show what all policies in force come to together, each line with where it comes from.")
    {
        _layers.AddTo(this);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        A capability is allowed where every policy grants it and none denies it; where two scopes meet, a resource must lie in both.
        What only concerns the conversation (session.*, skill.use) passes unless it is denied, and is not listed.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex effective", "the policies in force in this folder"),
        new("aex effective --contract tasks/fix_test.aex", "narrowed by a task"),
        new("aex effective --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var view = ProjectView.Load(Host.Require(), _layers.Of(parse), Environment.CurrentDirectory);
        view.RequirePolicy();
        var effective = EffectivePermissions.Of(view.Layers);
        if (parse.GetValue(_json))
        {
            WriteJson(view, effective);
        }
        else
        {
            WriteText(view, effective);
        }

        return CommandLine.Done;
    }

    private void WriteText(ProjectView view, EffectivePermissions effective)
    {
        foreach (var file in Policies(view))
        {
            Terminal.Out.WriteLine($"Policy:   {Shown.Text(file)}");
        }

        if (Contract(view) is { } contract)
        {
            Terminal.Out.WriteLine($"Contract: {Shown.Text(contract)}");
        }

        Section("Allowed:", effective.Allow.Select(grant => (grant.Text, grant.Sources)));
        Section("Denied:", effective.Deny.Select(grant => (grant.Text, grant.Sources)));
        Section("Confirmation required:", effective.Confirm.Select(grant => (grant.Text, grant.Sources)));
        Section("Budget:", effective.Budget.Select(limit => ($"{limit.Key}={JsonParts.Number(limit.Value)}", (IReadOnlyList<RuleSource>)[limit.Source])));
        Section("Shell:", view.Layers.Where(layer => layer.IsStrictShell).Select(layer => ("strict", (IReadOnlyList<RuleSource>)[new RuleSource(layer.File, 0, "strict shell")])));
        Terminal.Note(view.TrustSentence);
    }

    private void Section(string title, IEnumerable<(string Text, IReadOnlyList<RuleSource> From)> lines)
    {
        var all = lines.Select(line => (Text: Shown.Text(line.Text), line.From)).ToList();
        if (all.Count == 0)
        {
            return;
        }

        var width = all.Max(line => Column.Width(line.Text));
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(Terminal.OutStyle.Bold(title));
        foreach (var (text, from) in all)
        {
            Terminal.Out.WriteLine($"  {Column.Fit(text, width)}  {Terminal.OutStyle.Dim($"({string.Join(", ", from.Select(source => Shown.Text(source.Place)))})")}");
        }
    }

    private static IEnumerable<string> Policies(ProjectView view) => view.Layers.Where(layer => layer.Kind != LayerKind.Contract).Select(layer => layer.File).Distinct();

    private static string? Contract(ProjectView view) => view.Layers.FirstOrDefault(layer => layer.Kind == LayerKind.Contract)?.File;

    private void WriteJson(ProjectView view, EffectivePermissions effective) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("policies");
            foreach (var file in Policies(view))
            {
                json.WriteStringValue(file);
            }

            json.WriteEndArray();
            if (Contract(view) is { } contract)
            {
                json.WriteString("contract", contract);
            }

            Grants(json, "allow", effective.Allow);
            Grants(json, "deny", effective.Deny);
            Grants(json, "confirm", effective.Confirm);
            json.WriteStartArray("budget");
            foreach (var limit in effective.Budget)
            {
                json.WriteStartObject();
                json.WriteString("key", limit.Key);
                json.WriteNumber("value", limit.Value);
                From(json, [limit.Source]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("strictShell", view.Layers.Any(layer => layer.IsStrictShell));
            json.WriteBoolean("trusted", view.IsTrusted);
            json.WriteEndObject();
        });

    private static void Grants(Utf8JsonWriter json, string name, IReadOnlyList<EffectiveGrant> grants)
    {
        json.WriteStartArray(name);
        foreach (var grant in grants)
        {
            json.WriteStartObject();
            json.WriteString("pattern", grant.Pattern.ToString());
            json.WriteStartArray("scopes");
            foreach (var scope in grant.Scopes)
            {
                json.WriteStringValue(Shown.Whole(scope));
            }

            json.WriteEndArray();
            From(json, grant.Sources);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void From(Utf8JsonWriter json, IReadOnlyList<RuleSource> sources)
    {
        json.WriteStartArray("from");
        foreach (var source in sources)
        {
            JsonParts.Source(json, source);
        }

        json.WriteEndArray();
    }
}
