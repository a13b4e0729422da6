using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class UnderstandTest : IDisposable
{
    private const string Policy = "policy x v0\ngoal \"g\"\nallow file.read, file.write:src/**, shell.exec\ndeny network.*\nconfirm before shell.exec\nbudget calls=20, file.write=5\n";

    private readonly Sandbox _box = new(Policy);

    [Fact]
    public void Effective_prints_sections_with_the_place_of_each_line()
    {
        var ended = _box.Run(["effective"]);
        Assert.Equal(0, ended.Exit);
        Assert.Equal(
            """
            Policy:   .aex/policy.aex

            Allowed:
              file.read          (.aex/policy.aex:3)
              file.write:src/**  (.aex/policy.aex:3)
              shell.exec         (.aex/policy.aex:3)

            Denied:
              network.*  (.aex/policy.aex:4)

            Confirmation required:
              shell.exec  (.aex/policy.aex:5)

            Budget:
              calls=20      (.aex/policy.aex:6)
              file.write=5  (.aex/policy.aex:6)

            """,
            ended.Output);
        Assert.StartsWith("not trusted: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_narrows_and_empty_sections_are_left_out()
    {
        _box.Write(".aex/policy.aex", "policy x v0\ngoal \"g\"\nallow file.*, git.*\n");
        _box.Write("tasks/t.aex", "task t v0\ngoal \"g\"\nuse file.read\nbudget calls=3\nreturn 1\n");
        var ended = _box.Run(["effective", "--contract", "tasks/t.aex"]);
        Assert.Equal(
            "Policy:   .aex/policy.aex\nContract: tasks/t.aex\n\nAllowed:\n  file.read  (.aex/policy.aex:3, tasks/t.aex:3)\n\nBudget:\n  calls=3  (tasks/t.aex:4)\n",
            ended.Output);
    }

    [Fact]
    public void Effective_as_data()
    {
        using var json = JsonDocument.Parse(_box.Run(["effective", "--json"]).Output);
        var write = json.RootElement.GetProperty("allow")[1];
        Assert.Equal("file.write", write.GetProperty("pattern").GetString());
        Assert.Equal("src/**", write.GetProperty("scopes")[0].GetString());
        Assert.Equal(3, write.GetProperty("from")[0].GetProperty("line").GetInt32());
        Assert.False(json.RootElement.GetProperty("trusted").GetBoolean());
    }

    [Fact]
    public void Without_a_policy_effective_says_so()
    {
        Directory.Delete(Path.Combine(_box.Project, ".aex"), recursive: true);
        var ended = _box.Run(["effective"]);
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains("no policy was found", ended.Error, StringComparison.Ordinal);
        Assert.Contains("aex init --policy", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("effective")]
    [InlineData("explain Read")]
    public void A_policy_with_an_error_is_named_with_its_place(string command)
    {
        _box.Write(".aex/policy.aex", "policy x v0\ngoal \"g\"\nallow file.read\ndeny netwrok.*\n");
        var ended = _box.Run(command.Split(' '));
        Assert.Equal((1, ""), (ended.Exit, ended.Output));
        Assert.Contains(".aex/policy.aex:4:6: AEX131", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Read", "{\"file_path\":\"a.txt\"}", 0, "allow", null)]
    [InlineData("Write", "{\"file_path\":\"src/a.txt\"}", 0, "allow", null)]
    [InlineData("Write", "{\"file_path\":\"a.txt\"}", 1, "deny", null)]
    [InlineData("WebFetch", "{\"url\":\"https://example.com\"}", 1, "deny", 4)]
    [InlineData("Bash", "{\"command\":\"ls\"}", 0, "ask", 5)]
    [InlineData("TodoWrite", "{}", 0, "allow", null)]
    public void Explain_decides_as_the_gate_does(string tool, string arguments, int exit, string decision, int? line)
    {
        var text = _box.Run(["explain", tool, arguments]);
        Assert.True(text.Exit == exit, text.ToString());
        Assert.Contains($"decision  {decision}: ", text.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_box.Run(["explain", tool, arguments, "--json"]).Output);
        Assert.Equal(decision, json.RootElement.GetProperty("decision").GetString());
        Assert.Equal(line, json.RootElement.TryGetProperty("rule", out var rule) ? rule.GetProperty("line").GetInt32() : null);
        var gate = _box.Gate($$"""{"session_id":"s","hook_event_name":"PreToolUse","cwd":"{{_box.Project}}","tool_name":"{{tool}}","tool_input":{{arguments}} }""");
        Assert.Equal(decision == "deny" ? 2 : 0, gate.Exit);
        Assert.Contains($"\"{decision}\"", gate.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_shows_the_deciding_line_underlined()
    {
        var ended = _box.Run(["explain", "WebFetch", "{\"url\":\"https://example.com\"}"]);
        Assert.Contains("request   network.fetch", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n.aex/policy.aex:4\n4 | deny network.*\n  |      ^^^^^^^^^\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_counts_and_records_nothing()
    {
        for (var i = 0; i < 25; i++)
        {
            Assert.Equal(0, _box.Run(["explain", "Read", "{\"file_path\":\"a\"}"]).Exit);
        }

        Assert.False(Directory.Exists(Path.Combine(_box.Project, ".aex", "audit")));
        Assert.False(Directory.Exists(_box.State));
    }

    [Fact]
    public void Explain_takes_what_a_client_sent()
    {
        var hook = $$"""{"session_id":"s","hook_event_name":"PreToolUse","cwd":"{{_box.Project}}","tool_name":"WebSearch","tool_input":{"query":"x"} }""";
        _box.Write("call.json", hook);
        Assert.Equal(1, _box.Run(["explain", "--hook", "call.json"]).Exit);
        Assert.Equal(1, _box.Run(["explain", "--hook", "-"], System.Text.Encoding.UTF8.GetBytes(hook)).Exit);
        var broken = _box.Run(["explain", "--hook", "-"], "{\"a\":1,\"a\":2}"u8.ToArray());
        Assert.Equal((2, ""), (broken.Exit, broken.Output));
    }

    [Theory]
    [InlineData("explain", "give either a tool, --bash COMMAND or --hook FILE")]
    [InlineData("explain Read {\"a\":1,\"a\":2}", "no sound JSON")]
    [InlineData("explain Read []", "no JSON object")]
    [InlineData("explain Read {} --hook x", "give either a tool, --bash COMMAND or --hook FILE")]
    [InlineData("effective --contract no.aex", "`no.aex` does not exist")]
    public void Wrong_input_is_named(string command, string why)
    {
        var ended = _box.Run(command.Split(' '));
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains(why, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_show_capabilities_and_the_tables_of_paths()
    {
        var tools = _box.Run(["tools", "--client", "claude-code"]);
        Assert.Equal(0, tools.Exit);
        Assert.Matches("(?m)^  Read +file\\.read +path in file_path$", tools.Output);
        Assert.Contains("\n.env\n", "\n" + _box.Run(["tools", "--secrets"]).Output, StringComparison.Ordinal);
        Assert.Contains("**/.claude/settings*.json\n", _box.Run(["tools", "--guarded"]).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_box.Run(["tools", "--json"]).Output);
        Assert.Contains(json.RootElement.EnumerateArray(), tool => tool.GetProperty("client").GetString() == "codex");
    }

    [Fact]
    public void Help_language_is_two_pages()
    {
        var ended = _box.Run(["help", "language"]);
        Assert.Equal(0, ended.Exit);
        Assert.Contains("confirm before", ended.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();
}
