using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Mcp.MetaTools;

/// <summary>The session that meta-tools work in.</summary>
/// <param name="Host">The machine and its user.</param>
/// <param name="Options">How the proxy was called.</param>
/// <param name="Request">Which session it is.</param>
public sealed record MetaSession(HostEnvironment Host, EnforcerOptions Options, SessionRequest Request);

/// <summary>One call of a meta-tool.</summary>
/// <param name="Session">The session.</param>
/// <param name="Recorded">The call as it is recorded.</param>
/// <param name="Arguments">Its arguments, checked.</param>
internal sealed record MetaCall(MetaSession Session, ToolCall Recorded, JsonElement Arguments)
{
    /// <summary>An argument; null if it was not given.</summary>
    public string? Text(string name) => Arguments.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>The answer to a meta-tool's call.</summary>
/// <param name="Json">What it answers, one JSON object in UTF-8; empty for an error.</param>
/// <param name="Error">What is wrong, for the model; null if nothing is.</param>
public sealed record MetaAnswer(byte[] Json, string? Error)
{
    /// <summary>Writes the result of <c>tools/call</c> (MCP schema, CallToolResult): the object as text and, for clients that read it, as structure.</summary>
    /// <param name="json">Takes one object.</param>
    /// <param name="resultType">Whether the protocol's era wants <c>resultType</c> (2026-07-28).</param>
    public void WriteResult(Utf8JsonWriter json, bool resultType)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        if (resultType)
        {
            json.WriteString("resultType", "complete");
        }

        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        if (Error is null)
        {
            json.WriteString("text", Json);
        }
        else
        {
            json.WriteString("text", Error);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        if (Error is null)
        {
            json.WritePropertyName("structuredContent");
            json.WriteRawValue(Json);
        }

        json.WriteBoolean("isError", Error is not null);
        json.WriteEndObject();
    }
}
