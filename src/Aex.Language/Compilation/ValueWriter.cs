using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>
/// Writes values: literals and lists as themselves, a path as <c>{"path": "a.b[0]"}</c>, an object as <c>{"object": {…}}</c>, so
/// that no text can be taken for a name nor an object for a path.
/// </summary>
internal static class ValueWriter
{
    public static void WriteArguments(Utf8JsonWriter json, IReadOnlyList<ArgumentSyntax> arguments)
    {
        foreach (var argument in arguments)
        {
            json.WritePropertyName(argument.Name);
            Write(json, argument.Value);
        }
    }

    /// <param name="json">Where to write.</param>
    /// <param name="value">The value.</param>
    /// <param name="plain">Objects as themselves: where no value has a name, none can be taken for a path.</param>
    public static void Write(Utf8JsonWriter json, ExpressionSyntax value, bool plain = false)
    {
        switch (value)
        {
            case ListSyntax list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(json, item, plain);
                }

                json.WriteEndArray();
                break;
            case ObjectSyntax properties:
                json.WriteStartObject();
                if (!plain)
                {
                    json.WriteStartObject("object");
                }

                foreach (var property in properties.Properties)
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, plain);
                }

                if (!plain)
                {
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                break;
            case PathSyntax path:
                json.WriteStartObject();
                json.WriteString("path", path.Text);
                json.WriteEndObject();
                break;
            case LiteralSyntax literal:
                WriteLiteral(json, literal);
                break;
        }
    }

    private static void WriteLiteral(Utf8JsonWriter json, LiteralSyntax literal)
    {
        switch (literal.Kind)
        {
            case SyntaxKind.StringLiteral:
                json.WriteStringValue(literal.Text);
                break;
            case SyntaxKind.BooleanLiteral:
                json.WriteBooleanValue(literal.Text == "true");
                break;
            case SyntaxKind.NullLiteral:
                json.WriteNullValue();
                break;
            default:
                json.WriteRawValue(JsonNumber(literal.Text));
                break;
        }
    }

    /// <summary>JSON knows no leading zeros.</summary>
    private static string JsonNumber(string text)
    {
        var negative = text[0] == '-';
        var digits = (negative ? text[1..] : text).TrimStart('0');
        return (negative ? "-" : "") + (digits.Length == 0 || digits[0] == '.' ? "0" + digits : digits);
    }
}
