using System.Text;
using System.Text.Json;
using Aex.Sessions.State;

namespace Aex.Sessions.Audit;

/// <summary>Follows the chain through an audit file and finds the first line that was changed, dropped, moved, added or cut off.</summary>
public static class AuditVerifier
{
    /// <summary>
    /// Verifies a file; where the session's state is on this machine, against the head and length kept there too (without it a cut
    /// end cannot be seen, which <see cref="AuditVerdict.AgainstState"/> says). Throws <see cref="SessionException"/> when the file cannot be read.
    /// </summary>
    public static AuditVerdict Verify(HostEnvironment host, string file)
    {
        using AuditReader reader = AuditReader.Open(file);
        return Verify(host, reader);
    }

    private static AuditVerdict Verify(HostEnvironment host, AuditReader reader)
    {
        SessionState? state = SessionState.OfAuditFile(host, reader.File, null);
        string? head = state is null ? null : AuditChain.Origin(state.Session);
        string? session = state?.Session;
        string? fault = null;
        long lines = 0;
        bool headSeen = state is { AuditLength: 0 };
        while (fault is null && reader.Read())
        {
            if (head is null)
            {
                session = Session(reader.Line);
                head = session is null ? null : AuditChain.Origin(session);
                state = session is null ? null : SessionState.OfAuditFile(host, reader.File, session);
            }

            fault = head is null ? "the line is no audit record" : LineFault(reader.Line, ref head);
            if (fault is null)
            {
                lines++;
                if (state is not null && reader.Offset == state.AuditLength)
                {
                    headSeen = head == state.AuditHead;
                    fault = headSeen ? null : "the line is not the one that the session's state knows as the last: the file was written anew";
                }
            }
        }

        if (fault is null && reader.HasRest)
        {
            fault = "the line has no end: it was cut off or never finished";
        }

        if (fault is null && state is not null && !headSeen)
        {
            fault = reader.Offset < state.AuditLength
                ? $"lines are missing here: the session's state knows {state.AuditLines}, the file has {lines}"
                : "no line ends where the session's state knows the end of the last one";
        }

        return new AuditVerdict(reader.File, lines, fault, fault is null ? 0 : lines + 1, head ?? "", state is not null);
    }

    /// <summary>What is wrong with a line behind <paramref name="head"/>, which moves on to the line's hash when nothing is.</summary>
    internal static string? LineFault(ReadOnlySpan<byte> line, ref string head)
    {
        if (!AuditChain.TrySplit(line, out ReadOnlySpan<byte> body, out ReadOnlySpan<byte> prev, out ReadOnlySpan<byte> hash))
        {
            return "the line is no audit record";
        }

        if (!AuditChain.IsWhole(body, prev, hash))
        {
            return "the line was changed: its hash does not fit its text";
        }

        Span<byte> expected = stackalloc byte[AuditChain.Digits];
        _ = Encoding.ASCII.GetBytes(head, expected);
        if (!prev.SequenceEqual(expected))
        {
            return "a line was dropped, moved or put in before this one: it does not follow the line above";
        }

        head = Encoding.ASCII.GetString(hash);
        return null;
    }

    /// <summary>The session that a line names; null where it names none.</summary>
    internal static string? Session(ReadOnlySpan<byte> line) => Member(line, "session"u8);

    /// <summary>When a line was written, milliseconds since 1970; 0 where it does not say.</summary>
    internal static long TimeOf(ReadOnlySpan<byte> line) =>
        DateTimeOffset.TryParse(Member(line, "time"u8), System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset time) ? time.ToUnixTimeMilliseconds() : 0;

    private static string? Member(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 320 });
            _ = reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool found = reader.ValueTextEquals(name);
                _ = reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Said by the caller: the line is no record.
        }

        return null;
    }
}
