using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;
using Aex.Policy.Patches;

namespace Aex.Contracts.Running;

/// <summary>Whether a condition holds (docs/language.md, Conditions). What is missing makes none hold but a negated one.</summary>
internal sealed class Conditions(string root)
{
    /// <summary>Decides it.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="values">The values.</param>
    /// <param name="why">Why it does not hold, where more can be said than that; empty else.</param>
    public bool Holds(ConditionSyntax condition, IReadOnlyDictionary<string, Value> values, out string why)
    {
        why = "";
        var value = condition.Subject is null ? null : Evaluation.Find(condition.Subject, values);
        if (condition.Subject is not null && value is null)
        {
            why = $"`{Text(condition.Subject)}` has no value";
        }

        switch (condition.Kind)
        {
            case SyntaxKind.Not:
                return !Holds(condition.Inner!, values, out _);
            case SyntaxKind.HasText:
                return value is not null && Includes(value, Operand(condition, values), ref why);
            case SyntaxKind.DoesNotInclude:
                // A value that is not there includes nothing, but nobody meant that by writing the check.
                return value is not null && !Includes(value, Operand(condition, values), ref why) && why.Length == 0;
            case SyntaxKind.HasCitations:
                return value is TextValue text && Citations.AreIn(text.Text);
            case SyntaxKind.ValidDiff:
                return value is not null && Diff(value, ref why) is not null;
            case SyntaxKind.TouchesOnly:
                return value is not null && TouchesOnly(value, Operand(condition, values), ref why);
            case SyntaxKind.Equality:
                var same = value is not null && Value.Same(value, Operand(condition, values));
                return same != condition.Negated;
            default:
                return value is { IsTruthy: true };
        }
    }

    private static Value Operand(ConditionSyntax condition, IReadOnlyDictionary<string, Value> values) => Evaluation.Of(condition.Operand!, values);

    private static bool Includes(Value value, Value part, ref string why)
    {
        if (value is ListValue list)
        {
            return list.Items.Any(item => Value.Same(item, part));
        }

        if (part is not TextValue text)
        {
            why = $"{part.Kind} cannot be looked for in {value.Kind}";
            return false;
        }

        if (value is not TextValue whole)
        {
            why = $"it is {value.Kind}, and only texts and lists include anything";
            return false;
        }

        return whole.Text.Contains(text.Text, StringComparison.Ordinal);
    }

    private static UnifiedDiff? Diff(Value value, ref string why)
    {
        if (value is not TextValue text)
        {
            why = $"it is {value.Kind}";
            return null;
        }

        var diff = UnifiedDiff.Read(text.Text, out var fault);
        why = diff is null ? "it is no valid diff: " + fault : why;
        return diff;
    }

    private bool TouchesOnly(Value value, Value allowed, ref string why)
    {
        if (Diff(value, ref why) is not { } diff)
        {
            return false;
        }

        var names = allowed is TextValue one ? [one] : (allowed as ListValue)?.Items ?? (allowed as ObjectValue)?.Members.Select(static member => Value.Of(member.Key)).ToList();
        if (names is null || names.Any(static name => name is not TextValue))
        {
            why = $"files are named by texts, and what it may touch is {allowed.Kind}";
            return false;
        }

        var files = names.Select(name => Absolute(((TextValue)name).Text)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in diff.Names)
        {
            if (!files.Contains(Absolute(name)))
            {
                why = $"it touches `{name}`";
                return false;
            }
        }

        return true;
    }

    private string Absolute(string name) => AbsolutePath.Normalize(AbsolutePath.Join(root, name));

    private static string Text(SyntaxNode node) => node.Tree.Source.Slice(node.Span);
}
