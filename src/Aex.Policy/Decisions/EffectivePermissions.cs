using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>What several layers amount to, for people to read. Decisions are never made from it: they ask each layer.</summary>
public sealed class EffectivePermissions
{
    private EffectivePermissions(IReadOnlyList<EffectiveGrant> allow, IReadOnlyList<EffectiveGrant> deny, IReadOnlyList<EffectiveGrant> confirm, IReadOnlyList<EffectiveLimit> budget)
    {
        Allow = allow;
        Deny = deny;
        Confirm = confirm;
        Budget = budget;
    }

    /// <summary>What every layer that grants anything grants: where two patterns meet the narrower, where two scopes meet both.</summary>
    public IReadOnlyList<EffectiveGrant> Allow { get; }

    /// <summary>What any layer denies.</summary>
    public IReadOnlyList<EffectiveGrant> Deny { get; }

    /// <summary>What any layer wants confirmed.</summary>
    public IReadOnlyList<EffectiveGrant> Confirm { get; }

    /// <summary>The least limit of each key.</summary>
    public IReadOnlyList<EffectiveLimit> Budget { get; }

    /// <summary>Reads layers together.</summary>
    public static EffectivePermissions Of(IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        List<EffectiveGrant>? allow = null;
        var deny = new List<EffectiveGrant>();
        var confirm = new List<EffectiveGrant>();
        var budget = new List<EffectiveLimit>();
        foreach (var layer in layers)
        {
            if (!layer.IsNeutral)
            {
                var mine = new List<EffectiveGrant>();
                AddAll(layer, layer.Allow, mine);
                allow = allow is null ? mine : Meet(allow, mine);
            }

            AddAll(layer, layer.Deny, deny);
            AddAll(layer, layer.Confirm, confirm);
            AddLimits(layer, budget);
        }

        return new EffectivePermissions(Needed(allow ?? [], deny), deny, confirm, budget);
    }

    /// <summary>Whether every capability that the one names is named by the other too.</summary>
    internal static bool Covers(CapabilityPattern wide, CapabilityPattern narrow)
    {
        // aex.configure is granted by its name only.
        if (narrow.IsExactly(Request.Configure))
        {
            return wide.IsExactly(Request.Configure);
        }

        return wide.Kind == PatternKind.All || (narrow.Kind != PatternKind.All && wide.Matches(narrow.Text) && (narrow.Kind != PatternKind.Family || wide.Kind == PatternKind.Family));
    }

    // Without what is wholly denied, and what another line grants as well under no more scopes.
    private static List<EffectiveGrant> Needed(List<EffectiveGrant> grants, List<EffectiveGrant> deny)
    {
        var kept = new List<EffectiveGrant>();
        for (var i = 0; i < grants.Count; i++)
        {
            var grant = grants[i];
            var isNeeded = !deny.Exists(denied => denied.Scopes.Count == 0 && (denied.Pattern.Kind == PatternKind.All || Covers(denied.Pattern, grant.Pattern)));
            for (var j = 0; j < grants.Count && isNeeded; j++)
            {
                var other = grants[j];
                var isWider = i != j && Covers(other.Pattern, grant.Pattern) && Contains(grant.Scopes, other.Scopes);
                isNeeded = !isWider || (j > i && Covers(grant.Pattern, other.Pattern) && Contains(other.Scopes, grant.Scopes));
            }

            if (isNeeded)
            {
                kept.Add(grant);
            }
        }

        return kept;
    }

    private static bool Contains(IReadOnlyList<string> scopes, IReadOnlyList<string> all)
    {
        foreach (var scope in all)
        {
            if (!scopes.Contains(scope))
            {
                return false;
            }
        }

        return true;
    }

    private static void AddAll(Layer layer, IReadOnlyList<Rule> rules, List<EffectiveGrant> into)
    {
        foreach (var rule in rules)
        {
            Add(into, new EffectiveGrant(rule.Pattern, rule.Scope is null ? [] : [rule.Scope.Text], [layer.SourceOf(rule)]));
        }
    }

    private static void AddLimits(Layer layer, List<EffectiveLimit> into)
    {
        foreach (var limit in layer.Limits)
        {
            var known = into.FindIndex(other => other.Key == limit.Key);
            var mine = new EffectiveLimit(limit.Key, limit.Value, layer.SourceOf(limit));
            if (known < 0)
            {
                into.Add(mine);
            }
            else if (limit.Value < into[known].Value)
            {
                into[known] = mine;
            }
        }
    }

    private static List<EffectiveGrant> Meet(List<EffectiveGrant> some, List<EffectiveGrant> others)
    {
        var met = new List<EffectiveGrant>();
        foreach (var one in some)
        {
            foreach (var other in others)
            {
                if (Narrower(one.Pattern, other.Pattern) is { } pattern)
                {
                    Add(met, new EffectiveGrant(pattern, Union(one.Scopes, other.Scopes), Union(one.Sources, other.Sources)));
                }
            }
        }

        return met;
    }

    private static CapabilityPattern? Narrower(CapabilityPattern a, CapabilityPattern b) =>
        Covers(a, b) ? b : Covers(b, a) ? a : null;

    private static List<T> Union<T>(IReadOnlyList<T> a, IReadOnlyList<T> b)
    {
        var both = new List<T>(a);
        foreach (var item in b)
        {
            if (!both.Contains(item))
            {
                both.Add(item);
            }
        }

        return both;
    }

    private static void Add(List<EffectiveGrant> into, EffectiveGrant grant)
    {
        for (var i = 0; i < into.Count; i++)
        {
            if (into[i].Pattern == grant.Pattern && into[i].Text == grant.Text)
            {
                into[i] = into[i] with { Sources = Union(into[i].Sources, grant.Sources) };
                return;
            }
        }

        into.Add(grant);
    }
}

/// <summary>A grant with where it comes from.</summary>
/// <param name="Pattern">What it names.</param>
/// <param name="Scopes">All of them must hold; empty for no scope.</param>
/// <param name="Sources">The lines that it comes from.</param>
public sealed record EffectiveGrant(CapabilityPattern Pattern, IReadOnlyList<string> Scopes, IReadOnlyList<RuleSource> Sources)
{
    /// <summary>As shown: <c>file.write:src/** and *.cs</c>.</summary>
    public string Text => Scopes.Count == 0 ? Pattern.ToString() : Pattern + ":" + string.Join(" and ", Scopes);
}

/// <summary>A budget with where it comes from.</summary>
/// <param name="Key">What it limits.</param>
/// <param name="Value">The most.</param>
/// <param name="Source">The line.</param>
public sealed record EffectiveLimit(string Key, long Value, RuleSource Source);
