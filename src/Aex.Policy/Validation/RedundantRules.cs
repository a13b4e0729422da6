using Aex.Language.Diagnostics;
using Aex.Language.Syntax;

namespace Aex.Policy.Validation;

/// <summary>Grants that can never matter (AEX130): denied by the same file, or given twice.</summary>
internal static class RedundantRules
{
    public static void Check(DocumentSyntax root, Findings findings)
    {
        var seen = new HashSet<(GrantVerb Verb, string Pattern, bool Quoted, string? Scope)>();
        var denied = new Dictionary<string, GrantSyntax>(StringComparer.Ordinal);
        var limits = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in root.Statements)
        {
            if (statement is GrantsSyntax { Verb: GrantVerb.Deny } denials)
            {
                foreach (var grant in denials.Grants)
                {
                    if (!grant.HasScope)
                    {
                        denied.TryAdd(Key(grant), grant);
                    }
                }
            }
        }

        foreach (var statement in root.Statements)
        {
            switch (statement)
            {
                case GrantsSyntax grants:
                    CheckGrants(grants, seen, denied, findings);
                    break;
                case BudgetSyntax budget:
                    foreach (var limit in budget.Limits)
                    {
                        if (!limits.Add((limit.Quoted ? "\"" : "") + limit.Key))
                        {
                            findings.Warning(Catalogue.NeverMatters, limit.KeySpan, $"`{limit.Key}` is limited twice; the smaller limit counts", "keep one of them");
                        }
                    }

                    break;
            }
        }
    }

    private static void CheckGrants(
        GrantsSyntax grants, HashSet<(GrantVerb Verb, string Pattern, bool Quoted, string? Scope)> seen, Dictionary<string, GrantSyntax> denied, Findings findings)
    {
        var verb = grants.Verb == GrantVerb.Use ? GrantVerb.Allow : grants.Verb;
        foreach (var grant in grants.Grants)
        {
            var written = grant.Tree.Source.Slice(grant.Span);
            if (!seen.Add((verb, grant.Pattern, grant.Quoted, grant.Scope)))
            {
                findings.Warning(Catalogue.NeverMatters, grant.Span, $"`{written}` stands there twice", "drop one of them");
            }
            else if (verb != GrantVerb.Deny && FindDenial(grant, denied) is { } denial)
            {
                var line = denial.Tree.Source.LineOf(denial.PatternSpan.Start);
                findings.Warning(Catalogue.NeverMatters, grant.Span, $"`{written}` can never matter: line {line} denies `{denial.Tree.Source.Slice(denial.Span)}`", "drop it, or narrow the `deny`");
            }
        }
    }

    /// <summary>An unscoped denial of the name, of a family round it, or of everything.</summary>
    private static GrantSyntax? FindDenial(GrantSyntax grant, Dictionary<string, GrantSyntax> denied)
    {
        if (denied.Count == 0)
        {
            return null;
        }

        if (denied.TryGetValue("*", out var denial) || denied.TryGetValue(Key(grant), out denial))
        {
            return denial;
        }

        var name = grant.Pattern;
        var family = name.EndsWith(".*", StringComparison.Ordinal) && !grant.Quoted ? name[..^2] : name;
        for (var end = family.Length; end > 0; end = family.LastIndexOf('.', end - 1))
        {
            if (denied.TryGetValue(family[..end] + ".*", out denial))
            {
                return denial;
            }
        }

        return null;
    }

    /// <summary>A string is the exact name, also where it looks like a family.</summary>
    private static string Key(GrantSyntax grant) => grant.Quoted && grant.Pattern.EndsWith('*') ? $"\"{grant.Pattern}" : grant.Pattern;
}
