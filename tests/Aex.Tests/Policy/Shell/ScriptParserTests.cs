using System.Diagnostics;
using System.Text.Json;
using Aex.Fuzz;
using Aex.Policy.Shell.Syntax;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>The grammar, held against Bash itself.</summary>
public class ScriptParserTests
{
    public static TheoryData<string> Accepted =>
    [
        "", "ls -la", "a && b || c; d & e", "! a | b |& c", "time -p a", "(a; b)", "{ a; b; }", "if a; then b; elif c; then d; else e; fi",
        "for x in 1 2; do a; done", "for x; do a; done", "for ((i=0;i<3;i++)); do a; done", "for x in a; { b; }", "select x in a b; do c; done",
        "while a; do b; done", "until a; do b; done", "case $x in a|b) c;; (d) e;& f) g;;& *) ;; esac", "case x in esac", "case x in a) b\nesac",
        "f() { a; }", "function f { a; }", "function f() (a)", "f () if a; then b; fi", "coproc a", "coproc N { a; }", "[[ a == b && ( c < d || -f e ) ]]",
        "[[ $x =~ ^(a|b)+$ ]]", "((x = 1 + (2 * 3)))", "((a); (b))", "echo $((1 + $(a)))", "echo $((a); (b))", "echo $(a `b \\`c\\``)", "x=1 y=(a [2]=b) z+=c d",
        "a[1]=2", "declare -a x=(1 2)", "a <b >c >>d 2>&1 &>e <>f >|g {fd}>h 3<&- <<<word", "cat <<EOF\n$(a)\nEOF", "cat <<'EOF' <<-X\n$(a\nEOF\n\t\tb\n\tX", "a <(b) >(c)",
        "echo ${x:-$(a)} ${#x} ${!x} ${x[0]} ${x//a/b} ${x:1:2} ${x^^} ${x@Q} $# $? $! $- $$ $0 $@", "echo \"${x:-'a'}\" \"`a`\" \"$(a \"b\")\"", "echo $'a\\'b' $\"c\"", "a \\\n b",
        "# only a comment", "a # b\nc", "echo a#b", "x=$(cat <<EOF\na\nEOF\n)", "a;\n\nb", "echo {a,b} {1..3}", "if (a) then (b) fi", "{ (a) }", "a |\n\n b", "echo }", "echo if", "a=b", ">f",
        "echo \"$(case x in x) a;; esac)\"", "[ a = b ]", "echo a=b", "echo $", "echo \"$\"", "f() { cat <<X\na\nX\n}", "a && { b; } || (c)", "! true", "while :; do :; done <<<a",
    ];

    public static TheoryData<string> Refused =>
    [
        "'", "\"", "`", "$(", "${", "a &&", "a |", "| a", "&& a", "a ;; b", "(", "(a", "a)", "{ a;", "if a; then b", "if a; b; fi", "for x in a; b; done", "case x in a) b", "f() ", "while a; do b",
        "a ( b", "done", "fi", "} a", "then", "[[ a", "((a", "<", "a >", "; a", "a & & b", "a; ; b", "{ }", "()", "x=(", "if then; fi",
    ];

    [Theory, MemberData(nameof(Accepted))]
    public void Bash_takes_it(string script)
    {
        ScriptParser.Parse(new ScriptText(script), out var fault);
        Assert.Null(fault);
        Assert.True(Bash.Accepts(script), "bash itself refuses it");
    }

    [Theory, MemberData(nameof(Refused))]
    public void Bash_refuses_it(string script)
    {
        ScriptParser.Parse(new ScriptText(script), out var fault);
        Assert.NotNull(fault);
        Assert.InRange(fault.At, 0, script.Length);
        Assert.False(Bash.Accepts(script), "bash itself takes it");
    }

    // Bash runs what another reader takes for the heredoc's text, or the other way round.
    [Theory]
    [InlineData("cat <<E $(true\nrm -rf x\nE\n)")]
    [InlineData("cat <<E \"$(true\nrm -rf x\nE\n)\"")]
    [InlineData("cat <<E ${x:-$(true\nrm -rf x\nE\n)}")]
    [InlineData("cat <<E <(true\nrm -rf x\nE\n)")]
    [InlineData("echo $(cat <<E)\nrm -rf x\nE")]
    [InlineData("cat <(cat <<E) a\nrm -rf x\nE")]
    [InlineData("cat <<\"E\nF\"\nrm -rf x\nE\nF")]
    public void What_shells_read_differently_is_refused(string script)
    {
        ScriptParser.Parse(new ScriptText(script), out var fault);
        Assert.Contains("heredoc", fault?.Message, StringComparison.Ordinal);
    }

    // Refused though `bash -n` takes them, each with the reason.
    private static readonly Dictionary<string, string> RefusedAlone = new()
    {
        ["cd `which <file> | xargs dirname`"] = "`bash -n` does not look into backticks; Bash refuses what stands in them when it runs it",
    };

    [Fact]
    public void What_people_type_is_read_wherever_bash_reads_it()
    {
        var file = Corpus.At("..", "shared", "corpora", "shell-wild.jsonl");
        Assert.SkipUnless(File.Exists(file), "needs ../shared/corpora/shell-wild.jsonl");
        var refused = new List<string>();
        var taken = 0;
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            var script = json.RootElement.GetProperty("command").GetString()!;
            ScriptParser.Parse(new ScriptText(script), out var fault);
            if (!Bash.Accepts(script))
            {
                continue;
            }

            taken++;
            if (fault is not null && !RefusedAlone.ContainsKey(script))
            {
                refused.Add($"{fault.Message} at {fault.At}: {script}");
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
        Assert.True(RefusedAlone.Count * 100 <= taken, $"{RefusedAlone.Count} of {taken} are refused");
    }

    [Fact]
    public void What_the_grammar_makes_is_read_wherever_bash_reads_it()
    {
        var taken = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var script = new ScriptGenerator(new Random(seed)).Next();
            ScriptParser.Parse(new ScriptText(script), out var fault);
            if (Bash.Accepts(script))
            {
                taken++;
                Assert.True(fault is null, $"seed {seed}: {fault?.Message} at {fault?.At}:\n{script}");
            }
        }

        Assert.True(taken >= 250, $"Bash takes only {taken}");
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("$((")]
    [InlineData("((")]
    [InlineData("`")]
    [InlineData("${x:-")]
    [InlineData("\"$(")]
    [InlineData("<(")]
    [InlineData("{ ")]
    [InlineData("(")]
    [InlineData("a<<E\n")]
    [InlineData("$(a<<E\n")]
    [InlineData("x[")]
    [InlineData("if ")]
    [InlineData("case a in a) ")]
    [InlineData("[[ ( ")]
    [InlineData("$((a) ")]
    [InlineData("\\`")]
    [InlineData("a;")]
    [InlineData("'a'")]
    [InlineData("\"a\"")]
    public void A_long_text_of_one_piece_is_read_in_time(string piece)
    {
        var script = string.Concat(Enumerable.Repeat(piece, 65536 / piece.Length));
        var best = double.MaxValue;
        for (var i = 0; i < 20 && best > 5_000; i++)
        {
            var began = ThreadClock.Microseconds;
            ScriptParser.Parse(new ScriptText(script), out _);
            best = Math.Min(best, ThreadClock.Microseconds - began);
        }

        Assert.True(best < 25_000, $"{best} us");
    }

    private static class Bash
    {
        public static bool Accepts(string script)
        {
            using var process = Process.Start(new ProcessStartInfo("bash", ["-O", "extglob", "-n"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            process.StandardInput.Write(script);
            process.StandardInput.Close();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
