using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary>What only a person at a terminal may do: refused in a pipe, without a terminal, and below an agent's process however it is hidden.</summary>
public sealed class PersonTest : IDisposable
{
    private const string Policy = "policy x v0\ngoal \"g\"\nallow file.*\nconfirm before file.write\nbudget calls=2\n";

    private readonly Sandbox _box = new(Policy);

    public static TheoryData<string> Commands => ["approve", "trust", "trust --revoke", "budget --add 5", "pause 10m", "log prune --older-than 30d"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_pipe_is_refused(string command)
    {
        var ended = _box.Run(command.Split(' '), "y\ny\n"u8.ToArray());
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains("is for a person at a terminal: standard input is no terminal", ended.Error, StringComparison.Ordinal);
        Assert.Contains("help: open a terminal of your own", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_pipe_behind_it_is_refused(string command)
    {
        var ended = _box.Shell($"script -qec '\"$AEX\" {command} | cat' /dev/null");
        Assert.Contains("standard output is no terminal", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CLAUDECODE=1")]
    [InlineData("CLAUDE_CODE_ENTRYPOINT=cli")]
    [InlineData("CODEX_SANDBOX=1")]
    [InlineData("GEMINI_CLI=1")]
    [InlineData("CURSOR_AGENT=1")]
    public void An_agent_s_variable_is_refused_on_a_terminal_too(string variable)
    {
        var ended = _box.Shell($"{variable} script -qec '\"$AEX\" pause 10m' /dev/null");
        Assert.Contains($"{variable.Split('=')[0]} is set, so a coding agent started this", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("gemini")]
    [InlineData("cursor-agent")]
    [InlineData("copilot")]
    public void A_pseudo_terminal_below_an_agent_s_process_is_refused(string agent)
    {
        var program = Path.Combine(_box.Root, agent);
        File.Copy("/bin/sh", program);
        var ended = _box.Shell($"'{program}' -c 'script -qec \"\\\"$AEX\\\" approve\" /dev/null; true'");
        Assert.Matches($"process [0-9]+ above this one is a coding agent \\(`{agent}`\\)", ended.Output);
    }

    [Fact]
    public void An_agent_s_script_under_an_interpreter_is_refused()
    {
        var script = _box.Write("node_modules/@anthropic-ai/claude-code/cli.js", "script -qec '\"$AEX\" approve' /dev/null; true\n");
        var node = Path.Combine(_box.Root, "node");
        File.Copy("/bin/sh", node);
        var ended = _box.Shell($"'{node}' '{script}'");
        Assert.Contains("above this one is a coding agent (`@anthropic-ai`)", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Clearing_the_variable_does_not_help_below_a_process_that_has_it()
    {
        var ended = _box.Shell("CLAUDECODE=1 sh -c 'env -u CLAUDECODE script -qec \"\\\"$AEX\\\" approve\" /dev/null; true'");
        Assert.Contains("was started by a coding agent (CLAUDECODE is set in it)", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_sees_what_waits_and_lets_one_call_through_once()
    {
        var write = Call("s1", "Write", $$"""{"file_path":"{{_box.Project}}/a.txt","content":"x"}""");
        Assert.Equal(2, _box.Gate(write, "--unattended").Exit);
        var approve = AtTerminal("approve", "o");
        Assert.Contains("1. Write", approve, StringComparison.Ordinal);
        Assert.Contains("a.txt", approve, StringComparison.Ordinal);
        Assert.Contains("approved once", approve, StringComparison.Ordinal);
        var passed = _box.Gate(write, "--unattended");
        Assert.True(passed.Exit == 0, passed.ToString());
        Assert.Equal(2, _box.Gate(write, "--unattended").Exit);
    }

    [Fact]
    public void Nothing_is_approved_without_a_clear_answer()
    {
        var write = Call("s1", "Write", $$"""{"file_path":"{{_box.Project}}/a.txt","content":"x"}""");
        Assert.Equal(2, _box.Gate(write, "--unattended").Exit);
        Assert.Contains("nothing was approved", AtTerminal("approve", ""), StringComparison.Ordinal);
        Assert.Equal(2, _box.Gate(write, "--unattended").Exit);
    }

    [Fact]
    public void Nothing_waiting_is_said() => Assert.Contains("no call waits for approval", AtTerminal("approve"), StringComparison.Ordinal);

    [Fact]
    public void A_person_adds_to_a_budget()
    {
        var read = Call("s1", "Read", $$"""{"file_path":"{{_box.Project}}/a.txt"}""");
        Assert.Equal([0, 0, 2], Enumerable.Range(0, 3).Select(_ => _box.Gate(read).Exit));
        Assert.Contains("added 1 to calls of session s1", AtTerminal("budget --add 1", "y"), StringComparison.Ordinal);
        Assert.Equal([0, 2], Enumerable.Range(0, 2).Select(_ => _box.Gate(read).Exit));
    }

    [Fact]
    public void A_person_pauses_and_goes_on()
    {
        var write = Call("s1", "Bash", """{"command":"ls"}""");
        Assert.Equal(2, _box.Gate(write).Exit);
        Assert.Contains("paused for 10m", AtTerminal("pause 10m", "y"), StringComparison.Ordinal);
        Assert.Equal(0, _box.Gate(write).Exit);
        Assert.Contains("is enforced again", AtTerminal("pause 0"), StringComparison.Ordinal);
        Assert.Contains("  paused  a person ended the pause\n", _box.Run(["log"]).Output, StringComparison.Ordinal);
        Assert.Equal(2, _box.Gate(write).Exit);
    }

    [Fact]
    public void A_person_trusts_what_was_shown_and_takes_it_back()
    {
        var read = Call("s1", "Read", $$"""{"file_path":"{{_box.Project}}/a.txt"}""");
        Assert.DoesNotContain("hookSpecificOutput", _box.Gate(read).Output, StringComparison.Ordinal);
        var trust = AtTerminal("trust", "y");
        Assert.Contains("confirm before file.write", trust, StringComparison.Ordinal);
        Assert.Contains("trusted", trust, StringComparison.Ordinal);
        Assert.Contains("hookSpecificOutput", _box.Gate(read).Output, StringComparison.Ordinal);
        _box.Write(".aex/policy.aex", Policy + "deny secrets.read\n");
        var changed = AtTerminal("trust", "n");
        Assert.Contains("+deny secrets.read", changed, StringComparison.Ordinal);
        Assert.Contains("nothing was trusted", changed, StringComparison.Ordinal);
        Assert.Contains("trust was taken back", AtTerminal("trust --revoke"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_takes_old_sessions_away()
    {
        Assert.Equal(0, _box.Gate(Call("s1", "Read", $$"""{"file_path":"{{_box.Project}}/a.txt"}""")).Exit);
        Assert.Contains("has been quiet for so long", AtTerminal("log prune --older-than 1h"), StringComparison.Ordinal);
        var kept = AtTerminal("log prune --older-than 0h", "n");
        Assert.Matches("s1  last [0-9-]+ [0-9:]+  1 line", kept);
        Assert.Contains("nothing was taken away", kept, StringComparison.Ordinal);
        Assert.Contains("1 session taken away", AtTerminal("log prune --older-than 0h", "y"), StringComparison.Ordinal);
        Assert.Contains("no session was recorded", _box.Run(["log"]).Error, StringComparison.Ordinal);
    }

    private static string Call(string session, string tool, string input) =>
        $$"""{"session_id":"{{session}}","hook_event_name":"PreToolUse","tool_name":"{{tool}}","tool_input":{{input}} }""";

    /// <summary>
    /// Runs a command on a pseudo-terminal of its own, in a process tree that leads to nobody: the tests themselves may well run below an agent.
    /// </summary>
    private string AtTerminal(string command, params string[] answers)
    {
        const string helper =
            """
            import os, pty, select, sys
            if os.fork():
                os._exit(0)
            os.setsid()
            if os.fork():
                os._exit(0)
            pid, tty = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], [sys.argv[1]] + sys.argv[2].split(' '))
            answers = sys.argv[3:]
            seen = b''
            asked = 0
            while True:
                try:
                    data = os.read(tty, 65536)
                except OSError:
                    break
                if not data:
                    break
                seen += data
                if answers and len(seen) > asked and seen.endswith((b'] ', b': ')):
                    asked = len(seen)
                    os.write(tty, answers.pop(0).encode() + b'\n')
            os.waitpid(pid, 0)
            sys.stdout.write(seen.decode('utf-8', 'replace').replace('\r\n', '\n'))
            sys.stdout.flush()
            """;
        var path = Path.Combine(_box.Root, "terminal.py");
        File.WriteAllText(path, helper);
        return _box.Start("/usr/bin/env", ["python3", path, PublishedBinary.FullPath, command, .. answers]).Finish([]).Output;
    }

    public void Dispose() => _box.Dispose();
}
