using System.Text;
using System.Text.Json;
using Aex.Policy.Json;
using Aex.Sessions.Audit;
using Aex.Sessions.Files;

namespace Aex.Sessions.Checkpoints;

/// <summary>
/// Reads a checkpoint and believes none of it: its own seal, the seal that the state kept, and the chain of the audit beside it must all hold.
/// A checkpoint of the original AEX has no seals; it is taken where none of ours of that name was ever written here, which is safe because
/// resuming never lowers a count.
/// </summary>
internal sealed class CheckpointReader(CheckpointPlace place, string name)
{
    private const int LongestFile = 16 << 20;
    private const int MostKeys = 256;
    private const int LongestText = 4096;
    private const long MostUsed = 1_000_000_000_000;

    /// <summary>Reads it. The caller holds the lock. Throws <see cref="SessionException"/> that says why it cannot be resumed.</summary>
    public Checkpoint Read(bool withAudit)
    {
        CheckpointPlace.CheckOwn(place.Folder);
        CheckpointPlace.CheckOwn(place.FolderOf(name));
        switch (FileReading.Read(place.FileOf(name), follow: false, LongestFile, out byte[] bytes, out string fault))
        {
            case ReadResult.Absent:
                throw new SessionException($"there is no checkpoint `{name}`");
            case ReadResult.Fault:
                throw Refused($"cannot be read: {fault}");
            case ReadResult.Read:
                break;
        }

        if (StrictJson.Check(bytes) is { } broken)
        {
            throw Refused($"is no sound JSON: {broken.Message}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = StrictJson.MaxDepth + 1 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "name") != name)
            {
                throw Refused("does not hold the checkpoint of that name");
            }

            bool isOurs = root.TryGetProperty("hash", out _) || root.TryGetProperty("auditHead", out _) || root.TryGetProperty("counters", out _) || root.TryGetProperty("session", out _);
            string? head = isOurs ? CheckSeal(bytes, root) : null;
            if (!isOurs && Posix.Probe(place.SealsOf(name)) >= 0)
            {
                throw Refused("is not the one that was written");
            }

            long lines = head is not null && withAudit ? CheckAudit(Text(root, "session"), head) : -1;
            return new Checkpoint
            {
                Name = name,
                Description = root.TryGetProperty("description", out JsonElement said) && said.ValueKind == JsonValueKind.String ? Cut(said.GetString()!) : "",
                Used = isOurs ? Counters(root) : [("calls", Number(root.GetProperty("callsUsed")))],
                History = History(root),
                Policy = isOurs ? Text(root, "policy") : "",
                AuditLines = lines,
            };
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Refused("lacks what a checkpoint holds, or has it in another form");
        }
    }

    private string CheckSeal(byte[] bytes, JsonElement root)
    {
        string head = Text(root, "auditHead");
        string hash = Text(root, "hash");
        int body = bytes.Length - CheckpointWriter.SealLength;
        if (body <= 0 || !bytes.AsSpan(body).SequenceEqual(Encoding.UTF8.GetBytes($",\"hash\":\"{hash}\"}}\n"))
            || CheckpointWriter.SealOf(head, bytes.AsSpan(0, body)) != hash)
        {
            throw Refused("was changed: its hash does not fit its text");
        }

        // What was written by another machine or another user's state has no seal here.
        ReadResult result = FileReading.Read(place.SealsOf(name), follow: false, 1 << 10, out byte[] seals, out string fault);
        if (result == ReadResult.Fault)
        {
            throw new SessionException($"the seal of the checkpoint `{name}` cannot be read: {fault}");
        }

        if (result == ReadResult.Read && Array.IndexOf(Encoding.ASCII.GetString(seals).Split('\n'), hash) < 0)
        {
            throw Refused("is not the one that was written");
        }

        return head;
    }

    private long CheckAudit(string session, string head)
    {
        string file = place.AuditOf(name);
        if (Posix.Status(file, follow: false, out FileStatus status) < 0 || status.Type != FileType.Regular)
        {
            throw Refused("has no audit beside it");
        }

        string at = AuditChain.Origin(session);
        using AuditReader reader = AuditReader.Open(file);
        while (reader.Read())
        {
            if (AuditVerifier.LineFault(reader.Line, ref at) is { } fault)
            {
                throw Refused($"has a broken audit beside it, line {reader.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {fault}");
            }
        }

        return reader.HasRest || at != head ? throw Refused("has an audit beside it that ends elsewhere") : reader.Number;
    }

    private static List<(string Key, long Used)> Counters(JsonElement root)
    {
        var used = new List<(string, long)>();
        foreach (JsonProperty entry in root.GetProperty("counters").EnumerateObject())
        {
            if (used.Count == MostKeys || entry.Name.Length is 0 or > 256)
            {
                throw new FormatException();
            }

            used.Add((entry.Name, Number(entry.Value)));
        }

        return used;
    }

    private static List<CheckpointCall> History(JsonElement root)
    {
        var calls = new List<CheckpointCall>();
        foreach (JsonElement entry in root.GetProperty("toolHistory").EnumerateArray())
        {
            string decision = Text(entry, "decision");
            calls.Add(new CheckpointCall(
                Cut(Text(entry, "tool")), Cut(Text(entry, "timestamp")),
                decision == "forward" || (decision == "block" ? false : throw new FormatException()),
                entry.TryGetProperty("reason", out JsonElement reason) && reason.ValueKind == JsonValueKind.String ? Cut(reason.GetString()!) : null));
        }

        return calls;
    }

    private static long Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number is >= 0 and <= MostUsed ? number : throw new FormatException();

    private static string Text(JsonElement of, string member) => of.GetProperty(member) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw new FormatException();

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";

    private SessionException Refused(string how) => new($"the checkpoint `{name}` is refused: its file {place.FileOf(name)} {how}");
}
