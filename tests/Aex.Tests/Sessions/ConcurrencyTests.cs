using System.Diagnostics;
using Aex.Policy.Decisions;
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
        Outcome(await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Output(Start(box, 1)))), 3);

        static void Outcome(string[] answers, int expected) =>
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

    private static Process Start(SessionSandbox box, int count) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet",
        [s_caller, box.Home, box.State, box.Root, "s1", "Read", count.ToString(System.Globalization.CultureInfo.InvariantCulture)])
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
