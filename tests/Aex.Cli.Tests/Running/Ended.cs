namespace Aex.Cli.Tests.Running;

/// <summary>How one process ended and what it printed.</summary>
internal sealed record Ended(int Exit, string Output, string Error, TimeSpan Took)
{
    /// <summary>All of it, for a failed test's message.</summary>
    public override string ToString() => $"exit {Exit} after {Took.TotalMilliseconds:0} ms\nstdout: {Output}\nstderr: {Error}";
}
