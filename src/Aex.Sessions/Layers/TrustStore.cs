using System.Text;
using System.Text.Json;
using Aex.Policy.Json;
using Aex.Sessions.Files;

namespace Aex.Sessions.Layers;

/// <summary>
/// Which policies a person trusts: by path and SHA-256, so that another repository with the same text is not trusted with it, and
/// neither is the same file with another text.
/// </summary>
internal static class TrustStore
{
    /// <summary>True when a person trusted this file with this text.</summary>
    public static bool IsTrusted(HostEnvironment host, string path, string hash) => Posix.Probe(RecordOf(host, path, hash)) >= 0;

    /// <summary>Records trust.</summary>
    public static void Trust(HostEnvironment host, string path, string hash)
    {
        PrivateFolder.Check(host.StateFolder);
        PrivateFolder.Make(host.StateFolder + "/trust");
        var record = new JsonText(256);
        record.BeginObject().Member("file"u8, path).Member("sha256"u8, hash)
            .Member("time"u8, host.Clock.GetUtcNow().ToUnixTimeMilliseconds()).EndObject().Append("\n"u8);
        PrivateFolder.Replace(RecordOf(host, path, hash), record.Written);
    }

    /// <summary>Takes trust in a file back, whatever text it was trusted with; the number of records removed.</summary>
    public static int Revoke(HostEnvironment host, string path)
    {
        int removed = 0;
        foreach ((string record, string file, _, _) in Records(host))
        {
            removed += file == path && Posix.Unlink(record) == 0 ? 1 : 0;
        }

        return removed;
    }

    /// <summary>The SHA-256 of the text that a file was last trusted with; null when it never was.</summary>
    public static string? Last(HostEnvironment host, string path)
    {
        string? hash = null;
        long latest = -1;
        foreach ((_, string file, string trusted, long time) in Records(host))
        {
            if (file == path && time > latest)
            {
                (hash, latest) = (trusted, time);
            }
        }

        return hash;
    }

    private static List<(string Record, string File, string Hash, long Time)> Records(HostEnvironment host)
    {
        var records = new List<(string, string, string, long)>();
        _ = Posix.List(host.StateFolder + "/trust", (name, _, _) =>
        {
            string path = $"{host.StateFolder}/trust/{name}";
            if (FileReading.Read(path, follow: false, 1 << 20, out byte[] bytes, out _) == ReadResult.Read
                && Parse(bytes) is ({ } file, { } hash, var time))
            {
                records.Add((path, file, hash, time));
            }

            return true;
        });
        return records;
    }

    private static (string? File, string? Hash, long Time) Parse(ReadOnlySpan<byte> bytes)
    {
        string? file = null;
        string? hash = null;
        long time = 0;
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    string? name = reader.GetString();
                    _ = reader.Read();
                    file = name == "file" ? reader.GetString() : file;
                    hash = name == "sha256" ? reader.GetString() : hash;
                    time = name == "time" ? reader.GetInt64() : time;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // A record that cannot be read trusts nothing.
            return default;
        }

        return (file, hash, time);
    }

    private static string RecordOf(HostEnvironment host, string path, string hash) =>
        $"{host.StateFolder}/trust/{Sha256.Hex(Encoding.UTF8.GetBytes(path + "\n" + hash))}";
}
