using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>The words of <c>tests.run</c>'s command are those a POSIX shell would make of it, or it is refused (contracts.md, Built-in tools).</summary>
public sealed class TestCommandTests
{
    [Theory]
    [InlineData("npm test", "npm", "test")]
    [InlineData("  npm \t test  ", "npm", "test")]
    [InlineData("a 'b c' d", "a", "b c", "d")]
    [InlineData("a \"b c\" d", "a", "b c", "d")]
    [InlineData("a''b", "ab")]
    [InlineData("a '' b", "a", "", "b")]
    [InlineData("a \"\" b", "a", "", "b")]
    [InlineData("''", "")]
    [InlineData("a b\\ c", "a", "b c")]
    [InlineData("a \\$HOME \\'x", "a", "$HOME", "'x")]
    [InlineData("\\a", "a")]
    [InlineData("a '\\n' x", "a", "\\n", "x")]
    [InlineData("a \"\\n\" x", "a", "\\n", "x")]
    [InlineData("a \"\\\"\\\\\\$\\`\"", "a", "\"\\$`")]
    [InlineData("a 'b\"c' \"d'e\"", "a", "b\"c", "d'e")]
    [InlineData("a '|&;<>()$`*?{}!#~' x", "a", "|&;<>()$`*?{}!#~", "x")]
    [InlineData("a \"|&;<>()*?{}!#~\" x", "a", "|&;<>()*?{}!#~", "x")]
    [InlineData("a b~ c~d", "a", "b~", "c~d")]
    [InlineData("a 'b\nc'", "a", "b\nc")]
    [InlineData("run --filter=A=b", "run", "--filter=A=b")]
    [InlineData("=x y", "=x", "y")]
    [InlineData("a-b=c y", "a-b=c", "y")]
    public void AreSplitAsAShellSplitsThem(string command, params string[] expected)
    {
        Assert.Equal(expected, TestCommand.Split(command, out var fault));
        Assert.Empty(fault);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \t ", "empty")]
    [InlineData("a 'b", "a quote ' is not closed")]
    [InlineData("a \"b", "a quote \" is not closed")]
    [InlineData("a \"b\\\"", "a quote \" is not closed")]
    [InlineData("a | b", "`|`")]
    [InlineData("a && b", "`&`")]
    [InlineData("a; b", "`;`")]
    [InlineData("a < b", "`<`")]
    [InlineData("a > b", "`>`")]
    [InlineData("(a)", "`(`")]
    [InlineData("a)", "`)`")]
    [InlineData("a $X", "`$`")]
    [InlineData("a \"$X\"", "`$`")]
    [InlineData("a `b`", "```")]
    [InlineData("a \"`b`\"", "```")]
    [InlineData("a *", "`*`")]
    [InlineData("a ?", "`?`")]
    [InlineData("a {b,c}", "`{`")]
    [InlineData("a }", "`}`")]
    [InlineData("a !b", "`!`")]
    [InlineData("a #b", "`#`")]
    [InlineData("a ~/b", "`~`")]
    [InlineData("~/b", "`~`")]
    [InlineData("a\nb", "a line end")]
    [InlineData("a\rb", "a line end")]
    [InlineData("a\\\nb", "`\\`")]
    [InlineData("a\\", "`\\`")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a 'b\0c'", "U+0000")]
    [InlineData("a \"b\0c\"", "U+0000")]
    [InlineData("a\\\0b", "`\\`")]
    [InlineData("X=1 npm test", "`X=1` sets a variable")]
    [InlineData("_a1=b npm test", "env _a1=b")]
    public void AreRefusedWhereOnlyAShellCouldCarryThemOut(string command, string expected)
    {
        Assert.Null(TestCommand.Split(command, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }
}
