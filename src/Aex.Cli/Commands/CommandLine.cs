using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Aex.Language.Diagnostics;
using Aex.Sessions.Files;

namespace Aex.Cli.Commands;

/// <summary>
/// The command tree of <c>aex</c>. The gate never comes here: it branches off before anything of this is touched, because building
/// and parsing the tree costs a millisecond that every tool call would pay.
/// </summary>
internal static class CommandLine
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Findings, blocked or denied.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage, or unable to work.</summary>
    public const int Unable = 2;

    private static readonly char[] Blanks = ['\r', '\n', '\t', ' '];

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>0 done; 1 findings, blocked or denied; 2 wrong usage or unable to work.</returns>
    public static int Run(string[] args)
    {
        FileSizeLimit.AnswerByError();
        using var terminal = Terminal.FromProcess();
        return Run(args, terminal);
    }

    /// <summary>As <see cref="Run(string[])"/>, writing to <paramref name="terminal"/>.</summary>
    public static int Run(string[] args, Terminal terminal)
    {
        try
        {
            var root = Build(terminal);
            var parse = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            terminal.Choose(parse.GetResult(GlobalOptions.Color) is { Errors: var errors } && errors.Any() ? ColorMode.Auto : GlobalOptions.ColorOf(parse));
            terminal.ErrorIsEvents = parse.CommandResult.Command is ProxyCommand;
            if (parse.Errors.Count > 0 && parse.Action is not CommandLineAction { ClearsParseErrors: true })
            {
                return WrongUsage(root, parse, args, terminal);
            }

            if (parse.Errors.Count == 0 && UnknownOption(parse, args) is { } option)
            {
                return Unknown(parse.CommandResult.Command, option, terminal);
            }

            if (parse.GetValue(GlobalOptions.Directory) is { } directory)
            {
                Enter(directory);
            }

            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            };
            var exit = parse.Invoke(invocation);
            Deliver(terminal);
            return exit;
        }
        catch (CommandFailure failure)
        {
            terminal.Fault(failure.Message, failure.Help);
            return failure.ExitCode;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Fault(fault.Message, null);
            return Unable;
        }
        finally
        {
            terminal.FlushAsFarAsPossible();
        }
    }

    // A result that nobody got is none, however well the command ended.
    private static void Deliver(Terminal terminal)
    {
        try
        {
            terminal.Out.Flush();
        }
        catch (IOException fault)
        {
            throw new CommandFailure($"the result cannot be written to standard output: {InputFiles.ReasonOf(fault)}", null);
        }
    }

    /// <summary>The whole tree, every command with its help and examples.</summary>
    public static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand("A policy language and gate for AI coding agents: what a tool call may do, decided before it runs.");
        root.Directives.Clear();
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help", "-h") { Description = "Show help and examples.", Action = new HelpWithExamples() });
        root.Options.Add(GlobalOptions.Version);
        root.Options.Add(GlobalOptions.Directory);
        root.Options.Add(GlobalOptions.Color);
        foreach (var command in CommandList.All(terminal))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static void Enter(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new CommandFailure($"`-C {directory}` is no folder", null);
        }

        Environment.CurrentDirectory = directory;
    }

    private static int WrongUsage(RootCommand root, ParseResult parse, string[] args, Terminal terminal)
    {
        var command = parse.CommandResult.Command;
        if (command == root && parse.Tokens.Count == 0)
        {
            root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = terminal.Error, Error = terminal.Error });
            return Unable;
        }

        // One unknown word makes several complaints (the word, then what is missing because of it): the word names the cause.
        if ((UnknownOption(parse, args) ?? (parse.UnmatchedTokens is [var first, ..] ? first : null)) is { } unmatched)
        {
            return Unknown(command, unmatched, terminal);
        }

        // The library quotes by ', aex by `.
        var message = string.Join("; ", parse.Errors.Select(error => string.Join(' ', error.Message.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)).Replace('\'', '`')));
        terminal.Fault(LowerFirst(message.TrimEnd('.')), $"see `{NameOf(command)} --help`");
        return Unable;
    }

    private static int Unknown(Command command, string word, Terminal terminal)
    {
        var isOption = word.StartsWith('-') && word.Length > 1;
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var nearest = isOption ? Nearest.Of(word.Split('=')[0], OptionNames(command)) : Nearest.Of(word, command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));
        terminal.Fault($"unknown {kind} `{word}`", nearest is null ? $"see `{NameOf(command)} --help`" : $"did you mean `{nearest}`?");
        return Unable;
    }

    /// <summary>A word that looks like an option and was taken for an argument, since the library knows no such option; null if there is none. Behind <c>--</c> every word is an argument.</summary>
    private static string? UnknownOption(ParseResult parse, string[] args)
    {
        var end = Array.IndexOf(args, "--");
        var before = end < 0 ? args : args[..end];
        return parse.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(word => word.Length > 1 && word[0] == '-' && before.Contains(word));
    }

    /// <summary>The command with its parents, as one types it.</summary>
    public static string NameOf(Command command)
    {
        var names = new List<string>();
        for (Command? current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
        {
            names.Insert(0, current is RootCommand ? "aex" : current.Name);
        }

        return string.Join(' ', names);
    }

    private static IEnumerable<string> OptionNames(Command command)
    {
        for (Command? current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
        {
            foreach (var option in current.Options.Where(option => !option.Hidden && (current == command || option.Recursive)))
            {
                yield return option.Name;
            }
        }
    }

    private static string LowerFirst(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
