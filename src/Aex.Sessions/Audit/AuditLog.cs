using System.Text;
using System.Text.Json;
using Aex.Policy.Json;
using Aex.Sessions.Files;
using Aex.Sessions.State;

namespace Aex.Sessions.Audit;

/// <summary>
/// The audit file of one session, open for one call under the session's lock: compared with the state in constant time, then given
/// one line by one write. Lines that a killed process left behind its last state are taken over; a line cut short by a kill is
/// removed, since its answer never left; anything else that differs from the state is refused.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    /// <summary>The longest file that is verified whole when its identity or time of change differs from the state's, bytes.</summary>
    private const long VerifyLimit = 64 << 20;

    private readonly int _descriptor;
    private SessionState _state;
    private ulong _device;
    private ulong _inode;

    private AuditLog(int descriptor, SessionState state)
    {
        _descriptor = descriptor;
        _state = state;
    }

    /// <summary>Opens the file and holds it against the state. Throws <see cref="SessionException"/> when they do not fit.</summary>
    public static AuditLog Open(SessionState state)
    {
        int folder = OpenFolder(state);
        int descriptor;
        try
        {
            string name = state.AuditFile[(state.AuditFile.LastIndexOf('/') + 1)..];
            int flags = Posix.ReadWrite | Posix.AppendOnly | Posix.NoFollow | Posix.NonBlocking;
            descriptor = Posix.OpenAt(folder, name, state.AuditLength == 0 ? flags | Posix.Create : flags, 0b110_000_000);
        }
        finally
        {
            Posix.Close(folder);
        }

        if (descriptor == -Posix.NoEntry)
        {
            throw Tampered(state, $"is missing, and the session's state knows {state.AuditLines} lines of it");
        }

        if (descriptor < 0)
        {
            throw Unusable(state, descriptor);
        }

        var log = new AuditLog(descriptor, state);
        try
        {
            int error = Posix.Status(descriptor, out FileStatus now);
            log.Compare(error < 0 ? throw Unusable(state, error) : now);
            return log;
        }
        catch (SessionException)
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>True when the file of that name is still the open one and ends where <paramref name="state"/> knows.</summary>
    public bool IsUnchanged(SessionState state)
    {
        if (Posix.Status(state.AuditFile, follow: false, out FileStatus now) < 0
            || now.Device != _device || now.Inode != _inode || now.Size != state.AuditLength || now.Changed != state.AuditChanged)
        {
            return false;
        }

        CheckHead();
        return true;
    }

    /// <summary>
    /// Holds the open file against a state again, as <see cref="Open"/> does; false when the file of that name is another one, which must be opened.
    /// </summary>
    public bool Recheck(SessionState state)
    {
        if (Posix.Status(state.AuditFile, follow: false, out FileStatus now) < 0 || now.Device != _device || now.Inode != _inode)
        {
            return false;
        }

        _state = state;
        Compare(now);
        return true;
    }

    /// <summary>Refuses to begin a session over the lines of one whose state is gone.</summary>
    public static void CheckUnbegun(string auditFile, string stateFile)
    {
        int error = Posix.Status(auditFile, follow: false, out FileStatus status);
        if (error < 0 ? error is not (-Posix.NoEntry or -Posix.NotFolder) : status.Type != FileType.Regular || status.Size > 0)
        {
            throw new SessionException(error < 0
                ? $"the audit file {auditFile} cannot be looked at: {Posix.Describe(error)}; mend the rights of its folder"
                : status.Type != FileType.Regular
                ? $"{auditFile} is no regular file; remove it"
                : $"the audit file {auditFile} has lines, but the session's state {stateFile} is missing; start a new session (without session ids: look at it with `aex audit verify`, then move the file away)");
        }
    }

    /// <summary>
    /// Ends the line with <c>prev</c> and <c>hash</c> and appends it by one write. <paramref name="line"/> is an object without its closing brace.
    /// The state's length, head and identity follow; the state is not written.
    /// </summary>
    public void Append(JsonText line)
    {
        Span<byte> prev = stackalloc byte[AuditChain.Digits];
        Span<byte> hash = stackalloc byte[AuditChain.Digits];
        _ = Encoding.ASCII.GetBytes(_state.AuditHead, prev);
        line.Append(",\"prev\":\""u8).Append(prev).Append("\""u8);
        AuditChain.Hash(prev, line.Written, hash);
        line.Append(",\"hash\":\""u8).Append(hash).Append("\"}\n"u8);
        if (line.Length > AuditReader.LongestLine)
        {
            throw new SessionException($"the record of this call is too long for {_state.AuditFile}; the call names too much at once");
        }

        int count = 0;
        while (count < line.Length)
        {
            // One write takes the whole line but where the disk is full; then the next one says why.
            int written = Posix.Write(_descriptor, line.Written[count..]);
            if (written <= 0)
            {
                TakeBack(_state.AuditLength);
                throw Unusable(_state, written < 0 ? written : -Posix.NoSpace);
            }

            count += written;
        }

        _state.AuditLength += count;
        _state.AuditLines++;
        _state.AuditHead = Encoding.ASCII.GetString(hash);
        Identify();
    }

    /// <summary>Takes the last line back, when the state that belongs to it could not be written.</summary>
    public void TakeBack(long length) => _ = Posix.SetLength(_descriptor, length);

    /// <summary>Closes the file.</summary>
    public void Dispose() => Posix.Close(_descriptor);

    private static int OpenFolder(SessionState state)
    {
        string folder = state.AuditFile[..state.AuditFile.LastIndexOf('/')];
        int descriptor = Posix.Open(folder, Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow);
        if (descriptor == -Posix.NoEntry && state.AuditLength == 0)
        {
            int error = Posix.MakeFolder(folder, 0b111_000_000);
            if (error < 0 && error != -Posix.Exists)
            {
                throw new SessionException($"the audit folder {folder} cannot be made: {Posix.Describe(error)}; make the folder above it writable");
            }

            Ignore(folder[..folder.LastIndexOf('/')]);
            descriptor = Posix.Open(folder, Posix.ReadOnly | Posix.FolderOnly | Posix.NoFollow);
        }

        if (descriptor == -Posix.NoEntry)
        {
            throw Tampered(state, $"is missing with its folder, and the session's state knows {state.AuditLines} lines of it");
        }

        return descriptor >= 0 ? descriptor
            : descriptor is -Posix.NotFolder or -Posix.TooManyLinks
            ? throw new SessionException($"the audit folder {folder} is no folder of its own (a link or a file stands there); remove it")
            : throw new SessionException($"the audit folder {folder} cannot be opened: {Posix.Describe(descriptor)}; mend its rights");
    }

    // What aex writes below .aex is nobody's to check in.
    private static void Ignore(string aexFolder)
    {
        if (!aexFolder.EndsWith("/.aex", StringComparison.Ordinal))
        {
            return;
        }

        int descriptor = Posix.Open(aexFolder + "/.gitignore", Posix.WriteOnly | Posix.Create | Posix.Exclusive | Posix.NoFollow, 0b110_100_100);
        if (descriptor >= 0)
        {
            _ = Posix.Write(descriptor, "audit/\ncheckpoints/\nruns/*.audit.jsonl\n"u8);
            Posix.Close(descriptor);
        }
    }

    private void Compare(FileStatus now)
    {
        (_device, _inode) = (now.Device, now.Inode);
        if (now.Type != FileType.Regular || now.Links > 1)
        {
            throw new SessionException($"the audit file {_state.AuditFile} is {(now.Type != FileType.Regular ? "no regular file" : "known under several names (hard links)")}; start a new session");
        }

        if (now.Size < _state.AuditLength)
        {
            throw Tampered(_state, $"was cut: it has {now.Size} bytes, and the session's state knows {_state.AuditLength}");
        }

        bool same = now.Size == _state.AuditLength && now.Device == _state.AuditDevice && now.Inode == _state.AuditInode
            && now.Changed == _state.AuditChanged;
        if (now.Size == 0)
        {
            return;
        }

        CheckHead();
        if (same)
        {
            return;
        }

        using AuditReader reader = AuditReader.Over(_descriptor, _state.AuditFile, 0);
        bool whole = now.Size <= VerifyLimit;
        using AuditReader ahead = AuditReader.Over(_descriptor, _state.AuditFile, _state.AuditLength);
        if (whole)
        {
            string head = AuditChain.Origin(_state.Session);
            while (reader.Offset < _state.AuditLength && reader.Read())
            {
                if (AuditVerifier.LineFault(reader.Line, ref head) is { } fault)
                {
                    throw Tampered(_state, $"differs from what was recorded, line {reader.Number}: {fault}");
                }
            }

            if (reader.Offset != _state.AuditLength || head != _state.AuditHead)
            {
                throw Tampered(_state, "has another last line than the session's state knows");
            }
        }

        TakeOver(ahead, now.Size);
        Identify();
    }

    // Constant time: the line that ends where the state says must carry the head's hash.
    private void CheckHead()
    {
        if (_state.AuditLength == 0)
        {
            return;
        }

        Span<byte> tail = stackalloc byte[AuditChain.Digits + 3];
        int count = _state.AuditLength < tail.Length ? 0 : Posix.ReadAt(_descriptor, tail, _state.AuditLength - tail.Length);
        Span<byte> head = stackalloc byte[AuditChain.Digits];
        _ = Encoding.ASCII.GetBytes(_state.AuditHead, head);
        if (count != tail.Length || !tail[..AuditChain.Digits].SequenceEqual(head) || !tail[AuditChain.Digits..].SequenceEqual("\"}\n"u8))
        {
            throw Tampered(_state, "has another last line than the session's state knows");
        }
    }

    private void TakeOver(AuditReader ahead, long size)
    {
        string head = _state.AuditHead;
        long length = _state.AuditLength;
        while (ahead.Read())
        {
            if (AuditVerifier.LineFault(ahead.Line, ref head) is { } fault)
            {
                throw Tampered(_state, $"has lines that aex did not write: {fault} (line {_state.AuditLines + 1})");
            }

            AuditReplay.Apply(ahead.Line, _state);
            length = ahead.Offset;
            (_state.AuditLength, _state.AuditHead) = (length, head);
            _state.AuditLines++;
        }

        if (size > length)
        {
            int error = size - length > AuditReader.LongestLine ? -Posix.Invalid : Posix.SetLength(_descriptor, length);
            if (error < 0)
            {
                throw Tampered(_state, "goes on behind its last whole line");
            }
        }
    }

    private void Identify()
    {
        if (Posix.Status(_descriptor, out FileStatus now) == 0)
        {
            (_state.AuditDevice, _state.AuditInode, _state.AuditChanged) = (now.Device, now.Inode, now.Changed);
        }
    }

    private static SessionException Unusable(SessionState state, int error) =>
        new($"the audit file {state.AuditFile} cannot be written: {Posix.Describe(error)}; make room and rights there, or start a new session");

    private static SessionException Tampered(SessionState state, string how) =>
        new($"the audit file {state.AuditFile} {how}; start a new session (`aex audit verify {state.AuditFile}` shows where)");
}

/// <summary>Takes the counts of a line that a killed process had written, but not its state.</summary>
internal static class AuditReplay
{
    /// <summary>Brings the state to where it was when the line was written: budgets, time, and an approval that the line used up.</summary>
    public static void Apply(ReadOnlySpan<byte> line, SessionState state)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 320 });
            _ = reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string? name = reader.GetString();
                _ = reader.Read();
                switch (name)
                {
                    case "time" when DateTimeOffset.TryParse(reader.GetString(), System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset time):
                        state.Latest = Math.Max(state.Latest, time.ToUnixTimeMilliseconds());
                        break;
                    case "approval":
                        string? id = reader.GetString();
                        state.ApprovalList.RemoveAll(approval => approval.Id == id && approval.Call is not null);
                        break;
                    case "budget":
                        ReadBudget(ref reader, state);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            throw new SessionException($"the audit file {state.AuditFile} holds a record that cannot be read; start a new session", fault);
        }
    }

    private static void ReadBudget(ref Utf8JsonReader reader, SessionState state)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString() ?? "";
            long used = 0;
            long raised = 0;
            _ = reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isUsed = reader.ValueTextEquals("used"u8);
                bool isRaised = reader.ValueTextEquals("raised"u8);
                _ = reader.Read();
                used = isUsed ? reader.GetInt64() : used;
                raised = isRaised ? reader.GetInt64() : raised;
            }

            if (key != "minutes")
            {
                state.Counters.Set(key, Math.Max(used, state.Counters.Used(key)), Math.Max(raised, state.Counters.Raised(key)));
            }
        }
    }
}
