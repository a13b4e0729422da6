using System.Text;
using Aex.Hooks;
using Xunit;

namespace Aex.Tests.Cli.Hooks;

public sealed class HookReaderTests
{
    private static HookInput Read(string json, string? named = null)
    {
        var client = named is null ? null : HookClientNames.Find(named);
        return HookReader.Read(Encoding.UTF8.GetBytes(json), ref client);
    }

    [Theory]
    [InlineData("claude-code", """{"session_id":"s","tool_name":"Read","tool_input":{}}""")]
    [InlineData("claude-code", """{"tool_name":"Read"}""")]
    [InlineData("claude-code", """{"session_id":"s","cwd":"/w","hook_event_name":"PreToolUse","tool_name":"Read","tool_input":{},"tool_use_id":"t"}""")]
    [InlineData("codex", """{"session_id":"s","turn_id":"1","cwd":"/w","hook_event_name":"PreToolUse","model":"m","tool_name":"Bash","tool_input":{"command":"pwd"}}""")]
    [InlineData("gemini", """{"session_id":"s","cwd":"/w","hook_event_name":"BeforeTool","tool_name":"read_file","tool_input":{}}""")]
    [InlineData("gemini", """{"session_id":"s","cwd":"/w","hook_event_name":"AfterTool","tool_name":"read_file","tool_input":{}}""")]
    [InlineData("vscode", """{"sessionId":"s","cwd":"/w","hookEventName":"PreToolUse","tool_name":"read_file","tool_input":{}}""")]
    [InlineData("copilot", """{"timestamp":1,"cwd":"/w","toolName":"bash","toolArgs":"{\"command\":\"ls\"}"}""")]
    [InlineData("copilot", """{"sessionId":"s","cwd":"/w","toolName":"bash","toolArgs":"{}","toolResult":{"resultType":"success"}}""")]
    [InlineData("cursor", """{"conversation_id":"c","hook_event_name":"preToolUse","workspace_roots":["/w"],"tool_name":"Write","tool_input":{}}""")]
    [InlineData("cursor", """{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":["/w"],"command":"ls","cwd":"/w"}""")]
    public void TellsTheClientByTheShape(string client, string json)
    {
        HookClient? told = null;
        var input = HookReader.Read(Encoding.UTF8.GetBytes(json), ref told);
        Assert.Equal(client, told?.Name());
        Assert.Equal(client, input.Client.Name());
    }

    [Fact]
    public void TakesTheClientThatIsNamed() =>
        Assert.Equal(HookClient.Codex, Read("""{"session_id":"s","cwd":"/w","tool_name":"Bash","tool_input":{}}""", "codex").Client);

    [Theory]
    [InlineData("PreToolUse", "ToolCall")]
    [InlineData("pretooluse", "ToolCall")]
    [InlineData("preToolUse", "ToolCall")]
    [InlineData("BeforeTool", "ToolCall")]
    [InlineData("PostToolUse", "ToolResult")]
    [InlineData("postToolUse", "ToolResult")]
    [InlineData("PostToolUseFailure", "ToolFailure")]
    [InlineData("SessionStart", "SessionStart")]
    [InlineData("sessionStart", "SessionStart")]
    [InlineData("ConfigChange", "ConfigChange")]
    [InlineData("Stop", "Other")]
    [InlineData("PermissionRequest", "Other")]
    [InlineData("", "Other")]
    public void KnowsTheEvents(string name, string what) =>
        Assert.Equal(what, Read("""{"session_id":"s","cwd":"/w","hook_event_name":"NAME","tool_name":"Read","tool_input":{}}""".Replace("NAME", name, StringComparison.Ordinal)).Event.ToString());

    [Fact]
    public void ReadsAllThatClaudeCodeSends()
    {
        var input = Read("""
            {"session_id":"s\u0031","transcript_path":"/t","cwd":"/w/sub","prompt_id":"p","permission_mode":"default","agent_id":"a","agent_type":"g",
             "effort":{"level":"medium"},"hook_event_name":"PreToolUse","tool_name":"mcp__my_server_x__file_read","tool_input":{"path": "a.txt"},
             "tool_use_id":"toolu_1","mcp_server":{"source":"project","name":"my.server x"}}
            """);
        Assert.Equal("s1", input.Session);
        Assert.Equal("/w/sub", input.Cwd);
        Assert.Equal("mcp__my_server_x__file_read", input.Tool);
        Assert.Equal("""{"path": "a.txt"}""", Encoding.UTF8.GetString(input.Arguments.Span));
        Assert.Equal("my.server x", input.McpServer);
        Assert.Equal("a", input.Agent);
        Assert.Equal("toolu_1", input.ToolUse);
    }

    [Fact]
    public void ReadsAResult()
    {
        var input = Read("""{"session_id":"s","cwd":"/w","hook_event_name":"PostToolUseFailure","tool_name":"Bash","tool_input":{"command":"x"},"tool_use_id":"t","error":"Exit code 1","is_interrupt":false,"duration_ms":49.7}""");
        Assert.Equal(HookEvent.ToolFailure, input.Event);
        Assert.Equal(49, input.DurationMs);
        Assert.Equal("Exit code 1", input.Error);
        Assert.Equal("t", input.ToolUse);
    }

    [Fact]
    public void ReadsAChangeOfSettings()
    {
        var input = Read("""{"session_id":"s","cwd":"/w","hook_event_name":"ConfigChange","source":"local_settings","file_path":"/w/.claude/settings.local.json"}""");
        Assert.Equal(HookEvent.ConfigChange, input.Event);
        Assert.Equal("/w/.claude/settings.local.json", input.ConfigFile);
    }

    [Theory]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":["/w"],"command":"ls \"a\"","cwd":"/w/sub"}""", "Shell", """{"command":"ls \"a\""}""", "/w/sub", true)]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeReadFile","workspace_roots":["/w"],"file_path":"/w/a","content":"x"}""", "Read", """{"file_path":"/w/a"}""", "/w", false)]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeMCPExecution","workspace_roots":["/w"],"tool_name":"q","tool_input":"{\"a\":1}","command":"npx x"}""", "MCP:q", """{"a":1}""", "/w", true)]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeMCPExecution","workspace_roots":["/w"],"tool_name":"q","tool_input":{"a":1},"url":"http://x"}""", "MCP:q", """{"a":1}""", "/w", true)]
    [InlineData("""{"conversation_id":"c","hook_event_name":"preToolUse","workspace_roots":["/w","/v"],"cwd":"","tool_name":"Write","tool_input":{"a":1}}""", null, null, null, false)]
    [InlineData("""{"conversation_id":"c","hook_event_name":"preToolUse","workspace_roots":["/w","/v"],"cwd":"/v","tool_name":"Write","tool_input":{"a":1}}""", "Write", """{"a":1}""", "/v", false)]
    public void ReadsCursorsEvents(string json, string? tool, string? arguments, string? cwd, bool asks)
    {
        if (tool is null)
        {
            Assert.Throws<HookFault>(() => Read(json));
            return;
        }
        var input = Read(json);
        Assert.Equal((tool, arguments, cwd, asks, "c", "/w"), (input.Tool, Encoding.UTF8.GetString(input.Arguments.Span), input.Cwd, input.Asks, input.Session, input.ProjectDir));
    }

    [Fact]
    public void ReadsCopilotsArgumentsFromTheirString()
    {
        var input = Read("""{"timestamp":1,"cwd":"/w","toolName":"bash","toolArgs":"{\"command\":\"ls\"}"}""");
        Assert.Equal(("bash", """{"command":"ls"}""", null), (input.Tool, Encoding.UTF8.GetString(input.Arguments.Span), input.Session));
        Assert.Equal(HookEvent.SessionStart, Read("""{"timestamp":1,"cwd":"/w","source":"new","initialPrompt":"x"}""", "copilot").Event);
    }

    [Theory]
    [InlineData("", "nothing came on standard input*")]
    [InlineData("[]", "*no JSON object")]
    [InlineData("null", "*no JSON object")]
    [InlineData("nonsense", "*not sound JSON*")]
    [InlineData("{}", "*no `tool_name`*")]
    [InlineData("""{"tool_name":"Read","tool_name":"Bash"}""", "*`tool_name` stands twice*")]
    [InlineData("""{"tool_name":"Read","tool_input":{"a":1,"\u0061":2}}""", "*stands twice*")]
    [InlineData("""{"tool_name":1,"tool_input":{}}""", "`tool_name` * no string")]
    [InlineData("""{"tool_name":null,"tool_input":{}}""", "`tool_name` * no string")]
    [InlineData("""{"tool_name":"","tool_input":{}}""", "`tool_name` * empty *")]
    [InlineData("""{"tool_name":"a\u0000b","tool_input":{}}""", "`tool_name` * control character")]
    [InlineData("""{"tool_name":"Read","tool_input":[]}""", "`tool_input` * no object")]
    [InlineData("""{"tool_name":"Read","tool_input":"{}"}""", "`tool_input` * no object")]
    [InlineData("""{"tool_name":"Read","tool_input":null}""", "`tool_input` * no object")]
    [InlineData("""{"session_id":7,"tool_name":"Read","tool_input":{}}""", "`session_id` * no string")]
    [InlineData("""{"session_id":null,"tool_name":"Read","tool_input":{}}""", "`session_id` * no string")]
    [InlineData("""{"cwd":["/"],"tool_name":"Read","tool_input":{}}""", "`cwd` * no string")]
    [InlineData("""{"cwd":"sub","tool_name":"Read","tool_input":{}}""", "`cwd` * no absolute path")]
    [InlineData("""{"cwd":"/w\u0000","tool_name":"Read","tool_input":{}}""", "`cwd` * no absolute path")]
    [InlineData("""{"hook_event_name":7,"tool_name":"Read","tool_input":{}}""", "`hook_event_name` * no string")]
    [InlineData("""{"hook_event_name":null,"tool_name":"Read","tool_input":{}}""", "`hook_event_name` * no string")]
    [InlineData("""{"agent_id":{},"tool_name":"Read","tool_input":{}}""", "`agent_id` * no string")]
    [InlineData("""{"mcp_server":"x","tool_name":"Read","tool_input":{}}""", "`mcp_server` * no object")]
    [InlineData("""{"mcp_server":{"name":1},"tool_name":"Read","tool_input":{}}""", "*name of `mcp_server` * no string")]
    [InlineData("""{"Tool_Name":"Read","tool_input":{}}""", "*differs from `tool_name` only in its spelling*")]
    [InlineData("""{"tool_name":"Read","TOOL_NAME":"Bash","tool_input":{}}""", "*differs from `tool_name` only in its spelling*")]
    [InlineData("""{"tool_name":"Read","tool-input":{},"tool_input":{}}""", "*differs from `tool_input` only in its spelling*")]
    [InlineData("""{"tool_name":"Read","tool_input":{},"\u017fession_id":"x"}""", "*differs from `session_id` only in its spelling*")]
    [InlineData("""{"tool_name":"Read","tool_input":{},"hoo\u212a_event_name":"Stop"}""", "*differs from `hook_event_name` only in its spelling*")]
    [InlineData("""{"tool_name":"Read","toolName":"Bash","tool_input":{}}""", "`tool_name` stands twice * two spellings *")]
    [InlineData("""{"session_id":"a","sessionId":"b","tool_name":"Read","tool_input":{}}""", "`session_id` stands twice * two spellings *")]
    [InlineData("""{"toolName":"bash","toolArgs":["ls"]}""", "`toolArgs` * no object")]
    [InlineData("""{"toolName":"bash"}""", "*no `toolArgs`")]
    [InlineData("""{"toolName":"bash","toolArgs":"{\"a\":1,\"a\":2}"}""", "`toolArgs` * not sound JSON: the key `a` stands twice *")]
    [InlineData("""{"toolName":"bash","toolArgs":"{} {}"}""", "`toolArgs` * not sound JSON: something follows *")]
    [InlineData("""{"toolName":"bash","toolArgs":"[]"}""", "`toolArgs` * no JSON object")]
    [InlineData("""{"toolName":"bash","toolArgs":""}""", "`toolArgs` * empty *")]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":["/w"]}""", "*no `command`")]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":["/w"],"command":["ls"]}""", "`command` * no string")]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":["w"],"command":"ls"}""", "*`workspace_roots` * no absolute path")]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeShellExecution","workspace_roots":"/w","command":"ls"}""", "`workspace_roots` * no array")]
    [InlineData("""{"conversation_id":"c","hook_event_name":"beforeReadFile","workspace_roots":["/w"]}""", "*no `file_path`")]
    [InlineData("""{"hook_event_name":"PostToolUse","tool_name":"Read","tool_input":{},"duration_ms":"5"}""", "`duration_ms` * no number")]
    public void RefusesWhatTwoReadersCouldTakeDifferently(string json, string message)
    {
        var fault = Assert.Throws<HookFault>(() => Read(json));
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(message).Replace("\\*", ".*", StringComparison.Ordinal) + "$", fault.Message);
    }

    [Fact]
    public void RefusesArgumentsThatTheNamedClientWouldNotSend() =>
        Assert.Throws<HookFault>(() => Read("""{"toolName":"bash","toolArgs":"{\"command\":\"rm -rf /\"}"}""", "claude-code"));

    [Theory]
    [InlineData("""{"tool_name":"Read","tool_input":{},"sessionId":"a","session_id":"a"}""")]
    [InlineData("""{"tool_name":"Read","tool_input":{},"agent_id":null,"tool_use_id":null,"mcp_server":null}""")]
    [InlineData("""{"tool_name":"Read","tool_input":{},"Unknown":1,"unknown":2,"tool_names":3}""")]
    [InlineData("""{"\u0074ool_name":"Read","tool_input":{}}""")]
    public void AcceptsWhatAllReadersTakeAlike(string json) => Assert.Equal("Read", Read(json).Tool);

    /// <summary>What isn't decided isn't read either: a new event of a client must not fail over a member that means something else there.</summary>
    [Fact]
    public void ReadsNothingElseOfOtherEvents() =>
        Assert.Equal(HookEvent.Other, Read("""{"hook_event_name":"Stop","cwd":7,"tool_name":{},"session_id":[]}""").Event);
}
