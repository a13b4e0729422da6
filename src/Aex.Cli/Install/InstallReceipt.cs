using System.Text.Json;

namespace Aex.Cli.Install;

/// <summary>What an installation changed in a file, kept in the user's state, so that taking it back restores the file byte for byte.</summary>
/// <param name="File">Absolute path of the file.</param>
/// <param name="Existed">Whether the file was there before.</param>
/// <param name="Removed">The bytes that gave way.</param>
/// <param name="Inserted">The bytes that came in their place.</param>
internal sealed record InstallReceipt(string File, bool Existed, byte[] Removed, byte[] Inserted)
{
    /// <summary>The receipt of a change: what is left of both texts without their common beginning and end.</summary>
    public static InstallReceipt Of(string file, bool existed, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var prefix = before.CommonPrefixLength(after);
        var suffix = 0;
        while (suffix < before.Length - prefix && suffix < after.Length - prefix && before[^(suffix + 1)] == after[^(suffix + 1)])
        {
            suffix++;
        }

        return new InstallReceipt(file, existed, before[prefix..^suffix].ToArray(), after[prefix..^suffix].ToArray());
    }

    /// <summary>The text as it was before; null when what was inserted does not stand in it, in one place, unchanged.</summary>
    public byte[]? Undo(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf(Inserted);
        if (at < 0 || Inserted.Length == 0 || text[(at + 1)..].IndexOf(Inserted) >= 0)
        {
            return null;
        }

        return [.. text[..at], .. Removed, .. text[(at + Inserted.Length)..]];
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote; null for anything else.</summary>
    public static InstallReceipt? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var root = JsoncNode.Parse(json);
            return (root["file"]?.Text, root["existed"]?.Kind, root["removed"]?.Text, root["inserted"]?.Text) switch
            {
                ({ } file, { } existed, { } removed, { } inserted) => new InstallReceipt(file, existed == JsonTokenType.True, Convert.FromBase64String(removed), Convert.FromBase64String(inserted)),
                _ => null,
            };
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The receipt as one JSON object.</summary>
    public byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("file", File);
            json.WriteBoolean("existed", Existed);
            json.WriteString("removed", Convert.ToBase64String(Removed));
            json.WriteString("inserted", Convert.ToBase64String(Inserted));
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
