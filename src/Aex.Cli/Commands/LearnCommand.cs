using System.CommandLine;
using System.Globalization;
using Aex.Cli.Learning;
using Aex.Cli.Rendering;
using Aex.Cli.Replaying;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;

namespace Aex.Cli.Commands;

/// <summary><c>aex learn [AUDIT…]</c>.</summary>
internal sealed class LearnCommand : AexCommand
{
    private const int MostShown = 3;

    private readonly Argument<string[]> _audits = new("AUDIT") { Description = "Audit files, or sessions' ids or their beginnings. Default: every session of this project.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _transcripts = new("--transcripts")
    {
        Description = "Learn from Claude Code's transcripts below DIR. Default of DIR: this project's own.", HelpName = "DIR", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _json = new("--json") { Description = "The policy and what there is to know of each line, as data." };

    /// <summary>Creates the command.</summary>
    public LearnCommand(Terminal terminal)
        : base(terminal, "learn", "Propose the smallest policy under which recorded calls get the answers that they got.")
    {
        Arguments.Add(_audits);
        Options.Add(_transcripts);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Prints a policy and writes nothing. Above each line stands for how many calls it is and what else it lets through. What the policy in force denies, confirms and
        limits is taken over. Never proposed: what the guard protects, secrets, code that nobody has read, sending data away, and what can't be undone.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex learn > learned.aex", "from every recorded session of this project"),
        new("aex replay --policy learned.aex", "what the proposal would change"),
        new("aex learn --transcripts", "from what Claude Code did here before aex"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        var calls = new List<LearnedCall>();
        var rules = new List<string>();
        var left = "";
        var root = SessionControl.RootOf(host, Environment.CurrentDirectory);
        var named = parse.GetValue(_audits) is { Length: > 0 } given ? given : null;
        try
        {
            if (parse.GetResult(_transcripts) is not null)
            {
                left = AddTranscripts(parse.GetValue(_transcripts) ?? TranscriptReader.FolderOf(host.Home, root), root, calls);
            }

            if (named is not null || parse.GetResult(_transcripts) is null)
            {
                foreach (var file in named is null ? AuditFiles.OfProject(host) : [.. named.Select(name => AuditFiles.Find(host, name)).Distinct()])
                {
                    AddAudit(file, root, calls, rules);
                }
            }
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }

        if (calls.Count == 0)
        {
            throw new CommandFailure("no session was recorded in this project yet, so there is nothing to learn from", "work for a while with `aex gate --observe` as the hook, or name the transcripts: --transcripts DIR");
        }

        var view = ProjectView.Load(host, new EnforcerOptions { AllowNoPolicy = true, Client = "claude-code" }, root);
        if (view.FirstFault() is { } broken)
        {
            throw new CommandFailure($"{broken}: what it denies cannot be taken over", "mend it first: `aex check`", CommandLine.Findings);
        }

        var proposal = new Learner(view, rules).Propose(calls);
        var policy = Policy(proposal);
        if (parse.GetValue(_json))
        {
            WriteJson(policy, proposal);
        }
        else
        {
            Terminal.Out.Write(policy);
            Terminal.Note($"{Count(proposal.Calls, "call")}: {JsonParts.Number(proposal.Same)} get the answer that they got, {JsonParts.Number(proposal.Calls - proposal.Same)} another{left}; of {JsonParts.Number(proposal.Attacks)} attacks {(proposal.Passing.Count == 0 ? "none passes" : JsonParts.Number(proposal.Passing.Count) + " pass")}");
        }

        return CommandLine.Done;
    }

    private static string AddTranscripts(string folder, string root, List<LearnedCall> calls)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandFailure($"no session was recorded by Claude Code for this project: there is no folder {folder}", "Claude Code keeps transcripts in ~/.claude/projects, a folder for each project");
        }

        var reader = new TranscriptReader(root);
        calls.AddRange(reader.Folder(folder));
        return (reader.NotRun, reader.Elsewhere) switch
        {
            (0, 0) => "",
            var (notRun, elsewhere) => $" ({JsonParts.Number(notRun)} that did not run and {JsonParts.Number(elsewhere)} of other projects left aside)",
        };
    }

    private static void AddAudit(string file, string root, List<LearnedCall> calls, List<string> rules)
    {
        using var reader = AuditReader.Open(file);
        while (reader.Read())
        {
            using var entry = AuditEntry.Parse(reader.Line);
            if (entry is null || !RecordedCall.IsDecision(entry) || entry.IsPaused)
            {
                continue;
            }

            var answer = RecordedCall.AnswerOf(entry);
            if (entry.Rule is { File: [not '/' and not '~', ..], Text: var text } && (text.StartsWith("deny ", StringComparison.Ordinal) || text.StartsWith("confirm before ", StringComparison.Ordinal)))
            {
                rules.Add(text);
            }

            // Under --observe a call passed that nothing allowed: that is what is to be learned. What a line denies stays denied.
            var wanted = entry.IsObserved && answer == Decision.Deny && entry.Rule is null ? Decision.Allow : answer;
            calls.Add(new LearnedCall(RecordedCall.Of(entry, root, "claude-code"), wanted, entry.Session, entry.Subject(), entry.Event == "budget.exhausted"));
        }
    }

    private static string Policy(Proposal proposal)
    {
        var text = new System.Text.StringBuilder();
        Line($"# Proposed by `aex learn` from {Count(proposal.Calls, "recorded call")} of {Count(proposal.Sessions, "session")}. Read each line before you use it;");
        Line("# `aex replay --policy FILE` shows what it would change.");
        Line("policy learned v0");
        Line("");
        Line($"goal \"What {Count(proposal.Calls, "recorded call")} needed, and no more.\"");
        Line("");
        Line("# What a command does beside running must be allowed as well.");
        Line("strict shell");
        if (proposal.Kept.Count > 0)
        {
            Line("");
            Line("# Taken over from what was in force, and what no proposal allows.");
            foreach (var kept in proposal.Kept)
            {
                Line(kept);
            }
        }

        foreach (var line in proposal.Lines)
        {
            Line("");
            Line($"# {Count(line.Calls, "call")}{(line.Seen > 1 ? $", {JsonParts.Number(line.Seen)} different" : "")}; lets through {(line.IsWider ? "besides: " : "")}{Shown.Text(line.Breadth)}");
            Line(line.Text);
        }

        if (proposal.LeftOut.Count > 0)
        {
            Line("");
            Line($"# Not answered as they were: {Count(proposal.LeftOut.Sum(each => each.Calls.Count), "call")}.");
            foreach (var each in proposal.LeftOut)
            {
                Line($"# - {Count(each.Calls.Count, "call")}: {Reasons.Safe(each.Reason)}");
                foreach (var call in each.Calls.Distinct().Take(MostShown))
                {
                    Line($"#     {Reasons.Safe(call)}");
                }
            }
        }

        foreach (var attack in proposal.Passing)
        {
            Line($"# Careful: lets this through, since the same was recorded: {Reasons.Safe(attack)}");
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private void WriteJson(string policy, Proposal proposal) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteString("policy", policy);
            json.WriteNumber("calls", proposal.Calls);
            json.WriteNumber("sessions", proposal.Sessions);
            json.WriteNumber("same", proposal.Same);
            json.WriteStartArray("lines");
            foreach (var line in proposal.Lines)
            {
                json.WriteStartObject();
                json.WriteString("line", Shown.Whole(line.Text));
                json.WriteNumber("calls", line.Calls);
                json.WriteNumber("seen", line.Seen);
                json.WriteBoolean("wider", line.IsWider);
                json.WriteString("letsThrough", Shown.Whole(line.Breadth));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("leftOut");
            foreach (var each in proposal.LeftOut)
            {
                json.WriteStartObject();
                json.WriteString("reason", Reasons.Safe(each.Reason));
                json.WriteStartArray("calls");
                foreach (var call in each.Calls)
                {
                    json.WriteStringValue(Reasons.Safe(call));
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("attacks", proposal.Attacks);
            json.WriteStartArray("passing");
            foreach (var attack in proposal.Passing)
            {
                json.WriteStringValue(Reasons.Safe(attack));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
