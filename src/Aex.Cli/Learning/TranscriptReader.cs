using System.Text;
using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Policy.Json;

namespace Aex.Cli.Learning;

/// <summary>
/// Reads the calls that ran out of Claude Code's transcripts: <c>~/.claude/projects/PROJECT/*.jsonl</c>, one JSON object a line, a <c>tool_use</c> in a
/// line of the assistant and its <c>tool_result</c> in a line of the user. Calls that a person or a hook refused, and those without a result, are left.
/// </summary>
internal sealed class TranscriptReader(string root)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Calls that did not run, or of which that is not said.</summary>
    public int NotRun { get; private set; }

    /// <summary>Calls made outside the project.</summary>
    public int Elsewhere { get; private set; }

    /// <summary>The folder where Claude Code keeps a project's transcripts: every character of its path but letters and digits is a <c>-</c>.</summary>
    public static string FolderOf(string home, string root) =>
        Path.Combine(home, ".claude", "projects", string.Concat(root.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')));

    /// <summary>The calls of every transcript below a folder, oldest file first.</summary>
    public IEnumerable<LearnedCall> Folder(string folder) =>
        Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).ThenBy(file => file, StringComparer.Ordinal).SelectMany(Read);

    private List<LearnedCall> Read(string file)
    {
        var made = new Dictionary<string, LearnedCall>(StringComparer.Ordinal);
        var ran = new List<LearnedCall>();
        foreach (var line in File.ReadLines(file))
        {
            if (line.Length == 0 || line[0] != '{')
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 400 });
                Take(document.RootElement, made, ran);
            }
            catch (JsonException)
            {
                // A line that was cut off when the client was killed.
            }
        }

        NotRun += made.Count;
        return ran;
    }

    private void Take(JsonElement line, Dictionary<string, LearnedCall> made, List<LearnedCall> ran)
    {
        if (Member(line, "message") is not { } message || Member(message, "content") is not { ValueKind: JsonValueKind.Array } content)
        {
            return;
        }

        foreach (var part in content.EnumerateArray())
        {
            switch (Text(part, "type"))
            {
                case "tool_use" when Text(line, "type") == "assistant" && Text(part, "id") is { Length: > 0 } id && _seen.Add(id):
                    if (CallOf(line, part) is { } call)
                    {
                        made[id] = call;
                    }

                    break;
                case "tool_result" when made.Remove(Text(part, "tool_use_id"), out var answered):
                    if (Ran(line, part))
                    {
                        ran.Add(answered);
                    }
                    else
                    {
                        NotRun++;
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private LearnedCall? CallOf(JsonElement line, JsonElement use)
    {
        var cwd = Text(line, "cwd");
        if (cwd != root && !cwd.StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal))
        {
            Elsewhere++;
            return null;
        }

        var tool = Text(use, "name");
        var input = Member(use, "input") is { ValueKind: JsonValueKind.Object } given ? Encoding.UTF8.GetBytes(given.GetRawText()) : "{}"u8.ToArray();
        if (tool.Length == 0 || StrictJson.Check(input) is not null)
        {
            NotRun++;
            return null;
        }

        return new LearnedCall(
            new ToolCall { Client = "claude-code", Tool = tool, Arguments = input, Cwd = cwd }, Decision.Allow, Text(line, "sessionId"), Encoding.UTF8.GetString(input));
    }

    // A result without error; or one where the client says that it let the call run; or, of older clients, a command that ended with a code.
    private static bool Ran(JsonElement line, JsonElement result)
    {
        if (Member(line, "toolDenialKind") is not null || (Member(line, "permissionDecision") is { } permission && Text(permission, "decision") == "reject"))
        {
            return false;
        }

        return Member(result, "is_error") is not { ValueKind: JsonValueKind.True }
            || (Member(line, "permissionDecision") is { } decided && Text(decided, "decision") == "accept")
            || ContentOf(result).StartsWith("Exit code ", StringComparison.Ordinal);
    }

    private static string ContentOf(JsonElement result) => Member(result, "content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Text(part, "text"))),
        _ => "",
    };

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}
