using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex explain --bash</c>: where each simple command stands, what it does, and the decision it would get alone.</summary>
public sealed class ExplainBashTest : IDisposable
{
    private const string Policy = "policy x v0\ngoal \"g\"\nallow file.read, shell.exec\ndeny network.*, file.read:private/**\nconfirm before file.write\n";

    private readonly Sandbox _box = new(Policy);

    [Fact]
    public void Each_command_is_drawn_with_its_place_effects_coverage_and_decision()
    {
        var ended = _box.Run(["explain", "--bash", "cd private && cat key.txt | sudo tee out.txt"]);
        Assert.Equal(1, ended.Exit);
        Assert.StartsWith(
            """
            1 | cd private && cat key.txt | sudo tee out.txt
              | ^^^^^^^^^^
            command   cd private (1-10)
              program cd
              effect  none
              covers  fully
              alone   allow
            1 | cd private && cat key.txt | sudo tee out.txt
              |               ^^^^^^^^^^^
            command   cat key.txt (15-25)
              program cat
              effect  file.read private/key.txt
              covers  fully
              alone   deny: file.read private/key.txt is denied by .aex/policy.aex:4 (deny file.read:private/**)
            1 | cd private && cat key.txt | sudo tee out.txt
              |                             ^^^^^^^^^^^^^^^^
            command   sudo tee out.txt (29-44)
              program sudo, which runs what follows
              effect  none
              covers  fully
              alone   allow
            1 | cd private && cat key.txt | sudo tee out.txt
              |                                  ^^^^^^^^^^^
            command     tee out.txt (34-44)
              program   tee
              effect    file.write private/out.txt
            """,
            ended.Output,
            StringComparison.Ordinal);
        Assert.Contains("\ndecision  deny: ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_a_longer_script_are_shown_where_its_commands_stand()
    {
        var ended = _box.Run(["explain", "--bash", "for f in a b; do\n  cat \"$f.txt\"\ndone\n./run.sh \"$x\""]);
        Assert.Equal(0, ended.Exit);
        Assert.Contains("2 |   cat \"$f.txt\"\n  |   ^^^^^^^^^^^^\ncommand   cat a.txt (20-31)\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("command   cat b.txt (20-31)\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("  program ./run.sh\n  effect  code.run ./run.sh\n  covers  partly: `./run.sh` is code that is not read\n  alone   ask: ", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$x a", "program known only when it runs")]
    [InlineData("> f", "command   (redirections) (1-3)\n  program none\n  effect  file.write f")]
    [InlineData("echo 'open", "1 | echo 'open\n  |      ^\nfault     `'` is not closed (6)")]
    [InlineData("bash <<E\ncurl https://example.com\nE", "command     curl https://example.com ")]
    public void Odd_ones_are_drawn_too(string command, string expected) =>
        Assert.Contains(expected, _box.Run(["explain", "--bash", command]).Output, StringComparison.Ordinal);

    [Fact]
    public void Secrets_and_hidden_characters_are_not_shown()
    {
        var secret = "ghp_" + new string('a', 36);
        Assert.DoesNotContain(secret, _box.Run(["explain", "--bash", $"echo {secret}"]).Output, StringComparison.Ordinal);
        var hidden = _box.Run(["explain", "--bash", "echo \u202Ea\u001b[2J"]).Output;
        Assert.DoesNotContain("\u202E", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", hidden, StringComparison.Ordinal);
    }

    [Fact]
    public void As_data()
    {
        var ended = _box.Run(["explain", "--bash", "cat private/a | sudo ./x", "--json"]);
        Assert.Equal(1, ended.Exit);
        using var json = JsonDocument.Parse(ended.Output);
        var commands = json.RootElement.GetProperty("commands").EnumerateArray().ToList();
        Assert.Equal(["cat private/a", "sudo ./x", "./x"], commands.Select(command => string.Join(' ', command.GetProperty("words").EnumerateArray().Select(word => word.GetString()))));
        Assert.Equal(["deny", "allow", "ask"], commands.Select(command => command.GetProperty("decision").GetString()));
        Assert.Equal(["full", "full", "partial"], commands.Select(command => command.GetProperty("coverage").GetString()));
        Assert.Equal([0, 0, 1], commands.Select(command => command.GetProperty("depth").GetInt32()));
        Assert.Equal((0, 13), (commands[0].GetProperty("start").GetInt32(), commands[0].GetProperty("end").GetInt32()));
        Assert.Equal("file.read private/a", commands[0].GetProperty("effects")[0].GetString());
    }

    public void Dispose() => _box.Dispose();
}
