using System.CommandLine;
using Aex.Cli.Manual;

namespace Aex.Cli.Commands;

/// <summary><c>aex completion SHELL</c>.</summary>
internal sealed class CompletionCommand : AexCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    /// <summary>Creates the command.</summary>
    public CompletionCommand(Terminal terminal)
        : base(terminal, "completion", "Print what makes a shell complete aex's commands and options.")
    {
        _shell.AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        Arguments.Add(_shell);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        bash: eval "$(aex completion bash)" in ~/.bashrc
        zsh:  eval "$(aex completion zsh)" in ~/.zshrc, behind compinit
        fish: aex completion fish > ~/.config/fish/completions/aex.fish
        pwsh: aex completion pwsh | Out-String | Invoke-Expression, in $PROFILE
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex completion bash", "for Bash"),
        new("aex completion fish", "for fish"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        Terminal.Out.Write(CompletionScript.For(parse.GetRequiredValue(_shell)));
        return CommandLine.Done;
    }
}

/// <summary><c>aex complete -- WORD…</c>: what a completion script asks. One candidate a line, behind a tab what it is.</summary>
internal sealed class CompleteCommand : Command
{
    private readonly Argument<string[]> _words = new("WORD") { Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Creates the command.</summary>
    public CompleteCommand(Terminal terminal)
        : base("complete", "What may be typed.")
    {
        Hidden = true;
        Arguments.Add(_words);
        SetAction(parse =>
        {
            // PowerShell hands a blank in the place of an empty word.
            foreach (var (word, what) in Completions.Of(CommandLine.Build(terminal), [.. (parse.GetValue(_words) ?? []).Select(word => word == " " ? "" : word)]))
            {
                terminal.Out.Write($"{word}\t{what}\n");
            }

            return CommandLine.Done;
        });
    }
}
