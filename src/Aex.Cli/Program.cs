using Aex.Cli.Commands;
using Aex.Cli.Hooks;
using Aex.Sessions.Processes;

namespace Aex.Cli;

internal static class Program
{
    // The gate starts anew before every tool call of every agent: it branches off before anything of the other commands is touched.
    private static int Main(string[] args) =>
        args.Length > 0 && args[0] == "gate" && !WantsHelp(args) ? Gate.Run(args.AsSpan(1))
        : args.Length > 0 && args[0] == Supervisor.Verb ? Supervisor.Run(args.AsSpan(1).ToArray())
        : CommandLine.Run(args);

    private static bool WantsHelp(string[] args)
    {
        foreach (string arg in args)
        {
            if (arg is "--help" or "-h")
                return true;
        }
        return false;
    }
}
