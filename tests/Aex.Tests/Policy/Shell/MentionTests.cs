using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>To speak of a command is not to run it: tests/corpus/shell/mentions.txt.</summary>
public sealed class MentionTests
{
    // `allow *` does not allow code that nobody has read: what is not fully understood would ask.
    private static readonly ShellCalls Calls = new("policy p v0\nallow *\ndeny file.delete, network.*, git.force, git.discard, resource.destroy, process.control, system.change\n");

    [Fact]
    public void What_only_speaks_of_a_denied_command_passes()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (real, mention) in Rows())
        {
            count++;
            if (Calls.Decide(real, out _) != Decision.Deny)
            {
                wrong.Add($"not denied itself: {real}");
            }

            if (Calls.Decide(mention, out var reason) != Decision.Allow)
            {
                wrong.Add($"stopped: {mention}\n   {reason}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(count >= 200, $"only {count} rows");
    }

    private static List<(string Real, string Mention)> Rows()
    {
        var rows = new List<(string, string)>();
        var real = "";
        foreach (var line in File.ReadAllLines(Corpus.At("tests", "corpus", "shell", "mentions.txt")))
        {
            switch (line)
            {
                case ['$', ' ', .. var first]:
                    rows.Add((real, first));
                    break;
                case ['>', ..]:
                    rows[^1] = (real, rows[^1].Item2 + "\n" + (line.Length > 2 ? line[2..] : ""));
                    break;
                case ['r', 'e', 'a', 'l', ' ', .. var command]:
                    real = command;
                    break;
                default:
                    Assert.True(line.Length == 0 || line.StartsWith("== ", StringComparison.Ordinal), line);
                    break;
            }
        }

        return rows;
    }
}
