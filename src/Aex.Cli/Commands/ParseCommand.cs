using System.CommandLine;
using System.Text;
using Aex.Language.Compilation;
using Aex.Language.Syntax;

namespace Aex.Cli.Commands;

/// <summary><c>aex parse FILE</c>.</summary>
internal sealed class ParseCommand : AexCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A file, or - for standard input." };

    /// <summary>Creates the command.</summary>
    public ParseCommand(Terminal terminal)
        : base(terminal, "parse", "Print the syntax tree as JSON: kind, span, children, the tokens' text.") => Arguments.Add(_file);

    /// <inheritdoc/>
    public override string Details => "A file with errors is parsed all the same; `aex check` shows them.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } = [new("aex parse .aex/policy.aex", "the tree of a policy")];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        Terminal.Out.Write(Encoding.UTF8.GetString(TreeJson.Write(Parser.Parse(InputFiles.Read(parse.GetRequiredValue(_file), Terminal)))));
        return CommandLine.Done;
    }
}
