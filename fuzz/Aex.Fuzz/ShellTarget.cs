using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Policy.Shell;

namespace Aex.Fuzz;

/// <summary>
/// Shell scripts. Whatever the text: it is analysed and decided, every place lies inside of it, what is not fully understood has a <c>code.run</c>, and the
/// time grows with the length and no faster, for the text itself and for many of it in a row.
/// </summary>
internal sealed class ShellTarget : ITarget
{
    private const int Generated = 500;
    private const int Longest = 1 << 16;
    private const double MicrosecondsPerCharacter = 0.4;
    private const double Allowance = 15_000;

    private readonly Layer _layer = Layer.Load(LayerKind.Project, "p", "/work/.aex/policy.aex", "/work", "policy p v0\nallow *\ndeny network.*, file.read:private/**\nconfirm before file.write\n"u8);
    private readonly CallContext _context = new() { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work").AddFolder("/home/u") };
    private int _runs;

    public IEnumerable<byte[]> Seeds()
    {
        var generator = new ScriptGenerator(new Random(0));
        for (var i = 0; i < Generated; i++)
        {
            yield return Encoding.UTF8.GetBytes(generator.Next());
        }

        var corpus = Path.Combine("tests", "corpus", "shell");
        foreach (var line in File.ReadAllLines(Path.Combine(corpus, "mentions.txt")).Where(line => line.StartsWith("$ ", StringComparison.Ordinal)))
        {
            yield return Encoding.UTF8.GetBytes(line[2..]);
        }

        foreach (var line in File.ReadAllLines(Path.Combine(corpus, "ordinary-hour.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("input").TryGetProperty("command", out var command))
            {
                yield return Encoding.UTF8.GetBytes(command.GetString()!);
            }
        }
    }

    public IEnumerable<string> Words() =>
    [
        "$(", "`", "<(", ">(", "${", "${x:-", "$((", "((", "[[ ", " ]]", "))", ")", "}", "{ ", "; }", "'", "\"", "$'", "\\", "\\\n", "\n", "\t", " ", "#", " #", ";", "&&", "||", "|", "|&", "&", "!", "<<E\n", "\nE\n", "<<-'E'\n",
        "<<<", "> f", ">>f", "2>&1", "&>", "<&-", "if ", "then ", "else ", "elif ", "fi", "for x in ", "for ((;;))", "do ", "done", "while ", "until ", "case x in ", "a) ", ";; ", ";& ", "esac", "select ", "function f ", "f() { ", "coproc ", "time ",
        "a=", "a+=(", "a[$(b)]=", "export A=", "IFS=", "PATH=.", "$a", "$@", "$#", "$$", "${!a}", "${a@P}", "${a//b/c}", "*", "?", "[a-z]", "~", "{a,b}", "{1..99}", "{a..z}{a..z}", "sudo ", "env -S ", "xargs ", "find . -exec ", " \\;", "eval ", "sh -c '",
        "bash <<E\n", "alias ", "git -c ", "cd ", "pushd ", "source ", ". ", "trap ", "read ", "set -- ", "shift", "rm -rf ", "curl ", "tee ", "awk '", "sed ", "tar --", "busybox ", "printf '%s' ", "echo ", "-exec", "--", "-", "\0", "\u200B", "\u202E", "é", "🎉", "\r\n",
    ];

    public bool Run(byte[] input)
    {
        var script = Encoding.UTF8.GetString(input);
        var analysis = Timed(script);
        Require(analysis.FaultAt >= 0 && analysis.FaultAt <= script.Length, "the fault lies outside");
        foreach (var command in analysis.Commands)
        {
            Require(command.Span.Start >= 0 && command.Span.Start <= command.Span.End && command.Span.End <= script.Length, "a command lies outside");
            Require(!command.IsPartial || command.Effects.Any(effect => effect.Capability == "code.run"), "what is not fully understood has no code.run");
            foreach (var effect in command.Effects)
            {
                Require(effect.Span.Start >= 0 && effect.Span.End <= script.Length, "an effect lies outside");
            }
        }

        var call = new ToolCall { Client = "claude-code", Tool = "Bash", Cwd = "/work", Arguments = Encoding.UTF8.GetBytes($"{{\"command\":\"{JavaScriptEncoder.Default.Encode(script)}\"}}") };
        var decision = Authorizer.Decide(CallPreparation.Prepare(call, [_layer], _context), new Counters()).Decision;
        Require(decision != Decision.Allow || analysis.IsCovered, "what is not fully understood is allowed");
        if (_runs++ % 64 == 0 && script.Length > 0)
        {
            Timed(string.Concat(Enumerable.Repeat(script, Math.Max(1, Longest / script.Length))));
        }

        return analysis.Unparsable is null;
    }

    // The best of several runs counts: the first ones are compiled meanwhile.
    private static ShellAnalysis Timed(string script)
    {
        var most = Allowance + (script.Length * MicrosecondsPerCharacter);
        var best = double.MaxValue;
        for (var i = 0; ; i++)
        {
            var began = ThreadClock.Microseconds;
            var analysis = ShellAnalyzer.Analyze(script, "/home/u");
            best = Math.Min(best, ThreadClock.Microseconds - began);
            if (best <= most)
            {
                return analysis;
            }

            if (i == 20)
            {
                var file = Path.Combine(Path.GetTempPath(), $"aex-fuzz-shell-slow-{Environment.ProcessId}.txt");
                File.WriteAllText(file, script);
                throw new InvalidOperationException($"{script.Length} characters take {best:0} µs, more than {most:0}: {file}");
            }
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
