using System.Globalization;

namespace Aex.Contracts.Values;

/// <summary>What a contract works with: JSON's values. Immutable, but for nobody's use of a list after it was handed over.</summary>
public abstract record Value
{
    private protected Value()
    {
    }

    /// <summary><c>null</c>.</summary>
    public static Value Null { get; } = new NullValue();

    /// <summary><c>true</c>.</summary>
    public static Value True { get; } = new BoolValue(true);

    /// <summary><c>false</c>.</summary>
    public static Value False { get; } = new BoolValue(false);

    /// <summary>Whether a condition that is this value alone holds: all but <c>false</c>, <c>null</c>, <c>0</c>, <c>""</c>, <c>[]</c> and <c>{}</c>.</summary>
    public bool IsTruthy => this switch
    {
        NullValue => false,
        BoolValue flag => flag.Flag,
        NumberValue number => !number.IsZero,
        TextValue text => text.Text.Length > 0,
        ListValue list => list.Items.Count > 0,
        ObjectValue members => members.Members.Count > 0,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>What it is, for a sentence.</summary>
    public string Kind => this switch
    {
        NullValue => "null",
        BoolValue => "true or false",
        NumberValue => "a number",
        TextValue => "a text",
        ListValue => "a list",
        ObjectValue => "an object",
        _ => throw new InvalidOperationException(),
    };

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static Value Of(bool flag) => flag ? True : False;

    /// <summary>A text.</summary>
    public static Value Of(string text) => new TextValue(text);

    /// <summary>A whole number.</summary>
    public static Value Of(long number) => new NumberValue(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether two values are the same: numbers by what they count, objects whatever the order of their members.</summary>
    public static bool Same(Value left, Value right) => (left, right) switch
    {
        (NumberValue a, NumberValue b) => a.IsSameAs(b),
        (ListValue a, ListValue b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(static pair => Same(pair.First, pair.Second)),
        (ObjectValue a, ObjectValue b) => a.Members.Count == b.Members.Count
            && a.Members.All(member => b.Find(member.Key) is { } other && Same(member.Value, other)),
        _ => Equals(left, right),
    };
}

/// <summary><c>null</c>.</summary>
public sealed record NullValue : Value;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record BoolValue(bool Flag) : Value;

/// <summary>A text.</summary>
public sealed record TextValue(string Text) : Value;

/// <summary>A number, kept as JSON writes it, so that none loses digits on its way through.</summary>
public sealed record NumberValue(string Json) : Value
{
    /// <summary>Whether it is zero.</summary>
    public bool IsZero => !Json.AsSpan(0, Json.AsSpan().IndexOfAny('e', 'E') is >= 0 and var end ? end : Json.Length).ContainsAnyInRange('1', '9');

    /// <summary>Whether it is a whole number.</summary>
    public bool IsWhole => decimal.TryParse(Json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? decimal.Truncate(number) == number
        : double.TryParse(Json, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && Math.Floor(large) == large;

    /// <summary>Whether it counts the same.</summary>
    public bool IsSameAs(NumberValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Json == other.Json
            || (decimal.TryParse(Json, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(other.Json, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
                ? a == b
                : double.Parse(Json, NumberStyles.Float, CultureInfo.InvariantCulture).Equals(double.Parse(other.Json, NumberStyles.Float, CultureInfo.InvariantCulture)));
    }
}

/// <summary>A list.</summary>
public sealed record ListValue(IReadOnlyList<Value> Items) : Value;

/// <summary>An object; its members keep their order, and no name stands twice.</summary>
public sealed record ObjectValue(IReadOnlyList<KeyValuePair<string, Value>> Members) : Value
{
    /// <summary>A member's value; null if there is none of that name.</summary>
    public Value? Find(string name)
    {
        foreach (var (key, value) in Members)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
