using System.Globalization;
using System.Text;
using Aex.Policy.Json;
using Aex.Sessions.Audit;
using Aex.Sessions.Files;

namespace Aex.Sessions.Checkpoints;

/// <summary>Writes a checkpoint whole: both files in a folder beside, which then takes the place of the old one at once.</summary>
internal sealed class CheckpointWriter(CheckpointPlace place, CheckpointWriter.Snapshot snapshot)
{
    /// <summary>Bytes of <c>,"hash":"…"}</c> and the line's end.</summary>
    public const int SealLength = 9 + AuditChain.Digits + 3;

    private const int MostHistory = 10_000;
    private const int LongestReason = 300;

    /// <summary>What a session was when its checkpoint was asked for.</summary>
    public sealed record Snapshot
    {
        public required string Name { get; init; }

        public required string Description { get; init; }

        public required long Time { get; init; }

        public required string Session { get; init; }

        public required string PolicyHash { get; init; }

        public required string AuditFile { get; init; }

        public required long AuditLength { get; init; }

        public required string AuditHead { get; init; }

        public required IReadOnlyList<(string Key, long Used)> Used { get; init; }

        /// <summary>The most calls, with what a person added; -1 for no limit.</summary>
        public required long Budget { get; init; }
    }

    /// <summary>Writes it. The caller holds the lock.</summary>
    /// <returns>How many calls its history holds.</returns>
    public int Write()
    {
        place.Make();
        string folder = place.FolderOf(snapshot.Name);
        CheckpointPlace.CheckOwn(folder);
        string beside = $"{place.Folder}/.{snapshot.Name}.new";
        Remove(beside);
        int error = Posix.MakeFolder(beside, 0b111_000_000);
        if (error < 0)
        {
            throw new SessionException($"the folder {beside} cannot be made: {Posix.Describe(error)}; make room and rights there");
        }

        try
        {
            List<CheckpointCall> calls = CopyAudit(beside + "/audit.jsonl");
            byte[] text = Text(calls, out string seal);
            WriteNew(beside + "/checkpoint.json", text);
            Exchange(beside, folder, seal);
            return calls.Count;
        }
        finally
        {
            Remove(beside);
        }
    }

    // Until the folders have changed places either seal may be the one of what is there.
    private void Exchange(string beside, string folder, string seal)
    {
        string seals = place.SealsOf(snapshot.Name);
        string before = FileReading.Read(seals, follow: false, 1 << 10, out byte[] known, out _) == ReadResult.Read ? Encoding.ASCII.GetString(known).Split('\n')[0] : "";
        PrivateFolder.Replace(seals, Encoding.ASCII.GetBytes(seal + "\n" + before + "\n"));
        int error = Posix.Exchange(beside, folder);
        if (error < 0)
        {
            // None is there yet, or the file system cannot exchange.
            Remove(folder);
            error = Posix.Rename(beside, folder);
        }

        if (error < 0)
        {
            throw new SessionException($"{folder} cannot be written: {Posix.Describe(error)}; make room and rights there");
        }

        PrivateFolder.Replace(seals, Encoding.ASCII.GetBytes(seal + "\n"));
    }

    private List<CheckpointCall> CopyAudit(string to)
    {
        var calls = new Queue<CheckpointCall>();
        string head = AuditChain.Origin(snapshot.Session);
        int into = Create(to);
        try
        {
            if (snapshot.AuditLength > 0)
            {
                using AuditReader reader = AuditReader.Open(snapshot.AuditFile);
                while (reader.Offset < snapshot.AuditLength && reader.Read())
                {
                    if (AuditVerifier.LineFault(reader.Line, ref head) is { } fault)
                    {
                        throw new SessionException($"the audit file {snapshot.AuditFile} cannot be kept, line {reader.Number}: {fault}; `aex audit verify` shows more");
                    }

                    Append(into, to, reader.Line);
                    Append(into, to, "\n"u8);
                    if (CallOf(reader.Line) is { } call)
                    {
                        calls.Enqueue(call);
                        if (calls.Count > MostHistory)
                        {
                            _ = calls.Dequeue();
                        }
                    }
                }
            }
        }
        finally
        {
            Posix.Close(into);
        }

        return head == snapshot.AuditHead
            ? [.. calls]
            : throw new SessionException($"the audit file {snapshot.AuditFile} has another last line than the session's state knows; start a new session");
    }

    private static CheckpointCall? CallOf(ReadOnlySpan<byte> line)
    {
        AuditedCall call = AuditedCall.Read(line);
        return call.Tool is null || call.Event is not ("tool.allowed" or "tool.denied" or "confirm.approved" or "confirm.denied" or "confirm.required" or "budget.exhausted") ? null
            : call.Decision == "deny" ? new CheckpointCall(call.Tool, call.Time, false, call.Reason.Length <= LongestReason ? call.Reason : call.Reason[..LongestReason] + "…")
            : new CheckpointCall(call.Tool, call.Time, true, null);
    }

    private byte[] Text(List<CheckpointCall> calls, out string seal)
    {
        var json = new JsonText(4096);
        json.BeginObject().Member("name"u8, snapshot.Name).Member("description"u8, snapshot.Description)
            .Member("timestamp"u8, DateTime.UnixEpoch.AddMilliseconds(snapshot.Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Member("callsUsed"u8, snapshot.Used.FirstOrDefault(entry => entry.Key == "calls").Used);
        if (snapshot.Budget < 0)
        {
            json.Name("budget"u8).Null();
        }
        else
        {
            json.Member("budget"u8, snapshot.Budget);
        }

        json.Name("toolHistory"u8).BeginArray();
        foreach (CheckpointCall call in calls)
        {
            json.BeginObject().Member("tool"u8, call.Tool).Member("timestamp"u8, call.Timestamp).Member("decision"u8, call.Forwarded ? "forward" : "block");
            if (call.Reason is not null)
            {
                json.Member("reason"u8, call.Reason);
            }

            json.EndObject();
        }

        json.EndArray().Member("session"u8, snapshot.Session).Member("policy"u8, "sha256:" + snapshot.PolicyHash).Name("counters"u8).BeginObject();
        foreach ((string key, long used) in snapshot.Used)
        {
            json.Name(key).Number(used);
        }

        json.EndObject().Member("auditHead"u8, snapshot.AuditHead);
        seal = SealOf(snapshot.AuditHead, json.Written);
        return json.Append(",\"hash\":\""u8).Append(Encoding.ASCII.GetBytes(seal)).Append("\"}\n"u8).Written.ToArray();
    }

    /// <summary>SHA-256 over the audit's head and all of the file before <c>,"hash"</c>.</summary>
    public static string SealOf(string head, ReadOnlySpan<byte> body)
    {
        Span<byte> digits = stackalloc byte[AuditChain.Digits];
        Sha256.Hex(Encoding.ASCII.GetBytes(head), body, digits);
        return Encoding.ASCII.GetString(digits);
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        int descriptor = Create(path);
        try
        {
            Append(descriptor, path, bytes);
        }
        finally
        {
            Posix.Close(descriptor);
        }
    }

    private static int Create(string path)
    {
        int descriptor = Posix.Open(path, Posix.WriteOnly | Posix.Create | Posix.Exclusive | Posix.NoFollow, 0b110_000_000);
        return descriptor >= 0 ? descriptor : throw new SessionException($"{path} cannot be written: {Posix.Describe(descriptor)}; make room and rights there");
    }

    private static void Append(int descriptor, string path, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = Posix.Write(descriptor, bytes);
            if (count <= 0)
            {
                throw new SessionException($"{path} cannot be written: {Posix.Describe(count < 0 ? count : -Posix.NoSpace)}; make room there");
            }

            bytes = bytes[count..];
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Posix.Status(folder, follow: false, out FileStatus status) == 0)
            {
                if (status.Type == FileType.Folder)
                {
                    Directory.Delete(folder, recursive: true);
                }
                else
                {
                    _ = Posix.Unlink(folder);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SessionException($"{folder} cannot be removed: {fault.Message}", fault);
        }
    }
}
