using System.Text;
using System.Text.Json;
using Aex.Hooks;
using Aex.Policy.Json;

namespace Aex.Fuzz;

/// <summary>
/// The gate's input. Whatever the bytes: the strict check agrees with the platform's JSON reader and a naive search for double keys, and
/// each client's reader either refuses with a sentence or yields a tool with sound arguments.
/// </summary>
internal sealed class GateTarget : ITarget
{
    private static readonly HookClient?[] Clients = [null, HookClient.ClaudeCode, HookClient.Codex, HookClient.Gemini, HookClient.VsCode, HookClient.Copilot, HookClient.Cursor];

    public IEnumerable<byte[]> Seeds()
    {
        foreach (string seed in new[]
        {
            """{"session_id":"s","transcript_path":"/t","cwd":"/w","permission_mode":"default","effort":{"level":"medium"},"hook_event_name":"PreToolUse","tool_name":"Read","tool_input":{"file_path":"/w/a.txt"},"tool_use_id":"t"}""",
            """{"session_id":"s","cwd":"/w","hook_event_name":"PreToolUse","tool_name":"mcp__probe__echo","tool_input":{"text":"q"},"mcp_server":{"name":"probe","source":"project"},"agent_id":"a"}""",
            """{"session_id":"s","cwd":"/w","hook_event_name":"PostToolUseFailure","tool_name":"Bash","tool_input":{"command":"x"},"error":"Exit code 1\n\ud83d\ude00","duration_ms":4.9e1}""",
            """{"session_id":"s","cwd":"/w","hook_event_name":"ConfigChange","source":"local_settings","file_path":"/w/.claude/settings.json"}""",
            """{"session_id":"s","turn_id":"1","cwd":"/w","hook_event_name":"PreToolUse","model":"m","tool_name":"Bash","tool_input":{"command":"pwd"}}""",
            """{"session_id":"s","cwd":"/w","hook_event_name":"BeforeTool","timestamp":"2026","tool_name":"run_shell_command","tool_input":{"command":"ls"}}""",
            """{"sessionId":"s","cwd":"/w","hookEventName":"PreToolUse","tool_name":"read_file","tool_input":{"filePath":"/w/a"}}""",
            """{"timestamp":1,"cwd":"/w","toolName":"bash","toolArgs":"{\"command\":\"ls\"}","toolResult":{"resultType":"success"}}""",
            """{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":["/w"],"command":"ls","cwd":"/w"}""",
            """{"conversation_id":"c","hook_event_name":"beforeMCPExecution","workspace_roots":["/w"],"tool_name":"q","tool_input":"{\"a\":[1,-0.5e+3,true,null]}"}""",
        })
            yield return Encoding.UTF8.GetBytes(seed);
    }

    public IEnumerable<string> Words() =>
    [
        "\"tool_name\":", "\"toolName\":", "\"Tool_Name\":", "\"tool_input\":", "\"toolArgs\":", "\"session_id\":", "\"cwd\":", "\"hook_event_name\":", "\"workspace_roots\":",
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0061", "\\ud800", "\\udc00", "\\u0000", "null", "true", "1e999", "-", "\uFEFF", "\u017F", "\u212A", "\u0085", "\0", "[[[[[[[[", "{\"a\":", "\"a\":1,",
    ];

    public bool Run(byte[] input)
    {
        bool sound = StrictJson.Check(input) is null;
        if (sound != IsSound(input))
            throw new InvalidOperationException($"the strict check says {sound}, the other reader {!sound}");
        bool accepted = false;
        foreach (var named in Clients)
        {
            var client = named;
            try
            {
                var read = HookReader.Read(input, ref client);
                if (!sound || client is null)
                    throw new InvalidOperationException("an unsound input was read");
                if (read.Event == HookEvent.ToolCall && (read.Tool.Length == 0 || StrictJson.Check(read.Arguments.Span) is not null || read.Arguments.Span[0] != '{' || !read.Cwd.StartsWith('/')))
                    throw new InvalidOperationException("a call was read that is none");
                accepted = true;
            }
            catch (HookFault fault) when (fault.Message.Length > 0)
            {
                // Refused, as most are.
            }
        }
        return accepted;
    }

    private static bool IsSound(byte[] utf8)
    {
        try
        {
            var keys = new Stack<HashSet<string>>();
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        keys.Push([]);
                        break;
                    case JsonTokenType.EndObject:
                        keys.Pop();
                        break;
                    case JsonTokenType.PropertyName when !keys.Peek().Add(reader.GetString()!):
                        return false;
                    case JsonTokenType.String:
                        _ = reader.GetString();
                        break;
                    default:
                        break;
                }
            }
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
