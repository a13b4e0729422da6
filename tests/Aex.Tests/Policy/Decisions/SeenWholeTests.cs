using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>What a call must be for a trusted project's answer to stand for a person's: known to its end, and allowed in each of its parts.</summary>
public class SeenWholeTests
{
    [Theory]
    [InlineData("allow file.read", "Read", """{"file_path":"a"}""", true)]
    [InlineData("allow file.read", "Read", """{"file_path":".env"}""", true)]
    [InlineData("allow file.read", "Write", """{"file_path":"a"}""", true)]
    [InlineData("allow shell.exec, file.read", "Bash", """{"command":"cat a"}""", true)]
    [InlineData("allow shell.exec", "Bash", """{"command":"cat a"}""", false)]
    [InlineData("allow file.read", "Bash", """{"command":"cat a"}""", false)]
    [InlineData("allow shell.exec, file.read:src/**", "Bash", """{"command":"cat a"}""", false)]
    [InlineData("allow shell.exec, file.read", "Bash", """{"command":"cat .env"}""", false)]
    [InlineData("allow shell.exec, file.read, secrets.read", "Bash", """{"command":"cat .env"}""", true)]
    [InlineData("allow *", "Bash", """{"command":"cat a"}""", true)]
    [InlineData("allow *", "Bash", """{"command":"./a.sh"}""", false)]
    [InlineData("allow *, code.run", "Bash", """{"command":"./a.sh"}""", false)]
    [InlineData("allow *", "Bash", """{"command":"echo 'a"}""", false)]
    [InlineData("map Bash to ticket.create\nallow ticket.create", "Bash", """{"command":"cat a"}""", true)]
    public void A_call_is_seen_whole_if_each_part_of_a_command_is_known_and_allowed(string policy, string tool, string arguments, bool expected) =>
        Assert.Equal(expected, Prepare(tool, arguments, Policy(policy)).IsSeenWhole);

    [Fact]
    public void Each_layer_that_says_what_is_allowed_has_its_say()
    {
        const string command = """{"command":"cat a"}""";
        Assert.True(Prepare("Bash", command, Policy("allow *"), Policy("allow shell.exec, file.read")).IsSeenWhole);
        Assert.False(Prepare("Bash", command, Policy("allow *"), Policy("allow shell.exec")).IsSeenWhole);
        Assert.False(Prepare("Bash", command, Policy("map Bash to ticket.create\nallow ticket.create"), Policy("allow shell.exec")).IsSeenWhole);
        Assert.True(Prepare("Bash", command, Policy("allow *"), Neutral()).IsSeenWhole);
        Assert.True(Prepare("Bash", command, Neutral()).IsSeenWhole);
    }

    [Theory]
    [InlineData("allow tests.run, shell.exec", """{"cmd":"true"}""", true)]
    [InlineData("allow tests.run", """{"cmd":"true"}""", false)]
    [InlineData("allow tests.run, shell.exec, file.read", """{"cmd":"cat a"}""", true)]
    [InlineData("allow tests.run, shell.exec", """{"cmd":"cat a"}""", false)]
    [InlineData("allow tests.run, shell.exec, file.read", """{"cmd":"cat .env"}""", true)]
    public void So_is_the_command_of_a_contract_s_tests(string policy, string arguments, bool expected) =>
        Assert.Equal(expected, Prepare("tests.run", arguments, "run", Policy(policy)).IsSeenWhole);

    private static Layer Policy(string lines) => Layer.Load(LayerKind.Project, "p.aex", "/work/p.aex", "/work", Encoding.UTF8.GetBytes("policy p v0\n" + lines + "\n"));

    private static Layer Neutral() => Layer.Load(LayerKind.User, "u.aex", "/home/u/u.aex", "/work", "policy u v0\ndeny network.*\n"u8.ToArray());

    private static PreparedCall Prepare(string tool, string arguments, params Layer[] layers) => Prepare(tool, arguments, "claude-code", layers);

    private static PreparedCall Prepare(string tool, string arguments, string client, params Layer[] layers)
    {
        var context = new CallContext { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") };
        return CallPreparation.Prepare(new ToolCall { Client = client, Tool = tool, Arguments = Encoding.UTF8.GetBytes(arguments), Cwd = "/work" }, layers, context);
    }
}
