using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Cli.Testing;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Validation;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex test [FILE…]</c>.</summary>
internal sealed class TestCommand : AexCommand
{
    private const string Ending = ".test.aex";

    private readonly Argument<string[]> _files = new("FILE") { Description = "Tests files, or folders with `*.test.aex` below them. Default: this folder.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _format = new("--format") { Description = "text or junit.", HelpName = "FORMAT", DefaultValueFactory = static _ => "text" };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };
    private readonly LayerOptions _layers = new();

    /// <summary>Creates the command.</summary>
    public TestCommand(Terminal terminal)
        : base(terminal, "test", "Hold a policy to its tests (.aex/policy.test.aex).")
    {
        _format.AcceptOnlyFromAmong("text", "junit");
        Arguments.Add(_files);
        Options.Add(_format);
        Options.Add(_json);
        _layers.AddTo(this);
    }

    /// <inheritdoc/>
    public override string Details =>
        "Each expectation is decided by the policies of its project alone, with nothing used of any budget and no path looked up on the disk, so the answer is the same on every machine. Exits 1 if one does not hold.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex test", "every tests file below this folder"),
        new("aex test .aex/policy.test.aex", "one file"),
        new("aex test --format junit > results.xml", "for a CI system"),
    ];

    /// <summary>An expectation as its file has it, on one line.</summary>
    public static string TextOf(SourceText source, ExpectSyntax expect)
    {
        var end = expect.Body.Count > 0 ? expect.Body[0].Span.Start : expect.Span.End;
        return string.Join(' ', source.Slice(TextSpan.FromBounds(expect.Span.Start, end)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        var options = _layers.Of(parse);
        var given = parse.GetValue(_files) is { Length: > 0 } named ? named : ["."];
        var files = InputFiles.Expand(given).Where(file => file.EndsWith(Ending, StringComparison.Ordinal) || given.Contains(file)).ToList();
        if (files.Count == 0)
        {
            throw new CommandFailure($"no tests file (`*{Ending}`) is here", "write `.aex/policy.test.aex`, such as: tests workspace v0 / expect deny WebFetch(url=\"https://example.com\")");
        }

        var tested = files.Select(file => Test(host, options, file)).ToList();
        if (parse.GetValue(_json))
        {
            WriteJson(tested);
        }
        else if (parse.GetValue(_format) == "junit")
        {
            JUnitRenderer.Write(Terminal.Out, tested);
        }
        else
        {
            WriteText(tested);
        }

        return tested.Any(file => file.Failed > 0) ? CommandLine.Findings : CommandLine.Done;
    }

    private TestedFile Test(HostEnvironment host, EnforcerOptions options, string file)
    {
        var source = InputFiles.Read(file, Terminal);
        var tree = Parser.Parse(source);
        List<Diagnostic> errors = [.. Validator.Check(tree, warnings: false).Where(diagnostic => diagnostic.Severity == Severity.Error)];
        if (errors.Count > 0)
        {
            return new TestedFile(source, errors, []);
        }

        return tree.Root.DocumentKind == DocumentKind.Tests
            ? new TestedFile(source, [], new PolicyTests(host, options, PolicyTests.RootOf(file)).Run(tree.Root))
            : throw new CommandFailure($"`{file}` is no tests file", "a tests file begins with `tests NAME v0`");
    }

    private void WriteText(List<TestedFile> files)
    {
        var style = Terminal.OutStyle;
        foreach (var file in files)
        {
            FullRenderer.Write(Terminal.Out, [new SourceFindings(file.Source, file.Errors)], style);
            foreach (var outcome in file.Outcomes.Where(outcome => outcome.Fault is not null))
            {
                var line = JsonParts.Number(file.Source.PositionOf(outcome.Expected.Span.Start).Line);
                Terminal.Out.WriteLine($"{Shown.Text(file.Source.Name)}:{line}: {style.Error("failed")}: {outcome.Fault}");
                Terminal.Out.WriteLine($"{style.Dim($"{line} |")} {Shown.Text(TextOf(file.Source, outcome.Expected))}");
                new DecisionRenderer(Terminal.Out, style).Write(outcome.Layers, outcome.Call, outcome.Trace, outcome.Verdict, outcome.Reason);
                Terminal.Out.WriteLine();
            }
        }

        Terminal.Out.WriteLine($"{JsonParts.Number(files.Sum(file => file.Passed))} passed, {JsonParts.Number(files.Sum(file => file.Failed))} failed");
    }

    private void WriteJson(List<TestedFile> files) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("passed", files.Sum(file => file.Passed));
            json.WriteNumber("failed", files.Sum(file => file.Failed));
            json.WriteStartArray("tests");
            foreach (var file in files)
            {
                foreach (var error in file.Errors)
                {
                    json.WriteStartObject();
                    json.WriteString("file", Shown.Whole(file.Source.Name));
                    json.WriteNumber("line", file.Source.PositionOf(error.Span.Start).Line);
                    json.WriteBoolean("passed", false);
                    json.WriteString("fault", Shown.Whole($"{error.Code}: {error.Message}"));
                    json.WriteEndObject();
                }

                foreach (var outcome in file.Outcomes)
                {
                    json.WriteStartObject();
                    json.WriteString("file", Shown.Whole(file.Source.Name));
                    json.WriteNumber("line", file.Source.PositionOf(outcome.Expected.Span.Start).Line);
                    json.WriteString("test", Shown.Whole(TextOf(file.Source, outcome.Expected)));
                    json.WriteBoolean("passed", outcome.Fault is null);
                    if (outcome.Fault is { } fault)
                    {
                        json.WriteString("fault", Shown.Whole(fault));
                    }

                    json.WriteString("decision", JsonParts.NameOf(outcome.Verdict.Decision));
                    json.WriteString("reason", Shown.Whole(outcome.Reason));
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
