using System.CommandLine;

namespace Aex.Cli.Commands;

/// <summary>One line of a command's examples.</summary>
/// <param name="Line">What to type.</param>
/// <param name="What">What it does.</param>
internal sealed record Example(string Line, string What);

/// <summary>A command with its help text and examples beside it.</summary>
internal abstract class AexCommand : Command
{
    /// <summary>Names the command and ties it to the terminal it writes to.</summary>
    protected AexCommand(Terminal terminal, string name, string description)
        : base(name, description)
    {
        Terminal = terminal;
        SetAction(Run);
    }

    /// <summary>More than one line of help, shown below the options; null for none.</summary>
    public virtual string? Details => null;

    /// <summary>Command lines shown in the help and run by a test.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>Where the result and everything else goes.</summary>
    protected Terminal Terminal { get; }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult parse);
}
