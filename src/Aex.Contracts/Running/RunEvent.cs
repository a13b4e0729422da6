using System.Text.Json;
using Aex.Contracts.Values;

namespace Aex.Contracts.Running;

/// <summary>Something that happened in a run, for people and for <c>--log-json</c> (docs/schemas/run.schema.json). Secrets are masked.</summary>
/// <param name="Name">The event, as in the audit: <c>tool.allowed</c>, <c>check.failed</c>, …</param>
/// <param name="Time">When.</param>
/// <param name="Line">The contract's 1-based line; 0 where it is about the run as a whole.</param>
public sealed record RunEvent(string Name, DateTimeOffset Time, int Line)
{
    /// <summary>The tool.</summary>
    public string? Tool { get; init; }

    /// <summary>What the step is about, on one line: a condition, what is made, what a loop walks through.</summary>
    public string? Subject { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>How long it took.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Tokens that a model counted.</summary>
    public long? Tokens { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>The session, in the first event.</summary>
    public string? Session { get; init; }

    /// <summary>Writes it as an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("event", Name);
        json.WriteString("time", Time.UtcDateTime);
        if (Line > 0)
        {
            json.WriteNumber("line", Line);
        }

        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("session", Session), ("tool", Tool), ("subject", Subject), ("reason", Reason), ("error", Error)])
        {
            if (text is not null)
            {
                json.WriteString(name, text);
            }
        }

        if (DurationMs is { } duration)
        {
            json.WriteNumber("durationMs", duration);
        }

        if (Tokens is { } tokens)
        {
            json.WriteNumber("tokens", tokens);
        }

        json.WriteEndObject();
    }
}

/// <summary>How a run ended.</summary>
/// <param name="IsSuccess">Whether it came to a <c>return</c>.</param>
/// <param name="Issues">What blocked it; empty for a success.</param>
/// <param name="Output">What it returned; null for a blocked one.</param>
public sealed record RunResult(bool IsSuccess, IReadOnlyList<string> Issues, Value? Output)
{
    /// <summary>Writes it as <c>{"status","issues","output"}</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("status", IsSuccess ? "success" : "blocked");
        json.WriteStartArray("issues");
        foreach (var issue in Issues)
        {
            json.WriteStringValue(issue);
        }

        json.WriteEndArray();
        json.WritePropertyName("output");
        ValueJson.Write(json, Output ?? Value.Null);
        json.WriteEndObject();
    }
}
