using System.Text.Json.Nodes;
using Aex.Cli.Tests.Running;

namespace Aex.Cli.Tests.Gate;

/// <summary>A call as Claude Code sends it.</summary>
internal static class Call
{
    /// <summary>One tool call of session <paramref name="session"/> in the sandbox's project.</summary>
    public static string Of(Sandbox box, string tool, JsonObject input, string session = "s1", string? cwd = null, string what = "PreToolUse") => new JsonObject
    {
        ["session_id"] = session,
        ["cwd"] = cwd ?? box.Project,
        ["hook_event_name"] = what,
        ["tool_name"] = tool,
        ["tool_input"] = input,
        ["tool_use_id"] = "toolu_1",
    }.ToJsonString();

    /// <summary>Reads a file of the project.</summary>
    public static string Read(Sandbox box, string path = "a.txt", string session = "s1") =>
        Of(box, "Read", new JsonObject { ["file_path"] = Path.Combine(box.Project, path) }, session);

    /// <summary>Writes a file of the project.</summary>
    public static string Write(Sandbox box, string path = "a.txt", string session = "s1", string? cwd = null) =>
        Of(box, "Write", new JsonObject { ["file_path"] = Path.Combine(box.Project, path), ["content"] = "x" }, session, cwd);

    /// <summary>Runs a shell command.</summary>
    public static string Bash(Sandbox box, string command = "ls", string session = "s1") =>
        Of(box, "Bash", new JsonObject { ["command"] = command }, session);
}
