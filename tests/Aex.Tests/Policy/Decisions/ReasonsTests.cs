using System.Text;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

public class ReasonsTests
{
    private const int LongestShown = 160;

    [Theory]
    [InlineData("\u0007", "\\u{0007}")]
    [InlineData("\u0001\u001f", "\\u{0001}\\u{001F}")]
    [InlineData("\u202e", "\\u{202E}")]
    [InlineData("a\u007f", "a\\u{007F}")]
    [InlineData("a b\tc", "a b\\u{0009}c")]
    [InlineData("ü😀", "ü😀")]
    [InlineData("plain", "plain")]
    public void Unseen_characters_are_shown_by_their_number(string text, string expected) => Assert.Equal(expected, Reasons.Safe(text));

    [Fact]
    public void Half_a_character_is_shown_by_its_number()
    {
        Assert.Equal("a\\u{D800}", Reasons.Safe("a" + (char)0xD800));
        Assert.Equal("a\\u{D800}b", Reasons.Safe("a" + (char)0xD800 + "b"));
        Assert.Equal("a\\u{DC00}b", Reasons.Safe("a" + (char)0xDC00 + "b"));
    }

    [Fact]
    public void A_long_text_is_cut_between_two_characters()
    {
        var longest = new string('x', LongestShown);
        Assert.Equal(longest, Reasons.Safe(longest));
        Assert.Equal(longest + "…", Reasons.Safe(longest + "y"));
        Assert.Equal(longest[1..] + "…", Reasons.Safe(longest[1..] + "😀y"));
        Assert.Equal(longest[2..] + "😀…", Reasons.Safe(longest[2..] + "😀y"));
    }

    [Fact]
    public void What_passes_says_by_what()
    {
        Assert.Equal("file.read a is allowed", Describe("Read", """{"file_path":"a"}""", Policy("allow *")));
        Assert.Equal("session.todo is allowed: it reaches nothing outside the conversation", Describe("TodoWrite", "{}", Policy("allow *")));
        Assert.Equal("model.make is allowed: nothing denies it", Describe(Call("model.make", "{}") with { Client = "run" }, Policy("allow file.read")));
        Assert.Equal("mcp.srv.tool goes to aex proxy, which decides it", Describe(Call("mcp__srv__tool", "{}") with { IsProxied = true }, Policy("allow file.read")));
    }

    [Fact]
    public void What_no_line_can_permit_names_none()
    {
        Assert.Equal("the command needs a person's confirmation: the command cannot be read: a quote ' that is not closed"[..70], Describe("Bash", """{"command":"echo 'a"}""", Policy("allow *\ndeny network.*"))[..70]);
        Assert.DoesNotContain("to permit", Describe("Bash", """{"command":"echo 'a"}""", Policy("allow *\ndeny network.*")), StringComparison.Ordinal);
        Assert.EndsWith("the tool's name can be read in several ways, and each must be allowed", Describe("mcp__a__b__c", "{}", Policy("allow file.read")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_s_line_begins_with_use()
    {
        var contract = Layer.Load(LayerKind.Contract, "t.aex", "/work/t.aex", "/work", "task t v0\ngoal \"x\"\nuse file.read\nreturn \"x\"\n"u8.ToArray());
        Assert.Equal("t.aex:3 use file.read", contract.SourceOf(contract.Allow[0]) is var source ? source.Place + " " + source.Text : "");
        Assert.EndsWith("to permit it: use file.write:a", Describe("Write", """{"file_path":"a"}""", contract), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_never_shown_as_something()
    {
        var policy = Policy("allow *");
        var request = Prepare(Call("Read", "{}"), policy).Primary;
        Assert.Throws<ArgumentNullException>(() => Reasons.Describe(default, null!));
        Assert.Throws<ArgumentNullException>(() => Reasons.PermittingLine(null!, policy));
        Assert.Throws<ArgumentNullException>(() => Reasons.PermittingLine(request, null!));
        Assert.Throws<ArgumentNullException>(() => policy.SourceOf((Rule)null!));
        Assert.Throws<ArgumentNullException>(() => policy.SourceOf((Limit)null!));
        Assert.Throws<ArgumentNullException>(() => policy.SourceOf((Mapping)null!));
        Assert.Throws<ArgumentNullException>(() => Layer.Load(LayerKind.Project, "p", null!, "/work", []));
        Assert.Throws<ArgumentNullException>(() => new Limit("calls", 1, 0).Most(null!));
        Assert.Throws<ArgumentNullException>(() => Prepare(Call("Read", "{}"), policy).IsCountedBy(null!, new Limit("calls", 1, 0)));
        Assert.Throws<ArgumentNullException>(() => Prepare(Call("Read", "{}"), policy).IsCountedBy(policy, null!));
        Assert.Throws<ArgumentNullException>(() => TestCommand.Split(null!, out _));
    }

    private static string Describe(string tool, string arguments, Layer layer) => Describe(Call(tool, arguments), layer);

    private static string Describe(ToolCall call, Layer layer)
    {
        var prepared = Prepare(call, layer);
        return Reasons.Describe(Authorizer.Decide(prepared, new Counters()), prepared);
    }

    private static PreparedCall Prepare(ToolCall call, Layer layer) =>
        CallPreparation.Prepare(call, [layer], new CallContext { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") });

    private static ToolCall Call(string tool, string arguments) => new() { Client = "claude-code", Tool = tool, Arguments = Encoding.UTF8.GetBytes(arguments), Cwd = "/work" };

    private static Layer Policy(string lines) => Layer.Load(LayerKind.Project, "p.aex", "/work/p.aex", "/work", Encoding.UTF8.GetBytes("policy p v0\n" + lines + "\n"));
}
