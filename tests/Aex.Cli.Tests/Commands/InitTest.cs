using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

public sealed class InitTest : IDisposable
{
    private readonly Sandbox _box = new();

    [Fact]
    public void The_policy_is_valid_formatted_and_holds_the_usual_lines()
    {
        var ended = _box.Run(["init", "--policy"]);
        Assert.Equal((0, "wrote .aex/policy.aex\nwrote .aex/.gitignore\n"), (ended.Exit, ended.Output));
        Assert.Contains("aex install claude-code", ended.Error, StringComparison.Ordinal);
        var check = _box.Run(["check", "--json"]);
        Assert.Equal((0, "[]\n"), (check.Exit, check.Output));
        Assert.Equal(0, _box.Run(["fmt", "--check", ".aex"]).Exit);
        using var compiled = JsonDocument.Parse(_box.Run(["compile", ".aex/policy.aex"]).Output);
        var root = compiled.RootElement;
        Assert.Equal("Default security boundary for this repository.", root.GetProperty("goal").GetString());
        var permissions = root.GetProperty("permissions");
        Assert.Equal(["file.read", "file.write", "tests.run", "shell.exec", "git.*", "agent.spawn", "code.run"], Strings(permissions.GetProperty("use")));
        Assert.Equal(["network.*", "secrets.read"], Strings(permissions.GetProperty("deny")));
        Assert.Equal(["file.write"], Strings(permissions.GetProperty("confirm")));
        Assert.Equal(100, root.GetProperty("budget").GetProperty("calls").GetInt32());
        Assert.Equal("audit/\ncheckpoints/\nruns/*.audit.jsonl\n", File.ReadAllText(Path.Combine(_box.Project, ".aex", ".gitignore")));
        Assert.Contains("# allow mcp.", File.ReadAllText(Path.Combine(_box.Project, ".aex", "policy.aex")), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Repositories => new()
    {
        { "package.json", "Node.js", "npm publish", "npm test" },
        { "Cargo.toml", "Rust", "cargo publish", "cargo test" },
        { "pyproject.toml", "Python", "twine upload dist/*", "pytest" },
        { "go.mod", "Go", "git push", "go test ./..." },
        { "src/App/App.csproj", ".NET", "dotnet nuget push x.nupkg", "dotnet test" },
        { "app/pom.xml", "Java", "mvn deploy", "mvn test" },
    };

    /// <summary>What a careful user wants: the tests run, nothing is published, made files are not edited by hand.</summary>
    [Theory]
    [MemberData(nameof(Repositories))]
    public void The_repository_s_own_lines_come_with_it(string mark, string title, string denied, string tests)
    {
        _box.Write(mark, "");
        var ended = _box.Run(["init", "--policy"]);
        Assert.Equal(0, ended.Exit);
        Assert.Contains($"{mark}: with lines for {title}", ended.Error, StringComparison.Ordinal);
        Sound();
        Assert.Equal(0, _box.Run(["explain", "--bash", tests]).Exit);
        Assert.DoesNotContain("decision  allow", _box.Run(["explain", "--bash", denied]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readonly", "Write", "{\"file_path\":\"src/a\"}", 1)]
    [InlineData("readonly", "Bash", "{\"command\":\"ls\"}", 1)]
    [InlineData("readonly", "Read", "{\"file_path\":\"src/a\"}", 0)]
    [InlineData("strict", "Write", "{\"file_path\":\"package.json\"}", 1)]
    [InlineData("strict", "Bash", "{\"command\":\"npm test\"}", 0)]
    [InlineData("strict", "Bash", "{\"command\":\"curl https://example.com\"}", 1)]
    [InlineData("strict", "Bash", "{\"command\":\"rm -rf src\"}", 1)]
    [InlineData("unattended", "Write", "{\"file_path\":\"src/a\"}", 0)]
    [InlineData("unattended", "Write", "{\"file_path\":\"a\"}", 1)]
    [InlineData("unattended", "Bash", "{\"command\":\"npm test\"}", 0)]
    [InlineData("unattended", "Bash", "{\"command\":\"git push\"}", 1)]
    [InlineData("unattended", "Bash", "{\"command\":\"npm install left-pad\"}", 1)]
    [InlineData("node", "Write", "{\"file_path\":\"package-lock.json\"}", 1)]
    public void A_preset_decides_as_it_is_described(string preset, string tool, string arguments, int exit)
    {
        _box.Write("package.json", "");
        Assert.Equal(0, _box.Run(["init", "--preset", preset]).Exit);
        Sound();
        var ended = _box.Run(["explain", tool, arguments]);
        Assert.True(ended.Exit == exit, ended.ToString());
        if (preset == "unattended")
        {
            Assert.DoesNotContain("\nconfirm", File.ReadAllText(Path.Combine(_box.Project, ".aex", "policy.aex")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Several_kinds_stand_in_one_policy()
    {
        _box.Write("package.json", "");
        _box.Write("api/go.mod", "");
        _box.Run(["init"]);
        Sound();
        var policy = File.ReadAllText(Path.Combine(_box.Project, ".aex", "policy.aex"));
        Assert.Contains("# Node.js:", policy, StringComparison.Ordinal);
        Assert.Contains("# Go:", policy, StringComparison.Ordinal);
    }

    private void Sound()
    {
        var check = _box.Run(["check", "--json"]);
        Assert.Equal((0, "[]\n"), (check.Exit, check.Output));
        Assert.Equal(0, _box.Run(["fmt", "--check", ".aex"]).Exit);
    }

    [Fact]
    public void A_task_comes_with_inputs_and_a_policy()
    {
        var ended = _box.Run(["init", "--task", "fix_test"]);
        Assert.Equal((0, "wrote tasks/fix_test.aex\nwrote tasks/fix_test.inputs.json\nwrote tasks/fix_test.policy.json\n"), (ended.Exit, ended.Output));
        var check = _box.Run(["check", "--json", "tasks"]);
        Assert.Equal((0, "[]\n"), (check.Exit, check.Output));
        Assert.Equal(0, _box.Run(["fmt", "--check", "tasks"]).Exit);
        using var inputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(_box.Project, "tasks", "fix_test.inputs.json")));
        using var compiled = JsonDocument.Parse(_box.Run(["compile", "tasks/fix_test.aex"]).Output);
        Assert.Equal("fix_test", compiled.RootElement.GetProperty("agent").GetString());
        Assert.True(inputs.RootElement.TryGetProperty("test_cmd", out _));
    }

    [Fact]
    public void Nothing_that_exists_is_overwritten()
    {
        var path = _box.Write(".aex/policy.aex", "policy mine v0\ngoal \"g\"\n");
        var ended = _box.Run(["init"]);
        Assert.Equal((0, "kept  .aex/policy.aex: it exists\nwrote .aex/.gitignore\n"), (ended.Exit, ended.Output));
        Assert.Equal("policy mine v0\ngoal \"g\"\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_dangling_link_is_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(_box.Project, ".aex"));
        File.CreateSymbolicLink(Path.Combine(_box.Project, ".aex", "policy.aex"), "../elsewhere");
        Assert.StartsWith("kept  .aex/policy.aex", _box.Run(["init"]).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_box.Project, "elsewhere")));
    }

    [Fact]
    public void A_file_in_the_way_is_named()
    {
        _box.Write(".aex", "a file");
        var ended = _box.Run(["init"]);
        Assert.Equal(2, ended.Exit);
        Assert.StartsWith("error: cannot write `.aex/policy.aex`", ended.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());

    public void Dispose() => _box.Dispose();
}
