using System.Text;
using Aex.Cli.Commands;
using Aex.Policy.Decisions;

namespace Aex.Cli.Learning;

/// <summary>
/// Proposes the smallest policy under which recorded calls get the answers that they got. The engine itself says what a call needs, what the
/// proposal makes of it, and whether an attack passes; here lines are only written and narrowed.
/// </summary>
internal sealed class Learner
{
    private readonly string _root;
    private readonly CallContext _context;
    private readonly IReadOnlyList<Layer> _others;
    private readonly List<string> _maps = [];
    private readonly List<string> _kept = [];
    private readonly Dictionary<string, (IReadOnlyList<Need>? Needs, string Why)> _known = [];

    /// <summary>Takes over what the project's policies say beside what they allow.</summary>
    /// <param name="view">The policies of the project as they are.</param>
    /// <param name="recordedRules">Lines that denied or confirmed a recorded call.</param>
    public Learner(ProjectView view, IEnumerable<string> recordedRules)
    {
        _root = view.Root;
        _context = view.Context with { Paths = new TablePathResolver() };
        _others = [.. view.Layers.Where(layer => layer.Kind is LayerKind.Managed or LayerKind.User)];
        foreach (var layer in view.Layers.Where(layer => layer.Kind is LayerKind.Project or LayerKind.Option && layer.Root == view.Root))
        {
            _maps.AddRange(layer.Mappings.Select(mapping => layer.SourceOf(mapping).Text));
            _kept.AddRange(layer.Deny.Concat(layer.Confirm).Select(rule => layer.SourceOf(rule).Text));
            _kept.AddRange(layer.Limits.Select(limit => layer.SourceOf(limit).Text));
        }

        _kept = [.. _kept.Concat(recordedRules).Concat(NeverLearned.Denials).Distinct(StringComparer.Ordinal).Where(line => LayerOf([line]).Errors.Count == 0)];
    }

    /// <summary>Learns from calls, in the order in which they were made.</summary>
    public Proposal Propose(IReadOnlyList<LearnedCall> calls)
    {
        var leftOut = new Dictionary<LearnedCall, string>(ReferenceEqualityComparer.Instance);
        var needed = new Dictionary<string, (Need Need, HashSet<LearnedCall> Calls)>(StringComparer.Ordinal);
        foreach (var call in calls.Where(call => call.Wanted != Decision.Deny))
        {
            var (needs, why) = NeedsOf(call.Call);
            if (needs is null)
            {
                leftOut[call] = why;
                continue;
            }

            foreach (var need in needs)
            {
                if (!needed.TryGetValue(need.Line, out var known))
                {
                    needed.Add(need.Line, known = (need, new HashSet<LearnedCall>(ReferenceEqualityComparer.Instance)));
                }

                known.Calls.Add(call);
            }
        }

        var candidates = Narrowed(Candidates([.. needed.Values.Select(each => each.Need)]), calls);
        var (layer, layers) = Layers(candidates);
        var same = Verify(calls, layers, leftOut);
        var attacks = Attacks.In(_root).ToList();
        return new Proposal(
            [.. _maps.Concat(_kept)],
            [.. candidates.Select(each => new ProposedLine(each.Line, each.Needs.SelectMany(need => needed[need.Line].Calls).Distinct(ReferenceEqualityComparer.Instance).Count(), each.Needs.Count, each.Breadth, each.IsWider))],
            [.. leftOut.GroupBy(each => each.Value, each => each.Key.Call.Tool + " " + each.Key.Subject).OrderByDescending(group => group.Count()).Select(group => new LeftOut(group.Key, [.. group]))],
            calls.Count,
            calls.Select(call => call.Session).Distinct().Count(),
            same,
            attacks.Count,
            [.. attacks.Where(attack => Passes(attack, [layer], null)).Select(Attacks.Show)]);
    }

    private (IReadOnlyList<Need>? Needs, string Why) NeedsOf(ToolCall call)
    {
        var key = string.Join('\0', call.Client, call.Tool, call.McpServer, call.Cwd, Encoding.UTF8.GetString(call.Arguments.Span));
        if (!_known.TryGetValue(key, out var known))
        {
            _known.Add(key, known = FindNeeds(call));
        }

        return known;
    }

    private (IReadOnlyList<Need>? Needs, string Why) FindNeeds(ToolCall call)
    {
        var needs = new List<Need>();
        while (true)
        {
            var layer = LayerOf([.. _maps, .. needs.Select(need => need.Line)]);
            var prepared = CallPreparation.Prepare(call, [layer], _context);
            var verdict = Authorizer.Decide(prepared, new Counters());
            if (verdict.Decision == Decision.Allow)
            {
                return (needs, "");
            }

            if (verdict.Cause is not (Cause.NotAllowed or Cause.StrictShell or Cause.Guarded) || verdict.Request is null)
            {
                return (null, verdict.Cause == Cause.InvalidLayer ? "no line can be written for it" : Reasons.Describe(verdict, prepared));
            }

            if (Need.Of(verdict.Request, prepared, layer, _root, out var why) is not { } found)
            {
                return (null, why);
            }

            var fresh = found.Where(need => !needs.Exists(known => known.Line == need.Line)).DistinctBy(need => need.Line).ToList();
            if (fresh.Count == 0)
            {
                return (null, "no narrow line holds what it reaches for");
            }

            needs.AddRange(fresh);
        }
    }

    private List<Candidate> Candidates(IReadOnlyList<Need> needs)
    {
        var paths = new PathLines(_root);
        var found = new List<Candidate>();
        foreach (var group in needs.GroupBy(need => (need.Kind, need.Capability)).OrderBy(group => group.Key.Kind).ThenBy(group => group.Key.Capability, StringComparer.Ordinal))
        {
            found.AddRange(group.Key.Kind switch
            {
                NeedKind.Path => paths.Of(group.Key.Capability, [.. group], isNarrow: false),
                NeedKind.Command => CommandLines.Of([.. group], isNarrow: false),
                NeedKind.Other => group.Select(need => new Candidate(need.Line, [need], true, BreadthOf(need))),
            });
        }

        return found;
    }

    private static string BreadthOf(Need need) =>
        need.Text.Contains(':', StringComparison.Ordinal) ? need.Capability.StartsWith("network", StringComparison.Ordinal) ? "any address of that host" : "any use of it"
        : need.Capability.StartsWith("mcp", StringComparison.Ordinal) || need.Text.Contains('"', StringComparison.Ordinal) ? "any arguments"
        : $"any {need.Capability}, since it takes no scope";

    // Lines that let an attack through, or a call that was denied, are taken back to what was seen, until none does.
    private List<Candidate> Narrowed(List<Candidate> candidates, IReadOnlyList<LearnedCall> calls)
    {
        ToolCall[] unwanted = [.. Attacks.In(_root), .. calls.Where(call => call.Wanted == Decision.Deny && !call.IsByBudget).Select(call => call.Call)];
        while (true)
        {
            var (layer, layers) = Layers(candidates);
            var granting = new HashSet<string>(StringComparer.Ordinal);
            foreach (var call in unwanted)
            {
                _ = Passes(call, [layer], granting);
            }

            var next = candidates.SelectMany(each => granting.Contains(each.Line) ? Alone(each) : [each]).ToList();
            if (next.Select(each => each.Line).SequenceEqual(candidates.Select(each => each.Line), StringComparer.Ordinal))
            {
                return next;
            }

            candidates = next;
        }
    }

    private IEnumerable<Candidate> Alone(Candidate candidate) => candidate.Needs[0].Kind switch
    {
        NeedKind.Path => new PathLines(_root).Of(candidate.Needs[0].Capability, candidate.Needs, isNarrow: true),
        NeedKind.Command => CommandLines.Of(candidate.Needs, isNarrow: true),
        NeedKind.Other => [candidate],
    };

    private bool Passes(ToolCall call, IReadOnlyList<Layer> layers, HashSet<string>? granting)
    {
        var trace = new Trace();
        var verdict = Authorizer.Decide(CallPreparation.Prepare(call, layers, _context), new Counters(), trace);
        if (verdict.Decision == Decision.Deny)
        {
            return false;
        }

        foreach (var step in trace.Steps)
        {
            if (step is { Matched: true, Rule: { Verb: RuleVerb.Allow } rule })
            {
                granting?.Add(step.Layer.SourceOf(rule).Text);
            }
        }

        return true;
    }

    private int Verify(IReadOnlyList<LearnedCall> calls, IReadOnlyList<Layer> layers, Dictionary<LearnedCall, string> leftOut)
    {
        var same = 0;
        var counters = new Dictionary<string, Counters>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            if (!counters.TryGetValue(call.Session, out var used))
            {
                counters.Add(call.Session, used = new Counters());
            }

            var prepared = CallPreparation.Prepare(call.Call, layers, _context);
            var verdict = Authorizer.Decide(prepared, used);
            if (verdict.Decision != Decision.Deny)
            {
                foreach (var key in prepared.ChargedKeys())
                {
                    used.Charge(key);
                }
            }

            if (verdict.Decision == call.Wanted)
            {
                same++;
                leftOut.Remove(call);
            }
            else
            {
                leftOut.TryAdd(call, Reasons.Describe(verdict, prepared));
            }
        }

        return same;
    }

    private (Layer Layer, IReadOnlyList<Layer> Layers) Layers(IReadOnlyList<Candidate> candidates)
    {
        var layer = LayerOf([.. _maps, .. _kept, .. candidates.Select(each => each.Line)]);
        return (layer, [.. _others, layer]);
    }

    private Layer LayerOf(IReadOnlyList<string> lines) =>
        Layer.Load(LayerKind.Option, "learned.aex", _root + "/learned.aex", _root, Encoding.UTF8.GetBytes($"policy learned v0\ngoal \"learned\"\nstrict shell\n{string.Join('\n', lines)}\n"));
}
