using System.Text.Json;
using System.Xml.Linq;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex test</c>.</summary>
public sealed class TestCommandTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**\ndeny network.*\nconfirm before file.write:src/pay/**\nbudget file.write=2\n");

    [Fact]
    public void Expectations_that_hold_pass()
    {
        Tests("expect deny WebFetch(url=\"https://example.com\") because \"network.fetch\"\nexpect allow Write(file_path=\"a.cs\") in \"src\"\nexpect ask Write(file_path=\"src/pay/a.cs\")\n");
        var ended = _box.Run(["test"]);
        Assert.Equal((0, "3 passed, 0 failed\n"), (ended.Exit, ended.Output));
    }

    [Fact]
    public void One_that_does_not_hold_exits_1_and_shows_how_the_call_was_decided()
    {
        Tests("expect allow WebFetch(url=\"https://example.com\")\n");
        var ended = _box.Run(["test"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith(".aex/policy.test.aex:2: failed: expected allow, got deny\n2 | expect allow WebFetch(url=\"https://example.com\")\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("rule      deny network.* (.aex/policy.aex:4) matches network.fetch\n", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n0 passed, 1 failed\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_must_hold_what_because_says()
    {
        Tests("expect deny WebFetch(url=\"https://example.com\") because \"secrets\"\n");
        var ended = _box.Run(["test"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains("failed: the reason does not hold `secrets`", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_indented_under_one_another_share_a_session_and_others_do_not()
    {
        Tests("expect allow Write(file_path=\"src/a\")\n  expect allow Write(file_path=\"src/b\")\n  expect deny Write(file_path=\"src/c\") because \"file.write=2\"\nexpect allow Write(file_path=\"src/d\")\n");
        var ended = _box.Run(["test"]);
        Assert.Equal((0, "4 passed, 0 failed\n"), (ended.Exit, ended.Output));
    }

    [Fact]
    public void A_tests_file_with_an_error_fails_and_shows_where()
    {
        Tests("expect maybe Read(file_path=\"a\")\n");
        var ended = _box.Run(["test"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith(".aex/policy.test.aex:2:8: error AEX100", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_with_an_error_is_never_taken_for_one_that_passes()
    {
        _box.Write(".aex/policy.aex", "policy p v0\ngoal \"g\"\ndeny netwrok.*\n");
        Tests("expect deny Read(file_path=\"a\")\n");
        var ended = _box.Run(["test"]);
        Assert.Equal(1, ended.Exit);
        Assert.Contains(".aex/policy.aex:3:6: AEX131", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_own_policy_takes_no_part()
    {
        Directory.CreateDirectory(Path.Combine(_box.Root, "config/aex"));
        File.WriteAllText(Path.Combine(_box.Root, "config/aex/policy.aex"), "policy u v0\ngoal \"g\"\ndeny *\n");
        Tests("expect allow Read(file_path=\"a\")\n");
        Assert.Equal(0, _box.Run(["test"]).Exit);
        Assert.Equal(1, _box.Run(["explain", "Read", "{\"file_path\":\"a\"}"]).Exit);
    }

    [Fact]
    public void Another_policy_can_be_held_to_the_same_tests()
    {
        Tests("expect allow Read(file_path=\"a\")\n");
        _box.Write("new.aex", "policy n v0\ngoal \"g\"\nallow file.write\n");
        Assert.Equal(1, _box.Run(["test", "--policy", "new.aex"]).Exit);
    }

    [Fact]
    public void Objects_and_lists_reach_the_tool_as_a_client_sends_them()
    {
        Tests("expect allow MultiEdit(file_path=\"src/a\", edits=[{old_string: \"a\", new_string: \"b\"}])\n");
        using var result = JsonDocument.Parse(_box.Run(["test", "--json"]).Output);
        Assert.Equal((1, 0), (result.RootElement.GetProperty("passed").GetInt32(), result.RootElement.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public void Junit_names_file_line_and_fault_of_each()
    {
        Tests("expect allow WebFetch(url=\"https://example.com/?a=1&b=<2>\")\nexpect allow Read(file_path=\"a\")\n");
        var ended = _box.Run(["test", "--format", "junit"]);
        Assert.Equal(1, ended.Exit);
        var suites = XDocument.Parse(ended.Output).Root!;
        Assert.Equal(("2", "1"), (suites.Attribute("tests")!.Value, suites.Attribute("failures")!.Value));
        var cases = suites.Element("testsuite")!.Elements("testcase").ToList();
        Assert.Equal(["2", "3"], cases.Select(each => each.Attribute("line")!.Value));
        Assert.Equal("expect allow WebFetch(url=\"https://example.com/?a=1&b=<2>\")", cases[0].Attribute("name")!.Value);
        Assert.Equal("expected allow, got deny", cases[0].Element("failure")!.Attribute("message")!.Value);
        Assert.Null(cases[1].Element("failure"));
    }

    [Fact]
    public void Without_a_tests_file_it_says_how_to_begin_one()
    {
        var ended = _box.Run(["test"]);
        Assert.Equal(2, ended.Exit);
        Assert.Contains(".aex/policy.test.aex", ended.Error, StringComparison.Ordinal);
    }

    private void Tests(string expectations) => _box.Write(".aex/policy.test.aex", "tests p v0\n" + expectations);

    public void Dispose() => _box.Dispose();
}
