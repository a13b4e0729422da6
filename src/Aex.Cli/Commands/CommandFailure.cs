namespace Aex.Cli.Commands;

/// <summary>A command cannot do its work: a sentence that names the thing, and the mend.</summary>
internal sealed class CommandFailure(string message, string? help, int exitCode = CommandLine.Unable) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string? Help { get; } = help;

    /// <summary>The exit code to end with.</summary>
    public int ExitCode { get; } = exitCode;
}
