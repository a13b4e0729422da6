namespace Aex.Policy.Capabilities;

/// <summary>The names of the files that aex is made of. A file of such a name that is found first would be run in its place: to write one is also <c>aex.configure</c>.</summary>
public static class GuardedPrograms
{
    /// <summary>What hooks start and people type.</summary>
    public const string Aex = "aex";

    /// <summary>What it becomes for every command but the gate.</summary>
    public const string Commands = "aex-commands";

    /// <summary>Both.</summary>
    public static ReadOnlySpan<string> All => s_all;

    private static readonly string[] s_all = [Aex, Commands];
}
