using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Models;

/// <summary><c>aex draft</c>: a model writes a contract, which is checked, mended once and written down, and never run.</summary>
public sealed class DraftTests : IDisposable
{
    private const string Policy = "policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**, tests.run, shell.exec:\"npm test *\"\ndeny network.*\nbudget calls=9\n";
    private const string Good = "task whatever v0\n\ngoal \"Say it\"\n\nuse file.read\nneed name: str\n\ndo file.read(path=name) -> text\nreturn {text: text}\n";
    private const string Beyond = "task whatever v0\n\ngoal \"Say it\"\n\nuse network.fetch\nreturn 1\n";
    private const string Broken = "task whatever v0\n\ngoal \"Say it\"\n\nuse file.read\ncheck nothing is valid patch\nretrun 1\n";

    private readonly Sandbox _box = new(Policy);

    [Theory]
    [InlineData(ModelWire.Messages)]
    [InlineData(ModelWire.ChatCompletions)]
    public void A_contract_is_drafted_written_and_told_what_to_do_with(ModelWire wire)
    {
        using var model = new ScriptedModel(wire, new ModelReply.Text($"```aex\n{Good}```")).For(_box.Variables);
        _box.Write("src/foo.ts", "secret contents\n");
        _box.Write("package.json", "{}\n");
        _box.Write(".env", "A=1\n");
        var ended = _box.Run(["draft", "Fix the failing test in src/foo.ts"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        string file = ended.Output.TrimEnd('\n');
        Assert.Matches(@"^\.aex/runs/\d{8}-\d{6}-fix_failing_test_srcfoots\.aex$", file);
        Assert.Equal(Good.Replace("whatever", "fix_failing_test_srcfoots", StringComparison.Ordinal), File.ReadAllText(Path.Combine(_box.Project, file)));
        Assert.Contains($"`aex review {file} --run --input name=…` runs those very bytes once you approve", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["review", file]).Exit);
        string told = model.Calls.Single().Told;
        Assert.Contains("THE AEX LANGUAGE, VERSION 0", told, StringComparison.Ordinal);
        Assert.Contains("allow file.write:src/**\n", told, StringComparison.Ordinal);
        Assert.Contains("allow shell.exec:\"npm test *\"\n", told, StringComparison.Ordinal);
        Assert.Contains("deny network.*\n", told, StringComparison.Ordinal);
        Assert.Contains("budget calls=9\n", told, StringComparison.Ordinal);
        Assert.Contains("tests are run with: npm test\n", told, StringComparison.Ordinal);
        Assert.Contains("src/foo.ts\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret contents", told, StringComparison.Ordinal);
        Assert.DoesNotContain(".env", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Beyond, "`use network.fetch` is denied by")]
    [InlineData(Broken, "AEX")]
    [InlineData("Here is what I would do.", "AEX")]
    public void What_is_wrong_is_shown_to_the_model_which_mends_it(string first, string diagnostic)
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Text(first), new ModelReply.Text(Good)).For(_box.Variables);
        var ended = _box.Run(["draft", "say it", "--out", "tasks/say.aex", "--name", "say"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.Equal("tasks/say.aex\n", ended.Output);
        Assert.StartsWith("task say v0\n", File.ReadAllText(Path.Combine(_box.Project, "tasks/say.aex")), StringComparison.Ordinal);
        Assert.Equal(2, model.Calls.Count);
        string again = model.Calls[1].Body.GetProperty("messages")[0].GetProperty("content").GetString()!;
        Assert.Contains("tasks/say.aex:", again, StringComparison.Ordinal);
        Assert.Contains(diagnostic, again, StringComparison.Ordinal);
        Assert.Contains(first.TrimEnd('\n').Split('\n')[^1], again, StringComparison.Ordinal);
        Assert.Contains("1000 tokens", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Beyond, "0", 1, "It goes beyond the policy, and does not run:")]
    [InlineData(Broken, "1", 2, "It has errors, and does not run:")]
    [InlineData(Broken, "3", 4, "It has errors, and does not run:")]
    public void A_last_draft_that_does_not_run_is_written_all_the_same_and_told(string draft, string retries, int calls, string sentence)
    {
        using var model = new ScriptedModel(ModelWire.ChatCompletions, new ModelReply.Text(draft)).For(_box.Variables);
        var ended = _box.Run(["draft", "say it", "--out", "say.aex", "--max-retries", retries]);
        Assert.Equal(1, ended.Exit);
        Assert.Equal(draft.Replace("whatever", "say", StringComparison.Ordinal), File.ReadAllText(Path.Combine(_box.Project, "say.aex")));
        Assert.Equal(calls, model.Calls.Count);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
        Assert.Contains("say.aex:", ended.Error, StringComparison.Ordinal);
        Assert.Equal(1, _box.Run(["review", "say.aex", "--run", "--yes"]).Exit);
    }

    [Fact]
    public void A_plan_is_handed_on()
    {
        _box.Write("plan.md", "# Rename the parser\n\n1. Read it.\n2. Rename it.\n");
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Text(Good)).For(_box.Variables);
        var ended = _box.Run(["draft", "--from-plan", "plan.md"]);
        Assert.Equal(0, ended.Exit);
        Assert.Contains("-rename_parser.aex", ended.Output, StringComparison.Ordinal);
        Assert.Contains("2. Rename it.", model.Calls.Single().Told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_may_draft_and_gets_everything_as_data()
    {
        _box.Write("draft.sh", "cat > ../request.json\nprintf 'task x v0\\ngoal \"g\"\\nuse file.read\\ndo file.read(path=\"a\") -> a\\nreturn a\\n'\n");
        var ended = _box.Run(["draft", "read a", "--model-handler", "sh draft.sh", "--out", "a.aex"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        using var request = JsonDocument.Parse(File.ReadAllText(Path.Combine(_box.Root, "request.json")));
        Assert.Equal("aex", request.RootElement.GetProperty("type").GetString());
        Assert.Equal("read a", request.RootElement.GetProperty("inputs").GetProperty("request").GetString());
        Assert.Contains("GRAMMAR", request.RootElement.GetProperty("background").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_gives_nothing_leaves_nothing()
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Status(401, "authentication_error", "bad key " + ScriptedModel.Key)).For(_box.Variables);
        var ended = _box.Run(["draft", "say it"]);
        Assert.Equal((1, ""), (ended.Exit, ended.Output));
        Assert.Contains("blocked: the server of the model `anthropic:claude-test` answered HTTP 401 (not authorized): bad key ***; see that ANTHROPIC_API_KEY holds a valid key", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_box.Project, ".aex/runs")));
    }

    [Fact]
    public void The_terminal_s_interrupt_leaves_nothing()
    {
        using var model = new ScriptedModel(ModelWire.Messages, new ModelReply.Silence("task x")).For(_box.Variables);
        var ended = PseudoTerminal.Run(_box, ["draft", "say it"], ("6 characters", "\u0003"));
        Assert.Equal(1, ended.Exit);
        Assert.Contains("it was stopped; nothing was written", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_box.Project, ".aex/runs")));
    }

    [Fact]
    public void A_disk_without_room_leaves_no_half_of_it()
    {
        _box.Write("draft.sh", $"cat > /dev/null\nprintf 'task x v0\\ngoal \"%s\"\\nuse file.read\\nreturn 1\\n' {new string('x', 9000)}\n");
        var ended = _box.Shell("ulimit -f 8; exec \"$AEX\" draft 'read a' --model-handler 'sh draft.sh' --out a.aex");
        Assert.Equal(2, ended.Exit);
        Assert.Contains("cannot write `a.aex`", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_box.Project, "a.aex*"));
    }

    [Theory]
    [InlineData("draft", "nothing says what is wanted")]
    [InlineData("draft x --name 1x", "`1x` is no name")]
    [InlineData("draft x --model gemini", "--model: `gemini` names no model")]
    [InlineData("draft x --model openai:", "names no model")]
    [InlineData("draft x --model openai --model-handler y", "give one of them")]
    [InlineData("draft x --max-retries 99", "--max-retries takes a number from 0 to 10")]
    [InlineData("draft x --out .aex/policy.aex --model-handler true", "exists, and is not overwritten")]
    [InlineData("draft x --policy none.aex", "`none.aex` does not exist")]
    [InlineData("draft --from-plan none.md", "the plan `none.md` cannot be read")]
    public void Wrong_usage_is_told(string line, string sentence)
    {
        var ended = _box.Run(line.Split(' '));
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_skill_teaches_contracts_that_run()
    {
        var ended = _box.Run(["init", "--skill"]);
        Assert.Equal((0, "wrote .claude/skills/aex/SKILL.md\n"), (ended.Exit, ended.Output));
        string skill = File.ReadAllText(Path.Combine(_box.Project, ".claude/skills/aex/SKILL.md"));
        Assert.StartsWith("---\nname: aex\ndescription: ", skill, StringComparison.Ordinal);
        var example = skill.Split('\n').SkipWhile(line => !line.StartsWith("    task ", StringComparison.Ordinal)).Select(line => line.Length > 4 ? line[4..] : "").ToList();
        _box.Write("skill.aex", string.Join('\n', example).TrimEnd('\n') + "\n");
        ended = _box.Run(["review", "skill.aex"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        foreach (string command in (string[])["help language", "effective", "check skill.aex", "review skill.aex"])
            Assert.Equal(0, _box.Run(command.Split(' ')).Exit);
        Assert.Contains("kept  .claude/skills/aex/SKILL.md: it exists", _box.Run(["init", "--skill"]).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();
}
