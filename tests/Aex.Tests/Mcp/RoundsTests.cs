using System.Text.Json;
using Aex.Sessions;
using Aex.Sessions.State;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>
/// Multi round-trip requests of MCP 2026-07-28: the proxy's own question to a person, and a server's questions that pass through it. The server writes
/// down every line that reaches it.
/// </summary>
public sealed class RoundsTests
{
    private const string Confirms = "allow db.*\nconfirm before db.*\nbudget calls=5\n";
    private const string Meta = """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":CAN}""";
    private const string Approve = """{"aex.confirm":{"action":"accept","content":{"answer":"approve"}}}""";

    [Fact]
    public async Task A_person_is_asked_by_the_result_and_the_retry_is_let_through_and_charged_once()
    {
        using var proxy = new ProxyProcess(Confirms);
        var asked = (await Call(proxy, "db.query", """{"sql":"x"}""")).GetProperty("result");
        Assert.Equal("input_required", asked.GetProperty("resultType").GetString());
        var question = Assert.Single(asked.GetProperty("inputRequests").EnumerateObject()).Value;
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        Assert.Equal("form", question.GetProperty("params").GetProperty("mode").GetString());
        Assert.Contains("db.query", question.GetProperty("params").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("object", question.GetProperty("params").GetProperty("requestedSchema").GetProperty("type").GetString());
        Assert.Equal("", proxy.Received);

        // The same call, its members in another order and with other white space.
        proxy.Send($$$"""{"id":"again","params":{"requestState":{{{asked.GetProperty("requestState").GetRawText()}}},"arguments":{ "sql" : "\u0078" },"inputResponses":{{{Approve}}},"x-kept":1.50,"name":"db.query","_meta":{{{Can("{\"elicitation\":{}}")}}}},"method":"tools/call","jsonrpc":"2.0"}""");
        var passed = await proxy.Next();
        Assert.Equal("again", passed.GetProperty("id").GetString());
        Assert.Equal("done", passed.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
        // Neither the state nor the answer is the server's business; the rest of the line is as it came.
        Assert.Equal($$$"""{"id":"again","params":{"arguments":{ "sql" : "\u0078" },"x-kept":1.50,"name":"db.query","_meta":{{{Can("{\"elicitation\":{}}")}}}},"method":"tools/call","jsonrpc":"2.0"}""" + "\n", proxy.Received);
        Assert.Equal(1, Used(proxy));
        Assert.Equal(["proxy.started", "confirm.required", "confirm.approved"], Events(proxy));
        Assert.Empty(Session(proxy).Waiting);
    }

    [Theory]
    [InlineData("""{"aex.confirm":{"action":"accept","content":{"answer":"deny"}}}""")]
    [InlineData("""{"aex.confirm":{"action":"decline"}}""")]
    [InlineData("""{"aex.confirm":{"action":"cancel","content":{"answer":"approve"}}}""")]
    [InlineData("""{"aex.confirm":{"action":"accept"}}""")]
    [InlineData("""{"aex.confirm":{"action":"accept","content":{"answer":["approve"]}}}""")]
    [InlineData("""{"aex.confirm":{"action":"accept","content":{"Answer":"approve"}}}""")]
    [InlineData("""{"aex.confirm":{}}""")]
    public async Task Whatever_is_no_clear_yes_refuses_at_once(string answers)
    {
        using var proxy = new ProxyProcess(Confirms);
        string state = await Ask(proxy);
        var refused = (await Retry(proxy, state, answers)).GetProperty("result");
        Assert.True(refused.GetProperty("isError").GetBoolean());
        Assert.Equal("complete", refused.GetProperty("resultType").GetString());
        Assert.Equal("not_confirmed", refused.GetProperty("_meta").GetProperty("aex/decision").GetProperty("code").GetString());
        Assert.Equal("", proxy.Received);
        Assert.Equal(0, Used(proxy));
        Assert.Equal(["proxy.started", "confirm.required", "confirm.denied"], Events(proxy));
        // The question was answered; a yes that comes later is too late.
        Assert.Contains("was used already", Error(await Retry(proxy, state, Approve)), StringComparison.Ordinal);
        Assert.Equal("", proxy.Received);
    }

    [Fact]
    public async Task A_state_that_was_forged_changed_exchanged_or_used_lets_nothing_through()
    {
        using var proxy = new ProxyProcess(Confirms);
        using var other = new ProxyProcess(Confirms);
        string state = await Ask(proxy);
        string foreign = await Ask(other);
        string[] parts = state.Split('.');
        string later = (long.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        const string Changed = "was not given out in this run of the proxy, or was changed";
        string[] forged =
        [
            foreign,
            "aex1.",
            "aex1.x",
            "aex1....",
            state[..^1] + (state[^1] == '0' ? '1' : '0'),
            state[..state.LastIndexOf('.')],
            state[..(state.LastIndexOf('.') + 1)],
            state + ".",
            state + "\\u0000",
            string.Join('.', [parts[0], parts[1], later, .. parts[3..]]),
            string.Join('.', [parts[0], Guid.NewGuid().ToString("N"), .. parts[2..]]),
            string.Join('.', [parts[0], parts[1], parts[2], new string('0', 64), parts[4]]),
            state.Replace("aex1.", "aex1.\\u0020", StringComparison.Ordinal),
        ];
        foreach (string one in forged)
        {
            Assert.Contains(Changed, Error(await Retry(proxy, one, Approve)), StringComparison.Ordinal);
        }

        const string Exchanged = "was given out for another call";
        Assert.Contains(Exchanged, Error(await Retry(proxy, state, Approve, "db.write")), StringComparison.Ordinal);
        Assert.Contains(Exchanged, Error(await Retry(proxy, state, Approve, arguments: """{"sql":"drop"}""")), StringComparison.Ordinal);
        Assert.Contains(Exchanged, Error(await Retry(proxy, state, Approve, arguments: """{"sql":"x","more":1}""")), StringComparison.Ordinal);
        Assert.Contains(Exchanged, Error(await Retry(proxy, state, Approve, arguments: "{}")), StringComparison.Ordinal);
        Assert.Contains("no string", Error(await Ask(proxy, ",\"inputResponses\":" + Approve + ",\"requestState\":[\"" + state + "\"]")), StringComparison.Ordinal);
        Assert.Contains("no object", Error(await Ask(proxy, ",\"inputResponses\":[" + Approve + "],\"requestState\":\"" + state + "\"")), StringComparison.Ordinal);
        Assert.Contains("spelled otherwise", Error(await Ask(proxy, ",\"inputResponses\":" + Approve + ",\"RequestState\":\"" + state + "\"")), StringComparison.Ordinal);
        Assert.True((await Ask(proxy, ",\"inputResponses\":{},\"inputResponses\":" + Approve + ",\"requestState\":\"" + state + "\"")).TryGetProperty("error", out _));
        Assert.Equal("", proxy.Received);
        Assert.Equal(0, Used(proxy));

        // None of that used it up; what it is for does.
        Assert.False((await Retry(proxy, state, Approve)).GetProperty("result").TryGetProperty("isError", out _));
        Assert.Contains("was used already", Error(await Retry(proxy, state, Approve)), StringComparison.Ordinal);
        Assert.Single(proxy.Received.TrimEnd('\n').Split('\n'));
        Assert.Equal(1, Used(proxy));
    }

    [Fact]
    public async Task A_state_expires_and_the_call_counts_as_not_approved()
    {
        using var proxy = new ProxyProcess(Confirms, ["--confirm-timeout", "0"]);
        string state = await Ask(proxy);
        Assert.Contains("has expired", Error(await Retry(proxy, state, Approve)), StringComparison.Ordinal);
        Assert.Equal("", proxy.Received);
        Assert.Equal(0, Used(proxy));
        Assert.Contains("confirm.denied", Events(proxy));
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_again_and_uses_nothing_up()
    {
        using var proxy = new ProxyProcess(Confirms);
        string state = await Ask(proxy);
        foreach (string answers in (string[])["{}", """{"other":{"action":"accept","content":{"answer":"approve"}}}"""])
        {
            var again = (await Retry(proxy, state, answers)).GetProperty("result");
            Assert.Equal("input_required", again.GetProperty("resultType").GetString());
            Assert.Equal(state, again.GetProperty("requestState").GetString());
        }

        Assert.False((await Retry(proxy, state, Approve)).GetProperty("result").TryGetProperty("isError", out _));
        Assert.Equal(1, Used(proxy));
    }

    [Fact]
    public async Task Approved_for_the_session_asks_no_more()
    {
        using var proxy = new ProxyProcess(Confirms);
        string state = await Ask(proxy);
        Assert.False((await Retry(proxy, state, Approve.Replace("approve\"", "approve for this session\"", StringComparison.Ordinal))).GetProperty("result").TryGetProperty("isError", out _));
        Assert.Equal("done", (await Call(proxy, "db.query", """{"sql":"another"}""")).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("input_required", (await Call(proxy, "db.write", "{}")).GetProperty("result").GetProperty("resultType").GetString());
        Assert.Equal(2, Used(proxy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_s_word_in_a_terminal_counts_as_well(bool approves)
    {
        using var proxy = new ProxyProcess(Confirms);
        string state = await Ask(proxy);
        var session = Session(proxy);
        if (approves)
        {
            SessionControl.Approve(proxy.Host, session, Assert.Single(session.Waiting).Id, wholeSession: false, scope: null);
        }
        else
        {
            SessionControl.Refuse(proxy.Host, session, Assert.Single(session.Waiting).Id);
        }

        // Refused there, a yes in the client is one too many.
        var result = (await Retry(proxy, state, approves ? "{}" : Approve)).GetProperty("result");
        Assert.Equal(approves, !result.TryGetProperty("isError", out _));
        Assert.Equal(approves, proxy.Received.Length > 0);
        Assert.Equal(approves ? 1 : 0, Used(proxy));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"elicitation":{"url":{}}}""")]
    [InlineData("""{"elicitation":true}""")]
    public async Task Who_cannot_show_a_form_is_not_sent_one(string capabilities)
    {
        using var proxy = new ProxyProcess(Confirms, ["--confirm-timeout", "0"]);
        var refused = (await Call(proxy, "db.query", "{}", can: capabilities)).GetProperty("result");
        Assert.Equal("complete", refused.GetProperty("resultType").GetString());
        Assert.Contains("aex approve", refused.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("", proxy.Received);
    }

    [Fact]
    public async Task A_server_s_question_passes_as_it_is_and_its_retry_is_not_charged_again()
    {
        using var proxy = new ProxyProcess("allow db.*\nbudget calls=1\n");
        var asked = (await Call(proxy, "db.ask", """{"q":1}""")).GetProperty("result");
        Assert.Equal("""{"resultType":"input_required","inputRequests":{"who":{"method":"elicitation/create","params":{"message":"who?","requestedSchema":{"type":"object","properties":{}}}}},"requestState":"up\u0073tream-1"}""", asked.GetRawText());
        const string Answered = """{"who":{"action":"accept","content":{"n":1}}}""";
        Assert.Equal("answered", Text(await Retry(proxy, "upstream-1", Answered, "db.ask", """{"q":1}""")));
        Assert.Contains(""","inputResponses":{"who":{"action":"accept","content":{"n":1}}},"requestState":"upstream-1"}""", proxy.Received, StringComparison.Ordinal);
        Assert.Equal(1, Used(proxy));
        Assert.Equal(["proxy.started", "tool.allowed", "upstream.continued"], Events(proxy));
        // Once: the same retry is a call of its own then, and so is one with another state.
        Assert.Contains("budget", Text(await Retry(proxy, "upstream-1", Answered, "db.ask", """{"q":1}""")), StringComparison.Ordinal);
        Assert.Equal(2, proxy.Received.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData("db.ask", """{"q":2}""", "upstream-1")]
    [InlineData("db.ask", """{"q":1}""", "upstream-2")]
    [InlineData("db.ask", """{"q":1}""", "")]
    [InlineData("db.query", """{"q":1}""", "upstream-1")]
    public async Task Another_call_does_not_pass_for_the_retry(string tool, string arguments, string state)
    {
        using var proxy = new ProxyProcess("allow db.*\nbudget calls=1\n");
        _ = await Call(proxy, "db.ask", """{"q":1}""");
        Assert.Contains("budget", Text(await Retry(proxy, state.Length == 0 ? null : state, """{"who":{}}""", tool, arguments)), StringComparison.Ordinal);
        Assert.Single(proxy.Received.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_confirmed_call_goes_on_without_a_second_question()
    {
        using var proxy = new ProxyProcess(Confirms);
        var asked = (await Call(proxy, "db.ask", "{}")).GetProperty("result");
        var relayed = (await Retry(proxy, asked.GetProperty("requestState").GetString(), Approve, "db.ask", "{}")).GetProperty("result");
        Assert.Equal("upstream-1", relayed.GetProperty("requestState").GetString());
        Assert.Equal("answered", Text(await Retry(proxy, "upstream-1", """{"who":{"action":"accept"}}""", "db.ask", "{}")));
        Assert.Equal(1, Used(proxy));
        Assert.Equal(["proxy.started", "confirm.required", "confirm.approved", "upstream.continued"], Events(proxy));
    }

    [Fact]
    public async Task A_server_that_asks_for_ever_makes_no_endless_call()
    {
        using var proxy = new ProxyProcess("allow db.*\nbudget calls=1\n");
        _ = await Call(proxy, "db.ask_for_ever", "{}");
        int rounds = 0;
        while ((await Retry(proxy, null, """{"who":{}}""", "db.ask_for_ever", "{}")).GetProperty("result").GetProperty("resultType").GetString() == "input_required" && rounds < 100)
        {
            rounds++;
        }

        Assert.Equal(16, rounds);
        Assert.Equal(1, Used(proxy));
    }

    [Theory]
    [InlineData("deny db.ask", "denied", false)]
    [InlineData("confirm before db.ask", "input_required", true)]
    public async Task A_policy_that_was_narrowed_holds_for_the_retry(string line, string expected, bool asks)
    {
        using var proxy = new ProxyProcess("allow db.*\nbudget calls=5\n");
        _ = await Call(proxy, "db.ask", "{}");
        await File.AppendAllTextAsync(proxy.Box.Root + "/.aex/policy.aex", line + "\n", TestContext.Current.CancellationToken);
        var result = (await Retry(proxy, "upstream-1", """{"who":{}}""", "db.ask", "{}")).GetProperty("result");
        Assert.Contains(expected, result.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(asks, result.GetProperty("resultType").GetString() == "input_required");
        Assert.Single(proxy.Received.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_yes_does_not_outweigh_a_deny_that_came_since()
    {
        using var proxy = new ProxyProcess(Confirms);
        string state = await Ask(proxy);
        await File.AppendAllTextAsync(proxy.Box.Root + "/.aex/policy.aex", "deny db.query\n", TestContext.Current.CancellationToken);
        var refused = (await Retry(proxy, state, Approve)).GetProperty("result");
        Assert.Equal("denied", refused.GetProperty("_meta").GetProperty("aex/decision").GetProperty("code").GetString());
        Assert.Contains("deny db.query", refused.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("", proxy.Received);
    }

    [Fact]
    public async Task Two_questions_for_what_is_left_once_let_one_call_through()
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before db.*\nbudget calls=1\n");
        string[] states = [await Ask(proxy), await Ask(proxy)];
        Assert.Equal("done", Text(await Retry(proxy, states[1], Approve)));
        Assert.Contains("budget", Text(await Retry(proxy, states[0], Approve)), StringComparison.Ordinal);
        Assert.Single(proxy.Received.TrimEnd('\n').Split('\n'));
        Assert.Equal(1, Used(proxy));
    }

    [Fact]
    public async Task Questions_that_nobody_answers_make_room_for_later_ones()
    {
        using var proxy = new ProxyProcess(Confirms);
        var states = new List<string>();
        for (int i = 0; i <= SessionState.MostWaiting; i++)
        {
            states.Add((await Call(proxy, "db.query", $$"""{"n":{{i}}}""")).GetProperty("result").GetProperty("requestState").GetString()!);
        }

        Assert.Contains("made room", Error(await Retry(proxy, states[0], Approve, arguments: """{"n":0}""")), StringComparison.Ordinal);
        Assert.Equal("done", Text(await Retry(proxy, states[1], Approve, arguments: """{"n":1}""")));
        Assert.Equal("done", Text(await Retry(proxy, states[^1], Approve, arguments: $$"""{"n":{{SessionState.MostWaiting}}}""")));
    }

    private static string Can(string capabilities) => Meta.Replace("CAN", capabilities, StringComparison.Ordinal);

    private static Task<JsonElement> Call(ProxyProcess proxy, string tool, string arguments, string more = "", string can = """{"elicitation":{"form":{}}}""") =>
        proxy.Ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",\"_meta\":" + Can(can) + more + "}");

    private static async Task<string> Ask(ProxyProcess proxy) => (await Call(proxy, "db.query", """{"sql":"x"}""")).GetProperty("result").GetProperty("requestState").GetString()!;

    private static Task<JsonElement> Ask(ProxyProcess proxy, string more) => Call(proxy, "db.query", """{"sql":"x"}""", more);

    private static Task<JsonElement> Retry(ProxyProcess proxy, string? state, string answers, string tool = "db.query", string arguments = """{"sql":"x"}""") =>
        Call(proxy, tool, arguments, ",\"inputResponses\":" + answers + (state is null ? "" : ",\"requestState\":\"" + state + "\""));

    private static string Error(JsonElement message)
    {
        Assert.True(message.TryGetProperty("error", out var error), message.GetRawText());
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        return error.GetProperty("message").GetString()!;
    }

    private static string Text(JsonElement message) => message.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;

    private static SessionState Session(ProxyProcess proxy) => Assert.Single(SessionControl.List(proxy.Host, proxy.Box.Root));

    private static long Used(ProxyProcess proxy) => Session(proxy).Counters.Used("calls");

    private static IEnumerable<string?> Events(ProxyProcess proxy) =>
        proxy.Box.Audit(Assert.Single(Directory.GetFiles(proxy.Box.Root + "/.aex/audit"))).Select(line => line.GetProperty("event").GetString());
}
