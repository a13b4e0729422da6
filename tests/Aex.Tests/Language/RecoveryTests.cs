using System.Text;
using Aex.Language.Compilation;
using Aex.Language.Diagnostics;
using Aex.Language.Formatting;
using Aex.Language.Syntax;
using Aex.Policy.Validation;
using Xunit;

namespace Aex.Tests.Language;

/// <summary>One fault is told once, and the lines behind it are read.</summary>
public sealed class RecoveryTests
{
    private const string Head = "task t v0\ngoal \"g\"\nuse a.b\n";

    [Theory]
    [InlineData("do a.b(\n  c=@,\n  d=[1,\n    2],\n)\nreturn @\n", "AEX100 5:5 `@`", "AEX100 9:8 `@`")]
    [InlineData("do a.b(\n  c=1\n  d=2)\nreturn 1\n", "AEX100 6:3 `d`")]
    [InlineData("do a.b(\n  c=1\nreturn 1\n", "AEX112 4:7 `(`")]
    [InlineData("do a.b(\n  c=1\n  return=2)\nreturn 1\n", "AEX100 6:3 `return`")]
    [InlineData("do a.b(c=[\n# one\nreturn 1\n", "AEX112 4:10 `[`")]
    [InlineData("do a.b(c={x:\nreturn 1\n", "AEX112 4:10 `{`")]
    [InlineData("if @\n  do a.b(c=1)\n  return 1\n", "AEX100 4:4 `@`")]
    [InlineData("for b of c\n  do a.b(c=b)\nreturn 1\n", "AEX100 4:7 `of`")]
    [InlineData("make b: c of d with:\n  - one\n  # two\n  - three\nreturn 1\n", "AEX100 4:11 `of`")]
    [InlineData("mkae b: c from d with:\n  - one\nreturn b\n", "AEX100 4:1 `mkae`")]
    [InlineData("iff a\n  do a.b(c=1)\nreturn 1\n", "AEX100 4:1 `iff`")]
    [InlineData("use b.c, @\ndo b.c()\nreturn 1\n", "AEX100 4:10 `@`")]
    [InlineData("need a: strr @\nreturn a\n", "AEX032 4:9 `strr`", "AEX100 4:14 `@`")]
    [InlineData("need a str\ndo a.b(c=a)\nreturn 1\n", "AEX100 4:8 `str`")]
    [InlineData("do x.y(\ndo a.b(c=z)\nreturn 1\n", "AEX112 4:7 `(`")]
    [InlineData("return {1: 2}\n", "AEX100 4:9 `1`")]
    [InlineData("return {a 2}\n", "AEX100 4:11 `2`")]
    [InlineData("return [1 2]\n", "AEX100 4:11 `2`")]
    [InlineData("return a.\n", "AEX100 4:10 ``")]
    [InlineData("return a[0\n", "AEX100 4:11 ``")]
    [InlineData("need a: json\nreturn a[0 ]\n", "AEX100 5:12 `]`")]
    [InlineData("return not\n", "AEX100 4:8 `not`")]
    [InlineData("do a.b(c=1) ->\nreturn 1\n", "AEX100 4:15 ``")]
    [InlineData("do 1()\nreturn 1\n", "AEX100 4:4 `1`")]
    [InlineData("need a: json\ncheck a has\nreturn 1\n", "AEX100 5:12 ``")]
    [InlineData("need a: json\ncheck a has valid thing\nreturn 1\n", "AEX100 5:19 `thing`")]
    [InlineData("need a: json\ncheck a touches all\nreturn 1\n", "AEX100 5:17 `all`")]
    [InlineData("need a: json\ncheck a touches only \"x\"\nreturn 1\n", "AEX100 5:22 `\"x\"`")]
    [InlineData("need a: json\ncheck a does include\nreturn 1\n", "AEX100 5:14 `include`")]
    [InlineData("need a: json\ncheck a is\nreturn 1\n", "AEX100 5:11 ``")]
    [InlineData("need a: list[\nreturn a\n", "AEX112 4:13 `[`")]
    [InlineData("need a: list[1]\nreturn a\n", "AEX100 4:14 `1`")]
    [InlineData("need a: json\nmake is: c from a with\nreturn 1\n", "AEX100 5:6 `is`")]
    [InlineData("need a: json\nmake b: c from a, with\nreturn 1\n", "AEX100 5:23 ``")]
    [InlineData("need a: json\nmake b: c from a with:\n    - one\n  - two\nreturn 1\n", "AEX101 7:1 `  `")]
    [InlineData("need a: json\nif a\n  use a.c\n  budget calls=1\n  need z: str\nreturn 1\n", "AEX100 6:3 `use`", "AEX100 8:3 `need`")]
    [InlineData("expect allow X()\nreturn 1\n", "AEX100 4:1 `expect`")]
    [InlineData("need a: json\nif a\n  policy p v0\nreturn 1\n", "AEX110 6:3 `policy`")]
    public void A_fault_in_a_task_is_told_once(string lines, params string[] expected)
    {
        var tree = Trees.Parse(Head + lines);
        Assert.Equal(expected, Validator.Check(tree, warnings: true).Select(d => Trees.Show(tree.Source, d)));
        Assert.Equal(Head + lines, tree.ToText());
    }

    [Theory]
    [InlineData("map 1 to a.b", "AEX100 2:5 `1`")]
    [InlineData("map \"\" to a.b", "AEX100 2:5 `\"\"`")]
    [InlineData("map a(1) to a.b", "AEX100 2:7 `1`")]
    [InlineData("map a(b to a.b", "AEX100 2:9 `to`")]
    [InlineData("map a at a.b", "AEX100 2:7 `at`")]
    [InlineData("map a to \"b\"", "AEX100 2:10 `\"b\"`")]
    [InlineData("budget =1", "AEX100 2:8 `=`")]
    [InlineData("budget calls=1, @=2", "AEX100 2:17 `@`")]
    [InlineData("budget \"calls\"=1", "AEX111 2:8 `\"calls\"`")]
    [InlineData("allow \"a", "AEX112 2:7 `\"a`")]
    [InlineData("allow a @", "AEX100 2:9 `@`")]
    [InlineData("allow a@", "AEX100 2:8 `@`")]
    [InlineData("allow a.b, c@", "AEX100 2:13 `@`")]
    [InlineData("goal", "AEX100 2:5 ``")]
    public void A_fault_in_a_policy_is_told_once(string line, string expected)
    {
        var tree = Trees.Parse("policy p v0\n" + line);
        Assert.Equal([expected], Validator.Check(tree, warnings: false).Select(d => Trees.Show(tree.Source, d)));
    }

    [Theory]
    [InlineData("expect allow 1()", "AEX100 2:14 `1`")]
    [InlineData("expect allow X", "AEX100 2:15 ``")]
    [InlineData("expect allow X() in x", "AEX100 2:21 `x`")]
    [InlineData("expect allow X() because", "AEX100 2:25 ``")]
    [InlineData("expect allow X(a=1, a=2)", "AEX110 2:21 `a`")]
    [InlineData("expect alow X()\n  expect deny Y()", "AEX100 2:8 `alow`")]
    public void A_fault_in_a_tests_file_is_told_once(string line, string expected)
    {
        var tree = Trees.Parse("tests t v0\n" + line);
        Assert.Equal([expected], Validator.Check(tree, warnings: false).Select(d => Trees.Show(tree.Source, d)));
    }

    [Theory]
    [InlineData("return ", "[", "")]
    [InlineData("return ", "{a:", "")]
    [InlineData("check ", "not ", "a")]
    [InlineData("need a: ", "list[", "")]
    public void Nesting_is_bounded(string before, string piece, string after)
    {
        var deep = before + string.Concat(Enumerable.Repeat(piece, 100_000)) + after;
        var tree = Trees.Parse("task t v0\n" + deep + "\n");
        Assert.Equal([Catalogue.Unreadable], tree.Diagnostics.Select(d => d.Code));
        Assert.Contains("256", tree.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.NotEmpty(TreeJson.Write(tree));
    }

    [Fact]
    public void Nesting_to_the_bound_is_read()
    {
        var lists = new string('[', Parser.MaxDepth) + new string(']', Parser.MaxDepth);
        var nots = string.Concat(Enumerable.Repeat("not ", Parser.MaxDepth));
        var tree = Trees.Parse($"task t v0\nneed a: json\ncheck {nots}a\nreturn {lists}\n");
        Assert.Empty(tree.Diagnostics);
        Assert.NotEmpty(Compiler.ToJson(tree));
        Assert.Equal(tree.ToText(), Formatter.Format(tree));
    }

    [Fact]
    public void Blocks_are_bounded()
    {
        var text = new StringBuilder("task t v0\n");
        for (var depth = 0; depth < 1000; depth++)
        {
            text.Append(' ', depth).Append("if a\n");
        }

        var tree = Trees.Parse(text.ToString());
        Assert.Equal(Catalogue.Indentation, tree.Diagnostics[0].Code);
        Assert.InRange(tree.Diagnostics.Count, 1, 2); // the bound, and perhaps the block that is left empty by it
        Assert.Equal(text.ToString(), tree.ToText());
        Assert.NotEmpty(Compiler.ToJson(tree));
        Assert.NotEmpty(TreeJson.Write(tree));
    }

    [Theory]
    [InlineData("do a(b=[\n", 20_000)]
    [InlineData("deny \"\n", 50_000)]
    [InlineData("if a\n", 50_000)]
    [InlineData("#\u200B\n", 50_000)]
    [InlineData("do a(b=\"", 50_000)]
    [InlineData("{[(", 50_000)]
    [InlineData(" ", 300_000)]
    public void Hostile_text_of_a_megabyte_is_read_in_a_moment(string piece, int times)
    {
        var text = "policy p v0\n" + string.Concat(Enumerable.Repeat(piece, times));
        var small = Took(text[..(text.Length / 8)]);
        var large = Took(text);
        Assert.True(large < 64 * Math.Max(small, 5), $"{large} ms for the whole, {small} ms for an eighth");

        static double Took(string text)
        {
            var best = double.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                Assert.Equal(text, Trees.Parse(text).ToText());
                best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
            }

            return best;
        }
    }
}
