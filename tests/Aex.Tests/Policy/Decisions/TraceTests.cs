using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>The steps that `aex explain` shows: each rule that was tried, each layer that was asked, each budget that was looked at.</summary>
public class TraceTests
{
    [Fact]
    public void A_guarded_request_is_checked_by_its_name()
    {
        Assert.Equal(
            ["Tried allow file.write True", "Checked file.write allow file.write True", "Checked aex.configure - False"],
            Steps("allow file.write", "Write", """{"file_path":".aex/policy.aex"}"""));
        Assert.Equal(
            ["Tried allow file.write True", "Checked file.write allow file.write True", "Checked aex.configure allow aex.configure True"],
            Steps("allow file.write, aex.configure", "Write", """{"file_path":".aex/policy.aex"}"""));
    }

    [Fact]
    public void Under_strict_shell_what_a_command_does_is_checked_too() =>
        Assert.Equal(
            ["Tried allow shell.exec True", "Checked shell.exec allow shell.exec True", "Tried allow shell.exec False", "Tried allow file.read True", "Checked file.read allow file.read True"],
            Steps("strict shell\nallow shell.exec, file.read", "Bash", """{"command":"cat a"}"""));

    [Fact]
    public void A_grant_of_words_is_a_step_of_its_own() =>
        Assert.Equal(
            ["Tried allow shell.exec:\"echo *\" False", "Tried allow shell.exec:\"echo *\" True", "Checked shell.exec allow shell.exec:\"echo *\" True"],
            Steps("allow shell.exec:\"echo *\"", "Bash", """{"command":"echo a"}"""));

    private static IEnumerable<string> Steps(string policy, string tool, string arguments)
    {
        var layer = Layer.Load(LayerKind.Project, "p.aex", "/work/p.aex", "/work", Encoding.UTF8.GetBytes("policy p v0\n" + policy + "\n"));
        var call = new ToolCall { Client = "claude-code", Tool = tool, Arguments = Encoding.UTF8.GetBytes(arguments), Cwd = "/work" };
        var context = new CallContext { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") };
        var trace = new Trace();
        Authorizer.Decide(CallPreparation.Prepare(call, [layer], context), new Counters(), trace);
        return trace.Steps.Select(step => $"{step.Kind}{(step.Kind == TraceStepKind.Checked ? " " + step.Request!.Capability : "")} {(step.Rule is { } rule ? layer.SourceOf(rule).Text : "-")} {step.Matched}");
    }
}
