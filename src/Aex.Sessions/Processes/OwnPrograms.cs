using Aex.Policy.Capabilities;
using Aex.Sessions.Files;

namespace Aex.Sessions.Processes;

/// <summary>
/// The two files that make up aex and stand side by side: <c>aex</c>, which a hook starts, and <c>aex-commands</c>, which it becomes for everything
/// that is no gate (docs/decisions/0027).
/// </summary>
public static class OwnPrograms
{
    /// <summary>The <c>aex</c> that this process belongs to, as an absolute path without links; null where the system does not tell.</summary>
    public static string? Aex { get; } = Own is { } own ? IsCommands(own) ? Beside(own, GuardedPrograms.Aex) : own : null;

    /// <summary>The <c>aex-commands</c> beside it; null where the system does not tell. Whether it is there has not been looked at.</summary>
    public static string? Commands { get; } = Own is { } own ? Beside(own, GuardedPrograms.Commands) : null;

    private static string? Own => Posix.ReadLink("/proc/self/exe", out string program) >= 0 ? program : null;

    private static bool IsCommands(string program) => AbsolutePath.Name(program) is GuardedPrograms.Commands;

    private static string Beside(string program, string name) => AbsolutePath.Join(AbsolutePath.Folder(program).ToString(), name);
}
