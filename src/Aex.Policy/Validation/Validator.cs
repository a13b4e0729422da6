using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;

namespace Aex.Policy.Validation;

/// <summary>What a readable file still gets wrong: docs/diagnostics.md.</summary>
public static class Validator
{
    /// <summary>The parser's findings and the validator's, by place.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="warnings">False computes errors only: enough to know whether the file may take part in a decision.</param>
    public static IReadOnlyList<Diagnostic> Check(SyntaxTree tree, bool warnings)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var findings = new Findings(warnings);
        switch (tree.Root.DocumentKind)
        {
            case DocumentKind.Policy:
                CheckPolicy(tree.Root, findings);
                break;
            case DocumentKind.Task:
                CheckTask(tree.Root, findings);
                break;
            case DocumentKind.Tests:
                CheckTests(tree.Root.Statements, findings);
                break;
            case DocumentKind.Unknown:
                break; // AEX001 says it all
        }

        return findings.With(tree.Diagnostics);
    }

    private static void CheckPolicy(DocumentSyntax root, Findings findings)
    {
        var goals = 0;
        List<MapSyntax>? maps = null;
        for (var i = 0; i < root.Statements.Count; i++)
        {
            var statement = root.Statements[i];
            switch (statement)
            {
                case GrantsSyntax grants:
                    GrantRules.Check(grants, findings);
                    break;
                case BudgetSyntax budget:
                    BudgetRules.Check(budget, findings);
                    break;
                case GoalSyntax goal:
                    CheckGoal(goal, ++goals, findings);
                    break;
                case MapSyntax map:
                    CheckMap(map, maps ??= [], findings);
                    break;
                case StrictSyntax or HeaderSyntax or UnreadableSyntax:
                    break;
                case ExpectSyntax:
                    NotExpected(statement, findings);
                    break;
                default:
                    findings.Error(
                        Catalogue.NotInPolicy,
                        statement.KeywordSpan,
                        $"`{Keyword(statement)}` is a task's statement and means nothing in a policy",
                        "a policy says what may be done; put the steps into a task (`task NAME v0`)");
                    break;
            }
        }

        if (findings.WantsWarnings)
        {
            if (goals == 0 && !UnreadableLines.Any(root, "goal"))
            {
                findings.Warning(Catalogue.NoGoal, HeaderSpan(root), "the policy has no `goal`", "say in a line what it is for: `goal \"…\"`");
            }

            RedundantRules.Check(root, findings);
        }
    }

    private static void CheckTask(DocumentSyntax root, Findings findings)
    {
        var goals = 0;
        foreach (var statement in root.Statements)
        {
            if (statement is GoalSyntax goal)
            {
                CheckGoal(goal, ++goals, findings);
            }
        }

        if (goals == 0 && !UnreadableLines.Any(root, "goal"))
        {
            findings.Error(Catalogue.NoGoal, HeaderSpan(root), "the task has no `goal`", "say in a line what is to be reached: `goal \"…\"`");
        }

        TaskRules.Check(root, findings);
        if (findings.WantsWarnings)
        {
            RedundantRules.Check(root, findings);
        }
    }

    private static void CheckTests(IReadOnlyList<StatementSyntax> statements, Findings findings)
    {
        foreach (var statement in statements)
        {
            if (statement is ExpectSyntax expect)
            {
                ValueRules.CheckArguments(expect.Arguments, known: null, findings);
            }
            else if (statement is not (HeaderSyntax or UnreadableSyntax))
            {
                findings.Error(Catalogue.Unreadable, statement.KeywordSpan, $"`{Keyword(statement)}` stands in a tests file", "a tests file holds `expect` lines only");
            }

            CheckTests(statement.Body, findings);
        }
    }

    private static void CheckGoal(GoalSyntax goal, int count, Findings findings)
    {
        if (count > 1)
        {
            findings.Error(Catalogue.DeclaredTwice, goal.KeywordSpan, "`goal` is declared twice", "keep one `goal`");
        }
    }

    private static void CheckMap(MapSyntax map, List<MapSyntax> earlier, Findings findings)
    {
        foreach (var other in earlier)
        {
            if (other.Tool == map.Tool)
            {
                findings.Error(Catalogue.DeclaredTwice, map.ToolSpan, $"`{map.Tool}` is mapped twice", "keep one `map` line for the tool");
                return;
            }
        }

        earlier.Add(map);
        if (NameRules.NearestTo(map.Target) is { } meant)
        {
            findings.Error(
                Catalogue.MistypedName,
                map.TargetSpan,
                $"`{map.Target}` names nothing known, so no rule about `{meant}` would speak of the tool",
                meant.EndsWith(".*", StringComparison.Ordinal) ? $"name one capability of `{meant}`" : $"did you mean `{meant}`?");
        }
    }

    internal static void NotExpected(StatementSyntax statement, Findings findings) => findings.Error(
        Catalogue.Unreadable, statement.KeywordSpan, "`expect` stands outside a tests file", "put it into a file that begins with `tests NAME v0`");

    internal static string Keyword(StatementSyntax statement) => statement.Tree.Source.Slice(statement.KeywordSpan);

    internal static TextSpan HeaderSpan(DocumentSyntax root) => root.Header?.Span ?? new TextSpan(0, 0);
}
