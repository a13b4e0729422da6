using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aex.Language.Compilation;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Review;
using Aex.Policy.Validation;
using Aex.Tests.Sessions;
using NJsonSchema;
using Xunit;

namespace Aex.Tests.Contracts;

/// <summary>What is printed for every file of the corpus and every example is as docs/schemas says.</summary>
public sealed class OutputSchemaTests
{
    public static TheoryData<string> Files() => [.. All().Select(static file => Path.GetRelativePath(Corpus.Root, file))];

    public static TheoryData<string, string> Runs() => new()
    {
        { "review-pull-request", "run review_pr.aex --inputs inputs.json" },
        { "research-brief", "run research_brief.aex --inputs inputs.json" },
        { "support-ticket", "run answer_ticket.aex --inputs inputs.json --mcp tickets --auto-confirm" },
        { "support-ticket", "run answer_ticket.aex --input id=40 --mcp tickets" },
        { "security-patch", "run security_patch.aex --inputs inputs.json --auto-confirm" },
        { "security-patch", "run security_patch.aex --inputs inputs.json" },
        { "security-patch", "run security_patch.aex --inputs inputs.json --dry-run" },
        { "security-patch", "run security_patch.aex" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Compiled_forms_and_reviews_are_as_their_schemas_say(string file)
    {
        var bytes = await File.ReadAllBytesAsync(Corpus.At(file), TestContext.Current.CancellationToken);
        var tree = Parser.Parse(SourceText.FromUtf8(file, bytes));
        if (!Validator.Check(tree, warnings: false).Any(static finding => finding.Severity == Severity.Error))
        {
            Assert.Empty((await Schema("compiled")).Validate(Encoding.UTF8.GetString(Compiler.ToJson(tree))));
        }

        var layer = Layer.Load(LayerKind.Project, ".aex/policy.aex", "/work/.aex/policy.aex", "/work", "policy p v0\ngoal \"g\"\nallow file.*, tests.run\ndeny network.*\nconfirm before file.write\nbudget calls=9\n"u8.ToArray());
        var context = new CallContext { ProjectRoot = "/work", Home = "/home/u", NeedsNoPolicy = true, Paths = new TablePathResolver(false).AddFolder("/work").AddFolder("/home/u") };
        var review = ContractReview.Of(bytes, "tasks/t.aex", "/work/tasks/t.aex", [layer], context);
        using var written = new MemoryStream();
        await using (var json = new Utf8JsonWriter(written))
        {
            ReviewJson.Write(json, review, "tasks/t.aex", [layer]);
        }

        Assert.Empty((await Schema("review")).Validate(Encoding.UTF8.GetString(written.ToArray())));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_an_example_prints_is_as_the_schemas_say(string example, string arguments)
    {
        using var box = new SessionSandbox(null);
        foreach (var file in Directory.EnumerateFiles(Corpus.At("examples", example), "*", SearchOption.AllDirectories))
        {
            SessionSandbox.Write(Path.Combine(box.Root, Path.GetRelativePath(Corpus.At("examples", example), file)), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        var words = arguments.Split(' ');
        var lines = Aex(box, [.. words, "--model-handler", "sh model.sh", "--log-json"]).TrimEnd('\n').Split('\n');
        var schema = await Schema("run");
        foreach (var line in lines)
        {
            var faults = schema.Validate(line);
            Assert.True(faults.Count == 0, $"{line}: {string.Join("; ", faults)}");
        }

        using var last = JsonDocument.Parse(lines[^1]);
        Assert.Equal(!words.Contains("--dry-run"), last.RootElement.TryGetProperty("status", out _));
        Assert.Empty((await Schema("review")).Validate(Aex(box, ["review", words[1], "--json"])));
        Assert.Empty((await Schema("compiled")).Validate(Aex(box, ["compile", words[1]])));
    }

    private static IEnumerable<string> All() =>
        new[] { "valid", "invalid", "format" }.SelectMany(static folder => Corpus.Files(folder, ".aex")).Concat(Directory.GetFiles(Corpus.At("examples"), "*.aex", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

    private static Task<JsonSchema> Schema(string name) => JsonSchema.FromFileAsync(Corpus.At("docs", "schemas", name + ".schema.json"));

    private static string Aex(SessionSandbox box, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [AppContext.BaseDirectory + "aex-commands.dll", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = box.Root };
        start.Environment["HOME"] = box.Home;
        start.Environment["AEX_STATE_DIR"] = box.State;
        start.Environment.Remove("XDG_CONFIG_HOME");
        start.Environment.Remove("CLAUDE_PROJECT_DIR");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 1 && output.Length > 0, errors.Result);
        return output;
    }
}
