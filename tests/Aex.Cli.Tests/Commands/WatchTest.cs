using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex watch</c> on a real terminal, with real gates and a real proxy at work.</summary>
public sealed partial class WatchTest : IDisposable
{
    private const string Policy = "policy x v0\ngoal \"g\"\nallow file.*, mcp.files.*\nconfirm before file.write, mcp.files.save\n";

    private readonly Sandbox _box = new(Policy);

    [Fact]
    public void Ten_gates_at_once_are_shown_without_loss_and_without_flicker()
    {
        using var watch = Watch();
        watch.WaitFor("0 sessions, 0 calls");
        var gates = Enumerable.Range(0, 10).Select(session => new Thread(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                _ = i % 2 == 0 ? _box.Gate(Gate.Call.Read(_box, $"f{i}.txt", $"session-{session}")) : _box.Gate(Gate.Call.Of(_box, "WebSearch", new JsonObject { ["query"] = "x" }, $"session-{session}"));
            }
        })).ToList();
        gates.ForEach(gate => gate.Start());
        gates.ForEach(gate => gate.Join());
        var screen = watch.WaitFor("10 sessions, 200 calls: 100 allowed, 0 asked, 100 denied");
        for (var session = 0; session < 10; session++)
        {
            Assert.Matches(string.Create(CultureInfo.InvariantCulture, $"(?m)^session-{session} +claude-code +10 +0 +10 *$"), screen);
        }

        // The screen is cleared when it is entered and when its size becomes known, and never again; each picture is one that the terminal shows at once.
        Assert.InRange(Regex.Count(watch.Written, "\e\\[2J"), 1, 2);
        Assert.Equal(Regex.Count(watch.Written, "\e\\[\\?2026h"), Regex.Count(watch.Written, "\e\\[\\?2026l"));
        Assert.Empty(OutsideFrames().Replace(watch.Written, ""));
    }

    [Fact]
    public void Sessions_come_and_go()
    {
        using var watch = Watch();
        watch.WaitFor("0 sessions");
        _box.Gate(Gate.Call.Read(_box, "a.txt", "one"));
        watch.WaitFor("1 session, 1 call");
        _box.Gate(Gate.Call.Read(_box, "a.txt", "two"));
        watch.WaitFor("2 sessions, 2 calls");
        File.Delete(Directory.EnumerateFiles(_box.State, "one.json", SearchOption.AllDirectories).Single());
        Assert.DoesNotMatch("(?m)^one +claude-code", watch.WaitFor("1 session, 1 call"));
        watch.Keys("q");
        watch.WaitFor("ended with 0");
        Assert.Contains("\e[?25h\e[?1049l", watch.Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_given_there_lets_the_waiting_call_of_a_proxy_through()
    {
        _box.Write("server.sh", "while read -r line; do echo \"$line\" >> received; echo '{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}'; done\n");
        using var watch = Watch();
        watch.WaitFor("0 sessions");
        var proxy = _box.Start(PublishedBinary.FullPath, ["proxy", "--name", "files", "--confirm-timeout", "50", "--", "sh", "server.sh"]);
        await proxy.Process.StandardInput.WriteAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"save","arguments":{"text":"hello"}}}""" + "\n");
        await proxy.Process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var waiting = watch.WaitFor("1 waits for you");
        Assert.Contains("hello", waiting, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_box.Project, "received")));
        watch.Keys("Enter");
        Assert.Contains("confirm before", watch.WaitFor("o once"), StringComparison.Ordinal);
        watch.Keys("o");
        watch.WaitFor("approved once");
        watch.WaitFor(screen => !screen.Contains("waits for you", StringComparison.Ordinal));

        // The proxy answers, and only then its input ends.
        watch.WaitFor("1 allowed");
        proxy.Process.StandardInput.Close();
        var ended = proxy.Wait();
        Assert.Contains("\"id\":7,\"result\"", ended.Output, StringComparison.Ordinal);
        Assert.Contains("hello", await File.ReadAllTextAsync(Path.Combine(_box.Project, "received"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_can_hold_for_the_session_under_a_scope()
    {
        using var watch = Watch();
        Assert.Equal(2, Write("src/a.txt"));
        watch.WaitFor("1 waits for you");
        watch.Keys("Enter");
        watch.WaitFor("o once");
        watch.Keys("c");
        watch.WaitFor("scope, such as");
        watch.Keys("'src/**'");
        watch.WaitFor("src/**_");
        watch.Keys("Enter");
        watch.WaitFor("approved for the session under src/**");
        Assert.Equal([0, 0, 2], new[] { Write("src/a.txt"), Write("src/b.txt"), Write("docs/a.txt") });
    }

    [Fact]
    public void A_call_can_be_refused_and_one_that_is_left_still_waits()
    {
        using var watch = Watch();
        Assert.Equal(2, Write("a.txt"));
        watch.WaitFor("1 waits for you");
        watch.Keys("o");
        watch.Keys("Enter");
        watch.WaitFor("o once");
        watch.Keys("Escape");
        watch.WaitFor("nothing was approved");
        Assert.Equal(2, Write("a.txt"));
        watch.Keys("Enter");
        watch.WaitFor("o once");
        watch.Keys("r");
        watch.WaitFor("refused");
        Assert.Equal(2, Write("a.txt"));
    }

    [Fact]
    public void What_a_call_holds_cannot_act_on_the_terminal()
    {
        using var watch = Watch();
        watch.WaitFor("0 sessions");
        _box.Gate(Gate.Call.Of(_box, "Read", new JsonObject { ["file_path"] = "\e[2Jx\u202E[bold]y[/].txt\e]0;t\a" }));
        watch.WaitFor("1 call");
        Assert.Contains("<U+001B>[2Jx<U+202E>[bold]y[/]", watch.Screen(), StringComparison.Ordinal);
        Assert.DoesNotContain("\e]0;", watch.Written, StringComparison.Ordinal);
    }

    private int Write(string path) => _box.Gate(Gate.Call.Write(_box, path), "--unattended").Exit;

    private TmuxTerminal Watch()
    {
        Assert.SkipUnless(TmuxTerminal.IsThere, "tmux is not installed (Debian, Ubuntu: apt install tmux)");
        return new TmuxTerminal(_box, PublishedBinary.FullPath + " watch");
    }

    /// <summary>The pictures themselves, what enters and leaves the screen, and what makes the arrow keys send what they should.</summary>
    [GeneratedRegex("\e\\[\\?2026h.*?\e\\[\\?2026l|\e\\[\\?1049[hl]|\e\\[\\?25[hl]|\e\\[2J|\e\\[\\?1[hl]|\e[=>]|\r?\n", RegexOptions.Singleline)]
    private static partial Regex OutsideFrames();

    public void Dispose() => _box.Dispose();
}
