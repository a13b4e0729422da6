using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Validation;

namespace Aex.Policy.Decisions;

/// <summary>Takes a layer's rules from the text of a policy or a contract.</summary>
internal static class TreeReader
{
    public static LayerContent Read(LayerKind kind, SourceText source)
    {
        var content = new LayerContent();
        var tree = Parser.Parse(source);
        foreach (var diagnostic in Validator.Check(tree, warnings: false))
        {
            if (diagnostic.Severity == Severity.Error)
            {
                AddError(content, source, diagnostic.Code, diagnostic.Span, diagnostic.Message);
            }
        }

        if (content.Errors.Count > 0)
        {
            return content;
        }

        var expected = kind == LayerKind.Contract ? DocumentKind.Task : DocumentKind.Policy;
        if (tree.Root.DocumentKind is var found && found != expected && found != DocumentKind.Unknown)
        {
            AddError(content, source, Catalogue.PolicyUnusable, new TextSpan(0, 0), expected == DocumentKind.Task
                ? "this is no contract: a contract begins with `task NAME v0`"
                : "this is no policy: a policy begins with `policy NAME v0`");
        }

        ReadAll(content, source, tree.Root.Statements, depth: 0);
        return content;
    }

    // A contract's confirmations count for the whole run, wherever they stand.
    private static void ReadAll(LayerContent content, SourceText source, IReadOnlyList<StatementSyntax> statements, int depth)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i];
            switch (statement)
            {
                case GrantsSyntax grants:
                    ReadGrants(content, source, grants);
                    break;
                case BudgetSyntax budget:
                    for (var j = 0; j < budget.Limits.Count; j++)
                    {
                        var limit = budget.Limits[j];
                        content.Limits.Add(new Limit(limit.Key, limit.Value, limit.Span.Start));
                    }

                    break;
                case MapSyntax map:
                    content.Mappings.Add(new Mapping(map.Tool, map.Arguments, map.Target, map.Span.Start));
                    break;
                case StrictSyntax:
                    content.IsStrictShell = true;
                    break;
                default:
                    if (statement.Body.Count > 0 && depth < Parser.MaxDepth)
                    {
                        ReadAll(content, source, statement.Body, depth + 1);
                    }

                    break;
            }
        }
    }

    private static void ReadGrants(LayerContent content, SourceText source, GrantsSyntax line)
    {
        var verb = line.Verb switch
        {
            GrantVerb.Allow or GrantVerb.Use => RuleVerb.Allow,
            GrantVerb.Deny => RuleVerb.Deny,
            GrantVerb.Confirm => RuleVerb.Confirm,
        };
        var rules = content.ListOf(verb);
        for (var i = 0; i < line.Grants.Count; i++)
        {
            var grant = line.Grants[i];
            var text = grant.Pattern;
            Scope? scope = null;
            if (grant.HasScope)
            {
                scope = Scope.Parse(grant.Quoted ? ScopeKind.None : KnownCapabilities.ScopeKindOf(text), grant.Scope!, out var fault);
                if (fault is not null)
                {
                    AddError(content, source, Catalogue.ScopeNotTaken, grant.ScopeSpan, fault);
                }
            }

            var span = grant.Span;
            rules.Add(new Rule(verb, CapabilityPattern.Parse(text, grant.Quoted), scope, span.Start, source.Slice(span))
            {
                PatternSpan = Unquoted(source, grant.PatternSpan, grant.Quoted),
                ScopeSpan = grant.HasScope ? Unquoted(source, grant.ScopeSpan, grant.ScopeQuoted) : null,
            });
        }
    }

    // Null where escapes make the text and its meaning differ.
    private static TextSpan? Unquoted(SourceText source, TextSpan span, bool quoted) =>
        !quoted ? span
        : source.Text.AsSpan(span.Start, span.Length).Contains('\\') ? null
        : new TextSpan(span.Start + 1, span.Length - 2);

    private static void AddError(LayerContent content, SourceText source, string code, TextSpan span, string message)
    {
        var place = source.PositionOf(span.Start);
        content.Errors.Add(new LayerError(code, place.Line, place.Column, message));
    }
}
