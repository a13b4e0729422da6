using Aex.Language.Text;

namespace Aex.Policy.Shell;

/// <summary>One simple command of a script, as the program gets it.</summary>
public sealed record ShellCommand
{
    /// <summary>Where it stands in the script.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>The program and its arguments; empty for assignments or redirections alone.</summary>
    public required IReadOnlyList<ShellWord> Words { get; init; }

    /// <summary>What it does, its redirections and assignments among it; without what it runs, which is a command of its own.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    /// <summary>Why it may do more than that, as the end of a sentence; null where coverage is full.</summary>
    public string? Why { get; init; }

    /// <summary>How deep it stands in what runs it: 0 for what is written in the script itself.</summary>
    public int Depth { get; init; }

    /// <summary>Whether it only runs the commands that follow it with a greater depth: <c>sudo</c>, <c>xargs</c>, <c>sh -c</c>.</summary>
    public bool IsWrapper { get; init; }

    /// <summary>Whether what it runs runs with other rights or in another place, so that a grant of that command's words does not speak of it: <c>sudo</c>, <c>ssh</c>, <c>docker exec</c>.</summary>
    public bool RunsElsewhere { get; init; }

    /// <summary>Whether it may do more than is known.</summary>
    public bool IsPartial => Why is not null;
}

/// <summary>What a script does.</summary>
public sealed record ShellAnalysis
{
    /// <summary>Every simple command, in the order in which they may run; those that a command runs stand behind it.</summary>
    public required IReadOnlyList<ShellCommand> Commands { get; init; }

    /// <summary>Why the script cannot be read, as the end of a sentence; null where it can.</summary>
    public string? Unparsable { get; init; }

    /// <summary>
    /// Why what it runs may be code that it has fetched, as the end of a sentence; null where it is not. Nobody can have read that code, so no rule can have meant
    /// to allow it: it is judged like a script that cannot be read.
    /// </summary>
    public string? Fetched { get; init; }

    /// <summary>The place of the fault in the script, or of the command that runs what was fetched.</summary>
    public int FaultAt { get; init; }

    /// <summary>Whether every command is fully understood.</summary>
    public bool IsCovered
    {
        get
        {
            foreach (var command in Commands)
            {
                if (command.IsPartial)
                {
                    return false;
                }
            }

            return Unparsable is null && Fetched is null;
        }
    }
}
