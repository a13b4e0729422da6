using Aex.Policy.Capabilities;
using Xunit;

namespace Aex.Tests.Policy.Capabilities;

public class ScopeAndNameTests
{
    [Theory]
    [InlineData("npm test *", "npm test", true)]
    [InlineData("npm test *", "npm test --watch x", true)]
    [InlineData("npm test *", "npm install", false)]
    [InlineData("npm test", "npm test x", false)]
    [InlineData("npm * x", "npm run x", true)]
    [InlineData("npm * x", "npm x", false)]
    [InlineData("npm run te*", "npm run test", true)]
    [InlineData("git status", "/usr/bin/git status", true)]
    [InlineData("git status", "/tmp/git status", false)]
    [InlineData("git status", "./git status", false)]
    [InlineData("./build.sh *", "./build.sh x", true)]
    [InlineData("*", "git", true)]
    [InlineData("git", "git", true)]
    public void A_command_scope_holds_words(string text, string command, bool expected)
    {
        var scope = Scope.Parse(ScopeKind.Command, text, out _)!;
        Assert.Equal(expected, scope.MatchesCommand(command.Split(' ')));
    }

    [Fact]
    public void A_scope_of_another_kind_holds_no_words() =>
        Assert.False(Scope.Parse(ScopeKind.Name, "git", out _)!.MatchesCommand(["git"]));

    [Theory]
    [InlineData(ScopeKind.Path, "")]
    [InlineData(ScopeKind.Path, "a\0b")]
    [InlineData(ScopeKind.None, "x")]
    [InlineData(ScopeKind.Path, "~root/x")]
    [InlineData(ScopeKind.Path, "/../x")]
    [InlineData(ScopeKind.Path, "~/../x")]
    [InlineData(ScopeKind.Path, "*/../x")]
    [InlineData(ScopeKind.Command, " ")]
    [InlineData(ScopeKind.Host, "a b")]
    public void A_scope_that_cannot_be_read_says_why(ScopeKind kind, string text)
    {
        Assert.Null(Scope.Parse(kind, text, out var fault));
        Assert.False(string.IsNullOrEmpty(fault));
    }

    [Fact]
    public void A_scope_too_long_is_refused() => Assert.Null(Scope.Parse(ScopeKind.Path, new string('a', 5000), out _));

    [Theory]
    [InlineData("./a", "/r/a", true)]
    [InlineData("./a", "/r/x/a", false)]
    [InlineData("a/./b", "/r/a/b", true)]
    [InlineData("a/../b", "/r/b", true)]
    [InlineData("../b", "/b", true)]
    [InlineData("../../../b", "/b", true)]
    [InlineData("a//b/", "/r/a/b/c", true)]
    [InlineData("~", "/h/x", true)]
    [InlineData("/", "/any", true)]
    public void A_path_scope_is_folded_before_it_is_matched(string text, string path, bool expected)
    {
        Assert.Null(PathScope.TryParse(text, out var scope));
        Assert.Equal(expected, scope.Rooted.Matches(path, "/r", "/h", false, false));
    }

    [Fact]
    public void A_home_scope_without_a_home_holds_nothing()
    {
        Assert.Null(PathScope.TryParse("~/x", out var scope));
        Assert.False(scope.Rooted.Matches("/x", "/r", "", false, false));
    }

    [Theory]
    [InlineData("network.*", "network.fetch", true)]
    [InlineData("network.*", "network", true)]
    [InlineData("network.*", "networkx.y", false)]
    [InlineData("network.*", "Network.fetch", false)]
    [InlineData("network", "network.fetch", false)]
    [InlineData("*", "anything", true)]
    public void A_pattern_names_capabilities(string pattern, string name, bool expected) =>
        Assert.Equal(expected, CapabilityPattern.Parse(pattern, quoted: false).Matches(name));

    [Theory]
    [InlineData("*", "*")]
    [InlineData("a.*", "a.*")]
    [InlineData("a", "a")]
    public void A_pattern_prints_as_it_is_written(string text, string expected) =>
        Assert.Equal(expected, CapabilityPattern.Parse(text, quoted: false).ToString());

    [Fact]
    public void A_string_is_one_name()
    {
        var pattern = CapabilityPattern.Parse("a.*", quoted: true);
        Assert.False(pattern.Matches("a.b"));
        Assert.Equal("\"a.*\"", pattern.ToString());
    }

    [Fact]
    public void Every_tool_of_every_client_has_a_known_capability()
    {
        foreach (var client in ToolTable.Clients)
        {
            Assert.NotEmpty(ToolTable.ToolsOf(client));
            foreach (var tool in ToolTable.ToolsOf(client))
            {
                var meaning = ToolTable.Find(client, tool);
                Assert.True(meaning is not null && KnownCapabilities.IsKnown(meaning.Value.Capability), $"{client} {tool}");
            }
        }

        Assert.Empty(ToolTable.ToolsOf("nobody"));
        Assert.Null(ToolTable.Find("nobody", "Read"));
    }

    [Fact]
    public void Every_known_name_belongs_to_a_family()
    {
        foreach (var name in KnownCapabilities.Names)
        {
            Assert.True(KnownCapabilities.IsFamily(name.AsSpan(0, name.IndexOf('.', StringComparison.Ordinal))), name);
        }
    }

    [Fact]
    public void A_name_is_taken_apart_in_every_way()
    {
        Assert.Equal(["mcp.a.b__c", "mcp.a__b.c"], McpToolName.Split("mcp__a__b__c", null).Select(name => name.Capability));
        Assert.Equal(["mcp.a._b", "mcp.a_.b"], McpToolName.Split("mcp__a___b", null).Select(name => name.Capability));
        Assert.Equal(["mcp.a__b.c"], McpToolName.Split("mcp__a__b__c", "a  b").Select(name => name.Capability));
        Assert.Empty(McpToolName.Split("Read", null));
    }
}
