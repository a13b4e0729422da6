using System.CommandLine;
using Aex.Cli.Commands;

namespace Aex.Cli.Manual;

/// <summary>
/// All that there is to say of one command, taken from the command itself: <c>--help</c>, the man page and the usage line in docs/cli.md are made of it.
/// </summary>
/// <param name="Name">As it is typed: <c>aex log prune</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Synopsis">How it is called.</param>
/// <param name="Arguments">Its arguments with their descriptions.</param>
/// <param name="Options">Its own options with their descriptions.</param>
/// <param name="Details">More than one line; null for none.</param>
/// <param name="Examples">Command lines with what they do.</param>
internal sealed record CommandPage(
    string Name, string Summary, string Synopsis, IReadOnlyList<(string Name, string Text)> Arguments, IReadOnlyList<(string Name, string Text)> Options, string? Details, IReadOnlyList<Example> Examples)
{
    /// <summary>The pages of every command that can be run, in the order of the help.</summary>
    public static IEnumerable<CommandPage> All(RootCommand root) => root.Subcommands.Where(command => !command.Hidden).SelectMany(Below);

    /// <summary>The page of one command.</summary>
    public static CommandPage Of(Command command)
    {
        var name = CommandLine.NameOf(command);
        var arguments = command.Arguments.Where(argument => !argument.Hidden).ToList();
        var options = command.Options.Where(option => !option.Hidden && !option.Recursive).ToList();
        var synopsis = string.Join(' ', options.Select(Usage).Concat(arguments.Select(Usage)).Prepend(name));
        return new CommandPage(
            name,
            command.Description ?? "",
            synopsis,
            [.. arguments.Select(argument => (argument.Name, argument.Description ?? ""))],
            [.. options.Select(option => (Names(option), option.Description ?? ""))],
            (command as AexCommand)?.Details,
            (command as AexCommand)?.Examples ?? CommandList.RootExamples);
    }

    /// <summary>The options that every command takes.</summary>
    public static IReadOnlyList<(string Name, string Text)> Common(RootCommand root) =>
        [.. root.Options.Where(option => option.Recursive || option.Name == "--help").Select(option => (Names(option), option.Description ?? ""))];

    private static IEnumerable<CommandPage> Below(Command command) =>
        (command is AexCommand ? new[] { Of(command) } : []).Concat(command.Subcommands.Where(sub => !sub.Hidden).SelectMany(Below));

    private static string Usage(Argument argument) =>
        (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
        {
            (0, 1) => $"[{argument.Name}]",
            (0, _) => $"[{argument.Name}...]",
            (_, 1) => argument.Name,
            _ => $"{argument.Name}...",
        };

    private static string Usage(Option option)
    {
        var usage = $"{option.Name}{Value(option)}";
        return option.Required ? usage : $"[{usage}]";
    }

    private static string Names(Option option) => string.Join(", ", option.Aliases.Prepend(option.Name).Order(StringComparer.Ordinal)) + Value(option);

    private static string Value(Option option) =>
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? ""
        : option.Arity.MinimumNumberOfValues == 0 ? $" [{ValueName(option)}]"
        : " " + ValueName(option);

    private static string ValueName(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();
}
