using System.Text;
using Aex.Cli.Install;
using Xunit;

namespace Aex.Tests.Cli;

public sealed class CodexTrustTest
{
    private const string File = "/tmp/cx/home/.codex/hooks.json";

    /// <summary>Key and hash of the first hook are what Codex 0.171.0 answered to <c>hooks/list</c> for this file.</summary>
    private const string Hooks = """{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"/x/aex gate --client codex","timeout":30}]}],"SessionStart":[{"hooks":[{"type":"command","command":"echo hi"}]}]}}""";

    private const string Key = "/tmp/cx/home/.codex/hooks.json:pre_tool_use:0:0";
    private const string Hash = "sha256:677d73796884e1c39c12a49215eaf8d099ef80d2148464d0778c8cdf9bdf261c";

    private static readonly CodexTrust Trust = new(File, Encoding.UTF8.GetBytes(Hooks));

    [Fact]
    public void Key_and_hash_are_those_that_Codex_computes() => Assert.Equal((Key, Hash), Assert.Single(Trust.Wanted()));

    [Theory]
    [InlineData("")]
    [InlineData("model = \"x\"")]
    [InlineData("# mine\r\n[projects.\"/p\"]\r\ntrust_level = \"trusted\" # yes\r\n")]
    [InlineData("[hooks.state]\n")]
    [InlineData("[hooks.state.\"/other:stop:0:0\"]\ntrusted_hash = \"sha256:1\"\n")]
    [InlineData("[[hooks.PreToolUse]]\nmatcher = \".*\"\n[[hooks.PreToolUse.hooks]]\ntype = \"command\"\ncommand = \"x\"\n")]
    public void Trust_is_written_once_and_taken_back(string before)
    {
        var bytes = Encoding.UTF8.GetBytes(before);
        Assert.NotNull(Trust.Missing(bytes));
        var after = Trust.Install(bytes);
        Assert.StartsWith(before, Encoding.UTF8.GetString(after), StringComparison.Ordinal);
        Assert.Null(Trust.Missing(after));
        Assert.True(Trust.IsInstalled(after));
        Assert.Equal(after, Trust.Install(after));
        Assert.Equal(bytes, InstallReceipt.Of("/x", true, bytes, after).Undo(after));
        Assert.Equal(before.TrimEnd(), Encoding.UTF8.GetString(Trust.Uninstall(after)).TrimEnd());
    }

    [Theory]
    [InlineData("trusted_hash = \"sha256:old\" # by hand\n", "trusted_hash = \"" + Hash + "\" # by hand\n")]
    [InlineData("enabled = true\n", "trusted_hash = \"" + Hash + "\"\nenabled = true\n")]
    public void An_entry_that_is_there_is_brought_up_to_date(string before, string after)
    {
        const string header = "[hooks.state.\"" + Key + "\"]\n";
        Assert.Equal(header + after, Encoding.UTF8.GetString(Trust.Install(Encoding.UTF8.GetBytes(header + before))));
    }

    [Theory]
    [InlineData("hooks = {state = {}}\n")]
    [InlineData("[hooks]\nstate = {}\n")]
    [InlineData("a = \n")]
    [InlineData("a = 1\na = 2\n")]
    public void What_cannot_be_edited_is_refused(string text) => Assert.Throws<SettingsFault>(() => Trust.Install(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("", "not told to trust")]
    [InlineData("[hooks.state.\"" + Key + "\"]\ntrusted_hash = \"sha256:1\"\n", "changed since")]
    [InlineData("[hooks.state.\"" + Key + "\"]\ntrusted_hash = \"" + Hash + "\"\nenabled = false\n", "switched off")]
    [InlineData("hooks.state.\"" + Key + "\" = {trusted_hash = \"" + Hash + "\"}\n", null)]
    public void What_is_missing_is_told(string text, string? why)
    {
        var missing = Trust.Missing(Encoding.UTF8.GetBytes(text));
        if (why is null)
        {
            Assert.Null(missing);
        }
        else
        {
            Assert.Contains(why, missing, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_hook_behind_others_has_its_own_place_in_the_key()
    {
        var hooks = Hooks.Replace("\"PreToolUse\":[", "\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"lint\"}]},", StringComparison.Ordinal);
        Assert.Equal(Key.Replace(":0:0", ":1:0", StringComparison.Ordinal), Assert.Single(new CodexTrust(File, Encoding.UTF8.GetBytes(hooks)).Wanted()).Key);
    }
}
