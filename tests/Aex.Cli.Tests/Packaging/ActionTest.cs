using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Packaging;

/// <summary>The GitHub Action and the hooks for pre-commit do what they say, and run nothing that a workflow hands them.</summary>
public sealed partial class ActionTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\n\ngoal \"g\"\n\nallow file.read\n");

    public ActionTest() => _box.Variables["PATH"] = Path.GetDirectoryName(PublishedBinary.FullPath) + ":/usr/bin:/bin";

    [Fact]
    public void No_input_is_part_of_a_shell_line()
    {
        var lines = File.ReadAllLines(Repository.File("action", "action.yml"));
        Assert.All(lines.Where(line => line.Contains("${{", StringComparison.Ordinal)), line => Assert.Matches("^        AEX[A-Z_]*: \\$\\{\\{ [a-z.]+ \\}\\}", line));
        var runs = lines.Where(line => line.TrimStart().StartsWith("run:", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.DoesNotContain("${{", run, StringComparison.Ordinal));
        Assert.DoesNotContain("eval", File.ReadAllText(Repository.File("action", "run.sh")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_input_reaches_the_script()
    {
        var text = File.ReadAllText(Repository.File("action", "action.yml"));
        var inputs = Regex.Matches(text.Split("runs:")[0], "(?m)^  ([a-z]+):$").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(["paths", "check", "fmt", "test"], inputs);
        var script = File.ReadAllText(Repository.File("action", "run.sh"));
        Assert.All(inputs, input =>
        {
            Assert.Contains($"AEX_{input.ToUpperInvariant()}: ${{{{ inputs.{input} }}}}", text, StringComparison.Ordinal);
            Assert.Contains($"${{AEX_{input.ToUpperInvariant()}:-", script, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("$(touch pwned)")]
    [InlineData("`touch pwned`")]
    [InlineData("'; touch pwned; '")]
    [InlineData("\"; touch pwned; \"")]
    [InlineData("--help")]
    [InlineData("*; touch pwned")]
    public void A_path_is_a_path(string path)
    {
        var ended = Run(path);
        Assert.False(File.Exists(Path.Combine(_box.Project, "pwned")), ended.ToString());
        Assert.Equal(1, ended.Exit);
    }

    [Fact]
    public void A_sound_project_passes_and_a_fault_is_annotated()
    {
        _box.Write(".aex/policy.test.aex", "tests x v0\n\nexpect allow Read(file_path=\"a\")\n");
        var sound = Run(".");
        Assert.True(sound.Exit == 0, sound.ToString());
        Assert.Contains("1 passed, 0 failed", sound.Output, StringComparison.Ordinal);
        _box.Write(".aex/policy.test.aex", "tests x v0\n\nexpect deny Read(file_path=\"a\")\n");
        Assert.Equal(1, Run(".").Exit);
        _box.Variables["AEX_TEST"] = "false";
        Assert.Equal(0, Run(".").Exit);
        _box.Write(".aex/policy.aex", "policy x v0\n\ngoal \"g\"\n\ndeny netwrok.*\n");
        var faulty = Run(".");
        Assert.Equal(1, faulty.Exit);
        Assert.Contains("::error file=", faulty.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_paths_stand_one_a_line()
    {
        _box.Write("a b/x.aex", "policy x v0\n\ngoal \"g\"\n\nallow file.read\n");
        _box.Write("c/y.aex", "policy   x v0\n\ngoal \"g\"\n\nallow file.read\n");
        _box.Variables["AEX_TEST"] = "false";
        Assert.Equal(0, Run("a b\n").Exit);
        Assert.Equal(1, Run("a b\nc\n").Exit);
    }

    [Fact]
    public void The_hooks_for_pre_commit_fail_on_what_they_are_for()
    {
        var text = File.ReadAllText(Repository.File(".pre-commit-hooks.yaml"));
        var hooks = Hook().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.Equal(["aex-check", "aex-fmt", "aex-test"], hooks.Keys);
        _box.Write(".aex/policy.test.aex", "tests x v0\n\nexpect allow Read(file_path=\"a\")\n");
        Assert.All(hooks, hook => Assert.Equal(0, Hooked(hook.Value, hook.Key == "aex-test")));
        _box.Write(".aex/policy.test.aex", "tests x v0\n\nexpect deny Read(file_path=\"a\")\n");
        Assert.Equal(1, Hooked(hooks["aex-test"], true));
        _box.Write(".aex/policy.aex", "policy x v0\ngoal   \"g\"\ndeny netwrok.*\n");
        Assert.Equal(1, Hooked(hooks["aex-check"], false));
        _box.Write(".aex/policy.aex", "policy x v0\ngoal   \"g\"\nallow file.read\n");
        Assert.Equal(1, Hooked(hooks["aex-fmt"], false));
    }

    // As pre-commit calls it: the names of the changed files behind the entry, unless the hook wants none.
    private int Hooked(string entry, bool alone) => _box.Shell(alone ? entry : entry + " .aex/policy.aex").Exit;

    private Ended Run(string paths)
    {
        _box.Variables["AEX"] = PublishedBinary.FullPath;
        _box.Variables["AEX_PATHS"] = paths;
        return _box.Start("/usr/bin/env", ["bash", Repository.File("action", "run.sh")]).Finish([]);
    }

    [GeneratedRegex("(?m)^- id: (.+)\n(?:  .*\n)*?  entry: (.+)$")]
    private static partial Regex Hook();

    public void Dispose() => _box.Dispose();
}
