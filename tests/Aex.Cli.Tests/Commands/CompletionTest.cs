using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary>Completion as a person meets it: in the shells themselves, with the key that completes.</summary>
public sealed class CompletionTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    public CompletionTest() => _box.Variables["PATH"] = Path.GetDirectoryName(PublishedBinary.FullPath) + ":/usr/local/bin:/usr/bin:/bin";

    [Theory]
    [InlineData("lo", "log\n")]
    [InlineData("log pru", "prune\n")]
    [InlineData("log --d", "--denied\n")]
    [InlineData("--color a", "always\nauto\n")]
    [InlineData("--color = al", "always\n")]
    [InlineData("-C src lo", "log\n")]
    [InlineData("log --tool prune --j", "--json\n")]
    [InlineData("completion z", "zsh\n")]
    [InlineData("comple", "completion\n")]
    [InlineData("check .aex/po", "")]
    [InlineData("proxy --name x -- lo", "")]
    [InlineData("log --tool ", "")]
    public void Bash_gets_the_words_that_fit(string words, string expected)
    {
        var list = string.Join(' ', words.Split(' ').Select(word => $"'{word}'"));
        var ended = _box.Shell($"bash --norc -c 'eval \"$(aex completion bash)\"; COMP_WORDS=(aex \"$@\"); COMP_CWORD=$#; _aex; printf \"%s\\n\" \"${{COMPREPLY[@]}}\" | sed \"/^$/d\" | sort' x {list}");
        Assert.Equal((0, expected, ""), (ended.Exit, ended.Output, ended.Error));
    }

    [Theory]
    [InlineData("bash", "bash --norc -i", "eval \"$(aex completion bash)\"")]
    [InlineData("zsh", "zsh -f -i", "autoload -U compinit && compinit -u -D && eval \"$(aex completion zsh)\"")]
    [InlineData("fish", "fish --no-config -i", "aex completion fish | source")]
    public void The_key_that_completes_completes(string shell, string command, string setup)
    {
        Assert.SkipUnless(TmuxTerminal.IsThere, "tmux is not installed (Debian, Ubuntu: apt install tmux)");
        Assert.SkipUnless(_box.Shell($"command -v {shell}").Exit == 0, $"{shell} is not installed");
        _box.Write("policies/long-file-name.aex", "x");
        using var terminal = new TmuxTerminal(_box, command);
        terminal.Keys($"'{setup.Replace("'", "'\\''", StringComparison.Ordinal)} && echo rea''dy' Enter");
        terminal.WaitFor(screen => screen.Split('\n').Any(line => line.Trim() == "ready"));
        terminal.Keys("'aex log --den' Tab");
        terminal.WaitFor("aex log --denied");
        terminal.Keys("C-u");
        terminal.Keys("'aex check policies/lo' Tab");
        terminal.WaitFor("aex check policies/long-file-name.aex");
    }

    [Fact]
    public void PowerShell_gets_the_words_that_fit()
    {
        Assert.SkipUnless(_box.Shell("command -v pwsh").Exit == 0, "pwsh is not installed");
        var ended = _box.Shell("pwsh -NoProfile -NonInteractive -c 'aex completion pwsh | Out-String | Invoke-Expression; ([System.Management.Automation.CommandCompletion]::CompleteInput(\"aex log --den\", 13, $null)).CompletionMatches.CompletionText'");
        Assert.Equal("--denied", ended.Output.Trim());
    }

    [Fact]
    public void An_unknown_shell_is_named_with_those_that_there_are()
    {
        var ended = _box.Run(["completion", "tcsh"]);
        Assert.Equal((2, ""), (ended.Exit, ended.Output));
        Assert.Contains("tcsh", ended.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();
}
