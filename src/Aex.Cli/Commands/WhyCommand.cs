using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Sessions;
using Aex.Sessions.Audit;

namespace Aex.Cli.Commands;

/// <summary><c>aex why [SESSION]</c>.</summary>
internal sealed class WhyCommand : AexCommand
{
    private readonly Argument<string?> _session = new("SESSION") { Description = "A session's id or its beginning. Default: the last one of this project.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public WhyCommand(Terminal terminal)
        : base(terminal, "why", "Explain the last denial or question: the call, the line, and the smallest line that would permit it.")
    {
        Arguments.Add(_session);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex why", "of the last session of this project"),
        new("aex why --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        try
        {
            using var entry = Last(AuditFiles.Find(Host.Require(), parse.GetValue(_session)));
            if (entry is null)
            {
                Terminal.Note("nothing was denied or asked about in this session");
                return CommandLine.Done;
            }

            if (parse.GetValue(_json))
            {
                WriteJson(entry);
            }
            else
            {
                WriteText(entry);
            }

            return CommandLine.Done;
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private static AuditEntry? Last(string file)
    {
        AuditEntry? last = null;
        using var reader = AuditReader.Open(file);
        while (reader.Read())
        {
            var entry = AuditEntry.Parse(reader.Line);
            if (entry is { IsDenied: true } or { Decision: "ask" })
            {
                last?.Dispose();
                last = entry;
            }
            else
            {
                entry?.Dispose();
            }
        }

        return last;
    }

    private void WriteText(AuditEntry entry)
    {
        var style = Terminal.OutStyle;
        var output = Terminal.Out;
        output.WriteLine($"{style.Bold("call")}      {entry.Tool} {Shown.Text(entry.Subject())}".TrimEnd());
        output.WriteLine($"{style.Bold("when")}      {(LocalTime.Of(entry.Time) is { } local ? local.ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture) : Shown.Text(entry.Time))}");
        output.WriteLine($"{style.Bold("decision")}  {(entry.Decision == "ask" ? style.Warning("ask") : style.Error(entry.Decision.Length > 0 ? entry.Decision : entry.Event))}");
        output.WriteLine($"{style.Bold("reason")}    {entry.Reason}");
        if (entry.Rule is { } rule)
        {
            output.WriteLine($"{style.Bold("rule")}      {Shown.Text(rule.File)}:{JsonParts.Number(rule.Line)}  {Shown.Text(rule.Text)}");
        }

        if (Permit(entry) is { } permit)
        {
            output.WriteLine($"{style.Bold("permit")}    {permit.Line}");
            output.WriteLine($"          {style.Dim(permit.Width)}");
        }
    }

    private void WriteJson(AuditEntry entry) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time);
            json.WriteString("session", entry.Session);
            json.WriteString("tool", entry.Tool);
            json.WriteString("subject", Shown.Whole(entry.Subject()));
            json.WriteString("capability", entry.Capability);
            json.WriteString("decision", entry.Decision);
            json.WriteString("reason", entry.Reason);
            if (entry.Rule is { } rule)
            {
                json.WritePropertyName("rule");
                JsonParts.Source(json, new(rule.File, rule.Line, rule.Text));
            }

            if (Permit(entry) is { } permit)
            {
                json.WriteString("permit", permit.Line);
                json.WriteString("width", permit.Width);
            }

            json.WriteEndObject();
        });

    /// <summary>The smallest line that would let the call pass, and how much else it lets pass; null where a line of the policy stands against it.</summary>
    private static (string Line, string Width)? Permit(AuditEntry entry)
    {
        if (entry.Decision == "ask")
        {
            return ("`aex approve` lets this one call through", "once, for ten minutes; narrowing the `confirm before` line lets all such calls pass");
        }

        const string mark = "to permit it: ";
        var at = entry.Reason.LastIndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return entry.Rule is null ? null : ("take out or narrow the line that denies it", "a `deny` wins over every `allow`, so no line added can permit it");
        }

        var line = entry.Reason[(at + mark.Length)..].Split(';')[0].Trim();
        var grant = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var colon = grant.IndexOf(':', StringComparison.Ordinal);
        var scope = colon < 0 ? "" : grant[(colon + 1)..].Trim('"');
        return (line, (colon < 0, scope.Contains('*', StringComparison.Ordinal)) switch
        {
            (true, _) => $"permits every {grant} from now on, whatever it reaches for",
            (false, true) => $"permits {grant[..colon]} for all that lies in {scope}",
            (false, false) => $"permits {grant[..colon]} for {scope} alone",
        });
    }
}
