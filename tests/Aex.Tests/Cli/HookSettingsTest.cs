using System.Text;
using System.Text.Json;
using Aex.Hooks;
using Aex.Cli.Install;
using CsCheck;
using Xunit;

namespace Aex.Tests.Cli;

/// <summary>What holds for the hooks of every client; Claude Code's own are in <see cref="ClaudeSettingsTest"/>.</summary>
public sealed class HookSettingsTest
{
    private const string Program = "/opt/bin/aex";

    public static TheoryData<string> Clients => [.. HookClientNames.All.Split(", ")];

    [Theory]
    [MemberData(nameof(Clients))]
    public void A_new_file_is_what_the_review_finds_nothing_wrong_with(string client)
    {
        var form = Form(client);
        var review = SettingsReview.Of(form, "f", Settings(client).Install([]), _ => null);
        Assert.All(review.Checks, check => Assert.Equal(CheckState.Ok, check.State));
        Assert.Equal(["settings", "hook", "fail-closed"], review.Checks.Select(check => check.Name));
        Assert.Equal(HookCommand.For(Program, form.NamesClient ? $"--client {client}" : ""), review.GateCommand);
    }

    /// <summary>The forms as the clients' documentation has them: groups with a matcher, or a list of commands with a version.</summary>
    [Fact]
    public void Each_client_gets_its_own_form()
    {
        Assert.Equal(10, Hook("claude-code", "PreToolUse")["timeout"]!.Number);
        Assert.Equal("block", Hook("claude-code", "PreToolUse")["onFailure"]!.Text);
        Assert.Equal(10, Hook("codex", "PreToolUse")["timeout"]!.Number);
        Assert.Equal(10_000, Hook("gemini", "BeforeTool")["timeout"]!.Number);
        Assert.Equal("aex", Hook("gemini", "BeforeTool")["name"]!.Text);
        foreach (var client in (string[])["cursor", "vscode", "copilot"])
        {
            var root = JsoncNode.Parse(Settings(client).Install([]));
            Assert.Equal(1, root["version"]!.Number);
            var hook = root["hooks"]!["preToolUse"]!.Items[0];
            Assert.NotNull(hook[client == "cursor" ? "command" : "bash"]);
            Assert.Equal(client == "cursor", hook["failClosed"]?.Kind == JsonTokenType.True);
            Assert.Equal(client == "cursor" ? null : "command", hook["type"]?.Text);
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public void Any_settings_keep_their_bytes_and_are_taken_back(string client)
    {
        var settings = Settings(client);
        var form = Form(client);
        var foreign = form.IsFlat ? $$"""{"{{form.CommandName}}": "lint"}""" : """{"matcher": "x", "hooks": [{"type": "command", "command": "lint"}]}""";
        var value = Gen.OneOf(Gen.Const("1"), Gen.Const("\"x\""), Gen.Const("[ ]"), Gen.Const("{\"a\":\r\n 1}"));
        var hooks = Gen.OneOf(Gen.Const("{ }"), Gen.Const($$"""{"{{form.CallEvent}}": []}"""), Gen.Const($$"""{"{{form.CallEvent}}": [{{foreign}}], "other": [ {{foreign}} ]}"""));
        var blank = Gen.OneOf<string>(["", " ", "\n", "\n\t", "\r\n    ", " /* c */ ", " // c\n\t"]);
        var member = Gen.Select(blank, Gen.Char['a', 'g'], value, blank, (before, name, text, after) => $"{before}\"{name}\":{text}{after}");
        Gen.Select(member.Array[0, 3], Gen.Bool, hooks, Gen.Bool, blank).Sample((members, hasHooks, list, hasVersion, last) =>
        {
            string[] all = [.. members.DistinctBy(text => text[text.IndexOf('"')..][1]), .. hasHooks ? [$"\"hooks\": {list}"] : (string[])[], .. hasVersion ? ["\"version\": 1"] : (string[])[]];
            var text = "{" + string.Join(",", all) + last + "}";
            var bytes = Encoding.UTF8.GetBytes(text);
            var after = settings.Install(bytes);
            Assert.True(ClaudeSettingsTest.IsSubsequence(text, Encoding.UTF8.GetString(after)));
            Assert.True(settings.IsInstalled(after));
            Assert.Equal(after, settings.Install(after));
            Assert.Equal(bytes, InstallReceipt.Of("/x", true, bytes, after).Undo(after));
            Assert.False(settings.IsInstalled(settings.Uninstall(after)));
            Assert.Equal(Others(bytes), Others(settings.Uninstall(after)));
        });
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public void A_gate_in_another_form_gives_way_and_keeps_its_options(string client)
    {
        var form = Form(client);
        var old = form.IsFlat
            ? $$$"""{"version":1,"hooks":{"{{{form.CallEvent}}}":[{"command":"aex gate --unattended"}]}}"""
            : $$$"""{"hooks":{"{{{form.CallEvent}}}":[{"matcher":"Bash","hooks":[{"type":"command","command":"aex gate --unattended"}]}]}}""";
        var review = SettingsReview.Of(form, "f", Settings(client).Install(Encoding.UTF8.GetBytes(old)), _ => null);
        Assert.DoesNotContain(review.Checks, check => check.State == CheckState.Fault);
        Assert.Equal(HookCommand.For(Program, (form.NamesClient ? $"--client {client} " : "") + "--unattended"), review.GateCommand);
    }

    [Theory]
    [InlineData("cursor", """{"hooks":{"preToolUse":[{"command":"aex gate"}]}}""", "settings")]
    [InlineData("cursor", """{"version":1,"hooks":{"preToolUse":[{"command":"aex gate"}]}}""", "fail-closed")]
    [InlineData("copilot", """{"version":1,"disableAllHooks":true,"hooks":{"preToolUse":[{"type":"command","bash":"aex gate"}]}}""", "hooks-on")]
    [InlineData("codex", """{"hooks":{"PreToolUse":[{"matcher":".*","command":"aex gate"}]}}""", "settings")]
    [InlineData("gemini", """{"hooks":{"BeforeTool":[{"matcher":"write_.*","hooks":[{"type":"command","command":"aex gate"}]}]}}""", "every-tool")]
    public void What_can_be_mended_is_all_right_afterwards(string client, string text, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var before = SettingsReview.Of(Form(client), "f", bytes, _ => null);
        Assert.Contains(before.Checks, check => check.State == CheckState.Fault && check.Name == name && check.Mend is not null);
        Assert.True(before.Fixable);
        var after = SettingsReview.Of(Form(client), "f", Settings(client).Mend(bytes), _ => null);
        Assert.All(after.Checks, check => Assert.Equal(CheckState.Ok, check.State));
    }

    [Theory]
    [InlineData("// c\n{}", false)]
    [InlineData("{\"a\": 1,}", true)]
    public void Gemini_takes_comments_and_no_trailing_commas(string text, bool isFault) =>
        Assert.Equal(isFault, SettingsReview.Of(HookForm.Gemini, "f", Encoding.UTF8.GetBytes(text), _ => null).Checks[0].State == CheckState.Fault);

    [Fact]
    public void Switching_hooks_on_again_does_not_install_the_gate() =>
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(Settings("claude-code").Mend("{\"a\":1, \"disableAllHooks\":true}"u8)));

    private static HookForm Form(string client) => HookForm.Of(HookClientNames.Find(client)!.Value);

    private static HookSettings Settings(string client) => new(Form(client), Program);

    private static JsoncNode Hook(string client, string name)
    {
        var group = JsoncNode.Parse(Settings(client).Install([]))["hooks"]![name]!.Items[0];
        Assert.Equal(".*", group["matcher"]!.Text);
        Assert.Equal("command", group["hooks"]!.Items[0]["type"]!.Text);
        return group["hooks"]!.Items[0];
    }

    /// <summary>The values without what an installation may add and leave: a version, and lists that are empty.</summary>
    private static string Others(byte[] text)
    {
        static string Meaning(JsoncNode node) => node switch
        {
            { IsObject: true } => "{" + string.Join(",", node.Members.Where(m => m.Name != "version" && Meaning(m.Value) is not ("{}" or "[]")).Select(m => $"{m.Name}:{Meaning(m.Value)}")) + "}",
            { IsArray: true } => "[" + string.Join(",", node.Items.Select(Meaning)) + "]",
            _ => $"{node.Kind}{node.Text}",
        };
        return Meaning(JsoncNode.Parse(text));
    }
}
