using Aex.Cli.Commands;
using Xunit;

namespace Aex.Tests.Cli;

public sealed class AgentProcessTest
{
    [Theory]
    [InlineData("claude", "/home/me/.local/share/claude/versions/2.1.330", "claude")]
    [InlineData("2.1.330", "/home/me/.local/share/claude/versions/2.1.330", "/x/2.1.330")]
    [InlineData("MainThread", "/usr/bin/node", "node /usr/local/bin/claude -p hello")]
    [InlineData("node", "/usr/bin/node", "node --max-old-space-size=4096 /opt/node_modules/@anthropic-ai/claude-code/cli.js")]
    [InlineData("node", "/usr/bin/node", "/usr/bin/node --require /x/hook.js /usr/bin/gemini")]
    [InlineData("codex", "/opt/node_modules/@openai/codex/vendor/x86_64/codex/codex", "codex exec")]
    [InlineData("codex-x86_64-un", "/opt/node_modules/@openai/codex/vendor/codex-x86_64-unknown", "codex-x")]
    [InlineData("python3.12", "/usr/bin/python3.12", "python3 /usr/bin/aider --yes")]
    [InlineData("cursor-agent", "/bin/bash", "bash /home/me/.local/bin/cursor-agent --resume")]
    [InlineData("bash", "/usr/bin/bash", "claude")]
    [InlineData("python3", "/usr/bin/python3", "python3 -m aider")]
    [InlineData("bun", "/usr/bin/bun", "bun run /usr/bin/opencode")]
    public void Agents_are_seen(string name, string executable, string commandLine) =>
        Assert.NotNull(AgentProcess.NameOf(Process(name, executable, commandLine)));

    [Theory]
    [InlineData("bash", "/usr/bin/bash", "-bash")]
    [InlineData("sshd", "/usr/sbin/sshd", "sshd: me@pts/0")]
    [InlineData("node", "/usr/bin/node", "node server.js claude")]
    [InlineData("vim", "/usr/bin/vim", "vim claude codex")]
    [InlineData("bash", "/home/claude/bin/bash", "/home/claude/bin/bash")]
    [InlineData("tmux: server", "/usr/bin/tmux", "tmux new -s codex")]
    public void Shells_of_people_are_left_alone(string name, string executable, string commandLine) =>
        Assert.Null(AgentProcess.NameOf(Process(name, executable, commandLine)));

    [Theory]
    [InlineData("CLAUDECODE=1", "CLAUDECODE")]
    [InlineData("CLAUDE_CODE_ENTRYPOINT=cli", "CLAUDE_CODE_ENTRYPOINT")]
    [InlineData("CODEX_SANDBOX=seatbelt", "CODEX_SANDBOX")]
    [InlineData("CODEX_HOME=/home/me/.codex", null)]
    [InlineData("GEMINI_CLI=1", "GEMINI_CLI")]
    [InlineData("GEMINI_API_KEY=x", null)]
    [InlineData("CURSOR_AGENT=1", "CURSOR_AGENT")]
    [InlineData("PATH=/bin", null)]
    public void Variables_of_agents_are_seen(string entry, string? expected) => Assert.Equal(expected, AgentProcess.VariableIn(["HOME=/home/me", entry]));

    private static ProcessFacts Process(string name, string executable, string commandLine) => new(1, 0, name, executable, commandLine.Split(' '), []);
}
