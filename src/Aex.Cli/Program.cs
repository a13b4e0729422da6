using Aex.Cli.Commands;
using Aex.Sessions.Processes;

namespace Aex.Cli;

internal static class Program
{
    private static int Main(string[] args) =>
        args.Length > 0 && args[0] == Supervisor.Verb ? Supervisor.Run(args.AsSpan(1).ToArray()) : CommandLine.Run(args);
}
