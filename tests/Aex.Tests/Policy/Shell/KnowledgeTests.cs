using System.Text;
using Aex.Policy.Capabilities;
using Aex.Policy.Shell;
using Aex.Policy.Shell.Knowledge;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>Holds the tables of programs to their examples and to their own form.</summary>
public sealed class KnowledgeTests
{
    [Fact]
    public void ExamplesHaveTheirEffects()
    {
        var wrong = new List<string>();
        for (var family = 0; family < FamilyTables.Count; family++)
        {
            foreach (var line in FamilyTables.Examples(family).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var arrow = line.LastIndexOf("->", StringComparison.Ordinal);
                var expected = line[(arrow + 2)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order();
                var effects = Effects(line[..arrow].Trim()).Order().ToList();
                if (!expected.SequenceEqual(effects))
                {
                    wrong.Add($"{line}\n   but: {string.Join(", ", effects)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void HeadersNameWhatTheTablesHold()
    {
        var seen = new HashSet<string>();
        for (var family = 0; family < FamilyTables.Count; family++)
        {
            var lines = FamilyTables.Table(family).Split('\n');
            var header = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var held = lines.Where(line => line.StartsWith('=')).SelectMany(line => line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
            Assert.Equal(held.Order(StringComparer.Ordinal), header);
            foreach (var name in held)
            {
                Assert.True(seen.Add(name), $"`{name}` stands twice");
                Assert.NotNull(FamilyTables.Find(name));
            }
        }
    }

    [Fact]
    public void EveryFamilyHasExamples()
    {
        for (var family = 0; family < FamilyTables.Count; family++)
        {
            var name = FamilyTables.Table(family)[..40].Trim();
            var examples = FamilyTables.Examples(family).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(examples.Length >= 4, $"the family that begins with `{name}` has {examples.Length}");
        }
    }

    [Fact]
    public void FourHundredProgramsAreKnownWithTheirSubcommandsOrOptions()
    {
        var detailed = 0;
        var all = 0;
        for (var family = 0; family < FamilyTables.Count; family++)
        {
            foreach (var block in FamilyTables.Table(family).Split("\n=").Skip(1))
            {
                var end = block.IndexOf('\n', StringComparison.Ordinal);
                var names = (end < 0 ? block : block[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
                all += names;
                var rows = end < 0 ? "" : block[end..];
                var isDetailed = rows.Contains("\n> ", StringComparison.Ordinal) || rows.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Any(token => token is ['-', not '\0', ..]);
                detailed += isDetailed ? names : 0;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{all} programs, {detailed} with subcommands or options");
        Assert.True(detailed >= 400, $"only {detailed}");
    }

    [Fact]
    public void EffectsAreKnownCapabilities()
    {
        for (var family = 0; family < FamilyTables.Count; family++)
        {
            foreach (var token in FamilyTables.Table(family).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                var mark = token.IndexOf('!', StringComparison.Ordinal);
                if (mark < 0)
                {
                    continue;
                }

                foreach (var name in token[(mark + 1)..].Split(['>', '~'])[0].Split(',').Where(name => name is not ("" or "!")))
                {
                    Assert.True(KnownCapabilities.IsKnown(name), $"`{name}` in `{token}` is no capability");
                }
            }
        }
    }

    [Fact]
    public void AProgramInNoTableIsCodeThatNobodyHasRead()
    {
        var report = ShellKnowledge.Ask("frobnicate", [ShellWord.Known("x")]);
        Assert.True(report.IsPartial);
        Assert.Equal("code.run", Assert.Single(report.Effects).Capability);
    }

    private static IEnumerable<string> Effects(string command)
    {
        var words = Words(command);
        var input = new StandardInput(StandardInputSource.Inherited);
        if (words[0] == "|")
        {
            input = new StandardInput(StandardInputSource.Pipe);
            words.RemoveAt(0);
        }

        var report = ShellKnowledge.Ask(words[0], [.. words.Skip(1).Select(Word)], input);
        return report.Effects.Select(effect => effect.ToString())
            .Concat(report.Runs.Select(run => (run.Kind == NestedRunKind.Words ? "runs " : run.Kind == NestedRunKind.Script ? "script " : "stdin") + string.Join(' ', run.Words)));
    }

    // `$x` stands for what is not known.
    private static ShellWord Word(string text) =>
        text.Contains("$x", StringComparison.Ordinal) ? new ShellWord { Text = text.Replace("$x", "\0", StringComparison.Ordinal) } : ShellWord.Known(text);

    // Words with quotes and nothing more.
    internal static List<string> Words(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var any = false;
        foreach (var c in command)
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
                any = true;
            }
            else if (c == ' ' && quote == '\0')
            {
                if (any || word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                any = false;
            }
            else
            {
                word.Append(c);
            }
        }

        if (any || word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static readonly System.Buffers.SearchValues<char> s_roles = System.Buffers.SearchValues.Create("rRwWdDFZKCvVhtEmijypklusUPxeScqngM@bfzoOINAHJQB");

    // A name behind `?` or `=` would be taken for a role, and the option would be lost: `--force-with-lease?|--delete` hid `git push --delete`.
    [Fact]
    public void RolesAreKnownLetters()
    {
        var wrong = new List<string>();
        for (var family = 0; family < FamilyTables.Count; family++)
        {
            foreach (var token in FamilyTables.Table(family).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (token[0] is '-' or '+' && token.Length > 1 && token[1] != '!' && new Option(token) is var option
                    && (option.Role.IndexOfAnyExcept(s_roles) >= 0 || option.ArgumentRole.IndexOfAnyExcept(s_roles) >= 0))
                {
                    wrong.Add(token);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
