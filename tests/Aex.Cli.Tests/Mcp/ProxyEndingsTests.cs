using System.Diagnostics;
using System.Globalization;
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

    private readonly Sandbox _box = new("policy all v0\n\ngoal \"Let everything pass.\"\n\nallow *\n");

    [Theory]
    [InlineData(Tree)]
    [InlineData(Stubborn)]
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
    [InlineData(Stubborn, "TERM")]
    public async Task A_signal_ends_it(string server, string signal)
    {
        using var proxy = await Begin(server);
        Signal(signal, proxy.Id);
        await End(proxy);
        await NothingIsLeft();
    }

    [Theory]
    [InlineData(Tree)]
    [InlineData(Stubborn)]
    public async Task The_client_is_killed(string server)
    {
        // The client is a shell that holds the only writing end of the proxy's input.
        _box.Write("server.sh", server);
        _box.Variables["AEX"] = PublishedBinary.FullPath;
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
    public void A_command_that_is_not_there_is_said_to_the_first_request()
    {
        var ended = _box.Run(["proxy", "--", "no-such-server-of-anybody"], """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"""u8.ToArray().Append((byte)'\n').ToArray());
        Assert.Equal(127, ended.Exit);
        Assert.Contains("\"id\":1,", ended.Output, StringComparison.Ordinal);
        Assert.Contains("no-such-server-of-anybody", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_a_policy_with_an_error_nothing_is_started()
    {
        _box.Write(".aex/policy.aex", "policy x v0\ngoal \"g\"\nallow *\ndeny netwrok.*\n");
        var ended = _box.Run(["proxy", "--", "touch", "started"]);
        Assert.Equal(1, ended.Exit);
        Assert.False(File.Exists(Path.Combine(_box.Project, "started")));
    }

    public void Dispose()
    {
        foreach (int id in Pids())
        {
            if (IsAlive(id))
                Signal("KILL", id);
        }
        _box.Dispose();
    }

    private async Task<Process> Begin(string server)
    {
        _box.Write("server.sh", server);
        var proxy = Start(PublishedBinary.FullPath, ["proxy", "--", "sh", "server.sh"]);
        await Until(() => File.Exists(Path.Combine(_box.Project, "up")), "the server to be up");
        return proxy;
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _box.Project, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in _box.Variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task Say(Process proxy, string line)
    {
        await proxy.StandardInput.WriteAsync(line + "\n");
        await proxy.StandardInput.FlushAsync();
    }

    // The bound of the specification is two seconds; the rest is for a busy machine.
    private static async Task<int> End(Process proxy)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        await proxy.WaitForExitAsync(limit.Token);
        return proxy.ExitCode;
    }

    private async Task NothingIsLeft()
    {
        int[] all = Pids();
        Assert.Equal(3, all.Length);
        await Until(() => !all.Any(IsAlive), "the server's processes to end");
    }

    private int[] Pids() => File.Exists(Path.Combine(_box.Project, "pids"))
        ? [.. File.ReadAllLines(Path.Combine(_box.Project, "pids")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]
        : [];

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
