using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>
/// The entries in Codex's <c>config.toml</c> by which a user trusts hooks: <c>[hooks.state."FILE:event:group:hook"] trusted_hash</c>. Codex skips a hook
/// without one, or with one for another text, and says nothing (measured with 0.171.0). Its own <c>/hooks</c> writes the same.
/// </summary>
/// <param name="hooksFile">Absolute path of the file with the hooks.</param>
/// <param name="hooks">What stands in it; null for no file.</param>
internal sealed class CodexTrust(string hooksFile, byte[]? hooks) : SettingsEdit
{
    private const int UsualTimeout = 600;

    /// <inheritdoc/>
    public override byte[] Install(ReadOnlySpan<byte> text)
    {
        var bytes = text.ToArray();
        foreach (var (key, hash) in Wanted())
        {
            bytes = Trust(TomlFile.Parse(bytes), key, hash);
            if (TomlFile.Parse(bytes).Find("hooks", "state", key, "trusted_hash")?.Text != hash)
            {
                throw new SettingsFault("the trust for the hook cannot be written into it", help: "start Codex in the project and trust the hook with `/hooks`");
            }
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override byte[] Uninstall(ReadOnlySpan<byte> text)
    {
        var bytes = text.ToArray();
        while (Next(TomlFile.Parse(bytes)) is var (file, edit))
        {
            bytes = file.Apply([edit]);
        }

        return bytes;
    }

    /// <inheritdoc/>
    public override bool IsInstalled(ReadOnlySpan<byte> text) => Next(TomlFile.Parse(text)) is not null;

    /// <summary>Why Codex will not run a hook of aex, by this <c>config.toml</c>; null if it will.</summary>
    /// <exception cref="SettingsFault">The text cannot be read.</exception>
    public string? Missing(ReadOnlySpan<byte> text)
    {
        var file = TomlFile.Parse(text);
        foreach (var (key, hash) in Wanted())
        {
            if (file.Find("hooks", "state", key, "enabled") is { } enabled && IsFalse(enabled))
            {
                return "the hook is switched off in Codex (`enabled = false`), so it is skipped without a word";
            }

            if (file.Find("hooks", "state", key, "trusted_hash")?.Text is not { } trusted)
            {
                return "Codex was not told to trust the hook, so it skips it without a word";
            }

            if (trusted != hash)
            {
                return "the hook changed since Codex was told to trust it, so it is skipped without a word";
            }
        }

        return null;
    }

    /// <summary>Whether a value is <c>false</c>.</summary>
    public static bool IsFalse(TomlEntry entry) => entry.Value is Tomlyn.Syntax.BooleanValueSyntax { Value: false };

    /// <summary>Each hook of aex in the file: the key of its entry, and the hash that Codex compares.</summary>
    public IEnumerable<(string Key, string Hash)> Wanted()
    {
        if (hooks is null)
        {
            yield break;
        }

        JsoncNode root;
        try
        {
            root = HookSettings.Root(hooks);
        }
        catch (JsonException fault)
        {
            throw SettingsFault.Of(fault);
        }

        foreach (var wanted in HookForm.Codex.Events)
        {
            var groups = root["hooks"]?[wanted.Name]?.Items ?? [];
            for (var group = 0; group < groups.Count; group++)
            {
                var commands = groups[group]["hooks"]?.Items ?? [];
                for (var number = 0; number < commands.Count; number++)
                {
                    if (commands[number]["command"]?.Text is { } command && HookCommand.RunsGate(command))
                    {
                        var name = SnakeCase(wanted.Name);
                        // Only the events of tools are matched by name; for others Codex leaves the matcher out.
                        var matcher = groups[group]["matcher"]?.Text;
                        yield return (
                            string.Create(CultureInfo.InvariantCulture, $"{hooksFile}:{name}:{group}:{number}"),
                            Hash(name, matcher, commands[number], command));
                    }
                }
            }
        }
    }

    /// <summary>
    /// The hash of a hook's meaning: SHA-256 of its members as JSON with sorted keys and no blanks, the time-out given if it is not (measured against
    /// what <c>codex app-server</c> answers to <c>hooks/list</c>).
    /// </summary>
    private static string Hash(string name, string? matcher, JsoncNode hook, string command)
    {
        var timeout = hook["timeout"]?.Number ?? UsualTimeout;
        var text = new StringBuilder("{\"event_name\":").Append(Json(name))
            .Append(",\"hooks\":[{\"async\":").Append(hook["async"]?.Kind == JsonTokenType.True ? "true" : "false")
            .Append(",\"command\":").Append(Json(command));
        if (hook["statusMessage"]?.Text is { } message)
        {
            text.Append(",\"statusMessage\":").Append(Json(message));
        }

        text.Append(",\"timeout\":").Append(Math.Max(timeout, 1).ToString(CultureInfo.InvariantCulture)).Append(",\"type\":\"command\"}]");
        if (matcher is not null)
        {
            text.Append(",\"matcher\":").Append(Json(matcher));
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Append('}').ToString())));
    }

    // Nothing but what JSON demands is escaped, as Codex's writer does it.
    private static string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => json.Append('\\').Append(letter),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' => json.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(letter),
            };
        }

        return json.Append('"').ToString();
    }

    private static byte[] Trust(TomlFile file, string key, string hash)
    {
        var newLine = file.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var line = $"trusted_hash = {TomlFile.Quoted(hash)}";
        if (file.Find("hooks", "state", key, "trusted_hash") is { } given)
        {
            return given.Text == hash ? Encoding.UTF8.GetBytes(file.Text) : file.Apply([new ByteEdit(given.Start, given.End - given.Start, TomlFile.Quoted(hash))]);
        }

        if (file.Table("hooks", "state", key) is { CloseBracket.Span: var close } table)
        {
            var end = table.EndOfLineToken is { } token ? token.Span.Offset + token.Span.Length : close.Offset + close.Length;
            return file.Apply([new ByteEdit(end, 0, line + newLine)]);
        }

        var blank = file.Text.Length == 0 || file.Text.EndsWith(newLine + newLine, StringComparison.Ordinal) ? "" : file.Text.EndsWith('\n') ? newLine : newLine + newLine;
        return file.Apply([new ByteEdit(file.Text.Length, 0, $"{blank}[hooks.state.{TomlFile.Quoted(key)}]{newLine}{line}{newLine}")]);
    }

    /// <summary>The next entry for this file's hooks with the edit that drops it; null when there is none.</summary>
    private (TomlFile File, ByteEdit Edit)? Next(TomlFile file)
    {
        var keys = Wanted().Select(wanted => wanted.Key).ToHashSet(StringComparer.Ordinal);
        var entry = file.Entries.FirstOrDefault(one => one.Path is ["hooks", "state", var key, "trusted_hash"] && keys.Contains(key));
        if (entry is null)
        {
            return null;
        }

        // A table that holds nothing else goes as a whole, with the blank line before it.
        if (file.Table("hooks", "state", entry.Path[2]) is { ChildrenCount: > 0 } table && table.Items.ChildrenCount == 1)
        {
            var start = table.OpenBracket!.Span.Offset;
            start = start > 1 && file.Text[start - 1] == '\n' && file.Text[start - 2] == '\n' ? start - 1 : start;
            return (file, new ByteEdit(start, EndOfLine(file.Text, entry.End) - start, ""));
        }

        var from = entry.Pair.Key!.Span.Offset;
        return (file, new ByteEdit(from, EndOfLine(file.Text, entry.End) - from, ""));
    }

    private static int EndOfLine(string text, int at) => text.IndexOf('\n', at) is var end and >= 0 ? end + 1 : text.Length;

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
