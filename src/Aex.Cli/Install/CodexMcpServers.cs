namespace Aex.Cli.Install;

/// <summary>The MCP servers in Codex's <c>config.toml</c> (<c>[mcp_servers.NAME]</c>), started through <c>aex proxy --name NAME --</c>.</summary>
/// <param name="program">The path of this program.</param>
internal sealed class CodexMcpServers(string program) : SettingsEdit
{
    private const string Servers = "mcp_servers";

    /// <inheritdoc/>
    public override bool NeedsReceipt => true;

    /// <inheritdoc/>
    public override byte[] Install(ReadOnlySpan<byte> text)
    {
        var file = TomlFile.Parse(text);
        return file.Apply(file.NamesBelow(Servers).Where(name => !IsWrapped(file, name)).SelectMany(name => Wrap(file, name)));
    }

    /// <inheritdoc/>
    public override byte[] Uninstall(ReadOnlySpan<byte> text)
    {
        var file = TomlFile.Parse(text);
        return file.Apply(file.NamesBelow(Servers).Where(name => IsWrapped(file, name)).SelectMany(name => Unwrap(file, name)));
    }

    /// <inheritdoc/>
    public override bool IsInstalled(ReadOnlySpan<byte> text)
    {
        var file = TomlFile.Parse(text);
        return file.NamesBelow(Servers).Any(name => IsWrapped(file, name));
    }

    /// <summary>The servers that have no command, so that nothing can stand before them.</summary>
    public static IReadOnlyList<string> Unreachable(ReadOnlySpan<byte> text)
    {
        var file = TomlFile.Parse(text);
        return [.. file.NamesBelow(Servers).Where(name => file.Find(Servers, name, "command") is null)];
    }

    private static bool IsWrapped(TomlFile file, string name) =>
        McpServers.IsProxy(file.Find(Servers, name, "command")?.Text, file.Find(Servers, name, "args")?.Words ?? []);

    private IEnumerable<ByteEdit> Wrap(TomlFile file, string name)
    {
        if (file.Find(Servers, name, "command") is not { Text: { Length: > 0 } own } command)
        {
            yield break;
        }

        var before = string.Join(", ", McpServers.Before(name, own).Select(TomlFile.Quoted));
        yield return new ByteEdit(command.Start, command.End - command.Start, TomlFile.Quoted(program));
        if (file.Find(Servers, name, "args") is { Words: { } words } arguments)
        {
            var after = words.Count == 0 ? "" : char.IsWhiteSpace(file.Text[arguments.Start + 1]) ? "," : ", ";
            yield return new ByteEdit(arguments.Start + 1, 0, before + after);
        }
        else
        {
            var isInline = command.Pair.EndOfLineToken is null && command.Pair.Parent is Tomlyn.Syntax.InlineTableItemSyntax;
            var newLine = file.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            // The key is spelt as far as its neighbour's: within `[mcp_servers]` that is `NAME.args`.
            var key = file.Text[command.Pair.Key!.Span.Offset..(command.Pair.Key.Span.Offset + command.Pair.Key.Span.Length)];
            yield return new ByteEdit(command.End, 0, $"{(isInline ? ", " : newLine)}{key[..key.LastIndexOf("command", StringComparison.Ordinal)]}args = [{before}]");
        }
    }

    private static IEnumerable<ByteEdit> Unwrap(TomlFile file, string name)
    {
        var command = file.Find(Servers, name, "command")!;
        var arguments = file.Find(Servers, name, "args")!;
        var items = ((Tomlyn.Syntax.ArraySyntax)arguments.Value).Items.ToList();
        var end = items.FindIndex(item => item.Value is Tomlyn.Syntax.StringValueSyntax { Value: "--" });
        if (end < 0 || end + 1 >= items.Count)
        {
            throw new SettingsFault("a server behind `aex proxy` has no command behind `--`");
        }

        var own = items[end + 1].Value!.Span;
        var first = items[0].Value!.Span.Offset;
        var to = end + 2 < items.Count ? items[end + 2].Value!.Span.Offset : own.Offset + own.Length;
        return
        [
            new ByteEdit(command.Start, command.End - command.Start, file.Text[own.Offset..(own.Offset + own.Length)]),
            new ByteEdit(first, to - first, ""),
        ];
    }
}
