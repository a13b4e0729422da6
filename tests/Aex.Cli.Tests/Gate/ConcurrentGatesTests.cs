using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>Read-only calls of one turn come in at once: the budget must hold exactly, and no line of the audit may get lost.</summary>
public sealed class ConcurrentGatesTests
{
    private const int Gates = 60;
    private const int Budget = 25;

    private static Sandbox New() => new($"policy p v0\ngoal \"g\"\nallow file.read\nbudget calls={Budget}\n");

    private static string[] Lines(Sandbox box) => File.ReadAllLines(Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit"), "*.jsonl").Single());

    [Fact]
    public async Task SixtyAtOnceAgainstTwentyFive()
    {
        using var box = New();
        string call = Call.Read(box);
        var ended = await Task.WhenAll(Enumerable.Range(0, Gates).Select(_ => Task.Run(() => box.Gate(call), TestContext.Current.CancellationToken)));
        Assert.Equal(Budget, ended.Count(e => e.Exit == 0));
        Assert.All(ended.Where(e => e.Exit != 0), e => e.AssertDenied("calls=25"));
        Assert.Equal(Gates, Lines(box).Length);
        Assert.All(Lines(box), line => JsonDocument.Parse(line));
        var verify = box.Run(["audit", "verify"]);
        Assert.True(verify.Exit == 0 && verify.Output.Contains($"{Lines(box).Length} lines", StringComparison.Ordinal), verify.ToString());
    }

    [Fact]
    public async Task SixtyAtOnceWithSomeKilled()
    {
        for (int round = 0; round < 3; round++)
        {
            using var box = New();
            string call = Call.Read(box);
            var random = new Random(round);
            int[] delays = [.. Enumerable.Range(0, Gates).Select(_ => random.Next(3) == 0 ? random.Next(0, 60) : -1)];
            var ended = await Task.WhenAll(delays.Select(delay => Task.Run(
                async () =>
                {
                    var started = box.Start(PublishedBinary.FullPath, ["gate"]);
                    var finished = Task.Run(() => started.Finish(System.Text.Encoding.UTF8.GetBytes(call)));
                    if (delay >= 0)
                    {
                        await Task.Delay(delay, TestContext.Current.CancellationToken);
                        try
                        {
                            started.Process.Kill();
                        }
                        catch (InvalidOperationException)
                        {
                            // It had ended.
                        }
                    }
                    return await finished;
                },
                TestContext.Current.CancellationToken)));
            Assert.True(ended.Count(e => e.Exit == 0 && e.Output.Length > 0) <= Budget, $"round {round}");
            // The session goes on after the kills, the budget still holds, and the chain is whole.
            int after = 0;
            while (after <= Budget && box.Gate(call) is { Exit: 0 })
                after++;
            Assert.True(ended.Count(e => e.Exit == 0 && e.Output.Length > 0) + after <= Budget, $"round {round}");
            box.Gate(call).AssertDenied("calls=25");
            Assert.All(Lines(box), line => JsonDocument.Parse(line));
            var verify = box.Run(["audit", "verify"]);
            Assert.True(verify.Exit == 0 && verify.Output.Contains($"{Lines(box).Length} lines", StringComparison.Ordinal), verify.ToString());
        }
    }

    [Fact]
    public void AtEightyPercentTheModelIsTold()
    {
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read\nbudget calls=5\n");
        for (int i = 1; i <= 3; i++)
            Assert.Equal("{\"permissionDecision\":\"allow\"}\n", box.Gate(Call.Read(box)).Output);
        var fourth = box.Gate(Call.Read(box));
        fourth.AssertAllowed();
        string notice = JsonDocument.Parse(fourth.Output).RootElement.GetProperty("hookSpecificOutput").GetProperty("additionalContext").GetString()!;
        Assert.Contains("4", notice, StringComparison.Ordinal);
        Assert.Contains("5", notice, StringComparison.Ordinal);
        box.Gate(Call.Read(box)).AssertAllowed();
        box.Gate(Call.Read(box)).AssertDenied("calls=5");
    }
}
