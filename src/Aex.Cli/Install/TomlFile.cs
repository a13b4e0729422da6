using System.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Aex.Cli.Install;

/// <summary>One value of a TOML file with the keys that lead to it and its place, however the file spells the tables.</summary>
/// <param name="Path">The keys, from the root.</param>
/// <param name="Text">The text of a string; null for anything else.</param>
/// <param name="Value">The syntax of the value.</param>
/// <param name="Pair">The pair that it stands in.</param>
internal sealed record TomlEntry(IReadOnlyList<string> Path, string? Text, ValueSyntax Value, KeyValueSyntax Pair)
{
    /// <summary>Offset of the value's first character.</summary>
    public int Start => Value.Span.Offset;

    /// <summary>Offset behind the value's last character.</summary>
    public int End => Value.Span.Offset + Value.Span.Length;

    /// <summary>The words of an array of strings; null where it is none.</summary>
    public IReadOnlyList<string?>? Words => Value is ArraySyntax array ? [.. array.Items.Select(item => (item.Value as StringValueSyntax)?.Value)] : null;
}

/// <summary>A TOML file read for editing by places: every character that is not part of an edit stays.</summary>
internal sealed class TomlFile
{
    private TomlFile(string text, DocumentSyntax document)
    {
        Text = text;
        Document = document;
        Entries = [.. Walk(document)];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its syntax.</summary>
    public DocumentSyntax Document { get; }

    /// <summary>Every value, inline tables opened. Tables in an array have their number as a key.</summary>
    public IReadOnlyList<TomlEntry> Entries { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SettingsFault">It is no TOML or no UTF-8.</exception>
    public static TomlFile Parse(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new SettingsFault("it holds bytes that are no UTF-8");
        }

        var document = SyntaxParser.Parse(text, validate: true);
        if (document.HasErrors)
        {
            var first = document.Diagnostics.First(diagnostic => diagnostic.Kind == DiagnosticMessageKind.Error);
            throw new SettingsFault(first.Message.TrimEnd('.'), first.Span.Start.Line + 1, first.Span.Start.Column + 1);
        }

        return new TomlFile(text, document);
    }

    /// <summary>The value at a path; null where there is none.</summary>
    public TomlEntry? Find(params ReadOnlySpan<string> path)
    {
        foreach (var entry in Entries)
        {
            if (entry.Path.Count == path.Length && StartsWith(entry.Path, path))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The names of the tables right below a path.</summary>
    public IReadOnlyList<string> NamesBelow(string path) =>
        [.. Entries.Where(entry => entry.Path.Count > 2 && entry.Path[0] == path).Select(entry => entry.Path[1]).Distinct()];

    /// <summary>The header of the table at a path; null where it has none of its own.</summary>
    public TableSyntaxBase? Table(params string[] path) =>
        Document.Tables.FirstOrDefault(table => table is TableSyntax && table.Name is { } name && KeysOf(name).SequenceEqual(path));

    /// <summary>A string as TOML writes it on one line.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                _ when char.IsControl(letter) => quoted.Append("\\u").Append(((int)letter).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The text with edits that do not overlap, in characters.</summary>
    public byte[] Apply(IEnumerable<ByteEdit> edits)
    {
        var result = new StringBuilder(Text.Length + 256);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.At))
        {
            result.Append(Text, at, edit.At - at).Append(edit.Inserted);
            at = edit.At + edit.Removed;
        }

        return Encoding.UTF8.GetBytes(result.Append(Text, at, Text.Length - at).ToString());
    }

    private static bool StartsWith(IReadOnlyList<string> keys, ReadOnlySpan<string> start)
    {
        for (var i = 0; i < start.Length; i++)
        {
            if (keys[i] != start[i])
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<TomlEntry> Walk(DocumentSyntax document)
    {
        foreach (var entry in document.KeyValues.SelectMany(pair => Walk([], pair)))
        {
            yield return entry;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var table in document.Tables)
        {
            if (table.Name is not { } name)
            {
                continue;
            }

            var keys = KeysOf(name);
            if (table is TableArraySyntax)
            {
                var joined = string.Join('\0', keys);
                var number = counts[joined] = counts.GetValueOrDefault(joined, -1) + 1;
                keys = [.. keys, number.ToString(System.Globalization.CultureInfo.InvariantCulture)];
            }

            foreach (var entry in table.Items.SelectMany(pair => Walk(keys, pair)))
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<TomlEntry> Walk(string[] before, KeyValueSyntax pair)
    {
        if (pair.Key is not { } key || pair.Value is not { } value)
        {
            yield break;
        }

        string[] keys = [.. before, .. KeysOf(key)];
        yield return new TomlEntry(keys, (value as StringValueSyntax)?.Value, value, pair);
        if (value is InlineTableSyntax inline)
        {
            foreach (var entry in inline.Items.Select(item => item.KeyValue).OfType<KeyValueSyntax>().SelectMany(one => Walk(keys, one)))
            {
                yield return entry;
            }
        }
    }

    private static string[] KeysOf(KeySyntax key) => [NameOf(key.Key), .. key.DotKeys.Select(dot => NameOf(dot.Key))];

    private static string NameOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };
}
