using System.Text.Json;
using Aex.Language.Syntax;

namespace Aex.Language.Compilation;

/// <summary>Writes a condition: <c>{"test": …}</c> with what it looks at.</summary>
internal static class ConditionWriter
{
    public static void WriteProperty(Utf8JsonWriter json, ConditionSyntax condition)
    {
        json.WritePropertyName("condition");
        Write(json, condition);
    }

    private static void Write(Utf8JsonWriter json, ConditionSyntax condition)
    {
        json.WriteStartObject();
        json.WriteString("test", condition.Kind switch
        {
            SyntaxKind.Not => "not",
            SyntaxKind.HasText => "has",
            SyntaxKind.HasCitations => "citations",
            SyntaxKind.DoesNotInclude => "excludes",
            SyntaxKind.ValidDiff => "valid diff",
            SyntaxKind.TouchesOnly => "touches only",
            SyntaxKind.Equality => condition.Negated ? "is not" : "is",
            _ => "truthy",
        });
        if (condition.Inner is { } inner)
        {
            json.WritePropertyName("condition");
            Write(json, inner);
        }

        if (condition.Subject is { } subject)
        {
            json.WritePropertyName("value");
            ValueWriter.Write(json, subject);
        }

        if (condition.Operand is { } operand)
        {
            json.WritePropertyName("operand");
            ValueWriter.Write(json, operand);
        }

        json.WriteEndObject();
    }
}
