using Aex.Hooks;

namespace Aex;

internal static class Program
{
    // The gate starts anew before every tool call of every agent: what it doesn't need is in another program.
    private static int Main(string[] args) =>
        args is ["gate", ..] && !WantsHelp(args) ? Gate.Run(args.AsSpan(1))
        : args is ["--version"] ? ShowVersion()
        : Commands.Become(args);

    private static bool WantsHelp(string[] args)
    {
        foreach (string arg in args)
        {
            if (arg is "--help" or "-h")
                return true;
        }

        return false;
    }

    // This file's own, so that it can be seen whether both are of one release.
    private static int ShowVersion() =>
        StandardStreams.WriteOutput("aex "u8) && StandardStreams.WriteOutput(System.Text.Encoding.UTF8.GetBytes(Version + "\n")) ? 0 : 2;

    private static string Version => typeof(Program).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
