using System.Text;
using Aex.Policy.Decisions;

namespace Aex.Tests.Policy.Decisions;

/// <summary>Reads tests/corpus/decisions/*.txt; the format is told in its README.md.</summary>
public static class DecisionCorpus
{
    public const string Root = "/work";
    public const string Home = "/home/u";

    /// <summary>One row: a call, and what must become of it.</summary>
    public sealed record Row(string File, int Line, string Title, Section Section, ToolCall Call, bool SharesSession, Decision Expected, string Place, string? Because);

    /// <summary>What the rows below a title have in common.</summary>
    public sealed class Section
    {
        public List<Layer> Layers { get; } = [];

        public List<string> Guarded { get; } = [];

        public List<string> Paths { get; } = [];

        public bool IgnoresCase { get; set; }

        public bool NeedsNoPolicy { get; set; }

        public int ElapsedMinutes { get; set; }

        public CallContext Context() => new()
        {
            ProjectRoot = Root,
            Home = Home,
            GuardedFiles = Guarded,
            GuardedFolders = [Home + "/.local/state/aex", Home + "/.config/aex"],
            PathFolders = ["/usr/bin", Home + "/bin"],
            NeedsNoPolicy = NeedsNoPolicy,
            Paths = Resolver(),
        };

        private TablePathResolver Resolver()
        {
            var table = new TablePathResolver(IgnoresCase).AddFolder(Root).AddFolder(Home);
            foreach (var line in Paths)
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                _ = words[0] switch
                {
                    "file" => table.AddFile(words[1]),
                    "folder" => table.AddFolder(words[1]),
                    "link" => table.AddLink(words[1], words[3]),
                    "hardlink" => table.AddHardLink(words[1], words[3]),
                    _ => throw new FormatException(line),
                };
            }

            return table;
        }
    }

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Layer, byte[]> s_texts = [];

    public static IReadOnlyList<Row> Rows { get; } = ReadAll();

    /// <summary>The text that a layer of the table was read from.</summary>
    public static byte[] TextOf(Layer layer) => s_texts.TryGetValue(layer, out var text) ? text : throw new InvalidOperationException(layer.File);

    private static List<Row> ReadAll()
    {
        var rows = new List<Row>();
        foreach (var file in Corpus.Files("decisions", ".txt"))
        {
            Read(file, rows);
        }

        return rows;
    }

    private static void Read(string file, List<Row> rows)
    {
        var lines = File.ReadAllLines(file);
        var section = new Section();
        string client = "claude-code", cwd = Root, heading = "";
        string? server = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var (word, rest) = Cut(line);
            switch (word)
            {
                case "==":
                    (section, client, cwd, server, heading) = (new Section(), "claude-code", Root, null, rest);
                    break;
                case "policy" or "user" or "managed" or "option" or "contract" or "json":
                    section.Layers.Add(ReadLayer(word, rest, lines, ref i, section));
                    break;
                case "file" or "folder" or "link" or "hardlink":
                    section.Paths.Add(line);
                    break;
                case "guarded":
                    section.Guarded.Add(rest);
                    break;
                case "case-insensitive":
                    section.IgnoresCase = true;
                    break;
                case "no-policy-needed":
                    section.NeedsNoPolicy = true;
                    break;
                case "minutes":
                    section.ElapsedMinutes = int.Parse(rest, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "client":
                    client = rest;
                    break;
                case "cwd":
                    cwd = rest;
                    break;
                case "server":
                    server = rest;
                    break;
                case "allow" or "ask" or "deny" or "+allow" or "+ask" or "+deny":
                    rows.Add(ReadRow(file, i + 1, heading, word, rest, section, client, cwd, server));
                    break;
                default:
                    throw new FormatException($"{file}:{i + 1}: {line}");
            }
        }
    }

    private static Layer ReadLayer(string kind, string name, string[] lines, ref int i, Section section)
    {
        var text = new StringBuilder();
        while (i + 1 < lines.Length && lines[i + 1].StartsWith("    ", StringComparison.Ordinal))
        {
            text.Append(lines[++i].AsSpan(4)).Append('\n');
        }

        var layerKind = kind switch
        {
            "policy" or "json" => LayerKind.Project,
            "user" => LayerKind.User,
            "managed" => LayerKind.Managed,
            "option" => LayerKind.Option,
            _ => LayerKind.Contract,
        };
        var folder = kind is "policy" or "json" && name.Length > 0 ? Root + "/" + name : Root;
        var file = kind switch
        {
            "json" => "policy.json",
            "contract" => "tasks/job.aex",
            "user" => "~/.config/aex/policy.aex",
            "managed" => "/etc/aex/policy.aex",
            "option" => "option.aex",
            _ => name.Length > 0 ? name + "/.aex/policy.aex" : ".aex/policy.aex",
        };
        var path = file.Replace("~", Home, StringComparison.Ordinal);
        path = path.StartsWith('/') ? path : Root + "/" + path;
        section.Guarded.Add(path);
        var utf8 = Encoding.UTF8.GetBytes(text.ToString());
        var layer = Layer.Load(layerKind, file, path, folder, utf8);
        s_texts.Add(layer, utf8);
        return layer;
    }

    private static Row ReadRow(string file, int number, string heading, string word, string rest, Section section, string client, string cwd, string? server)
    {
        var titleAt = rest.LastIndexOf(" -- ", StringComparison.Ordinal);
        var title = titleAt < 0 ? throw new FormatException($"{file}:{number}: no title") : rest[(titleAt + 4)..];
        var (place, call) = Cut(rest[..titleAt]);
        string? because = null;
        var becauseAt = call.IndexOf(" because ", StringComparison.Ordinal);
        if (becauseAt >= 0)
        {
            because = call[(becauseAt + 9)..].Trim();
            call = call[..becauseAt];
        }

        var json = call.IndexOf('{', StringComparison.Ordinal);
        var toolCall = new ToolCall
        {
            Client = client,
            Tool = (json < 0 ? call : call[..json]).Trim(),
            Arguments = Encoding.UTF8.GetBytes(json < 0 ? "{}" : call[json..].Trim()),
            Cwd = cwd,
            McpServer = server,
        };
        var decision = word.TrimStart('+') switch
        {
            "allow" => Decision.Allow,
            "ask" => Decision.Ask,
            _ => Decision.Deny,
        };
        return new Row(Path.GetFileName(file), number, $"{heading}: {title}", section, toolCall, word[0] == '+', decision, place, because);
    }

    private static (string Word, string Tail) Cut(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..].Trim());
    }
}
