using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>Writes what a policy or task declares, then its steps.</summary>
internal sealed class ContractWriter(Utf8JsonWriter json, DocumentSyntax root)
{
    public void Write()
    {
        foreach (var statement in root.Statements)
        {
            if (statement is GoalSyntax goal)
            {
                json.WriteString("goal", goal.Text);
                break;
            }
        }

        WritePermissions();
        WriteNeeds();
        WriteBudget();
        WriteStrict();
        WriteMaps();
        WriteSteps();
    }

    private void WritePermissions()
    {
        var grants = new List<GrantsSyntax>();
        Collect(root.Statements, grants);
        if (grants.Count == 0)
        {
            return;
        }

        json.WriteStartObject("permissions");
        WriteGrants("use", grants, static verb => verb is GrantVerb.Allow or GrantVerb.Use);
        WriteGrants("deny", grants, static verb => verb == GrantVerb.Deny);
        WriteGrants("confirm", grants, static verb => verb == GrantVerb.Confirm);
        json.WriteEndObject();
    }

    /// <summary>A confirmation counts for the whole run, wherever it stands: so those among the steps are permissions too.</summary>
    private static void Collect(IReadOnlyList<StatementSyntax> statements, List<GrantsSyntax> found)
    {
        foreach (var statement in statements)
        {
            if (statement is GrantsSyntax grants)
            {
                found.Add(grants);
            }

            Collect(statement.Body, found);
        }
    }

    private void WriteGrants(string name, List<GrantsSyntax> all, Func<GrantVerb, bool> isWanted)
    {
        var begun = false;
        foreach (var statement in all)
        {
            if (!isWanted(statement.Verb))
            {
                continue;
            }

            if (!begun)
            {
                json.WriteStartArray(name);
                begun = true;
            }

            foreach (var grant in statement.Grants)
            {
                json.WriteStringValue(Show(grant));
            }
        }

        if (begun)
        {
            json.WriteEndArray();
        }
    }

    /// <summary><c>pattern</c> or <c>pattern:scope</c>; the exact name of a tool stands in double quotes unless it is a plain dotted name.</summary>
    internal static string Show(GrantSyntax grant)
    {
        var pattern = ShowPattern(grant.Pattern, grant.Quoted);
        return grant.Scope is { } scope ? $"{pattern}:{scope}" : pattern;
    }

    private static string ShowPattern(string pattern, bool quoted) => quoted && !IsDotted(pattern) ? StringLiteral.Encode(pattern) : pattern;

    private static bool IsDotted(string name)
    {
        foreach (var part in name.Split('.'))
        {
            if (part.Length == 0 || char.IsAsciiDigit(part[0]) || part[0] == '-')
            {
                return false;
            }

            foreach (var c in part)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void WriteNeeds()
    {
        var begun = false;
        foreach (var statement in root.Statements)
        {
            if (statement is not NeedSyntax need)
            {
                continue;
            }

            if (!begun)
            {
                json.WriteStartObject("needs");
                begun = true;
            }

            json.WriteString(need.Name, need.Type.ToString());
        }

        if (begun)
        {
            json.WriteEndObject();
        }
    }

    /// <summary>Limits by key; of a key that is limited twice, the smaller.</summary>
    private void WriteBudget()
    {
        var limits = new Dictionary<string, long>(StringComparer.Ordinal);
        var keys = new List<string>();
        foreach (var statement in root.Statements)
        {
            if (statement is not BudgetSyntax budget)
            {
                continue;
            }

            foreach (var limit in budget.Limits)
            {
                var key = ShowPattern(limit.Key, limit.Quoted);
                if (limits.TryAdd(key, limit.Value))
                {
                    keys.Add(key);
                }
                else
                {
                    limits[key] = Math.Min(limits[key], limit.Value);
                }
            }
        }

        if (keys.Count == 0)
        {
            return;
        }

        json.WriteStartObject("budget");
        foreach (var key in keys)
        {
            json.WriteNumber(key, limits[key]);
        }

        json.WriteEndObject();
    }

    private void WriteStrict()
    {
        foreach (var statement in root.Statements)
        {
            if (statement is StrictSyntax)
            {
                json.WriteStartArray("strict");
                json.WriteStringValue("shell");
                json.WriteEndArray();
                return;
            }
        }
    }

    private void WriteMaps()
    {
        var begun = false;
        foreach (var statement in root.Statements)
        {
            if (statement is not MapSyntax map)
            {
                continue;
            }

            if (!begun)
            {
                json.WriteStartArray("map");
                begun = true;
            }

            json.WriteStartObject();
            json.WriteString("tool", map.Tool);
            if (map.Arguments.Count > 0)
            {
                json.WriteStartArray("arguments");
                foreach (var argument in map.Arguments)
                {
                    json.WriteStringValue(argument);
                }

                json.WriteEndArray();
            }

            json.WriteString("to", map.Target);
            json.WriteEndObject();
        }

        if (begun)
        {
            json.WriteEndArray();
        }
    }

    private void WriteSteps()
    {
        if (root.DocumentKind == DocumentKind.Policy)
        {
            return;
        }

        var steps = new StepWriter(json);
        var begun = false;
        foreach (var statement in root.Statements)
        {
            if (!StepWriter.IsStep(statement) && !(begun && statement is GrantsSyntax { Verb: GrantVerb.Confirm }))
            {
                continue;
            }

            if (!begun)
            {
                json.WriteStartArray("steps");
                begun = true;
            }

            steps.Write(statement);
        }

        if (begun)
        {
            json.WriteEndArray();
        }

        if (root.Statements.Count > 0 && root.Statements[^1] is ReturnSyntax last)
        {
            json.WritePropertyName("return");
            ValueWriter.Write(json, last.Value);
        }
    }
}
