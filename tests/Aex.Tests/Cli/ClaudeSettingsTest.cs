using System.Text;
using System.Text.Json;
using Aex.Cli.Install;
using CsCheck;
using Xunit;

namespace Aex.Tests.Cli;

public sealed class ClaudeSettingsTest
{
    private const string Program = "/opt/bin/aex";

    private static readonly HookSettings Settings = new(HookForm.ClaudeCode, Program);

    private static readonly string Ours = HookCommand.For(Program);

    [Fact]
    public void A_new_file_gets_the_nested_form_with_every_event()
    {
        using var settings = JsonDocument.Parse(Settings.Install([]));
        var hooks = settings.RootElement.GetProperty("hooks");
        Assert.Equal(
            ["PreToolUse", "PostToolUse", "PostToolUseFailure", "SessionStart", "ConfigChange"],
            hooks.EnumerateObject().Select(member => member.Name));
        var entry = hooks.GetProperty("PreToolUse")[0];
        Assert.Equal(".*", entry.GetProperty("matcher").GetString());
        var hook = entry.GetProperty("hooks")[0];
        Assert.Equal("command", hook.GetProperty("type").GetString());
        Assert.Equal(Ours, hook.GetProperty("command").GetString());
        Assert.Equal("block", hook.GetProperty("onFailure").GetString());
        Assert.Equal(10, hook.GetProperty("timeout").GetInt32());
    }

    public static TheoryData<string> Texts =>
    [
        "{}",
        "{}\n",
        "{\n}\n",
        "{ }",
        "{\"permissions\":{\"allow\":[\"Bash(ls:*)\"]}}",
        "{\n  \"model\": \"opus\"\n}\n",
        "{\n\t\"model\": \"opus\",\n\t\"env\": {\n\t\t\"A\": \"b\"\n\t}\n}",
        "{\r\n    \"model\": \"opus\"\r\n}\r\n",
        "// top\n{\n  // mine\n  \"model\": \"opus\" // end\n  /* last */\n}\n// bottom\n",
        "{\n  \"model\": \"opus\",\n}\n",
        "{\n  \"hooks\": {}\n}\n",
        "{\n  \"hooks\": {\n    \"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"say done\"}]}]\n  },\n  \"model\": \"x\"\n}\n",
        "{\n  \"hooks\": {\n    \"PreToolUse\": []\n  }\n}\n",
        "{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\n        \"matcher\": \"Bash\",\n        \"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}] // keep\n      }\n    ]\n  }\n}\n",
        "{\n  // keep\n  \"hooks\": {\n    // this\n    \"PreToolUse\": [\n      // too\n      {\"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}]}}",
        "\uFEFF{\"a\": \"Grüße \\u202e // no comment\"}",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_was_there_stays_in_order_byte_for_byte(string before)
    {
        var after = Encoding.UTF8.GetString(Settings.Install(Encoding.UTF8.GetBytes(before)));
        Assert.True(IsSubsequence(before, after), after);
        var root = JsoncNode.Parse(Encoding.UTF8.GetBytes(after));
        Assert.Equal(Ours, root["hooks"]!["PreToolUse"]!.Items[^1]["hooks"]!.Items[0]["command"]!.Text);
        Assert.Equal(before.Contains("\r\n", StringComparison.Ordinal), after.Contains("\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Installing_twice_is_installing_once(string before)
    {
        var once = Settings.Install(Encoding.UTF8.GetBytes(before));
        Assert.Equal(Encoding.UTF8.GetString(once), Encoding.UTF8.GetString(Settings.Install(once)));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Taking_it_back_leaves_what_was_there_but_for_empty_lists(string before)
    {
        var bytes = Encoding.UTF8.GetBytes(before);
        var back = Settings.Uninstall(Settings.Install(bytes));
        Assert.False(Settings.IsInstalled(back));
        Assert.Equal(Meaning(JsoncNode.Parse(bytes)), Meaning(JsoncNode.Parse(back)));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_receipt_takes_it_back_byte_for_byte(string before)
    {
        var bytes = Encoding.UTF8.GetBytes(before);
        var after = Settings.Install(bytes);
        var receipt = InstallReceipt.Of("/x/settings.json", existed: true, bytes, after);
        Assert.Equal(bytes, receipt.Undo(after));
    }

    [Fact]
    public void The_receipt_takes_it_back_when_other_lines_changed_since()
    {
        var before = "{\n  \"a\": 1,\n  \"b\": 2\n}\n"u8;
        var after = Encoding.UTF8.GetString(Settings.Install(before));
        var receipt = InstallReceipt.Of("/x/settings.json", existed: true, before, Encoding.UTF8.GetBytes(after));
        var changed = after.Replace("\"a\": 1", "\"a\": 100", StringComparison.Ordinal);
        Assert.Equal("{\n  \"a\": 100,\n  \"b\": 2\n}\n", Encoding.UTF8.GetString(receipt.Undo(Encoding.UTF8.GetBytes(changed))!));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"hooks\":[]}")]
    [InlineData("{\"hooks\":{\"PreToolUse\":{}}}")]
    [InlineData("[]")]
    [InlineData("{\"a\":")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    public void What_cannot_be_read_is_left_alone(string text) =>
        Assert.Throws<SettingsFault>(() => Settings.Install(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_flat_form_is_mended()
    {
        var flat = """
            {
              "hooks": {
                "PreToolUse": [
                  {"matcher": ".*", "command": "aex gate"},
                  {"matcher": "Bash", "command": "lint.sh", "timeout": 5}
                ]
              }
            }
            """;
        var mended = Settings.Mend(Encoding.UTF8.GetBytes(flat));
        var list = JsoncNode.Parse(mended)["hooks"]!["PreToolUse"]!;
        Assert.DoesNotContain(list.Items, HookSettings.IsFlatEntry);
        Assert.Equal(2, list.Items.Count);
        Assert.Equal("lint.sh", list.Items[0]["hooks"]!.Items[0]["command"]!.Text);
        Assert.Equal(Ours, list.Items[1]["hooks"]!.Items[0]["command"]!.Text);
        Assert.Contains("\"timeout\": 5", Encoding.UTF8.GetString(mended), StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_above_what_goes_stays_a_comment()
    {
        const string before = "{\n  // keep\n  \"hooks\": {\n    // this\n    \"PreToolUse\": [ // and\n      // that\n      {\"matcher\": \".*\", \"command\": \"aex gate\"}]}}";
        var after = Settings.Mend(Encoding.UTF8.GetBytes(before));
        Assert.Equal(Ours, JsoncNode.Parse(after)["hooks"]!["PreToolUse"]!.Items[0]["hooks"]!.Items[0]["command"]!.Text);
        Assert.Contains("// keep\n", Encoding.UTF8.GetString(after), StringComparison.Ordinal);
        JsoncNode.Parse(Settings.Uninstall(after));
    }

    [Fact]
    public void Any_settings_keep_their_bytes()
    {
        var gen = Gen.OneOf(Gen.Const("1"), Gen.Const("\"x\""), Gen.Const("[ ]"), Gen.Const("{ }"), Gen.Const("[1, 2]"));
        var blank = Gen.OneOf<string>(["", " ", "\n", "\n  ", " /* c */ ", " // c\n\t"]);
        var member = Gen.Select(blank, Gen.Char['a', 'z'], Gen.OneOf<string>(["", " ", "\n"]), gen, blank);
        Gen.Select(member.Array[0, 4], Gen.Bool).Sample((members, trailing) =>
        {
            var distinct = members.DistinctBy(m => m.Item2).ToArray();
            var text = "{" + string.Join(",", distinct.Select(m => $"{m.Item1}\"{m.Item2}\"{m.Item3}:{m.Item4}{m.Item5}")) + (trailing && distinct.Length > 0 ? ",}" : "}");
            var bytes = Encoding.UTF8.GetBytes(text);
            var after = Settings.Install(bytes);
            Assert.True(IsSubsequence(text, Encoding.UTF8.GetString(after)));
            Assert.Equal(bytes, InstallReceipt.Of("/x", true, bytes, after).Undo(after));
            Assert.Equal(Meaning(JsoncNode.Parse(bytes)), Meaning(JsoncNode.Parse(Settings.Uninstall(after))));
            Assert.Equal(after, Settings.Install(after));
        });
    }

    [Theory]
    [InlineData("aex gate", true)]
    [InlineData("/usr/bin/aex gate --unattended", true)]
    [InlineData("'/opt/my bin/aex' gate", true)]
    [InlineData("cd /x && aex gate; true", true)]
    [InlineData("aexgate", false)]
    [InlineData("aex gatekeeper", false)]
    [InlineData("annex gate", false)]
    [InlineData("lint.sh", false)]
    public void Lines_that_run_the_gate_are_known(string command, bool expected) => Assert.Equal(expected, HookCommand.RunsGate(command));

    [Theory]
    [InlineData("aex gate", "")]
    [InlineData("/usr/bin/aex gate --unattended --policy 'a b.aex' || exit 2", "--unattended --policy 'a b.aex'")]
    public void Options_of_the_gate_are_kept(string command, string options)
    {
        Assert.Equal(options, HookCommand.OptionsOf(command));
        var before = """{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"HERE"}]}]}}""".Replace("HERE", command, StringComparison.Ordinal);
        var after = JsoncNode.Parse(Settings.Install(Encoding.UTF8.GetBytes(before)));
        var list = after["hooks"]!["PreToolUse"]!.Items;
        Assert.Equal(HookCommand.For(Program, options), Assert.Single(Assert.Single(list)["hooks"]!.Items)["command"]!.Text);
    }

    [Theory]
    [InlineData("/opt/bin/aex", "/opt/bin/aex gate")]
    [InlineData("/opt/my bin/it's/aex", "'/opt/my bin/it'\\''s/aex' gate")]
    public void The_line_quotes_the_program_s_path(string program, string start)
    {
        Assert.StartsWith(start + " || {", HookCommand.For(program), StringComparison.Ordinal);
        Assert.True(HookCommand.IsOurs(HookCommand.For(program)));
    }

    /// <summary>Whether every character of <paramref name="before"/> stands in <paramref name="after"/>, in order.</summary>
    internal static bool IsSubsequence(string before, string after)
    {
        var at = 0;
        foreach (var letter in after)
        {
            at += at < before.Length && before[at] == letter ? 1 : 0;
        }

        return at == before.Length;
    }

    /// <summary>The values without their formatting; empty hook lists, which taking back may drop, are left out.</summary>
    private static string Meaning(JsoncNode node) => node switch
    {
        { IsObject: true } => "{" + string.Join(",", node.Members.Where(m => m.Name is not ("hooks" or "PreToolUse") || Meaning(m.Value) is not ("{}" or "[]")).Select(m => $"{m.Name}:{Meaning(m.Value)}")) + "}",
        { IsArray: true } => "[" + string.Join(",", node.Items.Select(Meaning)) + "]",
        _ => $"{node.Kind}{node.Text}",
    };
}
