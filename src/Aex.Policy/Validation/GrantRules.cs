using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Validation;

/// <summary>Scopes where none is taken or that cannot be read (AEX132), and rules that would silently never match (AEX131).</summary>
internal static class GrantRules
{
    public static void Check(GrantsSyntax statement, Findings findings)
    {
        var guards = statement.Verb is GrantVerb.Deny or GrantVerb.Confirm;
        for (var i = 0; i < statement.Grants.Count; i++)
        {
            var grant = statement.Grants[i];
            if (grant.HasScope)
            {
                CheckScope(grant, findings);
            }

            if (!grant.Quoted && (guards || findings.WantsWarnings))
            {
                NameRules.Check(grant.Tree.Source, grant.PatternSpan, guards, findings);
            }
        }
    }

    private static void CheckScope(GrantSyntax grant, Findings findings)
    {
        // The exact name of a tool is no capability, whatever it looks like.
        var kind = grant.Quoted ? ScopeKind.None : KnownCapabilities.ScopeKindOf(grant.RawPattern);
        if (kind == ScopeKind.None)
        {
            findings.Error(
                Catalogue.ScopeNotTaken,
                grant.ScopeSpan,
                $"`{grant.Pattern}` takes no scope",
                "scopes are taken by `file.*` and `secrets.*` (paths), `shell.exec` (commands), `network.*` and `loopback.*` (hosts), `agent.spawn` and `skill.use` (names)");
        }
        else if (Scope.Parse(kind, grant.Scope!, out var fault) is null)
        {
            findings.Error(Catalogue.ScopeNotTaken, grant.ScopeSpan, $"the scope cannot be read: {fault}");
        }
    }
}
