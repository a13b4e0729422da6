using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Fuzz;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>The parser's simple commands, held against those of another grammar, tree-sitter-bash: tests/shell/oracle.sh.</summary>
public sealed class TreeSitterTests
{
    private const string Redirected = "the other grammar takes a word behind a redirection for a second target; to Bash it is the command's";

    // Where the two differ, each with the reason.
    private static readonly Dictionary<string, string> Differing = new()
    {
        ["find <directory_name> -type d -exec sh -c \"cd {} && [ -d live ] && [ -d test ] && cd ../ && echo \\\"Deleting {}\\\" && rm -rvi {} \" {} \\;"] = Redirected,
        ["head -<$LINENUM + 10> filename | tail -20"] = Redirected,
        ["find /dir \\( -name node_modules -prune \\) -o -name \"*.sh\" -exec grep --color -Hn \"your text to find\" {} 2>/dev/null \\;"] = Redirected,
        ["find /mnt/zip -name \"*prefs copy\" -print0 | xargs>    -0 rm"] = Redirected,
        ["find ../<dirname> -name '*.jpg' -exec sh -c 'mv \"$0\" \"$(basename $(dirname $0))-${0%.JPG}$.jpg\"' {} \\;"] = Redirected,
        ["find ./ -type d -exec rmdir --ignore-fail-on-non-empty {} 2>/dev/null \\;"] = Redirected,
        ["find <directory> -type f -size -1M -print0  | xargs -0 rm"] = Redirected,
        ["ln -s `cd \\`dirname $2\\`; pwd`/`basename $2` $1/link"] = "the other grammar does not read backticks in backticks",
        ["/usr/bin/sudo -u `whoami` `which program`"] = "the other grammar takes two substitutions in backticks for one",
    };

    [Fact]
    public void Both_find_the_same_commands_in_what_people_type()
    {
        var scripts = new List<string>();
        foreach (var name in (string[])["shell-labelled.jsonl", "shell-wild.jsonl"])
        {
            var file = Corpus.At("..", "shared", "corpora", name);
            Assert.SkipUnless(File.Exists(file), $"needs ../shared/corpora/{name}");
            foreach (var line in File.ReadLines(file))
            {
                using var json = JsonDocument.Parse(line);
                scripts.Add(json.RootElement.GetProperty("command").GetString()!);
            }
        }

        Compare(scripts, 6_000);
    }

    [Fact]
    public void Both_find_the_same_commands_in_what_the_grammar_makes() =>
        Compare([.. Enumerable.Range(0, 2_000).Select(seed => new ScriptGenerator(new Random(seed), isPlain: true).Next())], 1_000);

    private static void Compare(List<string> scripts, int least)
    {
        var wrong = new List<string>();
        var compared = 0;
        var trees = Trees(scripts);
        for (var i = 0; i < scripts.Count; i++)
        {
            // What either cannot read is not compared: `bash -n` is asked about that (ScriptParserTests).
            if (SimpleCommands.Of(scripts[i]) is not { } own || trees[i] is not { } other)
            {
                continue;
            }

            compared++;
            var (ours, theirs) = (own.Select(Plain).ToList(), other.Select(Plain).ToList());
            if (!ours.SequenceEqual(theirs) && !Differing.ContainsKey(scripts[i]))
            {
                wrong.Add($"{scripts[i]}\n   ours alone: {string.Join(" | ", ours.Except(theirs))}\n   theirs alone: {string.Join(" | ", theirs.Except(ours))}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{compared} of {scripts.Count} compared, {wrong.Count} differ");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared >= least, $"only {compared} of {scripts.Count} could be compared");
    }

    // Blanks and joined lines aside. Of `[` only the place; `time` is a reserved word to Bash and a command's name to the other.
    private static (int Start, string Words) Plain((int Start, string Words) command)
    {
        var (start, words) = command;
        if (words.StartsWith("time ", StringComparison.Ordinal))
        {
            (start, words) = (start + 5, words[5..]);
        }

        if (words == "[" || words.StartsWith("[ ", StringComparison.Ordinal))
        {
            return (start, "[");
        }

        var plain = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
        {
            if (!char.IsWhiteSpace(words[i]) && !(words[i] == '\\' && i + 1 < words.Length && char.IsWhiteSpace(words[i + 1])))
            {
                plain.Append(words[i]);
            }
        }

        return (start, plain.ToString());
    }

    private static List<List<(int Start, string Words)>?> Trees(List<string> scripts)
    {
        var modules = Environment.GetEnvironmentVariable("AEX_TREE_SITTER") ?? "";
        Assert.SkipWhen(modules.Length == 0, "needs Node.js and tree-sitter-bash: run tests/shell/oracle.sh");
        using var process = Process.Start(new ProcessStartInfo("node", [Corpus.At("tests", "shell", "trees.mjs"), modules]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var feeding = Task.Run(() =>
        {
            foreach (var script in scripts)
            {
                process.StandardInput.Write($"\"{JavaScriptEncoder.Default.Encode(script)}\"\n");
            }

            process.StandardInput.Close();
        });
        var trees = new List<List<(int, string)>?>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            trees.Add(json.RootElement.ValueKind == JsonValueKind.Null ? null : [.. json.RootElement.EnumerateArray().Select(row => (row[0].GetInt32(), row[1].GetString()!))]);
        }

        process.WaitForExit();
        Assert.True(feeding.Wait(TimeSpan.FromSeconds(10)), "the scripts could not be handed over");
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(scripts.Count, trees.Count);
        return trees;
    }
}
