using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Shell;

/// <summary>
/// Commands that mean what a plain command means that the policy stops, written so that it could be missed (tests/corpus/shell/README.md). Each is denied
/// or asked about; the plain command is; and harmless ones of the same kind pass, so that stopping all is no way through.
/// </summary>
public sealed class EvasionTests
{
    private const int Fewest = 300;

    private static readonly Lazy<List<Section>> s_sections = new(static () => [.. Corpus.Files("shell/evasions", ".txt").SelectMany(Read)]);

    public static TheoryData<string> Titles()
    {
        var data = new TheoryData<string>();
        foreach (var section in s_sections.Value)
        {
            data.Add(section.Title);
        }

        return data;
    }

    [Theory, MemberData(nameof(Titles))]
    public void What_the_policy_stops_it_stops_in_every_form(string title)
    {
        var section = s_sections.Value.Single(section => section.Title == title);
        var wrong = new List<string>();
        foreach (var row in section.Rows)
        {
            var decision = section.Decide(row.Command, out var reason);
            if (decision != row.Expected)
            {
                wrong.Add($"line {row.Line}: expected {row.Expected}, but {decision}: {row.Command}\n      {reason}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {section.Rows.Count}:\n{string.Join('\n', wrong)}");
    }

    [Theory, MemberData(nameof(Titles))]
    public void The_plain_command_is_stopped_and_a_harmless_one_passes(string title)
    {
        var section = s_sections.Value.Single(section => section.Title == title);
        Assert.NotNull(section.Plain);
        Assert.NotEqual(Decision.Allow, section.Decide(section.Plain, out _));
        Assert.Contains(section.Rows, static row => row.Expected == Decision.Allow);
    }

    [Theory, MemberData(nameof(Titles))]
    public void What_is_denied_is_denied_for_what_it_reaches(string title)
    {
        var section = s_sections.Value.Single(section => section.Title == title);
        if (section.Twin is not { } twin)
        {
            return;
        }

        var wrong = new List<string>();
        foreach (var row in section.Rows)
        {
            if (row.Expected != Decision.Deny || !row.Command.Contains(twin.Stopped, StringComparison.Ordinal))
            {
                continue;
            }

            var command = row.Command.Replace(twin.Stopped, twin.Harmless, StringComparison.Ordinal);
            // What is known only when it runs may be anything.
            if (section.Decide(command, out var reason) == Decision.Deny && !reason.Contains("known only when it runs", StringComparison.Ordinal))
            {
                wrong.Add($"line {row.Line}: {command}\n      {reason}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_table_has_its_rows()
    {
        var evasions = s_sections.Value.SelectMany(static section => section.Rows).Where(static row => row.Expected != Decision.Allow).ToList();
        var harmless = s_sections.Value.SelectMany(static section => section.Rows).Where(static row => row.Expected == Decision.Allow).ToList();
        Assert.Equal(evasions.Count, evasions.Select(static row => row.Section + row.Command).Distinct().Count());
        Assert.True(evasions.Count >= Fewest, $"{evasions.Count} evasions");
        Assert.True(harmless.Count * 10 >= evasions.Count, $"{harmless.Count} harmless commands beside {evasions.Count} evasions");
    }

    [Fact]
    public void Five_hundred_commands_hide_none_between_them()
    {
        var section = s_sections.Value[0];
        for (var at = 0; at < 500; at += 83)
        {
            var commands = Enumerable.Repeat("echo x", 500).ToList();
            Assert.Equal(Decision.Allow, section.Decide(string.Join(" ; ", commands), out _));
            commands[at] = section.Plain!;
            foreach (var joint in (string[])[" ; ", " && ", " || ", " | ", "\n", " & "])
            {
                Assert.Equal(Decision.Deny, section.Decide(string.Join(joint, commands), out _));
            }
        }
    }

    private sealed record Row(string Section, int Line, Decision Expected, string Command);

    private sealed class Section(string title)
    {
        public string Title { get; } = title;

        public List<Row> Rows { get; } = [];

        public List<string> Paths { get; } = [];

        public StringBuilder Policy { get; } = new();

        public string Cwd { get; set; } = "/work";

        public string? Plain { get; set; }

        public (string Stopped, string Harmless)? Twin { get; set; }

        public Decision Decide(string command, out string reason)
        {
            var layer = Layer.Load(LayerKind.Project, ".aex/policy.aex", "/work/.aex/policy.aex", "/work", Encoding.UTF8.GetBytes(Policy.ToString()));
            Assert.Empty(layer.Errors);
            var call = new ToolCall { Client = "claude-code", Tool = "Bash", Cwd = Cwd, Arguments = Encoding.UTF8.GetBytes($"{{\"command\":\"{JavaScriptEncoder.Default.Encode(command)}\"}}") };
            var table = new TablePathResolver().AddFolder("/work").AddFolder("/home/u").AddFile("/work/.aex/policy.aex");
            foreach (var line in Paths)
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                _ = words[0] switch
                {
                    "file" => table.AddFile(words[1]),
                    "folder" => table.AddFolder(words[1]),
                    "link" => table.AddLink(words[1], words[3]),
                    _ => throw new FormatException(line),
                };
            }

            var context = new CallContext
            {
                ProjectRoot = "/work",
                Home = "/home/u",
                GuardedFiles = ["/work/.aex/policy.aex"],
                GuardedFolders = ["/home/u/.local/state/aex", "/home/u/.config/aex"],
                PathFolders = ["/usr/bin", "/home/u/bin"],
                Paths = table,
            };
            var prepared = CallPreparation.Prepare(call, [layer], context);
            var verdict = Authorizer.Decide(prepared, new Counters());
            reason = Reasons.Describe(verdict, prepared);
            return verdict.Decision;
        }
    }

    private static IEnumerable<Section> Read(string file)
    {
        Section? section = null;
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            var (word, rest) = blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..]);
            switch (word)
            {
                case "==":
                    if (section is not null)
                    {
                        yield return section;
                    }

                    section = new Section($"{Path.GetFileNameWithoutExtension(file)}: {rest}");
                    break;
                case "policy":
                    while (i + 1 < lines.Length && lines[i + 1].StartsWith("    ", StringComparison.Ordinal))
                    {
                        section!.Policy.Append(lines[++i].AsSpan(4)).Append('\n');
                    }

                    break;
                case "file" or "folder" or "link":
                    section!.Paths.Add(line);
                    break;
                case "cwd":
                    section!.Cwd = rest;
                    break;
                case "twin":
                    var words = rest.Split(' ');
                    section!.Twin = (words[0], words[1]);
                    break;
                case "plain":
                    section!.Plain = Command(rest);
                    break;
                case "deny" or "ask" or "allow":
                    section!.Rows.Add(new Row(section.Title, i + 1, word switch { "deny" => Decision.Deny, "ask" => Decision.Ask, _ => Decision.Allow }, Command(rest)));
                    break;
                default:
                    throw new FormatException($"{file}:{i + 1}: {line}");
            }
        }

        yield return section!;
    }

    private static string Command(string text) => text.StartsWith("json ", StringComparison.Ordinal) ? JsonSerializer.Deserialize(text[5..], EvasionText.Default.String)! : text;
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class EvasionText : System.Text.Json.Serialization.JsonSerializerContext;
