using Aex.Contracts.Models;
using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Sessions;
using Xunit;

namespace Aex.Tests.Contracts;

public sealed class InterpreterTests : IDisposable
{
    private readonly RunBox _box = new();

    [Theory]
    [InlineData("return \"a\\nb\"", "\"a\\nb\"")]
    [InlineData("return [1, 2.50, -0.5, true, null]", "[1,2.50,-0.5,true,null]")]
    [InlineData("return {a: {b: [\"x\", {c: 1}]}, \"d e\": 2}", "{\"a\":{\"b\":[\"x\",{\"c\":1}]},\"d e\":2}")]
    [InlineData("return {\n  a: 1,\n  b: [\n    2,\n  ],\n}", "{\"a\":1,\"b\":[2]}")]
    [InlineData("need v: json\nreturn v.a.b[0].c", "7")]
    [InlineData("need v: json\nreturn v.a.b[1]", "\"z\"")]
    [InlineData("need v: json?\nreturn {v: v}", "{\"v\":{\"a\":{\"b\":[{\"c\":7},\"z\"]}}}")]
    public void Values_come_out_as_they_went_in(string lines, string expected) =>
        Assert.Equal(expected, lines.Contains("need", StringComparison.Ordinal) ? _box.Output(lines, ("v", "{\"a\":{\"b\":[{\"c\":7},\"z\"]}}")) : _box.Output(lines));

    [Theory]
    [InlineData("v.a.b[2]")]
    [InlineData("v.a.x")]
    [InlineData("v.a.b.c")]
    [InlineData("v[0]")]
    public void A_path_that_leads_nowhere_blocks(string path) =>
        Assert.Contains($"t.aex:4: `{path}` has no value", _box.Blocked($"need v: json\nreturn {path}", ("v", "{\"a\":{\"b\":[1,2]}}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("v", "true", true)]
    [InlineData("v", "false", false)]
    [InlineData("v", "null", false)]
    [InlineData("v", "0", false)]
    [InlineData("v", "0.0", false)]
    [InlineData("v", "0e5", false)]
    [InlineData("v", "0.1", true)]
    [InlineData("v", "\"\"", false)]
    [InlineData("v", "\"0\"", true)]
    [InlineData("v", "[]", false)]
    [InlineData("v", "[0]", true)]
    [InlineData("v", "{}", false)]
    [InlineData("v.missing", "{}", false)]
    [InlineData("not v.missing", "{}", true)]
    [InlineData("v has \"b\"", "\"abc\"", true)]
    [InlineData("v has \"B\"", "\"abc\"", false)]
    [InlineData("v does not include \"b\"", "\"abc\"", false)]
    [InlineData("v does not include \"x\"", "\"abc\"", true)]
    [InlineData("v.missing does not include \"x\"", "{}", false)]
    [InlineData("v is 1", "1.0", true)]
    [InlineData("v is \"1\"", "1", false)]
    [InlineData("v is {a: [1], b: 2}", "{\"b\":2,\"a\":[1]}", true)]
    [InlineData("v is not \"a\"", "\"a\"", false)]
    [InlineData("v has citations", "\"see [this](https://a.example)\"", true)]
    [InlineData("v has citations", "\"see [1]\"", true)]
    [InlineData("v has citations", "\"see https://a.example\"", true)]
    [InlineData("v has citations", "\"an array[i] of (things)\"", false)]
    [InlineData("v is valid diff", "\"--- a/f\\n+++ b/f\\n@@ -1 +1 @@\\n-a\\n+b\\n\"", true)]
    [InlineData("v is valid diff", "\"no diff\"", false)]
    public void Conditions_hold_as_the_language_says(string condition, string value, bool holds)
    {
        Assert.Equal(holds ? "true" : "false", _box.Output($"need v: json\nif {condition}\n  return true\nreturn false", ("v", value)));
        Assert.Equal(holds, _box.Run($"need v: json\ncheck {condition}\nreturn 1", ("v", value)).IsSuccess);
    }

    [Fact]
    public void A_loop_walks_through_lists_and_its_variable_is_its_own()
    {
        _box.Write("a", "A");
        _box.Write("b", "B");
        Assert.Equal("{\"x\":\"kept\",\"t\":{\"b\":\"B\"}}", _box.Output("use file.read\nneed x: str\nfor x in [\"a\", \"b\"]\n  do file.read(path=x) -> t\nreturn {x: x, t: t}", ("x", "\"kept\"")));
        Assert.Equal(3, _box.Run("use file.read\nfor x in [\"a\", \"b\", \"a\"]\n  do file.read(path=x)\nreturn 1") is { IsSuccess: true } ? _box.Events.Count(e => e.Name == "tool.result") - 2 : 0);
    }

    [Fact]
    public void A_return_in_a_loop_ends_the_run() => Assert.Equal("2", _box.Output("for x in [1, 2, 3]\n  if x is 2\n    return x\nreturn 0"));

    [Fact]
    public void A_run_without_a_return_is_blocked() => Assert.Contains("without a `return`", _box.Blocked("if false\n  return 1"), StringComparison.Ordinal);

    [Fact]
    public void A_value_of_a_step_that_did_not_run_is_missing() =>
        Assert.Contains("no step that ran has made `t`", _box.Blocked("use file.read\nif false\n  do file.read(path=\"a\") -> t\nreturn t"), StringComparison.Ordinal);

    [Theory]
    [InlineData("need a: str\nreturn 1", "", "AEX030")]
    [InlineData("need a: str?\nreturn 1", "", "")]
    [InlineData("need a: str\nreturn 1", "1", "AEX031")]
    [InlineData("need a: int\nreturn 1", "1.5", "AEX031")]
    [InlineData("need a: int\nreturn 1", "1e2", "")]
    [InlineData("need a: bool\nreturn 1", "\"true\"", "AEX031")]
    [InlineData("need a: file\nreturn 1", "\"\"", "AEX031")]
    [InlineData("need a: url\nreturn 1", "\"a.example\"", "AEX031")]
    [InlineData("need a: url\nreturn 1", "\"https://a.example\"", "")]
    [InlineData("need a: list[int]\nreturn 1", "[1,\"2\"]", "AEX031")]
    [InlineData("need a: list[file?]\nreturn 1", "[null]", "")]
    [InlineData("need a: json\nreturn 1", "null", "")]
    public void Inputs_are_held_against_their_types(string lines, string json, string code)
    {
        var root = Parser.Parse(SourceText.FromUtf8("t.aex", System.Text.Encoding.UTF8.GetBytes("task t v0\ngoal \"g\"\n" + lines))).Root;
        var inputs = new Dictionary<string, Value>();
        if (json.Length > 0)
        {
            inputs.Add("a", ValueJson.Read(System.Text.Encoding.UTF8.GetBytes(json), out _)!);
        }

        Assert.Equal(code, string.Join(' ', Inputs.Check(root, inputs).Select(fault => fault.Code)));
    }

    [Fact]
    public void A_make_gets_its_inputs_and_charges_calls_and_tokens()
    {
        MakeRequest? seen = null;
        _box.Make = (request, _) =>
        {
            seen = request;
            return Task.FromResult(new MakeAnswer("```text\nhello\n```", 40));
        };
        Assert.Equal("\"hello\\n\"", _box.Output("need n: str\nbudget calls=1, tokens=100\nmake m: text from n with:\n  - be kind # always\nreturn m", ("n", "\"N\"")));
        Assert.Equal(("text", "m", "n", "be kind # always"), (seen!.Type, seen.Bind, seen.Inputs[0].Key, seen.Instructions[0]));
        Assert.Contains("budget calls=1", _box.Blocked("need n: str\nbudget calls=1\nmake m: text from n with:\n  - a\nmake o: text from n with:\n  - a\nreturn m", ("n", "\"N\"")), StringComparison.Ordinal);
        var before = _box.Events.Count(e => e.Name == "make.result");
        Assert.Contains("budget tokens=60", _box.Blocked("need n: str\nbudget tokens=60\nfor i in [1, 2, 3]\n  make m: text from n with:\n    - a\nreturn m", ("n", "\"N\"")), StringComparison.Ordinal);
        Assert.Equal(2, _box.Events.Count(e => e.Name == "make.result") - before);
    }

    [Fact]
    public void A_make_that_is_denied_asks_no_model()
    {
        using var box = new RunBox("allow file.read\ndeny model.make\n") { Make = static (_, _) => throw new InvalidOperationException("asked") };
        Assert.Contains("deny model.make", box.Blocked("need n: str\nmake m: text from n with:\n  - a\nreturn m", ("n", "\"N\"")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_answer_of_a_model_blocks()
    {
        _box.Make = static (_, _) => Task.FromResult(new MakeAnswer(" \n", 1));
        Assert.Contains("its answer is empty", _box.Blocked("need n: str\nmake m: text from n with:\n  - a\nreturn m", ("n", "\"N\"")), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_are_counted_round_by_round_and_none_is_made_past_the_budget()
    {
        _box.Write("a", "A");
        Assert.Contains("budget file.read=2", _box.Blocked("use file.read\nbudget file.read=2\nfor x in [1, 2, 3]\n  do file.read(path=\"a\")\nreturn 1"), StringComparison.Ordinal);
        Assert.Equal(2, _box.Events.Count(e => e.Name == "tool.result"));
        Assert.Equal("budget.exhausted", _box.Events[^2].Name);
    }

    [Fact]
    public void Every_step_is_in_the_audit_and_the_chain_is_whole()
    {
        _box.Write("a", "A");
        _box.Run("use file.read\nneed v: json\ndo file.read(path=\"a\") -> t\ncheck t.a is \"A\"\nif v\n  for x in v\n    check x\nreturn t", ("v", "[1]"));
        var events = File.ReadLines(_box.AuditFile).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString());
        Assert.Equal(["run.started", "tool.allowed", "tool.result", "check.passed", "if.true", "for.start", "check.passed", "run.finished"], events);
        Assert.Equal(["run.started", "tool.allowed", "tool.result", "check.passed", "if.true", "for.start", "check.passed", "run.finished"], _box.Events.Select(e => e.Name));
    }

    [Fact]
    public void A_failed_check_blocks_and_says_why()
    {
        Assert.Equal("t.aex:4: the check `v is valid diff` failed: it is no valid diff: line 1 is neither a file's header nor a hunk", _box.Blocked("need v: str\ncheck v is valid diff\nreturn 1", ("v", "\"x\"")));
        Assert.Equal(["run.started", "check.failed", "run.finished"], _box.Events.Select(e => e.Name));
    }

    [Fact]
    public void A_step_confirmed_anywhere_is_asked_about_everywhere()
    {
        _box.Write("a", "A");
        _box.Answer = PersonAnswer.Approved;
        Assert.Equal("1", _box.Output("use file.read\ndo file.read(path=\"a\")\nif false\n  confirm before file.*\ndo file.read(path=\"a\")\nreturn 1"));
        Assert.Equal(2, _box.Questions.Count);
        Assert.Equal(2, _box.Events.Count(e => e.Name == "confirm.approved"));
    }

    [Theory]
    [InlineData(PersonAnswer.Refused, "not approved")]
    [InlineData(PersonAnswer.None, "nobody can be asked here")]
    public void A_step_that_nobody_confirms_does_not_run(PersonAnswer answer, string reason)
    {
        _box.Answer = answer;
        Assert.Contains(reason, _box.Blocked("use file.write\nconfirm before file.write\ndo file.write(path=\"a\", contents=\"x\")\nreturn 1"), StringComparison.Ordinal);
        Assert.False(_box.Exists("a"));
        Assert.Contains("confirm.denied", _box.Events.Select(e => e.Name));
    }

    [Fact]
    public void A_run_that_is_stopped_ends_with_its_end_recorded()
    {
        _box.Make = async (_, stop) =>
        {
            await _box.Stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
            return new MakeAnswer("never", 0);
        };
        Assert.Equal("it was stopped before its end", _box.Blocked("need n: str\nmake m: text from n with:\n  - a\nreturn m", ("n", "\"N\"")));
        Assert.Contains("\"run.finished\"", File.ReadLines(_box.AuditFile).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rounds_of_a_loop()
    {
        long Used(int rounds)
        {
            _box.Events.Clear();
            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            _box.Write("a", new string('x', 20_000));
            Assert.Equal("1", _box.Output($"use file.read\nneed xs: json\nfor x in xs\n  do file.read(path=\"a\") -> t\nreturn 1", ("xs", "[" + string.Join(',', Enumerable.Repeat("1", rounds)) + "]")));
            _box.Events.Clear();
            return GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        _ = Used(10);
        Assert.InRange(Used(2000), long.MinValue, 5_000_000);
    }

    [Fact]
    public void What_no_tool_does_is_said_before_anything_runs()
    {
        Assert.Contains("there is no tool `db.query` here", _box.Blocked("use file.write, db.query\ndo file.write(path=\"a\", contents=\"x\")\ndo db.query(sql=\"q\")\nreturn 1"), StringComparison.Ordinal);
        Assert.False(_box.Exists("a"));
    }

    public void Dispose() => _box.Dispose();
}
