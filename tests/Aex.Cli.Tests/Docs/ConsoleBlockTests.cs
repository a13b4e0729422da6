using Xunit;

namespace Aex.Cli.Tests.Docs;

public sealed class ConsoleBlockTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "ab", false)]
    [InlineData("...", "anything\nat all", true)]
    [InlineData("...", "", true)]
    [InlineData("a ... b", "a x b", true)]
    [InlineData("a ... b", "a x c", false)]
    [InlineData("first\n...\nlast", "first\nlast", true)]
    [InlineData("first\n...\nlast", "first\nx\ny\nlast", true)]
    [InlineData("...\nlast", "x\nlast", true)]
    [InlineData("...\nlast", "last", true)]
    [InlineData("...\nlast", "last\nmore", false)]
    public void Dots_stand_for_anything(string promised, string printed, bool matches) =>
        Assert.Equal(matches, new ConsoleBlock(1, "x", promised.Split('\n')).Matches(printed));

    [Fact]
    public void Commands_are_found_with_their_output()
    {
        var blocks = ConsoleBlock.In("# x\n<!-- run\ntrue\n-->\n```console\n$ echo a\na\n$ echo b\nb\n```\n```sh\n$ no\n```\n");
        Assert.Equal(["true\n", "echo a", "echo b"], blocks.Select(b => b.Command));
        Assert.Null(blocks[0].Expected);
        Assert.Equal(["a"], blocks[1].Expected!);
    }
}
