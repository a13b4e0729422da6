using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Validation;

/// <summary>Scopes where none is taken (AEX132), and rules that would silently never match (AEX131).</summary>
internal static class GrantRules
{
    public static void Check(GrantsSyntax statement, Findings findings)
    {
        var guards = statement.Verb is GrantVerb.Deny or GrantVerb.Confirm;
        for (var i = 0; i < statement.Grants.Count; i++)
        {
            var grant = statement.Grants[i];
            if (grant.HasScope && KnownCapabilities.ScopeKindOf(grant.Quoted ? grant.Pattern : grant.RawPattern) == ScopeKind.None)
            {
                findings.Error(
                    Catalogue.ScopeNotTaken,
                    grant.ScopeSpan,
                    $"`{grant.Pattern}` takes no scope",
                    "scopes are taken by `file.*` and `secrets.*` (paths), `shell.exec` (commands), `network.*` and `loopback.*` (hosts), `agent.spawn` and `skill.use` (names)");
            }

            if (guards && !grant.Quoted)
            {
                NameRules.Check(grant.Tree.Source, grant.PatternSpan, findings);
            }
        }
    }
}
