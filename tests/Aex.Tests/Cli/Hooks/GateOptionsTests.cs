using Aex.Hooks;
using Xunit;

namespace Aex.Tests.Cli.Hooks;

public sealed class GateOptionsTests
{
    [Fact]
    public void ReadsThemAll()
    {
        var options = GateOptions.Parse(["--policy", "p.aex", "--contract=c.aex", "--allow-no-policy", "--client", "codex", "--unattended", "--observe"], out string? fault);
        Assert.Null(fault);
        Assert.Equal(("p.aex", "c.aex", true, HookClient.Codex, true, true, false), (options.Policy, options.Contract, options.AllowNoPolicy, options.Client!.Value, options.Unattended, options.Observe, options.Help));
        Assert.True(GateOptions.Parse(["-h"], out _).Help);
    }

    [Theory]
    [InlineData("`aex gate` has no option `--polcy`; did you mean `--policy`?", "--polcy", "x")]
    [InlineData("`aex gate` has no option `--unatended`; did you mean `--unattended`?", "--unatended")]
    [InlineData("`aex gate` has no option `--allow-no-polcy`; did you mean `--allow-no-policy`?", "--allow-no-polcy")]
    [InlineData("`aex gate` has no option `--frobnicate`; see `aex gate --help`", "--frobnicate")]
    [InlineData("`aex gate` has no option `-x`; see `aex gate --help`", "-x")]
    [InlineData("`aex gate` takes no argument `extra`; see `aex gate --help`", "extra")]
    [InlineData("`--policy` needs a file", "--policy")]
    [InlineData("`--policy` needs a file", "--policy=")]
    [InlineData("`--policy` needs a file", "--policy", "--observe")]
    [InlineData("`--contract` needs a file", "--contract")]
    [InlineData("`--client` needs a name: claude-code, codex, gemini, vscode, copilot, cursor", "--client")]
    [InlineData("`claude` is not a client; the clients are claude-code, codex, gemini, vscode, copilot, cursor", "--client", "claude")]
    [InlineData("`--observe` takes no value", "--observe=no")]
    [InlineData("`--policy` stands twice; a session has one", "--policy", "a", "--policy", "b")]
    [InlineData("`--contract` stands twice; a session has one", "--contract", "a", "--contract", "b")]
    public void RefusesTheRest(string expected, params string[] args)
    {
        GateOptions.Parse(args, out string? fault);
        Assert.Equal(expected, fault);
    }
}
