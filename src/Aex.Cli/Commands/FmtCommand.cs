using System.CommandLine;
using System.Text;
using Aex.Cli.Rendering;
using Aex.Language.Formatting;
using Aex.Language.Syntax;

namespace Aex.Cli.Commands;

/// <summary><c>aex fmt FILE… [--check]</c>.</summary>
internal sealed class FmtCommand : AexCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Files, folders, or - for standard input to standard output.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _check = new("--check") { Description = "Write nothing; name the files that differ and exit 1." };

    /// <summary>Creates the command.</summary>
    public FmtCommand(Terminal terminal)
        : base(terminal, "fmt", "Write files in the one canonical form; comments stay, meaning stays.")
    {
        Arguments.Add(_files);
        Options.Add(_check);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex fmt .aex/policy.aex", "format a file in place"),
        new("aex fmt --check .", "name the files that differ, for CI"),
        new("aex fmt - < .aex/policy.aex", "from standard input to standard output"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var exit = CommandLine.Done;
        var only = parse.GetValue(_check);
        foreach (var path in InputFiles.Expand(parse.GetValue(_files)!))
        {
            var source = InputFiles.Read(path, Terminal);
            var tree = Parser.Parse(source);
            if (tree.HasErrors)
            {
                FullRenderer.Write(Terminal.Error, [new SourceFindings(source, tree.Diagnostics)], Terminal.ErrorStyle);
                Terminal.Fault($"`{source.Name}` is left as it is: it has errors", null);
                exit = CommandLine.Unable;
                continue;
            }

            var formatted = Formatter.Format(tree);
            var before = tree.ToText();
            if (path == InputFiles.StandardInput && !only)
            {
                Terminal.Out.Write(formatted);
            }
            else if (formatted != before)
            {
                Terminal.Out.WriteLine(Shown.Text(source.Name));
                if (only)
                {
                    exit = Math.Max(exit, CommandLine.Findings);
                }
                else
                {
                    InputFiles.Replace(path, Encoding.UTF8.GetBytes(formatted));
                }
            }
        }

        return exit;
    }
}
