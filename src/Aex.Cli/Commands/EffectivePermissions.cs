using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;

namespace Aex.Cli.Commands;

/// <summary>One line of what the layers come to together.</summary>
/// <param name="Pattern">The capabilities.</param>
/// <param name="Scopes">The scopes that a resource must lie in, all of them; empty for any resource.</param>
/// <param name="From">The lines it comes from.</param>
internal sealed record EffectiveGrant(CapabilityPattern Pattern, IReadOnlyList<Scope> Scopes, IReadOnlyList<RuleSource> From)
{
    /// <summary>As it would be written: <c>file.write:src/**</c>, where two scopes meet <c>file.write:src/** and *.cs</c>.</summary>
    public string Text => Scopes.Count == 0 ? Pattern.ToString() : $"{Pattern}:{string.Join(" and ", Scopes.Select(scope => scope.Text))}";
}

/// <summary>One budget and the lines that set it, the smallest first.</summary>
internal sealed record EffectiveLimit(string Key, long Value, IReadOnlyList<RuleSource> From);

/// <summary>
/// What several layers come to together, for people to read. Calls are not decided by it: the engine asks every layer. A capability is
/// allowed where every layer that says what is allowed grants it; denials and confirmations are those of any layer; the smallest budget counts.
/// </summary>
internal sealed record EffectivePermissions(
    IReadOnlyList<EffectiveGrant> Allowed,
    IReadOnlyList<EffectiveGrant> Denied,
    IReadOnlyList<EffectiveGrant> Confirmed,
    IReadOnlyList<EffectiveLimit> Budget,
    IReadOnlyList<Layer> StrictShell)
{
    /// <summary>Puts layers together.</summary>
    public static EffectivePermissions Of(IReadOnlyList<Layer> given)
    {
        IReadOnlyList<Layer> layers = [.. given.SelectMany(WithBase)];
        var denied = Union(layers, layer => layer.Deny);
        return new EffectivePermissions(
            [.. Allow(layers).Where(grant => !denied.Any(deny => deny.Scopes.Count == 0 && Covers(deny.Pattern, grant.Pattern)))],
            denied,
            Union(layers, layer => layer.Confirm),
            Limits(layers),
            [.. layers.Where(layer => layer.IsStrictShell)]);
    }

    /// <summary>Whether every capability that <paramref name="narrow"/> names is named by <paramref name="wide"/> too.</summary>
    public static bool Covers(CapabilityPattern wide, CapabilityPattern narrow) => wide.Kind switch
    {
        PatternKind.All => true,
        PatternKind.Family => narrow.Kind != PatternKind.All && wide.Matches(narrow.Text),
        PatternKind.Exact or PatternKind.Quoted => narrow.Kind is PatternKind.Exact or PatternKind.Quoted && wide.Text == narrow.Text,
    };

    private static IEnumerable<Layer> WithBase(Layer layer) => layer.ExtendsPolicy is { } basis ? WithBase(basis).Prepend(layer) : [layer];

    private static List<EffectiveGrant> Allow(IReadOnlyList<Layer> layers)
    {
        List<EffectiveGrant>? together = null;
        foreach (var layer in layers.Where(layer => !layer.IsNeutral))
        {
            var own = layer.Allow.Select(rule => Grant(layer, rule)).ToList();
            together = together is null ? own : Meet(together, own);
        }

        return Distinct(together ?? []);
    }

    private static List<EffectiveGrant> Meet(List<EffectiveGrant> left, List<EffectiveGrant> right)
    {
        var met = new List<EffectiveGrant>();
        foreach (var a in left)
        {
            foreach (var b in right)
            {
                CapabilityPattern? both = Covers(a.Pattern, b.Pattern) ? b.Pattern : Covers(b.Pattern, a.Pattern) ? a.Pattern : null;
                if (both is { } pattern)
                {
                    IReadOnlyList<Scope> scopes = [.. a.Scopes.Concat(b.Scopes).DistinctBy(scope => scope.Text)];
                    met.Add(new EffectiveGrant(pattern, scopes, [.. a.From.Concat(b.From).Distinct()]));
                }
            }
        }

        return met;
    }

    /// <summary>Leaves out what another line grants as well, under no more scopes.</summary>
    private static List<EffectiveGrant> Distinct(List<EffectiveGrant> grants)
    {
        var kept = new List<EffectiveGrant>();
        for (var i = 0; i < grants.Count; i++)
        {
            var grant = grants[i];
            var isGranted = false;
            for (var j = 0; j < grants.Count && !isGranted; j++)
            {
                var other = grants[j];
                isGranted = i != j && Covers(other.Pattern, grant.Pattern)
                    && other.Scopes.All(scope => grant.Scopes.Any(own => own.Text == scope.Text))
                    && (j < i || !Covers(grant.Pattern, other.Pattern) || other.Scopes.Count < grant.Scopes.Count);
            }

            if (!isGranted)
            {
                kept.Add(grant);
            }
        }

        return kept;
    }

    private static List<EffectiveGrant> Union(IReadOnlyList<Layer> layers, Func<Layer, IReadOnlyList<Rule>> rules) =>
        [.. layers.SelectMany(layer => rules(layer).Select(rule => Grant(layer, rule)))
            .GroupBy(grant => grant.Text)
            .Select(same => same.First() with { From = [.. same.SelectMany(grant => grant.From)] })];

    private static List<EffectiveLimit> Limits(IReadOnlyList<Layer> layers) =>
        [.. layers.SelectMany(layer => layer.Limits.Select(limit => (limit.Key, limit.Value, Source: layer.SourceOf(limit))))
            .GroupBy(limit => limit.Key)
            .Select(same => new EffectiveLimit(same.Key, same.Min(limit => limit.Value), [.. same.OrderBy(limit => limit.Value).Select(limit => limit.Source)]))];

    private static EffectiveGrant Grant(Layer layer, Rule rule) => new(rule.Pattern, rule.Scope is { } scope ? [scope] : [], [layer.SourceOf(rule)]);
}
