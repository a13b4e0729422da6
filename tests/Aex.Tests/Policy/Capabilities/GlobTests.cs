using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Aex.Policy.Capabilities;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Capabilities;

public class GlobTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "a", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "ab", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("[", "[", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("*.*.x", "a.b.x", true)]
    [InlineData("a**b", "axyb", true)]
    public void A_part_matches_as_it_says(string pattern, string text, bool expected) =>
        Assert.Equal(expected, SegmentGlob.Matches(pattern, text, ignoreCase: false));

    [Theory]
    [InlineData("SRC", "src", true)]
    [InlineData("[a-z]", "Q", true)]
    [InlineData("[A-Z]", "q", true)]
    [InlineData("ÄB", "äb", true)]
    [InlineData("a", "b", false)]
    public void Case_is_ignored_where_the_file_system_ignores_it(string pattern, string text, bool expected) =>
        Assert.Equal(expected, SegmentGlob.Matches(pattern, text, ignoreCase: true));

    [Theory]
    [InlineData("*.cs", "a*", true)]
    [InlineData("*.cs", "*.js", false)]
    [InlineData("[ab]", "[cd]", true)] // two classes are taken to meet
    [InlineData("[ab]", "c", false)]
    [InlineData("a?", "ab", true)]
    [InlineData("a", "ab", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("x[", "x[", true)]
    public void Two_patterns_meet_where_a_text_matches_both(string a, string b, bool expected)
    {
        Assert.Equal(expected, SegmentGlob.Meet(a, b, ignoreCase: false));
        Assert.Equal(expected, SegmentGlob.Meet(b, a, ignoreCase: false));
    }

    [Fact]
    public void Long_patterns_are_taken_to_meet() => Assert.True(SegmentGlob.Meet(new string('a', 200), "b", ignoreCase: false));

    [Theory]
    [InlineData("**", "", true)]
    [InlineData("**", "a/b", true)]
    [InlineData("src/**", "src", false)]
    [InlineData("src/**", "src/a", true)]
    [InlineData("**/a", "a", true)]
    [InlineData("**/a", "x/y/a", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/x/y/c", false)]
    [InlineData("a/**/b/**/c", "a/b/x/b/c", true)]
    [InlineData("*.cs", "x/a.cs", true)]
    [InlineData("./a", "a", true)]
    [InlineData("./a", "x/a", false)]
    [InlineData("a/", "a/b", true)]
    [InlineData("a/", "x/a/b", true)]
    [InlineData(".", "x", true)]
    public void A_path_matches_as_it_says(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new PathGlob(pattern).Matches(path, ignoreCase: false, belowToo: false));

    [Theory]
    [InlineData("**/*a*a*a*a*a*a*a*a*b")]
    [InlineData("**/a/**/a/**/a/**/a/**/b")]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*b")]
    public void No_pattern_takes_long(string pattern)
    {
        var path = string.Join('/', Enumerable.Repeat(new string('a', 200), 50)) + "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a";
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.False(new PathGlob(pattern).Matches(path, ignoreCase: false, belowToo: true));
            var took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        Assert.True(best < TimeSpan.FromMilliseconds(500), $"{best.TotalMilliseconds} ms");
    }

    [Fact]
    public void Paths_match_as_an_expression_built_from_the_pattern_does()
    {
        var part = Gen.OneOf("a", "b", "*", "**", "a*", "?", "*b");
        var pattern = Gen.Select(part, part, part, part, Gen.Int[2, 4], (w, x, y, z, n) => string.Join('/', new[] { w, x, y, z }.Take(n)));
        var path = Gen.OneOf("a", "b", "ab", "c").Array[1, 5].Select(parts => string.Join('/', parts));
        Gen.Select(pattern, path).Sample(
            (pattern, path) =>
            {
                var covers = !pattern.Split('/')[^1].Contains('*') && !pattern.Split('/')[^1].Contains('?');
                return new PathGlob(pattern).Matches(path, false, false) == Regex.IsMatch(path, ToExpression(pattern, covers));
            },
            iter: 20_000);
    }

    [Fact]
    public void Braces_stand_for_each_alternative()
    {
        Assert.Equal(["a", "b"], Braces.Expand("{a,b}")!);
        Assert.Equal(["xay", "xb1y", "xb2y"], Braces.Expand("x{a,b{1,2}}y")!);
        Assert.Equal(["{a}"], Braces.Expand("{a}")!);
        Assert.Equal(["{a,b"], Braces.Expand("{a,b")!);
        Assert.Equal(["a", ""], Braces.Expand("{a,}")!);
        Assert.Equal(["{x}a", "{x}b"], Braces.Expand("{x}{a,b}")!);
        Assert.Null(Braces.Expand(string.Concat(Enumerable.Repeat("{a,b}", 9))));
        Assert.Null(Braces.Expand(string.Concat(Enumerable.Repeat("{a,", 40)) + new string('}', 40)));
    }

    [Theory]
    [InlineData("/a/./b//c/", "/a/b/c")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/../..", "/")]
    [InlineData("/", "/")]
    [InlineData("/a/..b/.c", "/a/..b/.c")]
    [InlineData("/a/.", "/a")]
    [InlineData("/a/..", "/")]
    [InlineData("//", "/")]
    public void Paths_are_normalized_by_their_text(string path, string expected) => Assert.Equal(expected, AbsolutePath.Normalize(path));

    private static string ToExpression(string pattern, bool covers)
    {
        var expression = new StringBuilder("^");
        var parts = pattern.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            if (parts[i] == "**")
            {
                expression.Append(last ? i == 0 ? ".*" : "[^/]+(/[^/]+)*" : "([^/]+/)*");
                continue;
            }

            expression.Append(parts[i].Replace("*", "[^/]*", StringComparison.Ordinal).Replace("?", "[^/]", StringComparison.Ordinal));
            expression.Append(last ? "" : "/");
        }

        return expression.Append(covers ? "(/.*)?$" : "$").ToString();
    }
}
