namespace Aex.Fuzz;

/// <summary>The targets by name.</summary>
internal static class Targets
{
    /// <summary>All names, for a message.</summary>
    public const string Names = "gate, parser and shell";

    /// <summary>The target of a name, or null.</summary>
    public static ITarget? Find(string name) => name switch
    {
        "gate" => new GateTarget(),
        "parser" => new ParserTarget(),
        "shell" => new ShellTarget(),
        _ => null,
    };
}
