using System.Diagnostics;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>Many processes at once, as clients start them.</summary>
public sealed class ConcurrencyTests
{
    private static readonly string s_caller = Path.Combine(AppContext.BaseDirectory, "Aex.Sessions.Caller.dll");

    [Fact]
    public async Task Of_sixty_processes_exactly_the_budget_passes_and_every_line_is_whole()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=25\n");
        var running = new List<Task<string>>();
        for (int i = 0; i < 60; i++)
        {
            running.Add(Output(Start(box, 1)));
        }

        string[] answers = await Task.WhenAll(running);
        string summary = string.Concat(answers.GroupBy(answer => answer).Select(group => group.Count() + " " + group.Key));
        Assert.True(answers.Count(answer => answer.StartsWith("Allow", StringComparison.Ordinal)) == 25, summary);
        Assert.True(answers.Count(answer => answer.StartsWith("Deny the budget", StringComparison.Ordinal)) == 35, summary);
        AuditVerdict verdict = AuditVerifier.Verify(box.Host, box.AuditPath);
        Assert.Null(verdict.Fault);
        Assert.True(verdict.AgainstState);
        Assert.Equal(60, verdict.Lines);
        Assert.Equal(60, box.Audit().Count);
        Assert.Equal(25, box.ReadState().Counters.Used("calls"));
    }

    [Fact]
    public async Task Processes_killed_at_random_moments_never_let_more_pass_and_leave_the_chain_whole()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=25\n");
        var random = new Random(11);
        var answers = new List<string>();
        for (int round = 0; round < 10; round++)
        {
            var processes = new List<Process>();
            var outputs = new List<Task<string>>();
            for (int i = 0; i < 4; i++)
            {
                Process process = Start(box, 200);
                processes.Add(process);
                outputs.Add(Read(process));
            }

            // The moment of the kill is drawn, not waited for: that is what is tested.
            await Task.Delay(random.Next(80, 500), TestContext.Current.CancellationToken);
            // One that is done already is none the worse for it, as long as nobody gave its handle back.
            processes.ForEach(process => process.Kill());
            answers.AddRange(await Task.WhenAll(outputs));
            processes.ForEach(process => process.Dispose());
        }

        answers.Add(await Output(Start(box, 60)));
        string[] lines = [.. answers.SelectMany(answer => answer.Split('\n'))];
        int passed = lines.Count(line => line.StartsWith("Allow", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("audit file", StringComparison.Ordinal) || line.Contains("unexpected", StringComparison.Ordinal));
        AuditVerdict verdict = AuditVerifier.Verify(box.Host, box.AuditPath);
        Assert.Null(verdict.Fault);
        Assert.Equal(25, box.ReadState().Counters.Used("calls"));
        // Fewer only where a process was killed between its record and its answer: at most one for each kill.
        Assert.InRange(passed, 1, 25);
        Assert.Equal(25, box.Audit().Count(line => line.GetProperty("event").GetString() == "tool.allowed"));
    }

    [Fact]
    public async Task A_session_that_many_begin_at_once_has_one_root()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=3\n");
        Count(await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Output(Start(box, 1)))), 3);

        static void Count(string[] answers, int expected) =>
            Assert.Equal(expected, answers.Count(answer => answer.StartsWith(nameof(Decision.Allow), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_full_disk_denies_and_leaves_a_whole_chain()
    {
        using var box = new SessionSandbox("allow file.read\n");
        // A file size limit of 16 KiB stands for the full disk: a write beyond it comes back short, then with an error.
        string command = $"ulimit -f 16; exec dotnet '{s_caller}' '{box.Home}' '{box.State}' '{box.Root}' s1 Read 60";
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        string[] answers = (await Output(Process.Start(start)!)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(60, answers.Length);
        int passed = answers.Count(answer => answer.StartsWith("Allow", StringComparison.Ordinal));
        Assert.InRange(passed, 1, 59);
        Assert.Contains(box.AuditPath, answers[^1], StringComparison.Ordinal);
        Assert.Contains("file size limit", answers[^1], StringComparison.Ordinal);
        AuditVerdict verdict = AuditVerifier.Verify(box.Host, box.AuditPath);
        Assert.Equal((null, passed), (verdict.Fault, (int)verdict.Lines));
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public async Task Holders_that_keep_the_session_open_and_calls_of_their_own_share_one_exact_budget()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=300\n");
        using var mine = Session.Open(box.Host with { LockPatience = TimeSpan.FromMinutes(5) }, box.Options, box.Request());
        var running = Enumerable.Range(0, 6).Select(i => Output(Start(box, i % 2 == 0 ? 150 : 5, warm: i % 2 == 0))).ToList();
        int passed = 0;
        while (!running.TrueForAll(task => task.IsCompleted))
        {
            passed += mine.Decide(box.ToolCall("Read")).Decision == Decision.Allow ? 1 : 0;
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        string[] lines = [.. (await Task.WhenAll(running)).SelectMany(answer => answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(465, lines.Length);
        Assert.All(lines, line => Assert.True(line.StartsWith("Allow", StringComparison.Ordinal) || line.StartsWith("Deny the budget", StringComparison.Ordinal), line));
        passed += lines.Count(line => line.StartsWith("Allow", StringComparison.Ordinal));
        Assert.Equal(300, passed);
        Assert.Equal((null, true), (AuditVerifier.Verify(box.Host, box.AuditPath).Fault, AuditVerifier.Verify(box.Host, box.AuditPath).AgainstState));
        Assert.Equal(300, box.ReadState().Counters.Used("calls"));
    }

    [Fact]
    public async Task Warm_holders_killed_at_random_moments_leave_a_whole_chain_and_an_exact_count()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=1000000\n");
        using var mine = Session.Open(box.Host with { LockPatience = TimeSpan.FromMinutes(5) }, box.Options, box.Request());
        var random = new Random(7);
        int answered = 0;
        int kills = 0;
        for (int round = 0; round < 4; round++)
        {
            var processes = Enumerable.Range(0, 3).Select(_ => Start(box, 100_000, warm: true)).ToList();
            var outputs = processes.ConvertAll(Read);
            await Task.Delay(random.Next(300, 700), TestContext.Current.CancellationToken);
            processes.ForEach(process => process.Kill());
            kills += processes.Count;
            string[] answers = await Task.WhenAll(outputs);
            processes.ForEach(process => process.Dispose());
            answered += answers.Sum(answer => answer.Split('\n').Count(line => line.StartsWith("Allow", StringComparison.Ordinal)));
            Outcome outcome = mine.Decide(box.ToolCall("Read"));
            Assert.True(outcome.Decision == Decision.Allow, outcome.Reason);
            answered++;
        }

        Assert.Null(AuditVerifier.Verify(box.Host, box.AuditPath).Fault);
        int lines = File.ReadLines(box.AuditPath).Count();
        Assert.Equal(lines, box.ReadState().Counters.Used("calls"));
        Assert.InRange(lines - answered, 0, kills);
    }

    private static Process Start(SessionSandbox box, int count, bool warm = false) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet",
        [s_caller, box.Home, box.State, box.Root, "s1", "Read", count.ToString(System.Globalization.CultureInfo.InvariantCulture), .. warm ? ["warm"] : Array.Empty<string>()])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<string> Output(Process process)
    {
        using (process)
        {
            return await Read(process);
        }
    }

    private static async Task<string> Read(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output + await error;
    }
}
