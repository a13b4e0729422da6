using System.Diagnostics;
using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Models;

/// <summary>examples/fix-test, run as a person would, with both APIs, whole and streaming; and every way that a model can fail it.</summary>
public sealed class FixTestExampleTests : IDisposable
{
    private const string Fix =
        "--- a/src/intervals.py\n+++ b/src/intervals.py\n@@ -5,7 +5,7 @@\n     \"\"\"The same numbers in as few intervals as can be, in order: those that overlap or touch become one.\"\"\"\n"
        + "     merged = []\n     for first, last in sorted(intervals):\n-        if merged and first <= merged[-1][1]:\n+        if merged and first <= merged[-1][1] + 1:\n"
        + "             merged[-1] = (merged[-1][0], max(last, merged[-1][1]))\n         else:\n             merged.append((first, last))\n";

    private const string OtherFile = "--- a/tests/test_intervals.py\n+++ b/tests/test_intervals.py\n@@ -1,3 +1,3 @@\n-import unittest\n+import unittest as unittest\n \n from src.intervals import merge, total\n";

    private readonly Sandbox _box = new();
    private readonly Dictionary<string, string> _before;

    public FixTestExampleTests()
    {
        string example = Repository.File("examples", "fix-test");
        foreach (string file in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories).Where(file => !file.Contains("__pycache__", StringComparison.Ordinal)))
            _box.Write(Path.GetRelativePath(example, file), File.ReadAllText(file));
        _before = Tree();
    }

    [Theory]
    [InlineData(ModelWire.Messages)]
    [InlineData(ModelWire.ChatCompletions)]
    public void The_failing_test_is_fixed_and_the_audit_is_written(ModelWire wire)
    {
        using var model = new ScriptedModel(wire, new ModelReply.Text($"```diff\n{Fix}```\n")).For(_box.Variables);
        Assert.NotEqual(0, _box.Shell("python3 -B -m unittest tests.test_intervals").Exit);
        var ended = Run();
        Assert.True(ended.Exit == 0, ended.ToString());
        using var output = JsonDocument.Parse(ended.Output);
        Assert.Equal(Fix, output.RootElement.GetProperty("patch").GetString());
        Assert.Equal(0, _box.Shell("python3 -B -m unittest tests.test_intervals").Exit);
        Assert.Equal(["src/intervals.py"], Tree().Where(file => _before[file.Key] != file.Value).Select(file => file.Key));
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
        string made = Assert.Single(Audit(), line => line.Contains("\"make.result\"", StringComparison.Ordinal));
        Assert.Equal(500, JsonDocument.Parse(made).RootElement.GetProperty("details").GetProperty("tokens").GetInt64());
        Assert.Contains("\"run.finished\"", Audit().Last(), StringComparison.Ordinal);
        var call = Assert.Single(model.Calls);
        Assert.False(call.Body.TryGetProperty("stream", out var streams) && streams.GetBoolean());
        Assert.Contains("self.assertEqual(merge([(1, 2), (3, 4)]), [(1, 4)])", call.Told, StringComparison.Ordinal);
        Assert.Contains("def merge(intervals):\n", call.Told, StringComparison.Ordinal);
        Assert.Contains("- Change the code, not the test.\n", call.Told, StringComparison.Ordinal);
        AssertNoKey(ended);
    }

    [Theory]
    [InlineData(ModelWire.Messages)]
    [InlineData(ModelWire.ChatCompletions)]
    public void On_a_terminal_the_answer_streams_the_diff_is_shown_and_a_person_is_asked(ModelWire wire)
    {
        using var model = new ScriptedModel(wire, new ModelReply.Text(Fix)).For(_box.Variables);
        var ended = PseudoTerminal.Run(_box, ["run", "tasks/fix_test.aex", "--inputs", "inputs.json"], ("Let it run? [y/N] ", "y\n"));
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.True(model.Calls.Single().Body.GetProperty("stream").GetBoolean());
        Assert.Contains($"{Fix.Length} characters", ended.Output, StringComparison.Ordinal);
        Assert.Contains("\u001b[32m+        if merged and first <= merged[-1][1] + 1:", ended.Output, StringComparison.Ordinal);
        Assert.Contains("500 tokens", ended.Output, StringComparison.Ordinal);
        Assert.Equal(0, _box.Shell("python3 -B -m unittest tests.test_intervals").Exit);
        Assert.Contains(Audit(), line => line.Contains("\"confirm.approved\"", StringComparison.Ordinal));
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
        AssertNoKey(ended);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("\u0004")]
    public void Whoever_does_not_say_yes_has_said_no(string answer)
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Text(Fix)).For(_box.Variables);
        var ended = PseudoTerminal.Run(_box, ["run", "tasks/fix_test.aex", "--inputs", "inputs.json"], ("Let it run? [y/N] ", answer));
        Assert.Equal(1, ended.Exit);
        Assert.Equal(_before, Tree());
        Assert.Contains(Audit(), line => line.Contains("\"confirm.denied\"", StringComparison.Ordinal));
        Assert.Contains("\"run.finished\"", Audit().Last(), StringComparison.Ordinal);
    }

    public static TheoryData<ModelWire, bool, string, string> Failures()
    {
        var data = new TheoryData<ModelWire, bool, string, string>();
        foreach (var wire in Enum.GetValues<ModelWire>())
        {
            foreach (bool streams in (bool[])[false, true])
            {
                foreach (var (name, sentence) in Sentences(wire))
                    data.Add(wire, streams, name, sentence);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_model_that_fails_blocks_with_a_clear_line_and_the_tree_is_as_it_was(ModelWire wire, bool streams, string failure, string sentence)
    {
        using var model = new ScriptedModel(wire, Replies(failure)).For(_box.Variables);
        string[] arguments = ["run", "tasks/fix_test.aex", "--inputs", "inputs.json", "--auto-confirm", .. failure == "silence" ? (string[])["--timeout", "3"] : []];
        var ended = streams ? PseudoTerminal.Run(_box, arguments) : _box.Run(arguments);
        Assert.Equal(1, ended.Exit);
        string said = streams ? ended.Output : ended.Error;
        string blocked = Assert.Single(said.Split('\n'), line => line.Contains("blocked:", StringComparison.Ordinal));
        Assert.Contains(sentence, blocked, StringComparison.Ordinal);
        Assert.Contains("tasks/fix_test.aex:", blocked, StringComparison.Ordinal);
        Assert.Equal(_before, Tree());
        Assert.Contains("\"run.finished\"", Audit().Last(), StringComparison.Ordinal);
        Assert.Contains("blocked", Audit().Last(), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
        AssertNoKey(ended);
    }

    private static (string Failure, string Sentence)[] Sentences(ModelWire wire)
    {
        string model = wire == ModelWire.Messages ? "anthropic:claude-test" : "openai:gpt-test";
        return
        [
            ("no diff", "the check `patch is valid diff` failed"),
            ("bad diff", "the check `change.applied` failed"),
            ("other file", "the check `patch touches only sources` failed: it touches `tests/test_intervals.py`"),
            ("wrong fix", "the check `change.applied` failed"),
            ("silence", $"the model `{model}` gave no whole answer within 3 seconds"),
            ("refusal", $"the model `{model}` refused"),
            ("too long", "was cut off at the most tokens"),
            ("empty", "the model made nothing for `patch`: its answer is empty"),
            ("cut", $"the answer of the model `{model}` broke off"),
            ("broken", $"the answer of the model `{model}` "),
            ("garbage", $"the answer of the model `{model}` "),
            ("429", $"the server of the model `{model}` answered HTTP 429 (too many requests): Number of requests has exceeded your rate limit, 5 times"),
            ("429 for an hour", "it asks to wait 60 minutes"),
            ("500", "answered HTTP 500: Internal server error; run it again later"),
            ("400", "answered HTTP 400 (bad request): prompt is too long"),
            ("401", "answered HTTP 401 (not authorized): bad key"),
            ("404", "answered HTTP 404 (not found): model: no such model"),
            ("redirect", "redirections are not followed"),
        ];
    }

    private static ModelReply[] Replies(string failure) => failure switch
    {
        "no diff" => [new ModelReply.Text("I would rather explain what is wrong.")],
        "bad diff" => [new ModelReply.Text(Fix.Replace("sorted(intervals)", "reversed(intervals)", StringComparison.Ordinal))],
        "wrong fix" => [new ModelReply.Text("--- a/src/intervals.py\n+++ b/src/intervals.py\n@@ -1 +1 @@\n-not there\n+whatever\n")],
        "other file" => [new ModelReply.Text(OtherFile)],
        "silence" => [new ModelReply.Silence(Fix[..60])],
        "refusal" => [new ModelReply.Text("I cannot help with that.", "refusal")],
        "too long" => [new ModelReply.Text(Fix[..100], "max_tokens")],
        "empty" => [new ModelReply.Text("")],
        "cut" => [new ModelReply.Cut(Fix)],
        "broken" => [new ModelReply.Broken(Fix, "overloaded_error", "Overloaded")],
        "garbage" => [new ModelReply.Raw("text/html", "<html>Welcome to the captive portal</html>")],
        "429" => [new ModelReply.Status(429, "rate_limit_error", "Number of requests has exceeded your rate limit.", ("Retry-After", "0"))],
        "429 for an hour" => [new ModelReply.Status(429, "rate_limit_error", "Come back.", ("Retry-After", "3600"))],
        "500" => [new ModelReply.Status(500, "api_error", "Internal server error", ("Retry-After", "0"))],
        "400" => [new ModelReply.Status(400, "invalid_request_error", "prompt is too long")],
        "401" => [new ModelReply.Status(401, "authentication_error", "bad key " + ScriptedModel.Key)],
        "404" => [new ModelReply.Status(404, "not_found_error", "model: no such model")],
        "redirect" => [new ModelReply.Status(307, "redirect", "elsewhere", ("Location", "http://127.0.0.1:9/v1/messages"))],
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    [Theory]
    [InlineData(ModelWire.Messages, false)]
    [InlineData(ModelWire.Messages, true)]
    [InlineData(ModelWire.ChatCompletions, false)]
    [InlineData(ModelWire.ChatCompletions, true)]
    public void What_passes_is_asked_for_again(ModelWire wire, bool streams)
    {
        using var model = new ScriptedModel(
            wire,
            new ModelReply.Status(429, "rate_limit_error", "Slower", ("Retry-After", "1")),
            new ModelReply.Status(503, "overloaded_error", "Overloaded", ("Retry-After", "0")),
            new ModelReply.Text(Fix)).For(_box.Variables);
        var watch = Stopwatch.StartNew();
        var ended = streams ? PseudoTerminal.Run(_box, ["run", "tasks/fix_test.aex", "--inputs", "inputs.json", "--auto-confirm"]) : Run();
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(1), "the server's Retry-After was not waited for");
        Assert.Equal(3, model.Calls.Count);
        Assert.Equal(model.Calls[0].Body.GetRawText(), model.Calls[2].Body.GetRawText());
        if (streams)
            Assert.Contains("HTTP 429 (too many requests): asked again in 1 s", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_that_does_not_help_is_blocked_after_the_tests_and_stays_to_be_looked_at()
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Text(Fix.Replace("+ 1:", "+ 0:", StringComparison.Ordinal))).For(_box.Variables);
        var ended = Run();
        Assert.Equal(1, ended.Exit);
        Assert.Contains("tasks/fix_test.aex:30: the check `after.passed` failed", ended.Error, StringComparison.Ordinal);
        Assert.Contains("+ 0:", Tree()["src/intervals.py"], StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_count_against_the_budget_those_of_a_refusal_too()
    {
        string task = File.ReadAllText(Path.Combine(_box.Project, "tasks/fix_test.aex"));
        _box.Write("tasks/two.aex", task.Replace("tokens=50000", "tokens=500", StringComparison.Ordinal).Replace("check patch is valid diff", "make other: diff from before with:\n  - Again.\ncheck patch is valid diff", StringComparison.Ordinal));
        using var model = new ScriptedModel(ModelWire.ChatCompletions, new ModelReply.Text(Fix), new ModelReply.Text("no", "refusal")).For(_box.Variables);
        var ended = _box.Run(["run", "tasks/two.aex", "--inputs", "inputs.json", "--auto-confirm"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("tokens", ended.Error, StringComparison.Ordinal);
        Assert.Single(model.Calls);
        ended = Run();
        Assert.Equal(1, ended.Exit);
        Assert.Contains("refused: no; change the instructions", ended.Error, StringComparison.Ordinal);
        Assert.Equal(500, JsonDocument.Parse(Audit().Last(line => line.Contains("\"make.result\"", StringComparison.Ordinal))).RootElement.GetProperty("details").GetProperty("tokens").GetInt64());
    }

    [Fact]
    public void The_terminal_s_interrupt_in_the_middle_of_a_stream_ends_the_run_and_closes_the_audit()
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Silence(Fix[..70])).For(_box.Variables);
        var ended = PseudoTerminal.Run(_box, ["run", "tasks/fix_test.aex", "--inputs", "inputs.json", "--auto-confirm"], ("70 characters", "\u0003"));
        Assert.Equal(1, ended.Exit);
        Assert.True(ended.Output.Contains("it was stopped before its end", StringComparison.Ordinal), ended.ToString());
        Assert.Equal(_before, Tree());
        Assert.Contains("\"run.finished\"", Audit().Last(), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    [Fact]
    public void The_terminal_s_interrupt_at_a_question_ends_the_run_and_closes_the_audit()
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Text(Fix)).For(_box.Variables);
        var ended = PseudoTerminal.Run(_box, ["run", "tasks/fix_test.aex", "--inputs", "inputs.json"], ("Let it run? [y/N] ", "\u0003"));
        Assert.Equal(1, ended.Exit);
        Assert.True(ended.Output.Contains("it was stopped before its end", StringComparison.Ordinal), ended.ToString());
        Assert.Equal(_before, Tree());
        Assert.Contains("\"run.finished\"", Audit().Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_signal_while_a_model_is_waited_for_ends_the_run(string signal)
    {
        using var model = new ScriptedModel(ModelWire.ChatCompletions, new ModelReply.Silence()).For(_box.Variables);
        var run = _box.Start(PublishedBinary.FullPath, ["run", "tasks/fix_test.aex", "--inputs", "inputs.json", "--auto-confirm"]);
        Assert.True(model.HasCalls(1));
        _box.Shell($"kill -{signal} {run.Process.Id}");
        var ended = run.Finish([]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("it was stopped before its end", ended.Error, StringComparison.Ordinal);
        Assert.Contains("\"run.finished\"", Audit().Last(), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["audit", "verify"]).Exit);
    }

    [Fact]
    public void Nobody_listens()
    {
        string url;
        using (var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Text("")).For(_box.Variables))
            url = model.Url;
        var ended = Run();
        Assert.Equal(1, ended.Exit);
        Assert.Contains($"the server of the model `anthropic:claude-test` cannot be reached at {url}/v1/: Connection refused", ended.Error, StringComparison.Ordinal);
        Assert.True(ended.Took < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("AEX_MODEL", "", "none is named: --model anthropic, openai or PROVIDER:MODEL")]
    [InlineData("AEX_MODEL", "gemini", "AEX_MODEL names none: `gemini` names no model")]
    [InlineData("AEX_MODEL", "anthropic", "the model `anthropic:claude-sonnet-4-5` needs a key: set ANTHROPIC_API_KEY")]
    [InlineData("ANTHROPIC_BASE_URL", "ftp://x", "ANTHROPIC_BASE_URL is no address")]
    [InlineData("ANTHROPIC_BASE_URL", "http://user:secret-word@127.0.0.1/", "ANTHROPIC_BASE_URL is no address")]
    [InlineData("ANTHROPIC_API_KEY", "secret word", "ANTHROPIC_API_KEY holds a character that no key has")]
    public void A_model_that_cannot_be_asked_is_told_before_the_first_step(string variable, string value, string sentence)
    {
        _box.Variables["AEX_MODEL"] = "anthropic:claude-test";
        _box.Variables["ANTHROPIC_API_KEY"] = variable == "AEX_MODEL" ? "" : ScriptedModel.Key;
        _box.Variables[variable] = value;
        var ended = Run();
        Assert.Equal(1, ended.Exit);
        Assert.Contains("tasks/fix_test.aex:18: `make patch` needs a model, and ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Audit(), line => line.Contains("tool.allowed", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_of_one_s_own_needs_no_key_and_an_option_beats_the_variable()
    {
        using var model = new ScriptedModel(ModelWire.ChatCompletions, new ModelReply.Text("")).For(_box.Variables);
        _box.Variables.Remove("OPENAI_API_KEY");
        var ended = _box.Run(["run", "tasks/fix_test.aex", "--inputs", "inputs.json", "--auto-confirm", "--model", "openai:llama3"]);
        // The scripted server takes one key only: what counts is that it was asked, for that model.
        Assert.Contains("openai:llama3` answered HTTP 401", ended.Error, StringComparison.Ordinal);
        Assert.Equal("llama3", model.Calls.Single().Body.GetProperty("model").GetString());
    }

    public void Dispose() => _box.Dispose();

    private Ended Run() => _box.Run(["run", "tasks/fix_test.aex", "--inputs", "inputs.json", "--auto-confirm"]);

    private IEnumerable<string> Audit() =>
        Directory.EnumerateFiles(Path.Combine(_box.Project, ".aex/audit"), "*.jsonl").OrderBy(File.GetLastWriteTimeUtc).SelectMany(File.ReadLines);

    // Everything in the project but what aex records.
    private Dictionary<string, string> Tree() => Directory.EnumerateFiles(_box.Project, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/.aex/audit/", StringComparison.Ordinal) && !file.EndsWith("/.aex/.gitignore", StringComparison.Ordinal))
        .ToDictionary(file => file[(_box.Project.Length + 1)..], File.ReadAllText);

    private void AssertNoKey(Ended ended)
    {
        Assert.DoesNotContain(ScriptedModel.Key, ended.Output + ended.Error, StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFiles(_box.Root, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(ScriptedModel.Key, File.ReadAllText(file), StringComparison.Ordinal);
    }
}
