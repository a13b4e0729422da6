using System.Text.Json;

namespace Aex.Sessions.Audit;

/// <summary>What an audit line says of a call, read back.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Time">When, as it stands.</param>
/// <param name="Tool">The tool; null for a line that is about none.</param>
/// <param name="Decision">What became of it; empty without.</param>
/// <param name="Reason">Why; empty without.</param>
internal readonly record struct AuditedCall(string Event, string Time, string? Tool, string Decision, string Reason)
{
    /// <summary>Reads a line whose hash was found right. Throws <see cref="SessionException"/> for one that is no record all the same.</summary>
    public static AuditedCall Read(ReadOnlySpan<byte> line)
    {
        string name = "", time = "", decision = "", reason = "";
        string? tool = null;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 320 });
            _ = reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string member = reader.GetString()!;
                _ = reader.Read();
                switch (member)
                {
                    case "event":
                        name = reader.GetString()!;
                        break;
                    case "time":
                        time = reader.GetString()!;
                        break;
                    case "tool" when reader.TokenType == JsonTokenType.String:
                        tool = reader.GetString();
                        break;
                    case "decision":
                        decision = reader.GetString()!;
                        break;
                    case "reason" when reader.TokenType == JsonTokenType.String:
                        reason = reader.GetString()!;
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new SessionException("a line of the audit is no record", fault);
        }

        return new AuditedCall(name, time, tool, decision, reason);
    }
}
