using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>What agents run in many trades, under a policy that lets a command read only: tests/corpus/shell/agents-work.txt.</summary>
public sealed class AgentsWorkTests
{
    private static readonly ShellCalls Calls = new("policy p v0\ngoal \"g\"\nallow shell.exec, file.read, git.read, git.status, git.diff, packages.read, containers.read, cloud.read, database.read, system.read\nstrict shell\n");

    [Fact]
    public void Nothing_that_changes_passes_and_most_of_the_rest_does()
    {
        var wrong = new List<string>();
        var (safe, allowed, changing) = (0, 0, 0);
        var output = TestContext.Current.TestOutputHelper!;
        foreach (var line in File.ReadAllLines(Corpus.At("tests", "corpus", "shell", "agents-work.txt")))
        {
            if (line.Split('\t', 2) is not [var label, var command])
            {
                continue;
            }

            var isAllowed = Calls.Decide(command, out var reason) == Decision.Allow;
            if (label == "safe")
            {
                (safe, allowed) = (safe + 1, allowed + (isAllowed ? 1 : 0));
                if (!isAllowed)
                {
                    output.WriteLine($"stopped: {command}: {reason}");
                }

                continue;
            }

            Assert.Equal("changes", label);
            changing++;
            if (isAllowed)
            {
                wrong.Add(command);
            }
        }

        output.WriteLine($"{allowed} of {safe} safe ones allowed, {wrong.Count} of {changing} changing ones");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(safe >= 140 && changing >= 150, $"{safe} safe, {changing} changing");
        Assert.True(allowed * 100 >= safe * 88, $"{allowed} of {safe}");
    }
}
