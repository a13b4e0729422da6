using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class EnforcerTests
{
    [Fact]
    public void Allowed_and_denied_calls_are_recorded_with_every_member()
    {
        using var box = new SessionSandbox("allow file.read\ndeny file.write\nbudget calls=5\n");
        Assert.Equal(Decision.Allow, box.Call("Read", use: "toolu_1").Decision);
        Outcome denied = box.Call("Write");
        Assert.Equal(Decision.Deny, denied.Decision);
        Assert.Contains(".aex/policy.aex", denied.Reason, StringComparison.Ordinal);
        Assert.Equal("file.write", denied.Capability);
        List<JsonElement> lines = box.Audit();
        Assert.Equal(2, lines.Count);
        JsonElement first = lines[0];
        Assert.Equal("tool.allowed", first.GetProperty("event").GetString());
        Assert.Equal("2026-03-01T12:00:00.0000000Z", first.GetProperty("time").GetString());
        Assert.Equal("s1", first.GetProperty("session").GetString());
        Assert.Equal("claude-code", first.GetProperty("client").GetString());
        Assert.Equal("Read", first.GetProperty("tool").GetString());
        Assert.Equal(box.Root + "/a.txt", first.GetProperty("input").GetProperty("file_path").GetString());
        Assert.Equal(box.Root, first.GetProperty("cwd").GetString());
        Assert.Equal("file.read", first.GetProperty("capability").GetString());
        Assert.Equal("file.read", first.GetProperty("requests")[0].GetProperty("capability").GetString());
        Assert.Equal("allow", first.GetProperty("decision").GetString());
        Assert.Equal(1, first.GetProperty("budget").GetProperty("calls").GetProperty("used").GetInt64());
        Assert.Equal(5, first.GetProperty("budget").GetProperty("calls").GetProperty("limit").GetInt64());
        Assert.StartsWith("sha256:", first.GetProperty("policy").GetString(), StringComparison.Ordinal);
        Assert.Equal("toolu_1", first.GetProperty("toolUseId").GetString());
        Assert.Equal(AuditChain.Origin("s1"), first.GetProperty("prev").GetString());
        Assert.Equal(["prev", "hash"], first.EnumerateObject().Select(member => member.Name).TakeLast(2));
        JsonElement second = lines[1];
        Assert.Equal("tool.denied", second.GetProperty("event").GetString());
        Assert.Equal("deny file.write", second.GetProperty("rule").GetProperty("text").GetString());
        Assert.Equal(first.GetProperty("hash").GetString(), second.GetProperty("prev").GetString());
        Assert.Equal(1, second.GetProperty("budget").GetProperty("calls").GetProperty("used").GetInt64());
    }

    [Fact]
    public void Files_are_the_users_alone_and_ignored_by_git()
    {
        using var box = new SessionSandbox();
        box.Read();
        Assert.Equal("audit/\ncheckpoints/\nruns/*.audit.jsonl\n", File.ReadAllText(box.Root + "/.aex/.gitignore"));
        foreach (string folder in Directory.EnumerateDirectories(box.State, "*", SearchOption.AllDirectories).Append(box.State).Append(box.Root + "/.aex/audit"))
        {
            Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(folder), 8));
        }

        foreach (string file in Directory.EnumerateFiles(box.State, "*", SearchOption.AllDirectories).Append(box.AuditPath))
        {
            Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(file), 8));
        }
    }

    [Fact]
    public void A_git_ignore_file_that_is_there_stays()
    {
        using var box = new SessionSandbox();
        SessionSandbox.Write(box.Root + "/.aex/.gitignore", "mine\n");
        box.Read();
        Assert.Equal("mine\n", File.ReadAllText(box.Root + "/.aex/.gitignore"));
    }

    [Fact]
    public void Without_an_aex_folder_the_audit_stands_beside_the_state()
    {
        using var box = new SessionSandbox(null);
        SessionSandbox.Write(box.Root + "/aex.policy.aex", SessionSandbox.Policy("allow file.read\n"));
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.False(Directory.Exists(box.Root + "/.aex"));
        Assert.Single(box.Audit(box.ReadState().AuditFile));
    }

    [Fact]
    public void Without_a_policy_nothing_runs_until_there_is_one()
    {
        using var box = new SessionSandbox(null);
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("aex init --policy", outcome.Reason, StringComparison.Ordinal);
        box.WritePolicy("allow file.read\n");
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void A_policy_with_an_error_denies_until_it_is_mended()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=many\n");
        Assert.Equal(Decision.Deny, box.Read().Decision);
        box.WritePolicy("allow file.read\n");
        Assert.Equal(Decision.Allow, box.Read().Decision);
    }

    [Fact]
    public void Without_a_policy_calls_pass_where_that_was_asked_for_and_a_later_policy_narrows()
    {
        using var box = new SessionSandbox(null) { Options = new EnforcerOptions { AllowNoPolicy = true } };
        Assert.Equal(Decision.Allow, box.Read().Decision);
        box.WritePolicy("allow file.write\n");
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void The_managed_and_the_users_policy_narrow()
    {
        using var box = new SessionSandbox("allow file.read, file.write\n");
        SessionSandbox.Write(box.Home + "/config/policy.aex", SessionSandbox.Policy("deny file.write\n"));
        SessionSandbox.Write(box.Folder + "/managed.aex", SessionSandbox.Policy("deny file.read\n"));
        Assert.Equal(Decision.Deny, box.Call("Write").Decision);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void Asks_are_denied_unattended_and_not_charged()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\nbudget calls=1\n");
        Outcome outcome = box.Read();
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("aex approve", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal("confirm.required", box.Audit()[0].GetProperty("event").GetString());
        Assert.Equal(0, box.ReadState().Counters.Used("calls"));
        Assert.Single(box.ReadState().Waiting);
    }

    [Fact]
    public void Asks_with_a_dialog_are_charged_when_asked()
    {
        using var box = new SessionSandbox("allow file.read\nconfirm before file.read\nbudget calls=1\n") { Options = new EnforcerOptions { Asks = AskMode.Dialog } };
        Assert.Equal(Decision.Ask, box.Read().Decision);
        Assert.Equal(1, box.ReadState().Counters.Used("calls"));
        Outcome second = box.Read();
        Assert.Equal(Decision.Deny, second.Decision);
        Assert.Equal("budget.exhausted", box.Audit()[1].GetProperty("event").GetString());
    }

    [Fact]
    public void Observing_lets_all_pass_and_records_what_would_have_been()
    {
        using var box = new SessionSandbox("deny file.read\n") { Options = new EnforcerOptions { Observe = true } };
        Assert.Equal(Decision.Allow, box.Read().Decision);
        JsonElement line = box.Audit()[0];
        Assert.Equal("deny", line.GetProperty("decision").GetString());
        Assert.True(line.GetProperty("observed").GetBoolean());
    }

    [Fact]
    public void A_warning_comes_at_four_fifths_and_at_the_end()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=10\n");
        string?[] notices = [.. Enumerable.Range(0, 10).Select(_ => box.Read().Notice)];
        Assert.Equal([7, 9], Enumerable.Range(0, 10).Where(i => notices[i] is not null));
        Assert.Contains("calls: 8 of 10", notices[7], StringComparison.Ordinal);
        Assert.Equal(Decision.Deny, box.Read().Decision);
    }

    [Fact]
    public void Secrets_in_arguments_are_not_recorded_and_long_texts_are_digests()
    {
        using var box = new SessionSandbox("allow file.write\n");
        box.Host = box.Host with { Secrets = ["correct-horse-battery"] };
        string text = "{\"file_path\":\"/x\",\"content\":\"" + new string('z', 1025) + "\",\"password\":\"hunter2\",\"nested\":{\"token\":{\"a\":[\"deep1\",17]}},\"n\":\"a correct-horse-battery b ghp_0123456789abcdefghijklmnopqrstuvwxyz\"}";
        box.Call("Write", text);
        string audit = File.ReadAllText(box.AuditPath);
        Assert.DoesNotContain("hunter2", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("deep1", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("battery", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("ghp_0123", audit, StringComparison.Ordinal);
        JsonElement content = box.Audit()[0].GetProperty("input").GetProperty("content");
        Assert.Equal(1025, content.GetProperty("length").GetInt32());
        Assert.Equal(64, content.GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void A_huge_call_makes_a_small_line()
    {
        using var box = new SessionSandbox("allow file.read\n");
        string many = string.Join(',', Enumerable.Range(0, 100_000).Select(i => "\"value " + i + "\""));
        Assert.Equal(Decision.Allow, box.Call("Read", "{\"file_path\":\"/x\",\"more\":[" + many + "]}").Decision);
        Assert.True(new FileInfo(box.AuditPath).Length < 10_000);
    }

    [Fact]
    public void Results_are_recorded_and_charge_nothing()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=1\n");
        box.Call("Read", use: "t1");
        Enforcer.RecordResult(box.Host, box.Options, box.Request(), box.ToolCall("Read", use: "t1"), true, 12, "no such file, token=abcdef");
        JsonElement line = box.Audit()[1];
        Assert.Equal("tool.result", line.GetProperty("event").GetString());
        Assert.Equal(12, line.GetProperty("durationMs").GetInt64());
        Assert.Equal("no such file, token=***", line.GetProperty("error").GetString());
        Assert.Equal(1, box.ReadState().Counters.Used("calls"));
    }

    [Theory]
    [InlineData("../../../escape")]
    [InlineData("a/b\\c")]
    [InlineData("..")]
    [InlineData("ÄÖ 😀")]
    [InlineData("S1")]
    public void Hostile_session_ids_stay_in_their_folders(string id)
    {
        using var box = new SessionSandbox();
        Assert.Equal(Decision.Allow, box.Read(id).Decision);
        Assert.Equal(Decision.Allow, box.Read("s1").Decision);
        Assert.Equal(2, Directory.GetFiles(box.Root + "/.aex/audit").Length);
        Assert.Empty(Directory.GetFiles(box.Home));
        Assert.Empty(Directory.GetFiles(box.Folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\u001bb")]
    public void Impossible_session_ids_are_denied(string id)
    {
        using var box = new SessionSandbox();
        Assert.Equal(Decision.Deny, box.Read(id).Decision);
        Assert.Equal(Decision.Deny, box.Read(new string('x', 10_000_000)).Decision);
    }

    [Fact]
    public void A_changed_folder_stays_in_the_session_that_began()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=2\n");
        string other = box.Home + "/other";
        SessionSandbox.Write(other + "/.aex/policy.aex", SessionSandbox.Policy("allow file.read, file.write\n"));
        Assert.Equal(Decision.Allow, box.Read().Decision);
        Assert.Equal(Decision.Allow, box.Call("Read", projectDir: other, cwd: other).Decision);
        Assert.Equal(Decision.Deny, box.Call("Read", projectDir: null, cwd: other).Decision);
        Assert.Equal(Decision.Deny, box.Call("Write", projectDir: other, cwd: other).Decision);
        Assert.False(Directory.Exists(other + "/.aex/audit"));
    }

    [Fact]
    public void The_root_without_a_project_folder_is_the_outermost_with_a_policy()
    {
        using var box = new SessionSandbox("allow file.read\nbudget calls=1\n");
        string below = box.Root + "/src/deep";
        SessionSandbox.Write(below + "/.aex/policy.aex", SessionSandbox.Policy("allow file.read, file.write\n"));
        Assert.Equal(Decision.Allow, box.Call("Read", session: null, projectDir: null, cwd: below).Decision);
        Assert.Equal(Decision.Deny, box.Call("Write", session: null, projectDir: null, cwd: below).Decision);
        Assert.Equal(Decision.Deny, box.Call("Read", session: null, projectDir: null, cwd: box.Root).Decision);
        Assert.True(File.Exists(box.Root + "/.aex/audit/_default.jsonl"));
    }

    [Fact]
    public void Time_runs_out_and_a_clock_set_back_wins_nothing()
    {
        using var box = new SessionSandbox("allow file.read\nbudget minutes=10\n");
        Assert.Equal(Decision.Allow, box.Read().Decision);
        box.Clock.Now += TimeSpan.FromMinutes(9);
        Outcome late = box.Read();
        Assert.Equal(Decision.Allow, late.Decision);
        Assert.Contains("minutes: 9 of 10", late.Notice, StringComparison.Ordinal);
        Assert.Null(box.Read().Notice);
        box.Clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        box.Clock.Now -= TimeSpan.FromDays(400);
        Assert.Equal(Decision.Deny, box.Read().Decision);
        Assert.Equal("2026-03-01T12:11:00.0000000Z", box.Audit()[^1].GetProperty("time").GetString());
    }
}
