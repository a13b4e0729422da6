using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Mcp;

/// <summary>
/// However it ends, nothing that the proxy started outlives it, nothing hangs, and who waits for an answer gets one. The upstream is started
/// through a shell that starts another (as npx does), and both leave their process ids.
/// </summary>
public sealed class ProxyEndingsTests : IDisposable
{
    // A server of three processes: sh, its child (which answers every line with an empty result to id 1), and a sleeper of the child's.
    // The ids of all are written before the first line is read. `SLOW` never answers; `DIE` ends it with 7.
    private const string Tree = """
        echo $$ >> pids
        sh -c 'echo $$ >> pids; sleep 300 & echo $! >> pids; touch up
          while read -r line; do case $line in *SLOW*) ;; *DIE*) exit 7;; *) echo "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";; esac; done; wait'
        exit $?
        """;

    // As the one above, but it takes no notice of the end of its input nor of being asked to end.
    private const string Stubborn = """
        trap '' TERM INT HUP
        echo $$ >> pids
        sh -c 'trap "" TERM INT HUP; echo $$ >> pids; (trap "" TERM; sleep 300) & echo $! >> pids; touch up; while :; do sleep 1; done'
        """;

    // One whose child leaves the group and the session, as a browser that a server starts does.
    private const string Escaped = """
        echo $$ >> pids
        setsid sh -c 'trap "" TERM HUP; echo $$ >> pids; sleep 300 <&- >&- 2>&- & echo $! >> pids; touch up; while :; do sleep 1; done' <&- >&- 2>&- &
        cat >/dev/null
        """;

    // Each of these ends within two seconds (docs/proxy.md); the rest is for a busy machine.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2 + 28);

    private readonly StringBuilder _errors = new();
    private int _supervisor;

    private readonly Sandbox _box = new("policy all v0\n\ngoal \"Let everything pass.\"\n\nallow *\n");

    public ProxyEndingsTests() => _box.Variables["AEX"] = PublishedBinary.FullPath;

    [Theory]
    [InlineData(Tree)]
    [InlineData(Stubborn)]
    [InlineData(Escaped)]
    public async Task The_client_closes_its_end(string server)
    {
        using var proxy = await Begin(server);
        proxy.StandardInput.Close();
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(Tree, "TERM")]
    [InlineData(Tree, "INT")]
    [InlineData(Tree, "HUP")]
    [InlineData(Tree, "QUIT")]
    [InlineData(Stubborn, "TERM")]
    [InlineData(Escaped, "TERM")]
    public async Task A_signal_ends_it(string server, string signal)
    {
        using var proxy = await Begin(server);
        Signal(signal, proxy.Id);
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft();
    }

    /// <summary>What a shell has a command in the background of a script ignore, and nohup (POSIX, 2.12): the terminal's Ctrl-C is not meant for it.</summary>
    [Theory]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("HUP")]
    public async Task A_signal_that_whoever_started_it_had_it_ignore_does_not_end_it_and_the_end_of_its_input_does(string signal)
    {
        _box.Write("server.sh", Tree);
        using var proxy = Start("/bin/sh", ["-c", $"trap '' {signal}; exec \"$AEX\" proxy -- sh server.sh"]);
        await Until(() => File.Exists(Path.Combine(_box.Project, "up")), "the server to be up");
        Signal(signal, proxy.Id);
        await Say(proxy, """{"jsonrpc":"2.0","id":1,"method":"prompts/list"}""");
        Assert.Contains("\"result\"", await proxy.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        proxy.StandardInput.Close();
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(Tree)]
    [InlineData(Stubborn)]
    [InlineData(Escaped)]
    public async Task The_proxy_is_killed(string server)
    {
        using var proxy = await Begin(server);
        Signal("KILL", proxy.Id);
        await End(proxy);
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(Tree)]
    [InlineData(Stubborn)]
    [InlineData(Escaped)]
    public async Task What_watches_over_the_server_is_killed(string server)
    {
        using var proxy = await Begin(server);
        await Say(proxy, """{"jsonrpc":"2.0","id":4,"method":"prompts/list","params":{"x":"SLOW"}}""");
        Signal("KILL", _supervisor);
        Assert.Contains("\"id\":4,", await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, await End(proxy));
        await NothingIsLeft();
    }

    /// <summary>A server that kills what watches over it first of all: often before that could say that it has started the server.</summary>
    [Fact]
    public async Task What_watches_over_the_server_is_killed_before_it_could_say_that_it_runs()
    {
        _box.Write("server.sh", "kill -9 $PPID; echo $$ >> pids; exec sleep 300");
        // Which of the two comes first is the system's choice, and about even.
        for (int i = 1; i <= 12; i++)
        {
            using var proxy = Start(PublishedBinary.FullPath, ["proxy", "--", "sh", "server.sh"]);
            await Say(proxy, """{"jsonrpc":"2.0","id":4,"method":"prompts/list"}""");
            string answer = await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Contains("\"id\":4,", answer, StringComparison.Ordinal);
            Assert.Contains("-32603", answer, StringComparison.Ordinal);
            Assert.Equal(1, await End(proxy));
            // The server may have been ended before it could write its number.
            Assert.DoesNotContain(Pids(), IsAlive);
        }
    }

    [Theory]
    [InlineData("EOF")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Who_still_waits_when_the_client_or_a_signal_ends_it_is_answered(string how)
    {
        using var proxy = await Begin(Stubborn);
        await Say(proxy, """{"jsonrpc":"2.0","id":5,"method":"prompts/list"}""");
        await Say(proxy, """{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"x"}}""");
        await Until(() => _errors.ToString().Contains("tool.allowed", StringComparison.Ordinal), "the call to be let through");
        if (how == "EOF")
            proxy.StandardInput.Close();
        else
            Signal(how, proxy.Id);
        string[] answers = (await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, await End(proxy));
        Assert.Equal(2, answers.Length);
        Assert.All(answers, line => Assert.Contains("-32603", line, StringComparison.Ordinal));
        await NothingIsLeft();
    }

    /// <summary>A server that hears nothing more, or says nothing more, but stays.</summary>
    [Theory]
    [InlineData("exec >&-; touch up; while :; do sleep 1; done", "its output")]
    [InlineData("exec <&-; touch up; while :; do sleep 1; done", "its input")]
    public async Task The_server_closes_one_of_its_ends_and_stays(string server, string which)
    {
        using var proxy = await Begin("echo $$ >> pids\n" + server);
        await Say(proxy, """{"jsonrpc":"2.0","id":7,"method":"prompts/list"}""");
        string answer = await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"id\":7,", answer, StringComparison.Ordinal);
        Assert.Contains("the server has closed " + which, answer, StringComparison.Ordinal);
        Assert.Equal(1, await End(proxy));
        await NothingIsLeft(1);
    }

    /// <summary>Another process of the client's holds the writing end of the proxy's input; nobody holds the reading end of its output.</summary>
    [Fact]
    public async Task The_group_s_number_stays_taken_after_the_server_is_gone()
    {
        // It leads no group itself: what is signalled is the group of the process that watches over it, which ends last.
        using var proxy = await Begin(Tree);
        Assert.All(Pids(), id => Assert.Equal(_supervisor, GroupOf(id)));
        Assert.Equal(_supervisor, GroupOf(_supervisor));
        proxy.StandardInput.Close();
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft();
    }

    [Fact]
    public async Task The_client_is_gone_though_its_end_is_still_open()
    {
        using var proxy = await Begin(Tree);
        proxy.StandardOutput.Close();
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft();
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_no_end_back()
    {
        const string Flood = "echo $$ >> pids; touch up; yes '{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}'";
        using var proxy = await Begin(Flood);
        Signal("TERM", proxy.Id);
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft(1);
    }

    [Fact]
    public async Task A_server_that_reads_nothing_holds_no_end_back()
    {
        using var proxy = await Begin(Stubborn);
        // More than its pipe takes.
        string line = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"x\":\"" + new string('x', 4 << 20) + "\"}}\n";
        await proxy.StandardInput.WriteAsync(line);
        proxy.StandardInput.Close();
        Assert.Equal(0, await End(proxy));
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(Tree)]
    [InlineData(Stubborn)]
    public async Task The_client_is_killed(string server)
    {
        // The client is a shell that holds the only writing end of the proxy's input.
        _box.Write("server.sh", server);
        using var client = Start("/bin/sh", ["-c", "mkfifo in; \"$AEX\" proxy -- sh server.sh <in >/dev/null 2>log & echo $! > proxy; exec 3>in; exec sleep 300"]);
        await Until(() => File.Exists(Path.Combine(_box.Project, "up")), "the server to be up");
        int proxy = int.Parse(await File.ReadAllTextAsync(Path.Combine(_box.Project, "proxy"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        Signal("KILL", client.Id);
        await Until(() => !IsAlive(proxy), "the proxy to end");
        await NothingIsLeft();
    }

    [Fact]
    public async Task The_server_dies_and_who_waits_is_answered()
    {
        using var proxy = await Begin(Tree);
        await Say(proxy, """{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"SLOW"}}""");
        await Say(proxy, """{"jsonrpc":"2.0","id":2,"method":"prompts/list","params":{"x":"SLOW"}}""");
        await Say(proxy, """{"jsonrpc":"2.0","id":3.0,"method":"prompts/list","params":{"x":"DIE"}}""");
        string[] answers = (await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEqual(0, await End(proxy));
        Assert.Equal(3, answers.Length);
        foreach (string id in (string[])["\"a\"", "2", "3.0"])
        {
            string answer = Assert.Single(answers, line => line.Contains($"\"id\":{id},", StringComparison.Ordinal));
            Assert.Contains("-32603", answer, StringComparison.Ordinal);
            Assert.Contains("exit code 7", answer, StringComparison.Ordinal);
        }
        await NothingIsLeft();
    }

    [Fact]
    public async Task The_server_is_killed_and_its_children_end_with_it()
    {
        using var proxy = await Begin(Tree);
        await Say(proxy, """{"jsonrpc":"2.0","id":9,"method":"prompts/list","params":{"x":"SLOW"}}""");
        Signal("KILL", Pids()[0]);
        string answer = await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"id\":9,", answer, StringComparison.Ordinal);
        Assert.Contains("signal 9", answer, StringComparison.Ordinal);
        Assert.NotEqual(0, await End(proxy));
        await NothingIsLeft();
    }

    [Fact]
    public async Task What_the_server_had_to_say_still_arrives()
    {
        _box.Write("server.sh", "touch up; cat >/dev/null; i=0; while [ $i -lt 2000 ]; do echo '{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"a last word\"}}'; i=$((i+1)); done");
        using var proxy = Start(PublishedBinary.FullPath, ["proxy", "--", "sh", "server.sh"]);
        var output = proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        proxy.StandardInput.Close();
        Assert.Equal(0, await End(proxy));
        Assert.Equal(2000, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_said_to_the_first_request_and_ends_it()
    {
        using var proxy = Start(PublishedBinary.FullPath, ["proxy", "--", "no-such-server-of-anybody"]);
        await Say(proxy, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""");
        // Its input stays open: it does not wait for more.
        Assert.Equal(127, await End(proxy));
        string answer = await proxy.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"id\":1,", answer, StringComparison.Ordinal);
        Assert.Contains("-32603", answer, StringComparison.Ordinal);
        Assert.Contains("`no-such-server-of-anybody` cannot be started: no such command", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_not_there_lets_a_signal_end_it()
    {
        using var proxy = Start(PublishedBinary.FullPath, ["proxy", "--", "no-such-server-of-anybody"]);
        await Until(() => _errors.ToString().Contains("upstream.failed", StringComparison.Ordinal), "the failure to be said");
        Signal("TERM", proxy.Id);
        Assert.Equal(127, await End(proxy));
    }

    [Fact]
    public void What_is_no_program_is_said_too()
    {
        _box.Write("server", "no program");
        var ended = _box.Run(["proxy", "--", "./server"], """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"""u8.ToArray().Append((byte)'\n').ToArray());
        Assert.Equal(127, ended.Exit);
        Assert.Contains("permission denied", ended.Output, StringComparison.Ordinal);
    }

    /// <summary>Before a server is started standard error holds events too, and nothing else.</summary>
    [Theory]
    [InlineData(1, "policy x v0\ngoal \"g\"\nallow *\ndeny netwrok.*\n", "proxy", "--", "touch", "started")]
    [InlineData(1, null, "proxy", "--", "touch", "started")]
    [InlineData(1, "policy x v0\n\ngoal \"g\"\n\nallow *\n", "proxy", "--policy", "no-such-file.aex", "--", "touch", "started")]
    [InlineData(2, "policy x v0\n\ngoal \"g\"\n\nallow *\n", "proxy")]
    [InlineData(2, "policy x v0\n\ngoal \"g\"\n\nallow *\n", "proxy", "--upstream", "touch started", "--", "touch", "started")]
    [InlineData(2, "policy x v0\n\ngoal \"g\"\n\nallow *\n", "proxy", "--no-such-option", "--", "touch", "started")]
    [InlineData(2, "policy x v0\n\ngoal \"g\"\n\nallow *\n", "proxy", "--max-line", "many", "--", "touch", "started")]
    public void A_fault_before_the_start_is_one_event(int exit, string? policy, params string[] arguments)
    {
        using var box = new Sandbox(policy);
        var ended = box.Run(arguments);
        Assert.Equal(exit, ended.Exit);
        Assert.Empty(ended.Output);
        using var fault = JsonDocument.Parse(Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("proxy.failed", fault.RootElement.GetProperty("event").GetString());
        Assert.NotEmpty(fault.RootElement.GetProperty("error").GetString()!);
        Assert.False(File.Exists(Path.Combine(box.Project, "started")));
    }

    [Fact]
    public void The_supervisor_runs_nothing_for_anybody_else()
    {
        var ended = _box.Shell("\"$AEX\" proxy-supervisor touch started; echo $?; \"$AEX\" proxy-supervisor touch started 3<&0; echo $?");
        Assert.Equal("2\n2\n", ended.Output);
        Assert.False(File.Exists(Path.Combine(_box.Project, "started")));
    }

    public void Dispose()
    {
        foreach (int id in Pids().Append(_supervisor))
        {
            if (id > 0 && IsAlive(id))
                Signal("KILL", id);
        }
        _box.Dispose();
    }

    private async Task<Process> Begin(string server)
    {
        _box.Write("server.sh", server);
        var proxy = Start(PublishedBinary.FullPath, ["proxy", "--", "sh", "server.sh"]);
        await Until(() => File.Exists(Path.Combine(_box.Project, "up")), "the server to be up");
        _supervisor = int.Parse(await File.ReadAllTextAsync($"/proc/{proxy.Id}/task/{proxy.Id}/children"), CultureInfo.InvariantCulture);
        return proxy;
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _box.Project, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in _box.Variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task Say(Process proxy, string line)
    {
        await proxy.StandardInput.WriteAsync(line + "\n");
        await proxy.StandardInput.FlushAsync();
    }

    private static async Task<int> End(Process proxy)
    {
        using var limit = new CancellationTokenSource(Longest);
        await proxy.WaitForExitAsync(limit.Token);
        return proxy.ExitCode;
    }

    private async Task NothingIsLeft(int processes = 3)
    {
        int[] all = Pids();
        Assert.Equal(processes, all.Length);
        await Until(() => !all.Append(_supervisor).Any(IsAlive), "the server's processes to end");
    }

    private int[] Pids() => File.Exists(Path.Combine(_box.Project, "pids"))
        ? [.. File.ReadAllLines(Path.Combine(_box.Project, "pids")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]
        : [];

    // proc(5), stat: behind the name state, parent, group.
    private static int GroupOf(int id)
    {
        string stat = File.ReadAllText($"/proc/{id}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[2], CultureInfo.InvariantCulture);
    }

    // A zombie that nobody has waited for yet runs no more.
    private static bool IsAlive(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Signal(string name, int id)
    {
        using var kill = Process.Start(new ProcessStartInfo("/bin/kill", ["-" + name, id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private static async Task Until(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"waited in vain for {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
