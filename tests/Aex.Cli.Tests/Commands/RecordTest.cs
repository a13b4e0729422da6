using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class RecordTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read, shell.exec\nconfirm before shell.exec\ndeny secrets.read\n");

    [Fact]
    public void Times_are_those_of_the_readers_clock_and_the_record_is_UTC()
    {
        using var box = new Sandbox("policy x v0\ngoal \"g\"\nallow file.read\n");
        box.Gate(Gate.Call.Bash(box));
        var utc = DateTimeOffset.Parse(System.Text.Json.JsonDocument.Parse(box.Run(["log", "--json"]).Output).RootElement.GetProperty("time").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (zone, offset, note) in new[] { ("UTC0", 0.0, "times in UTC"), ("XYZ-5:30", 5.5, "times in local time"), ("ABC8", -8, "times in local time") })
        {
            box.Variables["TZ"] = zone;
            var log = box.Run(["log"]);
            Assert.Contains(note, log.Error, StringComparison.Ordinal);
            Assert.Contains(utc.AddHours(offset).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + "  deny", log.Output, StringComparison.Ordinal);
            Assert.Contains(utc.ToOffset(TimeSpan.FromHours(offset)).ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture), box.Run(["why"]).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_log_shows_each_call_with_its_decision_and_reason()
    {
        Calls();
        var ended = _box.Run(["log"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        var lines = ended.Output.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Matches("^([0-9-]{10} )?[0-9:]{8}  allow  Read +a\\.txt$", lines[0]);
        Assert.Matches("  deny   WebSearch .*network\\.search", lines[1]);
        Assert.Matches("  ask    Bash +ls", lines[2]);
        Assert.StartsWith("session s-one in .aex/audit/", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_can_be_narrowed_and_printed_as_data()
    {
        Calls();
        Assert.Equal(2, _box.Run(["log", "--denied"]).Output.TrimEnd().Split('\n').Length);
        Assert.Contains("Bash", Assert.Single(_box.Run(["log", "--tool", "Bash"]).Output.TrimEnd().Split('\n')), StringComparison.Ordinal);
        var lines = _box.Run(["log", "--json", "--denied"]).Output.TrimEnd().Split('\n');
        Assert.All(lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal("deny", json.RootElement.GetProperty("decision").GetString());
        });
    }

    [Fact]
    public void A_session_is_named_by_its_beginning()
    {
        Calls();
        Call("t-two", "Read", "{\"file_path\":\"b.txt\"}");
        Assert.Contains("b.txt", _box.Run(["log"]).Output, StringComparison.Ordinal);
        Assert.Contains("a.txt", _box.Run(["log", "s-o"]).Output, StringComparison.Ordinal);
        var none = _box.Run(["log", "zzz"]);
        Assert.Equal((2, ""), (none.Exit, none.Output));
        Assert.Contains("no session `zzz`", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_shows_what_comes()
    {
        Call("s-one", "Read", "{\"file_path\":\"first.txt\"}");
        _box.Write("call.json", $$"""{"session_id":"s-one","hook_event_name":"PreToolUse","cwd":"{{_box.Project}}","tool_name":"Read","tool_input":{"file_path":"second.txt"} }""");

        // The second call is made only when the first line came through, and the follower ends only when the second did.
        var ended = _box.Shell(
            """
            mkfifo lines
            "$AEX" log --follow > lines &
            { read -r first; "$AEX" gate < call.json > /dev/null; read -r second; echo "$first"; echo "$second"; } < lines
            kill $!
            """);
        Assert.Matches("first\\.txt\n.*second\\.txt\n", ended.Output);
    }

    [Fact]
    public void Why_names_the_last_denial_and_the_line_that_would_permit_it()
    {
        Call("s-one", "WebSearch", "{\"query\":\"x\"}");
        var ended = _box.Run(["why"]);
        Assert.True(ended.Exit == 0, ended.ToString());
        Assert.Contains("call      WebSearch x\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("decision  deny\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("permit    allow network.search\n", ended.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_box.Run(["why", "--json"]).Output);
        Assert.Equal("allow network.search", json.RootElement.GetProperty("permit").GetString());
    }

    [Fact]
    public void Why_says_that_a_denial_wins_over_every_allow()
    {
        Call("s-one", "Read", "{\"file_path\":\".env\"}");
        var ended = _box.Run(["why"]);
        Assert.Contains("rule      .aex/policy.aex:5  deny secrets.read\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("no line added can permit it", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_denied_is_said()
    {
        Call("s-one", "Read", "{\"file_path\":\"a.txt\"}");
        var ended = _box.Run(["why"]);
        Assert.Equal((0, "", "nothing was denied or asked about in this session\n"), (ended.Exit, ended.Output, ended.Error));
    }

    [Fact]
    public void An_unknown_session_gets_the_names_of_those_that_there_are()
    {
        Call("s-one", "Read", "{\"file_path\":\"a.txt\"}");
        _box.Gate($$"""{"hook_event_name":"PreToolUse","cwd":"{{_box.Project}}","tool_name":"Read","tool_input":{"file_path":"a.txt"} }""");
        var ended = _box.Run(["log", "nosuch"]);
        Assert.Equal((2, "error: no session `nosuch` was recorded in this project\nhelp: the last ones: s-one\n"), (ended.Exit, ended.Error));
    }

    [Fact]
    public void One_line_is_no_lines()
    {
        Call("s-one", "Read", "{\"file_path\":\"a.txt\"}");
        Assert.Equal("whole   .aex/audit/s-one.jsonl: 1 line\n", _box.Run(["audit", "verify"]).Output);
    }

    [Fact]
    public void Verify_finds_the_line_that_was_changed()
    {
        Calls();
        var whole = _box.Run(["audit", "verify"]);
        Assert.True(whole.Exit == 0, whole.ToString());
        Assert.Matches("^whole   \\.aex/audit/s-one\\.jsonl: 4 lines\n$", whole.Output);
        var file = Path.Combine(_box.Project, ".aex", "audit", "s-one.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("WebSearch", "WebFetch_", StringComparison.Ordinal));
        var broken = _box.Run(["audit", "verify"]);
        Assert.Equal(1, broken.Exit);
        Assert.StartsWith("broken  .aex/audit/s-one.jsonl:2: ", broken.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_box.Run(["audit", "verify", "--json", file]).Output);
        Assert.Equal(2, json.RootElement[0].GetProperty("faultLine").GetInt32());
    }

    [Theory]
    [InlineData("log")]
    [InlineData("why")]
    public void No_session_yet_is_said(string command)
    {
        var ended = _box.Run([command]);
        Assert.Equal((2, "", "error: no session was recorded in this project yet\nhelp: `aex doctor` shows whether the gate is reached\n"), (ended.Exit, ended.Output, ended.Error));
    }

    [Fact]
    public void Hostile_arguments_cannot_move_the_cursor()
    {
        Call("s-one", "Bash", "{\"command\":\"\\u001b[2J\\u202Els\"}");
        Assert.DoesNotContain('\u001b', _box.Run(["log"]).Output + _box.Run(["why"]).Output);
        Assert.DoesNotContain('\u202e', _box.Run(["log"]).Output + _box.Run(["why"]).Output);
    }

    private void Calls()
    {
        Call("s-one", "Read", $"{{\"file_path\":\"{_box.Project}/a.txt\"}}");
        Call("s-one", "WebSearch", "{\"query\":\"x\"}");
        Call("s-one", "Bash", "{\"command\":\"ls\"}");
        Call("s-one", "Read", "{\"file_path\":\".env\"}");
    }

    private void Call(string session, string tool, string input) =>
        _box.Gate($$"""{"session_id":"{{session}}","hook_event_name":"PreToolUse","cwd":"{{_box.Project}}","tool_name":"{{tool}}","tool_input":{{input}} }""");

    public void Dispose() => _box.Dispose();
}
