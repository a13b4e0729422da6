using System.Globalization;
using Aex.Contracts.Values;
using Aex.Language.Syntax;

namespace Aex.Contracts.Running;

/// <summary>From an expression to its value.</summary>
internal static class Evaluation
{
    /// <summary>A value that must be there.</summary>
    /// <exception cref="RunBlockedException">Something that it names has no value.</exception>
    public static Value Of(ExpressionSyntax expression, IReadOnlyDictionary<string, Value> values) => expression switch
    {
        LiteralSyntax literal => Literal(literal),
        PathSyntax path => Find(path, values) ?? throw new RunBlockedException(values.ContainsKey(path.Root)
            ? $"`{path.Text}` has no value: `{path.Root}` holds nothing of that name"
            : $"`{path.Text}` has no value: no step that ran has made `{path.Root}`"),
        ListSyntax list => new ListValue([.. list.Items.Select(item => Of(item, values))]),
        ObjectSyntax properties => Members(properties, values),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>A value that may be missing: null where a path leads to nothing.</summary>
    public static Value? Find(ExpressionSyntax expression, IReadOnlyDictionary<string, Value> values) =>
        expression is PathSyntax path ? Find(path, values) : Of(expression, values);

    /// <summary>The arguments of a step.</summary>
    public static ObjectValue Arguments(IReadOnlyList<ArgumentSyntax> arguments, IReadOnlyDictionary<string, Value> values)
    {
        var members = new List<KeyValuePair<string, Value>>(arguments.Count);
        foreach (var argument in arguments)
        {
            Add(members, argument.Name, Of(argument.Value, values));
        }

        return new ObjectValue(members);
    }

    private static Value? Find(PathSyntax path, IReadOnlyDictionary<string, Value> values)
    {
        var text = path.Text.AsSpan();
        var end = path.Root.Length;
        if (!values.TryGetValue(path.Root, out var value))
        {
            return null;
        }

        for (var rest = text[end..]; !rest.IsEmpty; rest = rest[end..])
        {
            if (rest[0] == '[')
            {
                end = rest.IndexOf(']') + 1;
                value = value is ListValue list && int.TryParse(rest[1..(end - 1)], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count
                    ? list.Items[index] : null;
            }
            else
            {
                var next = rest[1..].IndexOfAny('.', '[');
                end = next < 0 ? rest.Length : next + 1;
                value = (value as ObjectValue)?.Find(rest[1..end].ToString());
            }

            if (value is null)
            {
                return null;
            }
        }

        return value;
    }

    private static Value Literal(LiteralSyntax literal) => literal.Kind switch
    {
        SyntaxKind.StringLiteral => Value.Of(literal.Text),
        SyntaxKind.BooleanLiteral => Value.Of(literal.Text == "true"),
        SyntaxKind.NullLiteral => Value.Null,
        _ => new NumberValue(Number(literal.Text)),
    };

    // JSON knows no leading zeros.
    private static string Number(string text)
    {
        var negative = text[0] == '-';
        var digits = (negative ? text[1..] : text).TrimStart('0');
        return (negative ? "-" : "") + (digits.Length == 0 || digits[0] == '.' ? "0" + digits : digits);
    }

    private static ObjectValue Members(ObjectSyntax properties, IReadOnlyDictionary<string, Value> values)
    {
        var members = new List<KeyValuePair<string, Value>>(properties.Properties.Count);
        foreach (var property in properties.Properties)
        {
            Add(members, property.Name, Of(property.Value, values));
        }

        return new ObjectValue(members);
    }

    private static void Add(List<KeyValuePair<string, Value>> members, string name, Value value)
    {
        if (members.Exists(member => member.Key == name))
        {
            throw new RunBlockedException($"`{name}` is given twice");
        }

        members.Add(new(name, value));
    }
}
