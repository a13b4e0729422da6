using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Sessions;

/// <summary>What changes the enforcement and lies where only the machine can say.</summary>
public sealed class GuardedPlacesTests
{
    [Fact]
    public void The_running_program_is_guarded_where_it_lies_outside_of_PATH()
    {
        using var sandbox = new SessionSandbox("allow file.write\n");

        Denied(sandbox, Environment.ProcessPath!);
    }

    [Theory]
    [InlineData("settings.json")]
    [InlineData("settings.local.json")]
    [InlineData("skills/x/SKILL.md")]
    [InlineData("plugins/x/hooks.json")]
    public void Moved_Claude_settings_are_guarded(string file)
    {
        using var sandbox = new SessionSandbox("allow file.write\n");
        sandbox.Host = sandbox.Host with { ClaudeFolder = sandbox.Home + "/work-account" };

        Denied(sandbox, sandbox.Home + "/work-account/" + file);
        Assert.Equal(Decision.Allow, Write(sandbox, sandbox.Home + "/work-account/plans/p.md").Decision);
    }

    [Fact]
    public void Moved_Codex_settings_are_guarded()
    {
        using var sandbox = new SessionSandbox("allow file.write\n");
        sandbox.Host = sandbox.Host with { CodexFolder = sandbox.Home + "/cx" };

        Denied(sandbox, sandbox.Home + "/cx/config.toml");
    }

    private static void Denied(SessionSandbox sandbox, string path)
    {
        var outcome = Write(sandbox, path);
        Assert.Equal(Decision.Deny, outcome.Decision);
        Assert.Contains("aex.configure", outcome.Reason, StringComparison.Ordinal);
    }

    private static Aex.Sessions.Outcome Write(SessionSandbox sandbox, string path) => sandbox.Call("Write", "{\"file_path\":\"" + path + "\"}");
}
