using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aex.Mcp.MetaTools;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Tests.Sessions;
using NJsonSchema;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>The meta-tools on a real session, and every edit of a checkpoint that could win back a budget.</summary>
public sealed class MetaToolTests : IDisposable
{
    private readonly SessionSandbox _box = new("allow file.read\nbudget calls=5\n");

    private string Folder(string name = "c1") => _box.Root + "/.aex/checkpoints/" + name;

    private string CheckpointFile(string name = "c1") => Folder(name) + "/checkpoint.json";

    [Fact]
    public void A_checkpoint_holds_the_documented_fields_and_the_audit()
    {
        Assert.Equal(Decision.Allow, _box.Read().Decision);
        Assert.Equal(Decision.Deny, _box.Call("Write").Decision);
        var answer = Call("aex.checkpoint", """{"name":"c1","description":"half way"}""");
        Assert.Equal(".aex/checkpoints/c1/checkpoint.json", (string?)answer["path"]);
        Assert.Contains("aex.resume", (string?)answer["message"], StringComparison.Ordinal);
        var kept = JsonNode.Parse(File.ReadAllText(CheckpointFile()))!;
        Assert.Equal(("c1", "half way", 1, 5, "s1"), ((string?)kept["name"], (string?)kept["description"], (int)kept["callsUsed"]!, (int)kept["budget"]!, (string?)kept["session"]));
        Assert.Equal(["forward", "block"], kept["toolHistory"]!.AsArray().Select(entry => (string?)entry!["decision"]));
        Assert.Equal(["Read", "Write"], kept["toolHistory"]!.AsArray().Select(entry => (string?)entry!["tool"]));
        Assert.Contains("not in the allow list", (string?)kept["toolHistory"]![1]!["reason"], StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Folder() + "/audit.jsonl").Length);
        Assert.Equal((string?)kept["auditHead"], (string?)JsonNode.Parse(File.ReadAllLines(_box.AuditPath)[1])!["hash"]);
        Assert.Equal("meta.handled", _box.Audit()[^1].GetProperty("event").GetString());
        Assert.Equal(1, _box.ReadState().Counters.Used("calls"));
    }

    [Fact]
    public void Checkpoint_spend_resume_never_raises_what_is_left()
    {
        _ = _box.Read();
        _ = Call("aex.checkpoint", """{"name":"c1"}""");
        _ = _box.Read();
        _ = _box.Read();
        var resumed = Call("aex.resume", """{"name":"c1"}""");
        Assert.Equal((3, 2), ((int)resumed["callsUsed"]!, (int)resumed["budgetRemaining"]!));
        Assert.Equal(3, _box.ReadState().Counters.Used("calls"));
        _ = _box.Read();
        _ = _box.Read();
        Assert.Equal(Decision.Deny, _box.Read().Decision);
        Assert.Equal(0, (int)Call("aex.resume", """{"name":"c1"}""")["budgetRemaining"]!);
        Assert.Equal(Decision.Deny, _box.Read().Decision);
    }

    [Fact]
    public void Another_session_goes_on_with_what_was_used()
    {
        _ = _box.Read();
        _ = _box.Read();
        _box.Clock.Now += TimeSpan.FromMinutes(7);
        _ = Call("aex.checkpoint", """{"name":"c1","description":"d"}""");
        var resumed = Call("aex.resume", """{"name":"c1"}""", "s2");
        Assert.Equal((2, 3, "d"), ((int)resumed["callsUsed"]!, (int)resumed["budgetRemaining"]!, (string?)resumed["description"]));
        Assert.Equal(["Read", "Read"], resumed["toolsCalled"]!.AsArray().Select(tool => (string?)tool));
        var state = _box.ReadState("s2");
        Assert.Equal(7, (state.Latest - state.Started) / 60_000);
        Assert.Equal(Decision.Allow, _box.Read("s2").Decision);
        Assert.Equal(3, _box.ReadState("s2").Counters.Used("calls"));
    }

    [Fact]
    public void What_a_person_added_stays_with_its_session()
    {
        _ = _box.Read();
        SessionControl.AddBudget(_box.Host, _box.ReadState(), "calls", 100);
        _ = Call("aex.checkpoint", """{"name":"c1"}""");
        Assert.Equal(4, (int)Call("aex.resume", """{"name":"c1"}""", "s2")["budgetRemaining"]!);
        Assert.Equal(104, (int)Call("aex.resume", """{"name":"c1"}""")["budgetRemaining"]!);
    }

    public static TheoryData<string> Edits() => new()
    {
        "\"callsUsed\":2=>\"callsUsed\":0", "\"calls\":2=>\"calls\":0", "\"calls\":2=>\"calls\":-9", "\"calls\":2=>\"calls\":1e3", "\"budget\":5=>\"budget\":5000",
        "\"name\":\"c1\"=>\"name\":\"c2\"", "}\n=>", "forward=>block", "{=>{\"name\":\"c1\",", "\"session\":\"s1\"=>\"session\":\"s2\"", "\"hash\":\"=>\"hash\":\"0", "{=>[", "c1=>c\u0000",
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edited_checkpoint_is_refused_and_changes_nothing(string edit)
    {
        _ = _box.Read();
        _ = _box.Read();
        _ = Call("aex.checkpoint", """{"name":"c1"}""");
        var parts = edit.Split("=>");
        var text = File.ReadAllText(CheckpointFile());
        Assert.Contains(parts[0], text, StringComparison.Ordinal);
        var at = text.LastIndexOf(parts[0], StringComparison.Ordinal);
        at = parts[0] is "{" or "\"name\":\"c1\"" or "c1" ? text.IndexOf(parts[0], StringComparison.Ordinal) : at;
        File.WriteAllText(CheckpointFile(), text[..at] + parts[1] + text[(at + parts[0].Length)..]);
        Assert.Contains("is refused", Refused("aex.resume", """{"name":"c1"}"""), StringComparison.Ordinal);
        Assert.Equal(2, _box.ReadState().Counters.Used("calls"));
    }

    [Fact]
    public void A_forged_seal_is_not_the_one_that_was_written()
    {
        _ = _box.Read();
        _ = Call("aex.checkpoint", """{"name":"c1"}""");
        _ = Call("aex.checkpoint", """{"name":"c2"}""");
        // A whole and rightly sealed file, but of another making.
        var forged = File.ReadAllText(CheckpointFile("c2")).Replace("\"name\":\"c2\"", "\"name\":\"c1\"", StringComparison.Ordinal);
        var body = forged[..forged.IndexOf(",\"hash\":", StringComparison.Ordinal)];
        var head = (string)JsonNode.Parse(forged)!["auditHead"]!;
        var seal = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(head + body)));
        File.WriteAllText(CheckpointFile(), body + ",\"hash\":\"" + seal + "\"}\n");
        Assert.Contains("is not the one that was written", Refused("aex.resume", """{"name":"c1"}"""), StringComparison.Ordinal);
        // Nor does it pass for one of the original, which has no seal.
        File.WriteAllText(CheckpointFile(), """{"name":"c1","timestamp":"t","callsUsed":0,"budget":null,"toolHistory":[]}""");
        Assert.Contains("is not the one that was written", Refused("aex.resume", """{"name":"c1"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("change")]
    [InlineData("add")]
    [InlineData("remove")]
    [InlineData("link")]
    public void A_broken_audit_beside_it_is_refused(string how)
    {
        _ = _box.Read();
        _ = _box.Read();
        _ = Call("aex.checkpoint", """{"name":"c1"}""");
        var file = Folder() + "/audit.jsonl";
        var lines = File.ReadAllLines(file);
        switch (how)
        {
            case "drop":
                File.WriteAllText(file, lines[1] + "\n");
                break;
            case "change":
                File.WriteAllText(file, lines[0].Replace("Read", "Edit", StringComparison.Ordinal) + "\n" + lines[1] + "\n");
                break;
            case "add":
                File.AppendAllText(file, lines[1] + "\n");
                break;
            case "remove":
                File.Delete(file);
                break;
            default:
                File.Move(file, file + "2");
                File.CreateSymbolicLink(file, file + "2");
                break;
        }

        Assert.Contains("audit beside it", Refused("aex.resume", """{"name":"c1"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_the_original_loads_and_lowers_nothing()
    {
        _ = _box.Read();
        _ = _box.Read();
        SessionSandbox.Write(CheckpointFile("old"), """
            {
              "name": "old",
              "description": "from before",
              "timestamp": "2025-01-01T00:00:00.000Z",
              "callsUsed": 1,
              "budget": 50,
              "toolHistory": [{"tool": "file.read", "timestamp": "2025-01-01T00:00:00.000Z", "decision": "forward"}, {"tool": "x", "timestamp": "t", "decision": "block", "reason": "r"}]
            }
            """);
        var resumed = Call("aex.resume", """{"name":"old"}""");
        Assert.Equal((2, 3, "from before"), ((int)resumed["callsUsed"]!, (int)resumed["budgetRemaining"]!, (string?)resumed["description"]));
        Assert.Equal(["file.read"], resumed["toolsCalled"]!.AsArray().Select(tool => (string?)tool));
        Assert.Equal(4, (int)Call("aex.resume", """{"name":"old"}""", "s2")["budgetRemaining"]!);
    }

    [Fact]
    public async Task Fifty_checkpoints_of_one_name_at_once_leave_a_whole_one()
    {
        _ = _box.Read();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Call("aex.checkpoint", $$"""{"name":"c1","description":"{{i}}"}"""))));
        Assert.Equal(1, (int)Call("aex.resume", """{"name":"c1"}""")["callsUsed"]!);
        Assert.Equal(["audit.jsonl", "checkpoint.json"], Directory.GetFiles(Folder()).Select(Path.GetFileName).Order());
        Assert.Equal(["c1"], Directory.GetFileSystemEntries(_box.Root + "/.aex/checkpoints").Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("\u00e9")]
    public void A_name_is_one_folder(string name) => Assert.Contains("a checkpoint's name", Refused("aex.checkpoint", new JsonObject { ["name"] = name }.ToJsonString()), StringComparison.Ordinal);

    [Fact]
    public void A_link_in_the_place_of_the_folder_is_refused()
    {
        _ = _box.Read();
        Directory.CreateDirectory(_box.Folder + "/elsewhere");
        File.CreateSymbolicLink(_box.Root + "/.aex/checkpoints", _box.Folder + "/elsewhere");
        Assert.Contains("is no folder of its own", Refused("aex.checkpoint", """{"name":"c1"}"""), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_box.Folder + "/elsewhere"));
    }

    [Theory]
    [InlineData("aex.checkpoint", "{}", "aex.checkpoint needs `name`")]
    [InlineData("aex.checkpoint", """{"name":1}""", "`name` is no string")]
    [InlineData("aex.checkpoint", """{"name":"a","more":1}""", "unknown argument `more`: aex.checkpoint takes `name` and `description`")]
    [InlineData("aex.list_tasks", """{"x":"y"}""", "unknown argument `x`: aex.list_tasks takes no arguments")]
    [InlineData("aex.resume", """{"name":"none"}""", "there is no checkpoint `none`")]
    [InlineData("aex.review_task", """{"task":"../../outside.aex"}""", "it lies outside the project")]
    [InlineData("aex.review_task", """{"task":"nothing"}""", "it does not exist")]
    [InlineData("aex.review_task", """[]""", "takes its arguments as an object")]
    public void What_is_wrong_is_said(string tool, string arguments, string expected)
    {
        File.WriteAllText(_box.Folder + "/outside.aex", "task x v0\n");
        File.WriteAllText(_box.Home + "/outside.aex", "task x v0\n");
        Assert.Contains(expected, Refused(tool, arguments), StringComparison.Ordinal);
        Assert.Equal("meta.handled", _box.Audit()[^1].GetProperty("event").GetString());
    }

    [Fact]
    public void A_deny_that_names_a_meta_tool_holds()
    {
        _box.WritePolicy("allow file.read\ndeny aex.checkpoint\n");
        Assert.Equal("aex.checkpoint is denied by .aex/policy.aex:4 (deny aex.checkpoint)", Refused("aex.checkpoint", """{"name":"c1"}"""));
        _ = Call("aex.list_tasks", "{}");
    }

    [Fact]
    public void Tasks_runs_and_checkpoints_are_listed()
    {
        SessionSandbox.Write(_box.Root + "/tasks/fix.aex", "task fix v0\ngoal \"Fix it\"\nuse file.read, tests.run\nreturn 1\n");
        SessionSandbox.Write(_box.Root + "/tasks/broken.aex", "task broken v0\ngoal \"x\n");
        SessionSandbox.Write(_box.Root + "/.aex/runs/20260101-000000-look.aex", "task look v0\ngoal \"Look\"\nuse file.read\nreturn 1\n");
        File.CreateSymbolicLink(_box.Root + "/tasks/away.aex", "/etc/hostname");
        _ = _box.Read();
        _ = Call("aex.checkpoint", """{"name":"c1","description":"half"}""");
        var tasks = Call("aex.list_tasks", "{}")["tasks"]!.AsArray();
        Assert.Equal(["tasks/away.aex", "tasks/broken.aex", "tasks/fix.aex", ".aex/runs/20260101-000000-look.aex", ".aex/checkpoints/c1/checkpoint.json"], tasks.Select(task => (string?)task!["path"]));
        Assert.Equal(["task", "task", "task", "run", "checkpoint"], tasks.Select(task => (string?)task!["type"]));
        Assert.Contains("outside the project", (string?)tasks[0]!["error"], StringComparison.Ordinal);
        Assert.StartsWith("tasks/broken.aex:2: ", (string?)tasks[1]!["error"], StringComparison.Ordinal);
        Assert.Equal(("fix", "Fix it"), ((string?)tasks[2]!["name"], (string?)tasks[2]!["goal"]));
        Assert.Equal(["file.read", "tests.run"], tasks[2]!["tools"]!.AsArray().Select(tool => (string?)tool));
        Assert.Equal(["Read"], tasks[4]!["tools"]!.AsArray().Select(tool => (string?)tool));
    }

    [Fact]
    public async Task A_review_is_that_of_aex_review()
    {
        SessionSandbox.Write(_box.Root + "/tasks/fix.aex", "task fix v0\ngoal \"Fix it\"\nuse file.read, network.fetch\nreturn 1\n");
        var review = Call("aex.review_task", """{"task":"fix"}""");
        var schema = await JsonSchema.FromFileAsync(Corpus.At("docs", "schemas", "review.schema.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(review.ToJsonString()));
        Assert.Equal(("fix", true, false), ((string?)review["task"], (bool)review["valid"]!, (bool)review["runsUnderPolicy"]!));
        Assert.Equal(review.ToJsonString(), Call("aex.review_task", """{"task":"tasks/fix.aex"}""").ToJsonString());
    }

    [Fact]
    public async Task Declarations_and_results_have_the_form_of_the_protocol()
    {
        Assert.Equal(["aex.checkpoint", "aex.resume", "aex.list_tasks", "aex.review_task"], MetaToolList.All.Select(tool => tool.Name));
        foreach (var tool in MetaToolList.All)
        {
            Assert.Same(tool, MetaToolList.Find(tool.Name));
            Assert.Same(tool, MetaToolList.Find(tool.PlainName));
            var declared = Write(json => tool.WriteDeclaration(json, plainName: true));
            Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", (string?)declared["name"]);
            var schema = await JsonSchema.FromJsonAsync(declared["inputSchema"]!.ToJsonString(), TestContext.Current.CancellationToken);
            Assert.NotEmpty(schema.Validate("""{"other":1}"""));
        }

        Assert.Null(MetaToolList.Find("aex.other"));
        Assert.Null(MetaToolList.Find("AEX.resume"));
        Assert.True(MetaToolList.RefusesDots("codex-mcp-client") && MetaToolList.RefusesDots("claude-ai") && MetaToolList.RefusesDots("github-copilot-developer"));
        Assert.False(MetaToolList.RefusesDots("claude-code") || MetaToolList.RefusesDots(null));
        var result = Write(json => MetaToolList.Call(Session("s1"), MetaToolList.Find("aex.list_tasks")!, "{}"u8.ToArray()).WriteResult(json, resultType: true));
        Assert.Equal(("complete", false, "text"), ((string?)result["resultType"], (bool)result["isError"]!, (string?)result["content"]![0]!["type"]));
        Assert.Equal(result["structuredContent"]!.ToJsonString(), (string?)result["content"]![0]!["text"]);
        Assert.True((bool)Write(json => new MetaAnswer([], "no").WriteResult(json, resultType: false))["isError"]!);
    }

    private JsonObject Call(string tool, string arguments, string session = "s1")
    {
        var answer = MetaToolList.Call(Session(session), MetaToolList.Find(tool)!, Encoding.UTF8.GetBytes(arguments));
        Assert.Null(answer.Error);
        return JsonNode.Parse(answer.Json)!.AsObject();
    }

    private string Refused(string tool, string arguments) => MetaToolList.Call(Session("s1"), MetaToolList.Find(tool)!, Encoding.UTF8.GetBytes(arguments)).Error ?? "";

    private MetaSession Session(string session) => new(_box.Host, _box.Options, _box.Request(session));

    private static JsonNode Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return JsonNode.Parse(bytes.ToArray())!;
    }

    public void Dispose() => _box.Dispose();
}
