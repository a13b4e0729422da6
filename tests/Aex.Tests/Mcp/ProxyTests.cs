using System.Diagnostics;
using System.Text.Json;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Mcp;

public sealed class ProxyTests
{
    private const string Elicits = """{"elicitation":{}}""";

    [Fact]
    public async Task A_client_that_reads_no_more_does_not_hold_up_the_end_when_the_server_dies()
    {
        // More than the pipe to the client holds, less than that and the pipe from the server: the proxy waits for the client when the server ends.
        const string Server = """read line; yes '{"jsonrpc":"2.0","method":"notifications/x"}' | head -c 110000; exit 7""";
        using var proxy = new ProxyProcess("allow *\n", command: ["sh", "-c", Server]);
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        Assert.Equal(1, await proxy.Exit());
    }

    [Fact]
    public async Task A_server_that_never_answers_does_not_grow_what_is_remembered_without_end()
    {
        using var proxy = new ProxyProcess("allow *\n", command: ["sh", "-c", "cat > /dev/null"]);
        var requests = new System.Text.StringBuilder();
        for (int id = 0; id <= 65536; id++)
        {
            requests.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"ping\"}}\n");
        }

        proxy.SendRaw(System.Text.Encoding.UTF8.GetBytes(requests.ToString()));
        var refused = await proxy.Next();
        Assert.Equal(65536, refused.GetProperty("id").GetInt32());
        Assert.StartsWith("65536 requests wait", refused.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        // What the client has cancelled need not be answered any more: one is taken in its place, and no other.
        proxy.Send("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""");
        proxy.Send("""{"jsonrpc":"2.0","id":"taken","method":"ping"}""");
        proxy.Send("""{"jsonrpc":"2.0","id":"refused","method":"ping"}""");
        Assert.Equal("refused", (await proxy.Next()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_the_client_has_cancelled_gets_no_answer_at_the_end_and_what_waits_does()
    {
        using var proxy = new ProxyProcess("allow *\n", command: ["sh", "-c", "read a; read b; read c"]);
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        proxy.Send("""{"jsonrpc":"2.0","id":2,"method":"ping"}""");
        proxy.Send("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""");
        var left = await proxy.Next();
        Assert.Equal((2, -32603), (left.GetProperty("id").GetInt32(), left.GetProperty("error").GetProperty("code").GetInt32()));
        await proxy.Exit();
        Assert.Equal("", await proxy.Process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_meta_tool_s_text_is_escaped_only_where_json_wants_it()
    {
        using var proxy = new ProxyProcess("allow *\n");
        Directory.CreateDirectory(proxy.Box.Root + "/tasks");
        await File.WriteAllTextAsync(proxy.Box.Root + "/tasks/a.aex", "task a v0\ngoal \"Mend `x` & <y>.\"\nuse file.read\nreturn 1\n", TestContext.Current.CancellationToken);
        var result = (await proxy.Call("aex.list_tasks")).GetProperty("result");
        Assert.Contains("Mend `x` & <y>.", result.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_shows_what_a_call_could_use_in_order_on_every_page_and_the_meta_tools_once()
    {
        using var proxy = new ProxyProcess("allow db.query, page.*, hidden.*\ndeny hidden.*\n");
        var started = await proxy.Initialize();
        Assert.Equal(JsonValueKind.Object, started.GetProperty("result").GetProperty("capabilities").GetProperty("tools").ValueKind);
        var first = (await proxy.Ask("tools/list", "{}")).GetProperty("result");
        Assert.Equal(["aex.checkpoint", "aex.resume", "aex.list_tasks", "aex.review_task", "db.query"], Names(first));
        Assert.Equal("1e400", first.GetProperty("tools")[4].GetProperty("x-unknown").GetRawText());
        Assert.Equal("2", first.GetProperty("nextCursor").GetString());
        Assert.Equal(["page.two"], Names((await proxy.Ask("tools/list", """{"cursor":"2"}""")).GetProperty("result")));
    }

    [Fact]
    public async Task A_refusal_is_a_result_that_names_the_rule_and_calls_are_counted_and_recorded()
    {
        using var proxy = new ProxyProcess("allow db.*\ndeny hidden.*\nbudget calls=1\n");
        var refused = (await proxy.Ask("tools/call", """{"name":"hidden.one","_meta":{"claudecode/toolUseId":"toolu_1"}}""")).GetProperty("result");
        Assert.True(refused.GetProperty("isError").GetBoolean());
        Assert.Contains("hidden.one is denied by .aex/policy.aex:4", refused.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, refused.GetProperty("_meta").GetProperty("aex/decision").GetProperty("rule").GetProperty("line").GetInt32());
        Assert.False((await proxy.Call("db.query")).GetProperty("result").TryGetProperty("isError", out _));
        Assert.True((await proxy.Call("db.query")).GetProperty("result").GetProperty("isError").GetBoolean());
        proxy.Process.StandardInput.Close();
        Assert.Equal(0, await proxy.Exit());
        string audit = Assert.Single(Directory.GetFiles(proxy.Box.Root + "/.aex/audit"));
        var lines = proxy.Box.Audit(audit);
        Assert.Equal(["proxy.started", "tool.denied", "tool.allowed", "budget.exhausted"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("toolu_1", lines[1].GetProperty("toolUseId").GetString());
        Assert.Null(AuditVerifier.Verify(proxy.Host, audit).Fault);
        Assert.All(proxy.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line));
        Assert.StartsWith("proxy.started", JsonDocument.Parse(proxy.Errors.Split('\n')[0]).RootElement.GetProperty("event").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept", "approve", true)]
    [InlineData("accept", "deny", false)]
    [InlineData("decline", "approve", false)]
    [InlineData("cancel", "approve", false)]
    public async Task A_person_is_asked_by_the_client_and_the_answer_counts(string action, string answer, bool passes)
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before db.*\nbudget calls=5\n");
        _ = await proxy.Initialize(capabilities: Elicits);
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query"}}""");
        var question = await proxy.Next();
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        proxy.Send($$"""{"jsonrpc":"2.0","id":{{question.GetProperty("id").GetRawText()}},"result":{"action":"{{action}}","content":{"answer":"{{answer}}"} } }""");
        var result = (await proxy.Next()).GetProperty("result");
        Assert.DoesNotContain("if it is made again", result.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(passes, !result.TryGetProperty("isError", out _));
        Assert.Equal(passes, proxy.Received.Contains("db.query", StringComparison.Ordinal));
        Assert.DoesNotContain("elicit", proxy.Received.Replace(Elicits, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(passes ? 1 : 0, Assert.Single(SessionControl.List(proxy.Host, proxy.Box.Root)).Counters.Used("calls"));
    }

    [Fact]
    public async Task A_question_is_taken_back_when_the_client_cancels_the_call()
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before db.*\n");
        _ = await proxy.Initialize(capabilities: Elicits);
        proxy.Send("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"db.query"}}""");
        var question = await proxy.Next();
        proxy.Send("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""");
        var withdrawn = await proxy.Next();
        Assert.Equal("notifications/cancelled", withdrawn.GetProperty("method").GetString());
        Assert.Equal(question.GetProperty("id").GetString(), withdrawn.GetProperty("params").GetProperty("requestId").GetString());
        // An answer that comes too late lets nothing through.
        proxy.Send($$"""{"jsonrpc":"2.0","id":{{question.GetProperty("id").GetRawText()}},"result":{"action":"accept","content":{"answer":"approve"} } }""");
        _ = await proxy.Ask("ping", "{}");
        Assert.DoesNotContain("db.query", proxy.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_approves_in_a_terminal_while_the_call_waits()
    {
        using var proxy = new ProxyProcess("allow db.*\nconfirm before db.*\nbudget calls=5\n");
        var call = proxy.Call("db.query");
        var deadline = Stopwatch.StartNew();
        Aex.Sessions.State.SessionState? state = null;
        while (state is not { Waiting.Count: 1 } && deadline.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            state = SessionControl.List(proxy.Host, proxy.Box.Root) is [var first, ..] ? first : null;
        }

        SessionControl.Approve(proxy.Host, state!, state!.Waiting[0].Id, wholeSession: false, scope: null);
        Assert.False((await call).GetProperty("result").TryGetProperty("isError", out _));
        Assert.Equal(1, SessionControl.List(proxy.Host, proxy.Box.Root)[0].Counters.Used("calls"));
    }

    [Fact]
    public async Task Nobody_answers_in_time_or_everybody_beforehand()
    {
        using var late = new ProxyProcess("allow db.*\nconfirm before db.*\n", ["--confirm-timeout", "0"]);
        var refused = (await late.Call("db.query")).GetProperty("result");
        Assert.Contains("aex approve", refused.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        using var automatic = new ProxyProcess("allow db.*\nconfirm before db.*\n", ["--auto-confirm"]);
        Assert.False((await automatic.Call("db.query")).GetProperty("result").TryGetProperty("isError", out _));
    }

    [Fact]
    public async Task Resources_and_prompts_pass_until_a_policy_names_them()
    {
        using var open = new ProxyProcess("allow db.*\ndeny secrets.read\n");
        Assert.True((await open.Ask("resources/read", """{"uri":"x://y"}""")).TryGetProperty("result", out _));
        Assert.True((await open.Ask("resources/read", """{"uri":"file:///home/u/.env"}""")).TryGetProperty("error", out _));
        using var closed = new ProxyProcess("allow db.*\ndeny mcp.resources.read, mcp.prompts.get\n");
        Assert.True((await closed.Ask("resources/read", """{"uri":"x://y"}""")).TryGetProperty("error", out _));
        Assert.True((await closed.Ask("prompts/get", """{"name":"p"}""")).TryGetProperty("error", out _));
        Assert.Equal("", closed.Received);
    }

    [Fact]
    public async Task A_meta_tool_is_answered_here_under_either_name()
    {
        using var proxy = new ProxyProcess("allow db.*\n");
        Assert.False((await proxy.Call("aex.list_tasks")).GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.False((await proxy.Call("aex_checkpoint", """{"name":"one"}""")).GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.False((await proxy.Call("db.query")).GetProperty("result").TryGetProperty("isError", out _));
        Assert.DoesNotContain("aex", proxy.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upstream_that_dies_has_its_requests_answered()
    {
        using var proxy = new ProxyProcess("allow db.*\n");
        Assert.Equal(-32603, (await proxy.Call("db.die")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(1, await proxy.Exit());
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_said_to_the_first_request()
    {
        using var proxy = new ProxyProcess("allow db.*\n", command: ["no-such-server"]);
        Assert.Equal(-32603, (await proxy.Initialize()).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(127, await proxy.Exit());
    }

    [Theory]
    [InlineData("")]
    [InlineData("alow db.*\n")]
    public async Task Nothing_is_started_without_a_sound_policy(string policy)
    {
        using var proxy = new ProxyProcess(policy, command: ["touch", "started"]);
        Assert.Equal(1, await proxy.Exit());
        Assert.False(File.Exists(proxy.Box.Root + "/started"));
    }

    [Theory]
    [InlineData("eof")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Nothing_outlives_the_proxy(string how)
    {
        // A server that ignores the end of its input and SIGTERM, with a child that does too.
        using var proxy = new ProxyProcess("allow db.*\n", command: ["bash", "-c", "trap '' TERM; echo $$ > pids; (trap '' TERM; echo $BASHPID >> pids; exec 0<&-; sleep 300) & sleep 300"]);
        string pids = proxy.Box.Root + "/pids";
        var watch = Stopwatch.StartNew();
        while ((!File.Exists(pids) || File.ReadAllLines(pids).Length < 2) && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        watch.Restart();
        if (how == "eof")
        {
            proxy.Process.StandardInput.Close();
        }
        else
        {
            Process.Start("kill", ["-" + how, proxy.Process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        }

        Assert.Equal(0, await proxy.Exit());
        // Two seconds by the spec; this machine may be busy.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), watch.Elapsed.ToString());
        Assert.All(File.ReadAllLines(pids), pid => Assert.False(IsAlive(pid), pid));
    }

    private static bool IsAlive(string pid)
    {
        try
        {
            // A killed one that nobody has waited for yet is dead as well.
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string?> Names(JsonElement list) => list.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString());
}
