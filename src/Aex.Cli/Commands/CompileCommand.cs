using System.CommandLine;
using System.Text;
using Aex.Cli.Rendering;
using Aex.Language.Compilation;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;

namespace Aex.Cli.Commands;

/// <summary><c>aex compile FILE</c>.</summary>
internal sealed class CompileCommand : AexCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A file, or - for standard input." };

    /// <summary>Creates the command.</summary>
    public CompileCommand(Terminal terminal)
        : base(terminal, "compile", "Print the JSON form of a policy or task.") => Arguments.Add(_file);

    /// <inheritdoc/>
    public override string Details => "A file with errors is not compiled: they are shown, and it exits 1. The form is described by docs/schemas/compiled.schema.json.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } = [new("aex compile .aex/policy.aex", "a policy as data")];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var source = InputFiles.Read(parse.GetRequiredValue(_file), Terminal);
        var findings = PolicyCheck.Of(source);
        if (findings.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
        {
            FullRenderer.Write(Terminal.Error, [findings], Terminal.ErrorStyle);
            return CommandLine.Findings;
        }

        Terminal.Out.Write(Encoding.UTF8.GetString(Compiler.ToJson(Parser.Parse(source))));
        return CommandLine.Done;
    }
}
