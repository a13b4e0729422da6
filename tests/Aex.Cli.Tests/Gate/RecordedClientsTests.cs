using System.Text.Json;
using System.Text.Json.Nodes;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>
/// Plays recordings of real clients that lie beside the repository: in the folder AEX_SHARED, else <c>../shared</c>. Skipped without them.
/// </summary>
public sealed class RecordedClientsTests
{
    private static string? Folder()
    {
        string folder = Environment.GetEnvironmentVariable("AEX_SHARED") is { Length: > 0 } named ? named : Path.Combine(Repository.Root, "..", "shared");
        return Directory.Exists(Path.Combine(folder, "clients")) ? Path.Combine(folder, "clients") : null;
    }

    [Fact]
    public void AreAllDecided()
    {
        string? folder = Folder();
        Assert.SkipWhen(folder is null, "no recordings: neither AEX_SHARED nor a folder `shared` beside the repository holds `clients`");
        using var box = new Sandbox("policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**, shell.exec, mcp.probe.*\ndeny network.*\n");
        Directory.CreateDirectory(Path.Combine(box.Project, "sub"));
        string[] inputs = [.. File.ReadAllLines(Path.Combine(folder!, "claude-code", "hook-inputs.jsonl")), File.ReadAllText(Path.Combine(folder!, "codex-hook-input.json"))];
        int calls = 0;
        foreach (string input in inputs.Where(line => line.Length > 0))
        {
            var sent = JsonNode.Parse(input)!;
            var ended = box.Gate(input.Replace("\"/workspace", "\"" + box.Project, StringComparison.Ordinal));
            bool call = (string?)sent["hook_event_name"] == "PreToolUse";
            if (!call)
            {
                Assert.True(ended is { Exit: 0, Output: "{}\n", Error: "" }, $"{input}\n{ended}");
                continue;
            }
            calls++;
            string tool = (string)sent["tool_name"]!;
            string path = (string?)sent["tool_input"]!["file_path"] ?? "";
            string command = (string?)sent["tool_input"]!["command"] ?? "";
            bool allowed = tool is "Read" or "Glob" or "Grep" or "Skill" || (tool is "Bash" && !command.Contains("https://", StringComparison.Ordinal))
                || tool.StartsWith("mcp__probe__", StringComparison.Ordinal)
                || (tool is "Write" or "Edit" && path.StartsWith("/workspace/src/", StringComparison.Ordinal));
            Assert.True(ended.Exit == (allowed ? 0 : 2), $"{input}\n{ended}");
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(ended.Output).RootElement.ValueKind);
        }
        Assert.True(calls >= 15, $"{calls} calls");
    }
}
