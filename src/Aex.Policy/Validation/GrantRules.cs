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

            if (findings.WantsWarnings)
            {
                CheckPlace(grant, findings);
                CheckTool(grant, findings);
            }
        }
    }

    // Folders that projects have and the file system's root has not.
    private static bool IsProjectFolder(ReadOnlySpan<char> name) => name.StartsWith('.') || name is
        "src" or "test" or "tests" or "doc" or "docs" or "scripts" or "tools" or "packages" or "examples" or "include" or "dist" or "build" or "config"
        or "public" or "assets" or "node_modules" or "vendor" or "bench" or "spec" or "internal" or "pkg" or "cmd" or "tasks";

    private static void CheckPlace(GrantSyntax grant, Findings findings)
    {
        if (!grant.HasScope || grant.Quoted || KnownCapabilities.ScopeKindOf(grant.RawPattern) != ScopeKind.Path || grant.Scope is not ['/', not '/', ..] scope)
        {
            return;
        }

        var slash = scope.AsSpan(1).IndexOf('/');
        if (IsProjectFolder(slash < 0 ? scope.AsSpan(1) : scope.AsSpan(1, slash)))
        {
            findings.Warning(
                Catalogue.MistypedName,
                grant.ScopeSpan,
                $"`{scope}` starts at the file system's root, not at the project's",
                $"did you mean `{scope[1..]}`? If the file system's root is meant, write `/{scope}`");
        }
    }

    private static void CheckTool(GrantSyntax grant, Findings findings)
    {
        if (grant.Quoted || grant.RawPattern.Contains('.'))
        {
            return; // no client's tool has a dot
        }

        var tool = grant.RawPattern.ToString();
        if (ToolTable.Namesake(tool) is { } namesake)
        {
            findings.Warning(
                Catalogue.MistypedName,
                grant.PatternSpan,
                $"`{tool}` is a tool of {string.Join(", ", ToolTable.ClientsWith(tool))}; Claude Code's is `{namesake}`, which the rule does not match",
                $"`{ToolTable.Find("claude-code", namesake)?.Capability}` names what both do; for the one tool alone write \"{tool}\"");
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
