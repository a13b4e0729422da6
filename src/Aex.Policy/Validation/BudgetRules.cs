using Aex.Language.Diagnostics;
using Aex.Language.Syntax;

namespace Aex.Policy.Validation;

/// <summary>Limits that would limit nothing: a key that was meant to be another (AEX111, AEX131). A wrong value is the parser's.</summary>
internal static class BudgetRules
{
    public static void Check(BudgetSyntax budget, Findings findings)
    {
        foreach (var limit in budget.Limits)
        {
            CheckKey(limit, findings);
        }
    }

    private static void CheckKey(LimitSyntax limit, Findings findings)
    {
        var key = limit.Key;
        if (key.Contains('.', StringComparison.Ordinal))
        {
            if (!limit.Quoted)
            {
                NameRules.Check(limit.Tree.Source, limit.KeySpan, guards: true, findings);
            }

            return;
        }

        if (!limit.Quoted && key is "calls" or "minutes" or "tokens")
        {
            return;
        }

        if (EditDistance.Nearest(key, ["calls", "minutes", "tokens"], 2) is { } nearest)
        {
            findings.Error(Catalogue.BadBudget, limit.KeySpan, $"`{key}` is no limit of the language", $"did you mean `{nearest}`?");
        }
        else if (!limit.Quoted)
        {
            NameRules.Check(limit.Tree.Source, limit.KeySpan, guards: true, findings);
        }
    }
}
