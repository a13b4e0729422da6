using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>
/// tests/corpus/hooks/*.jsonl, one case a line: the input of a client under a policy, beside the answer that this client must get.
/// <c>/workspace</c> stands for the project's folder, <c>$R</c> in the output for the reason, whose pattern <c>reason</c> gives
/// (<c>*</c>: anything). A denial's reason must stand on standard error as well; otherwise nothing but <c>stderr</c> may.
/// </summary>
public sealed class HookCorpusTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string file in Directory.GetFiles(Repository.File("tests", "corpus", "hooks"), "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(file).Where(line => line.Length > 0))
                cases.Add(Path.GetFileNameWithoutExtension(file) + ": " + JsonDocument.Parse(line).RootElement.GetProperty("name").GetString(), line);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsAnswered(string name, string line)
    {
        var row = JsonDocument.Parse(line).RootElement;
        string? policy = row.TryGetProperty("policy", out var file) ? File.ReadAllText(Repository.File("tests", "corpus", "hooks", "policies", file.GetString()!)) : null;
        using var box = new Sandbox(policy);
        if (row.TryGetProperty("env", out var variables))
        {
            foreach (var variable in variables.EnumerateObject())
                box.Variables[variable.Name] = variable.Value.GetString()!;
        }
        string input = row.TryGetProperty("text", out var text) ? text.GetString()! : row.GetProperty("input").GetRawText();
        string[] arguments = row.TryGetProperty("args", out var args) ? [.. args.EnumerateArray().Select(a => a.GetString()!)] : [];

        var ended = box.Gate(input.Replace("/workspace", box.Project, StringComparison.Ordinal), arguments);

        Assert.True(row.GetProperty("exit").GetInt32() == ended.Exit, $"{name}\n{ended}");
        string expected = row.GetProperty("stdout").GetRawText();
        string output = ended.Output.Replace(box.Project, "/workspace", StringComparison.Ordinal);
        if (row.TryGetProperty("reason", out var pattern))
        {
            string reason = FindReason(row.GetProperty("stdout"), JsonDocument.Parse(output).RootElement);
            Assert.Matches("^" + Regex.Escape(pattern.GetString()!).Replace("\\*", ".*", StringComparison.Ordinal) + "$", reason);
            expected = expected.Replace("\"$R\"", Quoted(output, reason), StringComparison.Ordinal);
            if (ended.Exit == 2)
                Assert.Equal(reason + "\n", ended.Error.Replace(box.Project, "/workspace", StringComparison.Ordinal));
        }
        Assert.Equal(expected + "\n", output);
        if (ended.Exit == 0)
            Assert.Equal(row.TryGetProperty("stderr", out var error) ? error.GetString() : "", ended.Error);
    }

    /// <summary>The value in the output at the place where the expectation has <c>$R</c>.</summary>
    private static string FindReason(JsonElement expected, JsonElement actual)
    {
        foreach (var member in expected.EnumerateObject())
        {
            Assert.True(actual.TryGetProperty(member.Name, out var value), $"the answer has no `{member.Name}`: {actual}");
            if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() == "$R")
                return value.GetString()!;
        }
        throw new InvalidOperationException("the expected output holds no $R at its top level");
    }

    /// <summary>The reason as it stands in the output, in the writer's own escapes.</summary>
    private static string Quoted(string output, string reason)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(output));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && reader.GetString() == reason)
                return $"\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"";
        }
        throw new InvalidOperationException("the reason is not in the output");
    }
}
