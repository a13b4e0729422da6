using System.CommandLine;

namespace Aex.Cli.Manual;

/// <summary>What may stand where the cursor is, from the commands themselves. Where it is none of theirs, nothing: the shell then offers files.</summary>
internal static class Completions
{
    /// <summary>The candidates, each with what it is.</summary>
    /// <param name="root">The command tree.</param>
    /// <param name="words">The words behind <c>aex</c>; the last one is being typed and may be empty.</param>
    public static IReadOnlyList<(string Word, string What)> Of(RootCommand root, IReadOnlyList<string> words)
    {
        // Bash takes `--color=al` for three words.
        var typed = words.Where((word, i) => word != "=" || i == words.Count - 1).SelectMany(word => word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=', 2) : [word]).ToList();
        if (typed.Count == 0 || typed.Take(typed.Count - 1).Contains("--"))
        {
            return [];
        }

        var current = typed[^1] == "=" ? "" : typed[^1];
        Command command = root;
        Option? open = null;
        var arguments = 0;
        foreach (var word in typed.Take(typed.Count - 1))
        {
            if (open is not null)
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = OptionsOf(command).FirstOrDefault(option => (option.Name == word || option.Aliases.Contains(word)) && option.Arity.MinimumNumberOfValues > 0 && option.ValueType != typeof(bool));
            }
            else if (arguments == 0 && command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } sub)
            {
                command = sub;
            }
            else
            {
                arguments++;
            }
        }

        var found = open is not null ? Values(open)
            : current.StartsWith('-') ? OptionsOf(command).Where(option => !option.Hidden).Select(option => (option.Name, option.Description ?? ""))
            : (arguments == 0 ? command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description ?? "")) : []).Concat(command.Arguments.SelectMany(Values));
        return [.. found.Where(each => each.Item1.StartsWith(current, StringComparison.Ordinal)).DistinctBy(each => each.Item1)];
    }

    private static IEnumerable<(string, string)> Values(Symbol symbol) => symbol.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => (item.Label, item.Detail ?? ""));

    private static IEnumerable<Option> OptionsOf(Command command)
    {
        for (Command? at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            foreach (var option in at.Options.Where(option => at == command || option.Recursive || option.Name == "--help"))
            {
                yield return option;
            }
        }
    }
}
