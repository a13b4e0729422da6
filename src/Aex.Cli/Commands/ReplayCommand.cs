using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Cli.Replaying;
using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex replay [AUDIT…]</c>.</summary>
internal sealed class ReplayCommand : AexCommand
{
    private const int MostCalls = 5;

    private readonly Argument<string[]> _audits = new("AUDIT") { Description = "Audit files, or sessions' ids or their beginnings. Default: every session of this project.", Arity = ArgumentArity.ZeroOrMore };
    private readonly LayerOptions _layers = new();
    private readonly Option<bool> _json = new("--json") { Description = "Every call that changes, as data." };

    /// <summary>Creates the command.</summary>
    public ReplayCommand(Terminal terminal)
        : base(terminal, "replay", "Decide recorded calls again, and show what a changed policy would change.")
    {
        Arguments.Add(_audits);
        _layers.AddTo(this);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        "Nothing is counted or recorded. Budgets are counted anew, session by session; paths are not looked up on the disk; masked and shortened arguments are taken as recorded. Exits 1 if an answer changes.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex replay", "all recorded calls under the policy as it is now"),
        new("aex replay --policy .aex/policy.aex", "under this policy alone"),
        new("aex replay --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        try
        {
            IReadOnlyList<string> files = parse.GetValue(_audits) is { Length: > 0 } named ? [.. named.Select(name => AuditFiles.Find(host, name)).Distinct()] : AuditFiles.OfProject(host);
            if (files.Count == 0)
            {
                throw new CommandFailure("no session was recorded in this project yet", "`aex doctor` shows whether the gate is reached");
            }

            var replay = new Replay(host, _layers.Of(parse), SessionControl.RootOf(host, Environment.CurrentDirectory));
            var same = 0;
            var changed = new List<ReplayedCall>();
            foreach (var call in files.SelectMany(replay.File))
            {
                if (call.Changes)
                {
                    changed.Add(call);
                }
                else
                {
                    same++;
                }
            }

            if (parse.GetValue(_json))
            {
                WriteJson(same, changed, replay);
            }
            else
            {
                WriteText(same, changed, replay);
            }

            return changed.Count > 0 ? CommandLine.Findings : CommandLine.Done;
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private void WriteText(int same, List<ReplayedCall> changed, Replay replay)
    {
        var style = Terminal.OutStyle;
        foreach (var group in changed.GroupBy(call => (call.Old, call.New, Rule: RuleOf(call))).OrderByDescending(group => group.Count()))
        {
            Terminal.Out.WriteLine($"{Coloured(group.Key.Old, style)} -> {Coloured(group.Key.New, style)}  {Calls(group.Count())}  {style.Bold(Shown.Text(group.Key.Rule))}");
            var shown = group.GroupBy(call => (call.Tool, call.Subject)).OrderByDescending(each => each.Count()).ToList();
            foreach (var each in shown.Take(MostCalls))
            {
                var times = each.Count() == 1 ? "" : $"  ({JsonParts.Number(each.Count())} times)";
                Terminal.Out.WriteLine($"  {Shown.Text(each.Key.Tool)} {Shown.Text(each.Key.Subject)}{style.Dim(times)}".TrimEnd());
            }

            if (shown.Count > MostCalls)
            {
                Terminal.Out.WriteLine(style.Dim($"  and {JsonParts.Number(shown.Count - MostCalls)} others (--json shows all)"));
            }

            Terminal.Out.WriteLine();
        }

        var left = replay.Left == 0 ? "" : $", {JsonParts.Number(replay.Left)} left out that a pause let pass";
        Terminal.Out.WriteLine($"replayed {Calls(same + changed.Count)} of {JsonParts.Number(replay.Sessions)} session{(replay.Sessions == 1 ? "" : "s")}: {JsonParts.Number(same)} the same, {JsonParts.Number(changed.Count)} changed{left}");
    }

    /// <summary>The line that makes the difference: what stops the call now, else what stopped it then.</summary>
    private static string RuleOf(ReplayedCall call) => call.New > call.Old
        ? call.NewRule is { } rule ? $"{rule.Text} ({rule.Place})" : "in no allow list now"
        : call.OldRule is { } old ? $"no longer: {old}" : "now in every allow list";

    private static string Coloured(Decision decision, Style style)
    {
        var word = JsonParts.NameOf(decision);
        return decision switch
        {
            Decision.Allow => style.Good(word),
            Decision.Ask => style.Warning(word),
            Decision.Deny => style.Error(word),
        };
    }

    private static string Calls(int count) => count == 1 ? "1 call" : $"{JsonParts.Number(count)} calls";

    private void WriteJson(int same, List<ReplayedCall> changed, Replay replay) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("sessions", replay.Sessions);
            json.WriteNumber("same", same);
            json.WriteNumber("changed", changed.Count);
            json.WriteNumber("leftOut", replay.Left);
            json.WriteStartArray("calls");
            foreach (var call in changed)
            {
                json.WriteStartObject();
                json.WriteString("time", call.Time);
                json.WriteString("session", call.Session);
                json.WriteString("tool", call.Tool);
                json.WriteString("subject", Shown.Whole(call.Subject));
                json.WriteString("old", JsonParts.NameOf(call.Old));
                json.WriteString("new", JsonParts.NameOf(call.New));
                json.WriteString("reason", Shown.Whole(call.NewReason));
                if (call.NewRule is { } rule)
                {
                    json.WritePropertyName("rule");
                    JsonParts.Source(json, rule);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
