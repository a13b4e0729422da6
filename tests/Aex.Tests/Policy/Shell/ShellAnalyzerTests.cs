using System.Diagnostics;
using System.Text.Json;
using Aex.Policy.Shell;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>What holds for every script, whatever it does.</summary>
public class ShellAnalyzerTests
{
    private static readonly Gen<string> Script = Gen.OneOf(
        "cat a", "rm -r \"$x\"", "cd d", "F=.env", "$F", "\"$F\"", "'a b'", "{a,b{1..3}}", "*", "~", "~/x", "&&", "||", ";", "|", "&", "\n", "(", ")", "{ ", "; }", "$(", "`", "<(", "<<E\n", "\nE\n", "<<<", ">", "2>&1",
        "if ", "; then ", "; fi", "for i in 1 2; do ", "; done", "while :; do ", "case x in a) ", ";; esac", "f() { ", "f", "sh -c '", "eval ", "env A=1 ", "find . -exec ", " \\;", "xargs ", "$((", "))", "[[ ", " ]]", "${x:-", "}",
        "$'\\x72m'", "\\", "\"", "'", "#", "\0", "é", "PATH=.", "export A=b", "read F", "alias cat=rm", "ln -s a b").Array[0, 14].Select(parts => string.Join(' ', parts));

    [Fact]
    public void Nothing_makes_it_throw_and_every_place_is_inside() => Script.Sample(
        script =>
        {
            var analysis = ShellAnalyzer.Analyze(script, "/home/u");
            Assert.InRange(analysis.FaultAt, 0, script.Length);
            foreach (var command in analysis.Commands)
            {
                Assert.InRange(command.Span.Start, 0, script.Length);
                Assert.InRange(command.Span.End, command.Span.Start, script.Length);
                Assert.All(command.Effects, effect => Assert.InRange(effect.Span.End, 0, script.Length));
                Assert.True(!command.IsPartial || command.Effects.Any(effect => effect.Capability == "code.run"));
            }
        },
        iter: 3_000);

    [Theory]
    [InlineData("cat .env")]
    [InlineData("rm -rf build")]
    [InlineData("cp a b")]
    [InlineData("env A=1 cat a")]
    [InlineData("touch x y")]
    public void Quoting_a_word_anew_loses_no_effect(string command)
    {
        var expected = Effects(command);
        Assert.NotEmpty(expected);
        var words = command.Split(' ');
        Assert.Equal(expected, Effects(string.Join(' ', words.Select(word => word.Contains('=') ? word : "'" + word + "'"))));
        Assert.Equal(expected, Effects(string.Join(' ', words.Select(word => word.Contains('=') ? word : "\"" + word + "\""))));
        Assert.Equal(expected, Effects(string.Join(' ', words.Select(word => word.Contains('=') ? word : string.Concat(word.Select(c => "\\" + c))))));
        Assert.Equal(expected, Effects(string.Join(' ', words.Select(word => word.Contains('=') ? word : "$'" + string.Concat(word.Select(c => $"\\x{(int)c:x2}")) + "'"))));
        Assert.Equal(expected, Effects(string.Join("\\\n ", words)));
        Assert.Equal(expected, Effects(string.Join("${IFS}", words)));
        Assert.Equal(expected, Effects($"sh -c '{command}'"));
        Assert.Equal(expected, Effects($"eval {command}"));
        Assert.Equal(expected, Effects($"echo '{command}' | sh"));
        Assert.Equal(expected, Effects($"sh <<< '{command}'"));
        Assert.Equal(expected, Effects($"bash <<'E'\n{command}\nE"));
        Assert.Equal(expected, Effects($"f() {{ \"$@\"; {command}; }}; f true").Where(effect => effect != "code.run"));
    }

    [Theory]
    [InlineData("cat a;")]
    [InlineData("a=$(b);")]
    [InlineData("sh -c '")]
    [InlineData("a=$a$a;")]
    [InlineData("a=$a$a$a$a$a$a$a$a;")]
    [InlineData("a=0123456789;echo $a$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a;")]
    [InlineData("a+=xxxxxxxxxxxxxxxxxxxxxxxxxxxx;")]
    [InlineData("for i in 1 2 3;do ")]
    [InlineData("{a,b}")]
    [InlineData("{1..9}")]
    [InlineData("f(){ f;};f;")]
    [InlineData("cd a;")]
    [InlineData("eval ")]
    [InlineData("env ")]
    [InlineData("a|")]
    [InlineData("ln a b;")]
    [InlineData("a&&")]
    public void A_long_script_of_one_piece_is_analysed_in_time(string piece)
    {
        foreach (var script in (string[])[string.Concat(Enumerable.Repeat(piece, 65536 / piece.Length)), string.Concat(Enumerable.Repeat(piece, 65536 / piece.Length)) + "b"])
        {
            var best = double.MaxValue;
            for (var i = 0; i < 40 && best > 25; i++)
            {
                var watch = Stopwatch.StartNew();
                ShellAnalyzer.Analyze(script);
                best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            }

            Assert.True(best < 150, $"{best} ms");
        }
    }

    [Fact]
    public void What_people_type_never_makes_it_fall()
    {
        var file = Corpus.At("..", "shared", "corpora", "shell-wild.jsonl");
        Assert.SkipUnless(File.Exists(file), "the collection of commands is not there");
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            Assert.NotNull(ShellAnalyzer.Analyze(json.RootElement.GetProperty("command").GetString()!, "/home/u").Commands);
        }
    }

    private static string[] Effects(string script) =>
        [.. ShellAnalyzer.Analyze(script, "/home/u").Commands.SelectMany(command => command.Effects).Select(effect => effect.ToString()).Order()];
}
