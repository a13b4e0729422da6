using System.CommandLine;
using System.CommandLine.Invocation;

namespace Aex.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    /// <summary>The version of this program.</summary>
    public static string ProgramVersion { get; } = typeof(GlobalOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary><c>--version</c>, with any command.</summary>
    public static Option<bool> Version { get; } = new("--version")
    {
        Description = "Show the version.",
        Recursive = true,
        Action = new ShowVersion(),
    };

    /// <summary><c>-C DIR</c>.</summary>
    public static Option<string?> Directory { get; } = new("-C")
    {
        Description = "Work as if started in DIR.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary><c>--color</c>.</summary>
    public static Option<string> Color { get; } = CreateColor();

    /// <summary>The colour mode asked for.</summary>
    public static ColorMode ColorOf(ParseResult parse) => parse.GetValue(Color) switch
    {
        "always" => ColorMode.Always,
        "never" => ColorMode.Never,
        _ => ColorMode.Auto,
    };

    private static Option<string> CreateColor()
    {
        var option = new Option<string>("--color")
        {
            Description = "When to colour: auto (on a terminal, unless NO_COLOR is set), always, never.",
            HelpName = "WHEN",
            Recursive = true,
            DefaultValueFactory = static _ => "auto",
        };
        option.AcceptOnlyFromAmong("auto", "always", "never");
        return option;
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"aex {ProgramVersion}");
            return CommandLine.Done;
        }
    }
}
