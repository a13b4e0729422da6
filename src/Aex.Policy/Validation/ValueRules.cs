using Aex.Language.Diagnostics;
using Aex.Language.Syntax;

namespace Aex.Policy.Validation;

/// <summary>Names of values (AEX021), and arguments and properties given twice (AEX110).</summary>
internal static class ValueRules
{
    /// <summary>Checks the arguments of a call.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="known">Whether a value has a name; null where no value has one.</param>
    /// <param name="findings">Where to report.</param>
    public static void CheckArguments(IReadOnlyList<ArgumentSyntax> arguments, Func<string, bool>? known, Findings findings)
    {
        HashSet<string>? names = arguments.Count > 1 ? [] : null;
        foreach (var argument in arguments)
        {
            if (names?.Add(argument.Name) == false)
            {
                findings.Error(Catalogue.DeclaredTwice, argument.NameSpan, $"the argument `{argument.Name}` is given twice", "keep one of them");
            }

            Check(argument.Value, known, findings);
        }
    }

    /// <summary>Checks every name in a value.</summary>
    public static void Check(ExpressionSyntax value, Func<string, bool>? known, Findings findings)
    {
        switch (value)
        {
            case PathSyntax path when known is null || !known(path.Root):
                findings.Error(
                    Catalogue.UnknownValue,
                    path.RootSpan,
                    $"`{path.Root}` names no value that is known here",
                    known is null ? "write a text in double quotes" : "declare it with `need`, or bind it in an earlier step; write a text in double quotes");
                break;
            case ListSyntax list:
                foreach (var item in list.Items)
                {
                    Check(item, known, findings);
                }

                break;
            case ObjectSyntax properties:
                CheckProperties(properties, known, findings);
                break;
        }
    }

    private static void CheckProperties(ObjectSyntax value, Func<string, bool>? known, Findings findings)
    {
        HashSet<string>? names = value.Properties.Count > 1 ? [] : null;
        foreach (var property in value.Properties)
        {
            if (names?.Add(property.Name) == false)
            {
                findings.Error(Catalogue.DeclaredTwice, property.NameSpan, $"the property `{property.Name}` is given twice", "keep one of them");
            }

            Check(property.Value, known, findings);
        }
    }
}
