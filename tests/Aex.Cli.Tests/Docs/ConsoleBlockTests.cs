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
        Assert.Equal(["true\n", "echo a", "echo b", "$ no\n"], blocks.Select(b => b.Command));
        Assert.Equal([false, false, false, true], blocks.Select(b => b.IsScript));
        Assert.Null(blocks[0].Expected);
        Assert.Equal(["a"], blocks[1].Expected!);
        Assert.All(blocks, block => Assert.Equal(0, block.Exit));
    }

    [Fact]
    public void A_last_line_in_brackets_is_the_exit_code()
    {
        var blocks = ConsoleBlock.In("```console\n$ false\n[exit 1]\n$ x\na\n[exit 2]\n\n```\n");
        Assert.Equal([1, 2], blocks.Select(block => block.Exit));
        Assert.Empty(blocks[0].Expected!);
        Assert.True(blocks[1].Matches("a\n"));
    }

    [Theory]
    [InlineData("...", true)]
    [InlineData("...\n\n...", true)]
    [InlineData("a\n...", false)]
    [InlineData("... a", false)]
    public void Dots_alone_promise_nothing(string promised, bool nothing) =>
        Assert.Equal(nothing, new ConsoleBlock(1, "x", promised.Split('\n')).PromisesNothing);
}
