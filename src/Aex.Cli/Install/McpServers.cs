using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>
/// The MCP servers in a client's JSON file, started through <c>aex proxy --name NAME --</c>. Servers that are reached over the network have no
/// command to stand before; they stay as they are.
/// </summary>
/// <param name="path">The members that lead to the servers, each named by its own.</param>
/// <param name="program">The path of this program.</param>
internal sealed class McpServers(string[] path, string program) : SettingsEdit
{
    /// <inheritdoc/>
    public override bool NeedsReceipt => true;

    /// <inheritdoc/>
    public override byte[] Install(ReadOnlySpan<byte> text)
    {
        var bytes = text.ToArray();
        foreach (var server in Servers(bytes))
        {
            if (!IsWrapped(server.Value) && server.Value["command"]?.Text is { Length: > 0 } && server.Value["args"] is null or { IsArray: true })
            {
                // One at a time: the offsets of the next are those of the new text.
                var fresh = Servers(bytes).Find(member => member.Name == server.Name)!;
                bytes = JsoncEditor.Apply(bytes, Wrap(bytes, fresh));
            }
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override byte[] Uninstall(ReadOnlySpan<byte> text)
    {
        var bytes = text.ToArray();
        while (Servers(bytes).Find(member => IsWrapped(member.Value)) is { } server)
        {
            bytes = JsoncEditor.Apply(bytes, Unwrap(bytes, server.Value));
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override bool IsInstalled(ReadOnlySpan<byte> text) => Servers(text).Exists(server => IsWrapped(server.Value));

    /// <summary>The servers that have no command, so that nothing can stand before them.</summary>
    public IReadOnlyList<string> Unreachable(ReadOnlySpan<byte> text) =>
        [.. Servers(text).Where(server => server.Value["command"]?.Text is null or "").Select(server => server.Name)];

    private List<JsoncMember> Servers(ReadOnlySpan<byte> text)
    {
        if (IsBlank(text))
        {
            return [];
        }

        try
        {
            var at = JsoncNode.Parse(text);
            foreach (var name in path)
            {
                if (at[name] is not { IsObject: true } next)
                {
                    return [];
                }

                at = next;
            }

            return [.. at.Members.Where(member => member.Value.IsObject)];
        }
        catch (JsonException fault)
        {
            throw SettingsFault.Of(fault);
        }
    }

    private static bool IsWrapped(JsoncNode server) => IsProxy(server["command"]?.Text, server["args"]?.Items.ConvertAll(item => item.Text) ?? []);

    /// <summary>Whether a command with its arguments is <c>aex proxy --name NAME -- COMMAND …</c>.</summary>
    public static bool IsProxy(string? command, IReadOnlyList<string?> arguments) =>
        command is not null && (command == "aex" || command.EndsWith("/aex", StringComparison.Ordinal)) && arguments is ["proxy", ..];

    /// <summary>The arguments that stand before a server's own.</summary>
    public static string[] Before(string name, string command) => ["proxy", "--name", name, "--", command];

    private ByteEdit[] Wrap(byte[] text, JsoncMember server)
    {
        var command = server.Value["command"]!;
        var before = Before(server.Name, command.Text!).Select(Quoted).ToList();
        var edits = new List<ByteEdit> { new(command.Start, command.End - command.Start, Quoted(program)) };
        if (server.Value["args"] is { IsArray: true } arguments)
        {
            edits.Add(new ByteEdit(arguments.Start + 1, 0, string.Concat(before.Select((word, i) => (i > 0 ? " " : "") + word + (i < before.Count - 1 || arguments.Items.Count > 0 ? "," : "")))
                + (arguments.Items.Count > 0 && text[arguments.Start + 1] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') ? " " : "")));
        }
        else
        {
            edits.Add(new ByteEdit(command.End, 0, $", \"args\": [{string.Join(", ", before)}]"));
        }

        return [.. edits];
    }

    private static ByteEdit[] Unwrap(byte[] text, JsoncNode server)
    {
        var arguments = server["args"]!;
        var end = arguments.Items.FindIndex(item => item.Text == "--");
        if (end < 0 || end + 1 >= arguments.Items.Count)
        {
            throw new SettingsFault("a server behind `aex proxy` has no command behind `--`");
        }

        var command = server["command"]!;
        var own = arguments.Items[end + 1];
        var first = arguments.Items[0].Start;
        var to = end + 2 < arguments.Items.Count ? arguments.Items[end + 2].Start : own.End;
        return
        [
            new ByteEdit(command.Start, command.End - command.Start, Encoding.UTF8.GetString(text, own.Start, own.End - own.Start)),
            new ByteEdit(first, to - first, ""),
        ];
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
