namespace Aex.Cli;

internal static class Program
{
    private static int Main(string[] args) => Commands.CommandLine.Run(args);
}
