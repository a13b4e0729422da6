using System.Text.Json.Nodes;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>A client that names no project's folder (Codex): the start of a session says it, before a model can choose the folder of its first call.</summary>
public sealed class SessionRootTests
{
    [Theory]
    [InlineData("cat private/a", false)]
    [InlineData("cat PROJECT/private/a", true)]
    public void A_first_call_elsewhere_does_not_bring_another_policy(string command, bool staysElsewhere)
    {
        using var box = new Sandbox("policy strict v0\nallow file.read, shell.exec\ndeny file.read:private/**\n");
        box.Variables.Remove("CLAUDE_PROJECT_DIR");
        box.Write("private/a", "x");
        var elsewhere = Directory.CreateDirectory(Path.Combine(box.Root, "elsewhere", ".aex")).Parent!.FullName;
        File.WriteAllText(Path.Combine(elsewhere, ".aex", "policy.aex"), "policy loose v0\nallow *\n");

        Assert.Equal(0, Send(box, new JsonObject { ["cwd"] = box.Project, ["hook_event_name"] = "SessionStart", ["source"] = "startup" }).Exit);
        _ = Send(box, Call(elsewhere, "pwd"));
        var ended = Send(box, Call(staysElsewhere ? elsewhere : box.Project, command.Replace("PROJECT", box.Project, StringComparison.Ordinal)));
        ended.AssertDenied("file.read private/a is denied by .aex/policy.aex:3 (deny file.read:private/**)");
    }

    private static Ended Send(Sandbox box, JsonObject input)
    {
        input["session_id"] = "s1";
        input["model"] = "gpt-5";
        input["permission_mode"] = "default";
        return box.Gate(input.ToJsonString(), "--client", "codex");
    }

    private static JsonObject Call(string folder, string command) => new()
    {
        ["turn_id"] = "1",
        ["cwd"] = folder,
        ["hook_event_name"] = "PreToolUse",
        ["tool_name"] = "Bash",
        ["tool_input"] = new JsonObject { ["command"] = command },
        ["tool_use_id"] = "call_1",
    };
}
