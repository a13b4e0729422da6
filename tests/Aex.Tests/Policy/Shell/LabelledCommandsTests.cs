using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>Commands that people labelled as reading only or as changing something, under a policy that lets a command read only (docs/shell.md).</summary>
public sealed class LabelledCommandsTests
{
    private const string ReadOnly = "policy p v0\ngoal \"g\"\nallow shell.exec, file.read, git.read, git.status, git.diff, packages.read, containers.read, cloud.read, database.read, system.read\nstrict shell\n";

    // Labelled as changing something, and allowed all the same, each with why the label is disputed.
    private static readonly Dictionary<string, string> Disputed = new()
    {
        ["diskutil apfs list"] = "lists volumes",
        ["duckdb mydb.db 'SELECT 1; SELECT 2'"] = "two statements that read",
        ["sqlite3 mydb.db 'SELECT 1; SELECT 2'"] = "two statements that read",
        ["git clean -n"] = "says what would be removed and removes nothing",
        ["git apply --stat patch.diff"] = "shows a patch's statistics and applies nothing",
        ["pre-commit sample-config"] = "prints a sample",
        ["uv tool list"] = "lists what is installed",
    };

    [Fact]
    public void Under_a_policy_that_only_reads_hardly_one_that_changes_passes_and_most_others_do()
    {
        var corpus = Path.Combine(Corpus.Root, "../shared/corpora/shell-labelled.jsonl");
        Assert.SkipUnless(File.Exists(corpus), "needs ../shared/corpora/shell-labelled.jsonl");
        var groups = new SortedDictionary<string, (int Safe, int SafeAllowed, int Changing, int ChangingAllowed)>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(corpus))
        {
            using var row = JsonDocument.Parse(line);
            var command = row.RootElement.GetProperty("command").GetString()!;
            var group = row.RootElement.GetProperty("group").GetString()!;
            var isSafe = row.RootElement.GetProperty("label").GetString() == "safe";
            var decision = Decide(command, out var reason);
            var allowed = decision == Decision.Allow;
            var count = groups.GetValueOrDefault(group);
            groups[group] = isSafe
                ? (count.Safe + 1, count.SafeAllowed + (allowed ? 1 : 0), count.Changing, count.ChangingAllowed)
                : (count.Safe, count.SafeAllowed, count.Changing + 1, count.ChangingAllowed + (allowed ? 1 : 0));
            if (allowed != isSafe)
            {
                wrong.Add($"{(isSafe ? "stopped" : "ALLOWED")}\t{group}\t{command}\t{reason}");
            }
        }

        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine("group: safe allowed of safe, changing allowed of changing");
        foreach (var (group, count) in groups)
        {
            output.WriteLine($"{group}: {count.SafeAllowed} of {count.Safe}, {count.ChangingAllowed} of {count.Changing}");
        }

        wrong.ForEach(output.WriteLine);
        var (safe, changing) = (groups.Values.Sum(count => count.Safe), groups.Values.Sum(count => count.Changing));
        var (safeAllowed, changingAllowed) = (groups.Values.Sum(count => count.SafeAllowed), groups.Values.Sum(count => count.ChangingAllowed));
        var total = $"all: {safeAllowed} of {safe} safe allowed, {changingAllowed} of {changing} changing allowed";
        output.WriteLine(total);
        Assert.Equal([], wrong.Where(row => row.StartsWith("ALLOWED", StringComparison.Ordinal) && !Disputed.ContainsKey(row.Split('\t')[2])));
        Assert.True(safeAllowed >= 0.8 * safe, total);
        Assert.True(changingAllowed <= 0.005 * changing, total);
    }

    private static Decision Decide(string command, out string reason)
    {
        var layer = Layer.Load(LayerKind.Project, ".aex/policy.aex", "/work/.aex/policy.aex", "/work", Encoding.UTF8.GetBytes(ReadOnly));
        Assert.Empty(layer.Errors);
        var call = new ToolCall
        {
            Client = "claude-code",
            Tool = "Bash",
            Cwd = "/work",
            Arguments = Encoding.UTF8.GetBytes($"{{\"command\":\"{JavaScriptEncoder.Default.Encode(command)}\"}}"),
        };
        var context = new CallContext { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work").AddFolder("/home/u") };
        var prepared = CallPreparation.Prepare(call, [layer], context);
        var verdict = Authorizer.Decide(prepared, new Counters());
        reason = Reasons.Describe(verdict, prepared);
        return verdict.Decision;
    }
}
