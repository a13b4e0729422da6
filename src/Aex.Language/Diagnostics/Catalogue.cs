namespace Aex.Language.Diagnostics;

/// <summary>The only home of the diagnostic codes; each has its section in docs/diagnostics.md.</summary>
public static class Catalogue
{
    /// <summary>No header.</summary>
    public const string NoHeader = "AEX001";

    /// <summary>No goal.</summary>
    public const string NoGoal = "AEX002";

    /// <summary>A task without <c>return</c>.</summary>
    public const string NoReturn = "AEX003";

    /// <summary><c>do</c> calls a tool that <c>use</c> does not grant.</summary>
    public const string ToolNotGranted = "AEX010";

    /// <summary><c>do</c> calls a tool that <c>deny</c> blocks.</summary>
    public const string ToolDenied = "AEX011";

    /// <summary><c>make … from</c> names an unknown value.</summary>
    public const string UnknownInput = "AEX020";

    /// <summary>An expression names an unknown value.</summary>
    public const string UnknownValue = "AEX021";

    /// <summary>An input is missing when a task is run.</summary>
    public const string InputMissing = "AEX030";

    /// <summary>An input has another type than its <c>need</c> says.</summary>
    public const string InputMistyped = "AEX031";

    /// <summary><c>need</c> of an unknown type.</summary>
    public const string UnknownType = "AEX032";

    /// <summary>A line that cannot be read.</summary>
    public const string Unreadable = "AEX100";

    /// <summary>Broken indentation.</summary>
    public const string Indentation = "AEX101";

    /// <summary>An unknown language version.</summary>
    public const string UnknownVersion = "AEX102";

    /// <summary>Declared twice.</summary>
    public const string DeclaredTwice = "AEX110";

    /// <summary>A budget whose value or key is wrong.</summary>
    public const string BadBudget = "AEX111";

    /// <summary>An unclosed string, list or object.</summary>
    public const string Unclosed = "AEX112";

    /// <summary>An unknown escape in a string.</summary>
    public const string UnknownEscape = "AEX113";

    /// <summary>A task's statement in a policy.</summary>
    public const string NotInPolicy = "AEX120";

    /// <summary><c>allow</c> in a task.</summary>
    public const string AllowInTask = "AEX121";

    /// <summary><c>map</c> or <c>strict</c> in a task.</summary>
    public const string PolicyOnly = "AEX122";

    /// <summary>A grant that can never matter.</summary>
    public const string NeverMatters = "AEX130";

    /// <summary>A rule that names nothing known but comes near something known.</summary>
    public const string MistypedName = "AEX131";

    /// <summary>A scope on a capability that takes none.</summary>
    public const string ScopeNotTaken = "AEX132";

    /// <summary>A policy that cannot be read or has an error: nothing may run under it.</summary>
    public const string PolicyUnusable = "AEX140";

    /// <summary>Every code, in order.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        new(NoHeader, Severity.Error, "no header"),
        new(NoGoal, Severity.Error, "no goal"),
        new(NoReturn, Severity.Error, "a task without `return`"),
        new(ToolNotGranted, Severity.Error, "a call that `use` does not grant"),
        new(ToolDenied, Severity.Error, "a call that `deny` blocks"),
        new(UnknownInput, Severity.Error, "`make … from` names an unknown value"),
        new(UnknownValue, Severity.Error, "an expression names an unknown value"),
        new(InputMissing, Severity.Error, "an input is missing"),
        new(InputMistyped, Severity.Error, "an input is of the wrong type"),
        new(UnknownType, Severity.Error, "a `need` of an unknown type"),
        new(Unreadable, Severity.Error, "a line that cannot be read"),
        new(Indentation, Severity.Error, "broken indentation"),
        new(UnknownVersion, Severity.Error, "an unknown language version"),
        new(DeclaredTwice, Severity.Error, "declared twice"),
        new(BadBudget, Severity.Error, "a budget that limits nothing"),
        new(Unclosed, Severity.Error, "an unclosed string, list or object"),
        new(UnknownEscape, Severity.Warning, "an unknown escape"),
        new(NotInPolicy, Severity.Error, "a task's statement in a policy"),
        new(AllowInTask, Severity.Error, "`allow` in a task"),
        new(PolicyOnly, Severity.Error, "`map` or `strict` in a task"),
        new(NeverMatters, Severity.Warning, "a grant that can never matter"),
        new(MistypedName, Severity.Error, "a rule that names nothing known"),
        new(ScopeNotTaken, Severity.Error, "a scope where none is taken"),
        new(PolicyUnusable, Severity.Error, "a policy that cannot be used"),
    ];
}
