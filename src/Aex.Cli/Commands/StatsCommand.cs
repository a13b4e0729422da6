using System.CommandLine;
using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Cli.Statistics;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex stats [SESSION…]</c>.</summary>
internal sealed class StatsCommand : AexCommand
{
    private const int MostRows = 15;
    private const int BarWidth = 30;

    private readonly Argument<string[]> _sessions = new("SESSION") { Description = "Sessions' ids or their beginnings, or audit files. Default: every session of this project.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _observed = new("--observed") { Description = "Only what `aex gate --observe` let pass: what it would have stopped." };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public StatsCommand(Terminal terminal)
        : base(terminal, "stats", "Count calls, denials, questions and budgets by session, capability and rule.")
    {
        Arguments.Add(_sessions);
        Options.Add(_observed);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex stats", "every session of this project"),
        new("aex stats --observed", "what would have been stopped, were the policy enforced"),
        new("aex stats --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        var observed = parse.GetValue(_observed);
        var statistics = new AuditStatistics();
        try
        {
            foreach (var file in parse.GetValue(_sessions) is { Length: > 0 } named ? [.. named.Select(name => AuditFiles.Find(host, name)).Distinct()] : AuditFiles.OfProject(host))
            {
                statistics.Add(file, observed);
            }
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }

        if (parse.GetValue(_json))
        {
            WriteJson(statistics);
        }
        else if (statistics.Sessions.Count == 0)
        {
            Terminal.Note(observed ? "no call was recorded under --observe" : "no call was recorded in this project yet");
        }
        else
        {
            WriteText(statistics, observed);
        }

        return CommandLine.Done;
    }

    private void WriteText(AuditStatistics statistics, bool observed)
    {
        var style = Terminal.OutStyle;
        var sessions = statistics.Sessions;
        var (denied, asked) = (sessions.Sum(each => each.Denied), sessions.Sum(each => each.Asked));
        Terminal.Out.WriteLine($"{Count(sessions.Count, "session")}, {Count(sessions.Sum(each => each.Calls), "call")}: {JsonParts.Number(sessions.Sum(each => each.Allowed))} allowed, {JsonParts.Number(asked)} asked, {JsonParts.Number(denied)} denied{(observed ? ", had the policy been enforced" : "")}");
        WriteBars("calls by capability", statistics.Capabilities, style);
        WriteBars("denials and questions by the line that decided", statistics.Stops, style);
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(style.Bold("sessions"));
        foreach (var session in sessions.Take(MostRows))
        {
            var budget = string.Join(", ", session.Budget.Select(each => $"{each.Key} {JsonParts.Number(each.Used)} of {JsonParts.Number(each.Limit)}"));
            string[] parts = [session.Asked > 0 ? $"{JsonParts.Number(session.Asked)} asked" : "", session.Denied > 0 ? $"{JsonParts.Number(session.Denied)} denied" : "", Shown.Text(budget)];
            Terminal.Out.WriteLine($"  {Column.Fit(Shown.Text(session.Session.Length > 0 ? session.Session : "without id"), 36)}  {JsonParts.Number(session.Calls),5}  {style.Dim(string.Join(", ", parts.Where(part => part.Length > 0)))}".TrimEnd());
        }

        WriteRest(sessions.Count, style);
    }

    private void WriteBars(string title, IReadOnlyList<(string Name, int Count)> rows, Style style)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(style.Bold(title));
        var width = Math.Min(60, rows.Take(MostRows).Max(row => Column.Width(Shown.Text(row.Name))));
        foreach (var (name, count) in rows.Take(MostRows))
        {
            var bar = new string('█', Math.Max(1, (int)((long)count * BarWidth / rows[0].Count)));
            Terminal.Out.WriteLine($"  {Column.Fit(Shown.Text(name), width)}  {JsonParts.Number(count),5}  {style.Dim(bar)}");
        }

        WriteRest(rows.Count, style);
    }

    private void WriteRest(int count, Style style)
    {
        if (count > MostRows)
        {
            Terminal.Out.WriteLine(style.Dim($"  and {JsonParts.Number(count - MostRows)} others (--json shows all)"));
        }
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{JsonParts.Number(count)} {what}s";

    private void WriteJson(AuditStatistics statistics) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("sessions");
            foreach (var session in statistics.Sessions)
            {
                json.WriteStartObject();
                json.WriteString("session", session.Session);
                json.WriteNumber("allowed", session.Allowed);
                json.WriteNumber("asked", session.Asked);
                json.WriteNumber("denied", session.Denied);
                json.WriteStartObject("budget");
                foreach (var (key, used, limit) in session.Budget)
                {
                    json.WriteStartObject(Shown.Whole(key));
                    json.WriteNumber("used", used);
                    json.WriteNumber("limit", limit);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteCounts(json, "capabilities", "capability", statistics.Capabilities);
            WriteCounts(json, "stopped", "rule", statistics.Stops);
            json.WriteEndObject();
        });

    private static void WriteCounts(Utf8JsonWriter json, string name, string key, IReadOnlyList<(string Name, int Count)> rows)
    {
        json.WriteStartArray(name);
        foreach (var (row, count) in rows)
        {
            json.WriteStartObject();
            json.WriteString(key, Shown.Whole(row));
            json.WriteNumber("calls", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
