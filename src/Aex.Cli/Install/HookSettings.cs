using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>The hook entries of aex in a client's JSON file, in the form that the client loads.</summary>
/// <param name="form">The client's form.</param>
/// <param name="program">The path of this program.</param>
internal sealed class HookSettings(HookForm form, string program) : SettingsEdit
{
    /// <summary>
    /// The text with aex's hooks in it. Entries that run <c>aex gate</c> already, in whatever form, give way, since each call would be
    /// counted twice; the options they give it are kept.
    /// </summary>
    public override byte[] Install(ReadOnlySpan<byte> text)
    {
        try
        {
            return With(IsBlank(text) ? "{}\n"u8 : text);
        }
        catch (JsonException fault)
        {
            throw SettingsFault.Of(fault);
        }
    }

    /// <inheritdoc/>
    public override byte[] Uninstall(ReadOnlySpan<byte> text)
    {
        try
        {
            return IsBlank(text) ? text.ToArray() : Without(text, HookCommand.IsOurs);
        }
        catch (JsonException fault)
        {
            throw SettingsFault.Of(fault);
        }
    }

    /// <summary>Whether any hook stands in the text in the form that <see cref="Install"/> writes.</summary>
    public override bool IsInstalled(ReadOnlySpan<byte> text)
    {
        try
        {
            return NextDrop(text.ToArray(), HookCommand.IsOurs) is not null;
        }
        catch (JsonException fault)
        {
            throw SettingsFault.Of(fault);
        }
    }

    /// <summary>
    /// Mends what keeps the gate from being asked: entries in the flat form where the client wants groups, and hooks that are switched off. A file
    /// that did not run the gate does not do so afterwards.
    /// </summary>
    /// <exception cref="SettingsFault">The text cannot be edited.</exception>
    public byte[] Mend(ReadOnlySpan<byte> text)
    {
        try
        {
            var bytes = text.ToArray();
            while (NextMend(bytes) is { } edits)
            {
                bytes = JsoncEditor.Apply(bytes, edits);
            }

            return GateCommands(bytes).Count > 0 ? Install(bytes) : bytes;
        }
        catch (JsonException fault)
        {
            throw SettingsFault.Of(fault);
        }
    }

    /// <summary>The root object, its <c>hooks</c> and their lists in the shape that an edit can rely on.</summary>
    /// <exception cref="JsonException">The text is no JSON, or has another shape than the client takes.</exception>
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

            if (hooks.Members.Find(member => !member.Value.IsArray && !IsSwitch(member.Name)) is { } odd)
            {
                throw new JsonException($"`hooks.{odd.Name}` is no list");
            }
        }

        return root;
    }

    /// <summary>Whether an entry has its command in the flat form that a client with groups does not load.</summary>
    public static bool IsFlatEntry(JsoncNode entry) => entry is { IsObject: true } && entry["hooks"] is null && entry["command"] is not null;

    /// <summary>The member of the root that switches hooks off, if it does; null otherwise.</summary>
    public static JsoncMember? SwitchedOff(JsoncNode root) => root.Members.Find(member => member.Name == "disableAllHooks" && member.Value.Kind == JsonTokenType.True);

    /// <summary>Every entry of an event that may hold a command: the list's own, and those of its groups.</summary>
    public static IEnumerable<JsoncNode> Commands(JsoncNode list) => list.Items.SelectMany(entry => (entry["hooks"]?.Items ?? []).Prepend(entry));

    /// <summary>Whether every event runs exactly <paramref name="command"/>, and nothing else runs the gate.</summary>
    private bool IsCurrent(ReadOnlySpan<byte> text, string command)
    {
        var root = Root(text);
        return GateCommands(text).Count == form.Events.Length
            && (!form.HasVersion || root["version"] is not null)
            && Array.TrueForAll(form.Events, wanted => root["hooks"]?[wanted.Name]?.Items.Exists(entry => form.IsFlat
                ? IsCurrent(entry, wanted, command)
                : (!wanted.HasMatcher || entry["matcher"]?.Text == ".*") && entry["hooks"]?.Items.Exists(hook => IsCurrent(hook, wanted, command)) == true) == true);
    }

    private bool IsCurrent(JsoncNode hook, HookEventEntry wanted, string command) =>
        hook[form.CommandName]?.Text == command
        && ((form.IsFlat && !form.HasType) || hook["type"]?.Text == "command")
        && (!wanted.Blocks || form.BlockingName is null || hook[form.BlockingName] is { Text: "block" } or { Kind: JsonTokenType.True });

    private byte[] With(ReadOnlySpan<byte> text)
    {
        var command = Command(text);
        if (IsCurrent(text, command))
        {
            return text.ToArray();
        }

        var bytes = Without(text, HookCommand.RunsGate);
        if (form.HasVersion && Root(bytes)["version"] is null)
        {
            bytes = JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, Root(bytes), "\"version\": 1"));
        }

        foreach (var wanted in form.Events)
        {
            var root = Root(bytes);
            var entry = Entry(command, wanted);
            bytes = (root["hooks"], root["hooks"]?[wanted.Name]) switch
            {
                (null, _) => JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, root, $"\"hooks\": {{\n  \"{wanted.Name}\": [\n{Deeper(entry, 2)}\n  ]\n}}")),
                ({ } hooks, null) => JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, hooks, $"\"{wanted.Name}\": [\n{Deeper(entry, 1)}\n]")),
                (_, { } list) => JsoncEditor.Apply(bytes, JsoncEditor.Append(bytes, list, entry)),
            };
        }

        return bytes;
    }

    /// <summary>The command line to write, with the options of the one that stands there.</summary>
    private string Command(ReadOnlySpan<byte> text)
    {
        var options = HookCommand.OptionsOf(GateCommands(text).FirstOrDefault(command => HookCommand.OptionsOf(command).Length > 0) ?? "");
        if (form.NamesClient && !options.Contains("--client", StringComparison.Ordinal))
        {
            options = $"--client {Hooks.HookClientNames.Name(form.Client)} {options}".TrimEnd();
        }

        return HookCommand.For(program, options);
    }

    /// <summary>Every command line in the hooks that runs the gate.</summary>
    private List<string> GateCommands(ReadOnlySpan<byte> text) =>
        [.. (Root(text)["hooks"]?.Members ?? []).SelectMany(member => Commands(member.Value)).Select(CommandOf).OfType<string>().Where(HookCommand.RunsGate)];

    private string? CommandOf(JsoncNode hook) => hook[form.CommandName]?.Text ?? hook["command"]?.Text;

    private byte[] Without(ReadOnlySpan<byte> text, Func<string, bool> isMeant)
    {
        var bytes = text.ToArray();
        while (NextDrop(bytes, isMeant) is { } edits)
        {
            bytes = JsoncEditor.Apply(bytes, edits);
        }

        return bytes;
    }

    private IEnumerable<ByteEdit>? NextDrop(byte[] text, Func<string, bool> isMeant)
    {
        bool IsMeant(JsoncNode hook) => CommandOf(hook) is { } command && isMeant(command);
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
                var group = list.Items[j]["hooks"] is { IsArray: true } commands ? commands : null;
                var k = group?.Items.FindIndex(hook => IsMeant(hook)) ?? -1;
                // A flat entry among groups is another thing: the client drops the file for it, and `doctor --fix` mends it.
                if (k < 0 && !(form.IsFlat && IsMeant(list.Items[j])))
                {
                    continue;
                }

                return (group?.Items.Count ?? 1, list.Items.Count, hooks.Members.Count) switch
                {
                    ( > 1, _, _) => JsoncEditor.Drop(text, group!, k),
                    (_, > 1, _) => JsoncEditor.Drop(text, list, j),
                    (_, _, > 1) => JsoncEditor.Drop(text, hooks, i),
                    _ => JsoncEditor.Drop(text, root, root.Members.FindIndex(member => member.Name == "hooks")),
                };
            }
        }

        return null;
    }

    private IEnumerable<ByteEdit>? NextMend(byte[] text)
    {
        var root = Root(text);
        if (SwitchedOff(root) is { } off)
        {
            return JsoncEditor.Drop(text, root, root.Members.IndexOf(off));
        }

        if (form.IsFlat || root["hooks"] is not { } hooks)
        {
            return null;
        }

        foreach (var entry in hooks.Members.SelectMany(member => member.Value.Items).Where(IsFlatEntry))
        {
            var matcher = entry["matcher"] is { } given ? $"\"matcher\": {Encoding.UTF8.GetString(text, given.Start, given.End - given.Start)}, " : "";
            var hook = string.Join(
                ", ",
                entry.Members.Where(member => member.Name is not ("matcher" or "type"))
                    .Select(member => Encoding.UTF8.GetString(text, member.NameStart, member.Value.End - member.NameStart)));
            return [new ByteEdit(entry.Start, entry.End - entry.Start, $"{{{matcher}\"hooks\": [{{\"type\": \"command\", {hook}}}]}}")];
        }

        return null;
    }

    // Gemini CLI kept switches beside the events once.
    private static bool IsSwitch(string name) => name is "enabled" or "disabled" or "notifications";

    private string Entry(string command, HookEventEntry wanted)
    {
        var members = new List<string>();
        if (!form.IsFlat || form.HasType)
        {
            members.Add("\"type\": \"command\"");
        }

        members.Add($"\"{form.CommandName}\": \"{JsonEncodedText.Encode(command, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
        members.AddRange(form.Members.Split(",\n"));
        if (wanted.Blocks && form.Blocking is { } blocking)
        {
            members.Add(blocking);
        }

        var hook = "{\n" + string.Join(",\n", members.Select(member => "  " + member)) + "\n}";
        return form.IsFlat ? hook : "{\n" + (wanted.HasMatcher ? "  \"matcher\": \".*\",\n" : "") + "  \"hooks\": [\n" + Deeper(hook, 2) + "\n  ]\n}";
    }

    private static string Deeper(string lines, int levels) =>
        string.Join('\n', lines.Split('\n').Select(line => new string(' ', levels * 2) + line));
}
