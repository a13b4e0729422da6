using System.Text;
using Aex.Cli.Install;
using Xunit;

namespace Aex.Tests.Cli;

public sealed class SettingsReviewTest
{
    [Fact]
    public void What_install_writes_is_all_right()
    {
        var review = Review(Encoding.UTF8.GetString(new HookSettings(HookForm.ClaudeCode, "/opt/aex").Install([])));
        Assert.All(review.Checks, check => Assert.Equal(CheckState.Ok, check.State));
        Assert.Equal(["settings", "hook", "fail-closed"], review.Checks.Select(check => check.Name));
        Assert.Equal(HookCommand.For("/opt/aex"), review.GateCommand);
        Assert.False(review.Fixable);
    }

    [Theory]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","command":"aex gate"}]}}""", "settings", true)]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"aex gate"}]}]}}""", "fail-closed", true)]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"aex gate"}]}]}}""", "every-tool", true)]
    [InlineData("""{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"aex gate"},{"type":"command","command":"/bin/aex gate"}]}]}}""", "once", true)]
    [InlineData("""{"disableAllHooks":true}""", "hooks-on", true)]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":"Bash"}]}}""", "settings", false)]
    [InlineData("""{"hooks":{"PreToolUse":{}}}""", "settings", false)]
    [InlineData("""{"hooks":""", "settings", false)]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"aex gate"}]}]}} // a comment""", "settings", false)]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"aex gate"}]}]},}""", "settings", false)]
    [InlineData("""{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"jq .updatedInput"}]}]}}""", "no-rewriting", false)]
    [InlineData("""{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"python3 rewrite.py"}]}]}}""", "no-rewriting", false)]
    public void Each_fault_is_named(string settings, string name, bool fixable)
    {
        var review = Review(settings);
        var fault = Assert.Single(review.Checks, check => check.State == CheckState.Fault && check.Name == name);
        Assert.NotNull(fault.Mend);
        Assert.Equal(fixable, review.Fixable);
    }

    [Theory]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","command":"aex gate"}]}}""")]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":".*","hooks":[{"type":"command","command":"aex gate"}]}]}}""")]
    [InlineData("""{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"aex gate"}]}]}}""")]
    [InlineData("""{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"aex gate"},{"type":"command","command":"/bin/aex gate"}]}]}}""")]
    public void What_can_be_mended_is_all_right_afterwards(string settings) =>
        Assert.All(Review(Encoding.UTF8.GetString(new HookSettings(HookForm.ClaudeCode, "/opt/aex").Mend(Encoding.UTF8.GetBytes(settings)))).Checks, check => Assert.Equal(CheckState.Ok, check.State));

    [Fact]
    public void Other_hooks_that_only_look_are_left_alone() =>
        Assert.DoesNotContain(Review("""{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"lint.sh"}]}]}}""").Checks, check => check.State == CheckState.Fault);

    [Fact]
    public void Observing_is_said() =>
        Assert.Contains(Review("""{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"aex gate --observe"}]}]}}""").Checks, check => check.Name == "enforced" && check.State == CheckState.Note);

    private static SettingsReview Review(string settings) =>
        SettingsReview.Of(HookForm.ClaudeCode, "settings.json", Encoding.UTF8.GetBytes(settings), path => path == "rewrite.py" ? "print({'updatedInput': {}})" : null);
}
