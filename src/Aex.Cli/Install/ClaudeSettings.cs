using System.Text;
using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>
/// The hook entries of aex in a Claude Code settings file. Only the nested form is loaded by the client; an entry in the flat form
/// (<c>{"matcher":".*","command":"aex gate"}</c>) makes it drop the whole file.
/// </summary>
internal static class ClaudeSettings
{
    /// <summary>The events that aex hooks, and whether a fault of the hook blocks (the gate's decisions) or only goes unrecorded.</summary>
    private static readonly (string Name, bool HasMatcher, bool Blocks)[] Events =
    [
        ("PreToolUse", true, true),
        ("PostToolUse", true, false),
        ("PostToolUseFailure", true, false),
        ("SessionStart", false, false),
        ("ConfigChange", false, true),
    ];

    /// <summary>
    /// The text with aex's hooks in it. Entries that run <c>aex gate</c> already, in whatever form, give way, since each call would be
    /// counted twice; the options they give it are kept.
    /// </summary>
    /// <param name="text">The file's bytes; blank for a new file.</param>
    /// <param name="program">The path of this program.</param>
    /// <exception cref="JsonException">The text is no JSON, or has another shape than the client takes.</exception>
    public static byte[] Install(ReadOnlySpan<byte> text, string program)
    {
        if (IsBlank(text))
        {
            text = "{}\n"u8;
        }

        var command = HookCommand.For(program, HookCommand.OptionsOf(GateCommands(text).FirstOrDefault(command => HookCommand.OptionsOf(command).Length > 0) ?? ""));
        if (IsCurrent(text, command))
        {
            return text.ToArray();
        }

        var bytes = Without(text, HookCommand.RunsGate);
        foreach (var (name, hasMatcher, blocks) in Events)
        {
            var root = Root(bytes);
            var entry = Entry(command, hasMatcher, blocks);
            bytes = (root["hooks"], root["hooks"]?[name]) switch
            {
                (null, _) => JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, root, $"\"hooks\": {{\n  \"{name}\": [\n{Deeper(entry, 2)}\n  ]\n}}")),
                ({ } hooks, null) => JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, hooks, $"\"{name}\": [\n{Deeper(entry, 1)}\n]")),
                (_, { } list) => JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, list, entry)),
            };
        }

        return bytes;
    }

    /// <summary>The text without what <see cref="Install"/> wrote; lists and objects that hold nothing else go with it.</summary>
    /// <exception cref="JsonException">As <see cref="Install"/>.</exception>
    public static byte[] Uninstall(ReadOnlySpan<byte> text) => IsBlank(text) ? text.ToArray() : Without(text, HookCommand.IsOurs);

    /// <summary>Whether any hook stands in the text in the form that <see cref="Install"/> writes.</summary>
    public static bool IsInstalled(ReadOnlySpan<byte> text) => NextDrop(text.ToArray(), HookCommand.IsOurs) is not null;

    /// <summary>Mends entries in the flat form: those of aex become what <see cref="Install"/> writes, others get the nested form.</summary>
    public static byte[] Mend(ReadOnlySpan<byte> text, string program)
    {
        var bytes = text.ToArray();
        while (NextFlat(bytes) is { } edits)
        {
            bytes = JsoncEditor.Apply(bytes, edits);
        }

        return Install(bytes, program);
    }

    /// <summary>Whether every event runs exactly <paramref name="command"/>, and nothing else runs the gate.</summary>
    private static bool IsCurrent(ReadOnlySpan<byte> text, string command)
    {
        var hooks = Root(text)["hooks"];
        return GateCommands(text).Count == Events.Length && Array.TrueForAll(Events, wanted => hooks?[wanted.Name]?.Items.Exists(entry =>
            (!wanted.HasMatcher || entry["matcher"]?.Text == ".*")
            && entry["hooks"]?.Items.Exists(hook => hook["type"]?.Text == "command" && hook["command"]?.Text == command && (!wanted.Blocks || hook["onFailure"]?.Text == "block")) == true) == true);
    }

    /// <summary>Every command line in the hooks that runs the gate.</summary>
    private static List<string> GateCommands(ReadOnlySpan<byte> text)
    {
        var found = new List<string>();
        foreach (var entry in Root(text)["hooks"]?.Members.SelectMany(member => member.Value.Items) ?? [])
        {
            foreach (var hook in (entry["hooks"]?.Items ?? []).Prepend(entry))
            {
                if (hook["command"]?.Text is { } command && HookCommand.RunsGate(command))
                {
                    found.Add(command);
                }
            }
        }

        return found;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;

    private static byte[] Without(ReadOnlySpan<byte> text, Func<string, bool> isMeant)
    {
        var bytes = text.ToArray();
        while (NextDrop(bytes, isMeant) is { } edits)
        {
            bytes = JsoncEditor.Apply(bytes, edits);
        }

        return bytes;
    }

    /// <summary>The root object, its <c>hooks</c> and their lists in the shape that an edit can rely on.</summary>
    public static JsoncNode Root(ReadOnlySpan<byte> text)
    {
        var root = JsoncNode.Parse(text);
        if (!root.IsObject)
        {
            throw new JsonException("the file holds no object");
        }

        if (root["hooks"] is { } hooks)
        {
            if (!hooks.IsObject)
            {
                throw new JsonException("`hooks` is no object");
            }

            if (hooks.Members.Find(member => !member.Value.IsArray) is { } odd)
            {
                throw new JsonException($"`hooks.{odd.Name}` is no list");
            }
        }

        return root;
    }

    private static IEnumerable<ByteEdit>? NextDrop(byte[] text, Func<string, bool> isMeant)
    {
        var root = Root(text);
        if (root["hooks"] is not { } hooks)
        {
            return null;
        }

        for (var i = 0; i < hooks.Members.Count; i++)
        {
            var list = hooks.Members[i].Value;
            for (var j = 0; j < list.Items.Count; j++)
            {
                if (list.Items[j]["hooks"] is not { IsArray: true } commands)
                {
                    continue;
                }

                for (var k = 0; k < commands.Items.Count; k++)
                {
                    if (commands.Items[k]["command"]?.Text is { } command && isMeant(command))
                    {
                        return (commands.Items.Count, list.Items.Count, hooks.Members.Count) switch
                        {
                            ( > 1, _, _) => JsoncEditor.Drop(text, commands, k),
                            (_, > 1, _) => JsoncEditor.Drop(text, list, j),
                            (_, _, > 1) => JsoncEditor.Drop(text, hooks, i),
                            _ => JsoncEditor.Drop(text, root, root.Members.FindIndex(member => member.Name == "hooks")),
                        };
                    }
                }
            }
        }

        return null;
    }

    private static IEnumerable<ByteEdit>? NextFlat(byte[] text)
    {
        if (Root(text)["hooks"] is not { } hooks)
        {
            return null;
        }

        foreach (var list in hooks.Members.Select(member => member.Value))
        {
            for (var j = 0; j < list.Items.Count; j++)
            {
                var entry = list.Items[j];
                if (!IsFlat(entry))
                {
                    continue;
                }

                var matcher = entry["matcher"] is { } given ? $"\"matcher\": {Encoding.UTF8.GetString(text, given.Start, given.End - given.Start)}, " : "";
                var hook = string.Join(
                    ", ",
                    entry.Members.Where(member => member.Name is not ("matcher" or "type"))
                        .Select(member => Encoding.UTF8.GetString(text, member.NameStart, member.Value.End - member.NameStart)));
                return [new ByteEdit(entry.Start, entry.End - entry.Start, $"{{{matcher}\"hooks\": [{{\"type\": \"command\", {hook}}}]}}")];
            }
        }

        return null;
    }

    /// <summary>Whether an entry is in the flat form that no client loads.</summary>
    public static bool IsFlat(JsoncNode entry) => entry is { IsObject: true } && entry["hooks"] is null && entry["command"] is not null;

    private static string Entry(string command, bool hasMatcher, bool blocks)
    {
        var text = new StringBuilder("{\n");
        if (hasMatcher)
        {
            text.Append("  \"matcher\": \".*\",\n");
        }

        text.Append("  \"hooks\": [\n    {\n      \"type\": \"command\",\n      \"command\": \"")
            .Append(JsonEncodedText.Encode(command, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping))
            .Append("\",\n      \"timeout\": 10");
        if (blocks)
        {
            text.Append(",\n      \"onFailure\": \"block\"");
        }

        return text.Append("\n    }\n  ]\n}").ToString();
    }

    private static string Deeper(string lines, int levels) =>
        string.Join('\n', lines.Split('\n').Select(line => new string(' ', levels * 2) + line));
}
