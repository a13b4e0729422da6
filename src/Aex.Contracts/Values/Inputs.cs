using Aex.Language.Diagnostics;
using Aex.Language.Syntax;

namespace Aex.Contracts.Values;

/// <summary>What a contract is given, held against its <c>need</c> lines before anything runs.</summary>
public static class Inputs
{
    /// <summary>The faults of the inputs: AEX030 for one that is missing, AEX031 for one of another type; one that no line needs is a warning.</summary>
    public static IReadOnlyList<Diagnostic> Check(DocumentSyntax contract, IReadOnlyDictionary<string, Value> inputs)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(inputs);
        var faults = new List<Diagnostic>();
        var needed = new List<string>();
        foreach (var statement in contract.Statements)
        {
            if (statement is not NeedSyntax need)
            {
                continue;
            }

            needed.Add(need.Name);
            if (!inputs.TryGetValue(need.Name, out var value))
            {
                if (!need.Type.Optional)
                {
                    faults.Add(new Diagnostic(Catalogue.InputMissing, Severity.Error, need.NameSpan, $"the input `{need.Name}` is missing", $"give it with `--input {need.Name}=VALUE`, or in the file that `--inputs` names"));
                }
            }
            else if (Mismatch(need.Type, value) is { } mismatch)
            {
                faults.Add(new Diagnostic(Catalogue.InputMistyped, Severity.Error, need.Type.Span, $"the input `{need.Name}` is to be `{need.Type}`, and {mismatch}", null));
            }
        }

        foreach (var name in inputs.Keys)
        {
            if (!needed.Contains(name))
            {
                var nearest = EditDistance.Nearest(name, needed.ToArray(), 2);
                faults.Add(new Diagnostic(
                    Catalogue.InputMistyped,
                    Severity.Warning,
                    contract.Header?.Span ?? default,
                    $"the contract needs no input `{name}`",
                    nearest is null ? "take it out, or declare it with `need`" : $"did you mean `{nearest}`?"));
            }
        }

        return faults;
    }

    /// <summary>
    /// The value of <c>--input NAME=VALUE</c>: the text itself where the contract needs a text, a file or a URL, else JSON.
    /// </summary>
    public static Value? Parse(DocumentSyntax contract, string name, string text, out string fault)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(text);
        fault = "";
        var type = contract.Statements.OfType<NeedSyntax>().FirstOrDefault(need => need.Name == name)?.Type;
        return type is null or { Name: "str" or "file" or "url" } ? Value.Of(text) : ValueJson.Read(System.Text.Encoding.UTF8.GetBytes(text), out fault);
    }

    private static string? Mismatch(TypeSyntax type, Value value)
    {
        if (type.Optional && value is NullValue)
        {
            return null;
        }

        var fits = type.Name switch
        {
            "str" => value is TextValue,
            "num" => value is NumberValue,
            "int" => value is NumberValue { IsWhole: true },
            "bool" => value is BoolValue,
            "file" => value is TextValue { Text.Length: > 0 },
            "url" => value is TextValue text && Uri.TryCreate(text.Text, UriKind.Absolute, out var url) && url.Scheme.Length > 1 && text.Text.Contains(':', StringComparison.Ordinal),
            "list" => value is ListValue,
            _ => true,
        };
        if (!fits)
        {
            return type.Name switch
            {
                "int" when value is NumberValue number => $"{number.Json} is no whole number",
                "file" when value is TextValue => "it is empty",
                "url" when value is TextValue => "it is no absolute URL",
                _ => $"it is {value.Kind}",
            };
        }

        if (type is { Name: "list", Element: { } element } && value is ListValue list)
        {
            for (var i = 0; i < list.Items.Count; i++)
            {
                if (Mismatch(element, list.Items[i]) is { } mismatch)
                {
                    return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"of its element {i} {mismatch}");
                }
            }
        }

        return null;
    }
}
