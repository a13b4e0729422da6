using System.CommandLine;
using Aex.Cli.Manual;
using Aex.Language;
using Aex.Language.Diagnostics;

namespace Aex.Cli.Commands;

/// <summary><c>aex help [COMMAND|language]</c>.</summary>
internal sealed class HelpCommand : AexCommand
{
    private readonly Argument<string[]> _topic = new("TOPIC") { Description = "A command, or `language`.", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> _man = new("--man") { Description = "As a page for man(1)." };

    /// <summary>Creates the command.</summary>
    public HelpCommand(Terminal terminal)
        : base(terminal, "help", "Show the help of a command, or the policy language on two pages.")
    {
        Arguments.Add(_topic);
        Options.Add(_man);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex help language", "the grammar and the rules, for people and agents"),
        new("aex help check", "the same as aex check --help"),
        new("aex help --man log prune | man -l -", "as a manual page"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var words = parse.GetValue(_topic) ?? [];
        if (words is ["language"])
        {
            Terminal.Out.Write(LanguageGuide.Text);
            return CommandLine.Done;
        }

        var root = CommandLine.Build(Terminal);
        Command command = root;
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(sub => sub.Name == word)
                ?? throw new CommandFailure(
                    $"no help on `{string.Join(' ', words)}`",
                    Nearest.Of(word, command.Subcommands.Select(sub => sub.Name).Append("language")) is { } nearest ? $"did you mean `{nearest}`?" : "see `aex --help`");
        }

        if (parse.GetValue(_man))
        {
            Terminal.Out.Write(command == root ? ManPage.OfProgram(root) : ManPage.Of(CommandPage.Of(command), root));
            return CommandLine.Done;
        }

        return root.Parse([.. words, "--help"]).Invoke(parse.InvocationConfiguration);
    }
}
