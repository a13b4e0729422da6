using Aex.Policy.Shell;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>What an agent may do with aex itself: look, and nothing that changes what is enforced.</summary>
public sealed class AexItselfTests
{
    [Theory]
    [InlineData("aex log")]
    [InlineData("aex log --denied --json s1")]
    [InlineData("aex -C src log")]
    [InlineData("aex --color never why")]
    [InlineData("aex replay --policy x.aex")]
    [InlineData("aex learn")]
    [InlineData("aex stats --observed")]
    [InlineData("aex audit verify")]
    [InlineData("aex completion bash")]
    [InlineData("aex check .")]
    public void Looking_is_harmless(string command) => Assert.DoesNotContain("aex.configure", Capabilities(command));

    [Theory]
    [InlineData("aex log prune --older-than 0h")]
    [InlineData("aex log --json prune")]
    [InlineData("aex -C . log prune --older-than 0h")]
    [InlineData("aex log \"$x\"")]
    [InlineData("aex -C log approve")]
    [InlineData("aex -C check pause 8h")]
    [InlineData("aex --color log trust")]
    [InlineData("aex -C $x approve")]
    [InlineData("aex watch")]
    [InlineData("aex approve")]
    [InlineData("aex budget --add 5")]
    [InlineData("aex uninstall claude-code")]
    [InlineData("aex \"$x\"")]
    public void What_changes_enforcement_is_aex_configure(string command) => Assert.Contains("aex.configure", Capabilities(command));

    private static IEnumerable<string> Capabilities(string command) => ShellAnalyzer.Analyze(command).Commands.SelectMany(each => each.Effects).Select(effect => effect.Capability);
}
