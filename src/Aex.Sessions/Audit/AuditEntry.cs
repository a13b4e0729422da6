using System.Globalization;
using Aex.Policy.Decisions;
using Aex.Policy.Json;

namespace Aex.Sessions.Audit;

/// <summary>One line of the audit before it is chained.</summary>
internal sealed class AuditEntry
{
    private const int MostRequests = 32;
    private const int MostResources = 16;

    public required string Event { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Time { get; init; }

    public required string Session { get; init; }

    public required string Client { get; init; }

    public ToolCall? Call { get; init; }

    public string Capability { get; init; } = "";

    /// <summary>What the call asked for, the primary request first.</summary>
    public IReadOnlyList<Request> Requests { get; init; } = [];

    public string Decision { get; init; } = "";

    public string Reason { get; init; } = "";

    public RuleSource? Rule { get; init; }

    /// <summary>Used and limit by key; a limit below zero is none.</summary>
    public IReadOnlyList<(string Key, long Used, long Limit, long Raised)> Budget { get; init; } = [];

    /// <summary>SHA-256 over the layers, 64 digits; empty when there were none.</summary>
    public string PolicyHash { get; init; } = "";

    /// <summary>The one-time approval that this call used up.</summary>
    public string? Approval { get; init; }

    /// <summary>True when the call passed only because nothing is enforced (<c>--observe</c>).</summary>
    public bool Observed { get; init; }

    /// <summary>True when the call passed because a person paused enforcement.</summary>
    public bool Paused { get; init; }

    /// <summary>How long the tool ran, milliseconds.</summary>
    public long? Duration { get; init; }

    /// <summary>The tool's error.</summary>
    public string? Error { get; init; }

    /// <summary>What else there is to an event, as one JSON object; empty for nothing. Masked and cut as arguments are.</summary>
    public ReadOnlyMemory<byte> Details { get; init; }

    /// <summary>The file that an event is about.</summary>
    public string? File { get; init; }

    /// <summary>The line without its end: the log adds the chain and the brace.</summary>
    public JsonText Write(IReadOnlyList<string> secrets)
    {
        var json = new JsonText(1536);
        json.BeginObject();
        WriteTime(json);
        json.Member("event"u8, Event).Name("session"u8).Text(Session);
        if (Call?.AgentId is { } agent)
        {
            AuditInput.WriteText(json.Name("agent"u8), agent, secrets);
        }

        json.Member("client"u8, Client);
        if (Call is not null)
        {
            AuditInput.WriteText(json.Name("tool"u8), Call.Tool, secrets);
            if (Call.McpServer is { } server)
            {
                AuditInput.WriteText(json.Name("server"u8), server, secrets);
            }

            AuditInput.Write(json.Name("input"u8), Call.Arguments.Span, secrets, Call.LongArguments);
            AuditInput.WriteText(json.Name("cwd"u8), Call.Cwd, secrets);
        }

        if (Capability.Length > 0)
        {
            AuditInput.WriteText(json.Name("capability"u8), Capability, secrets);
            json.Name("requests"u8).BeginArray();
            for (int i = 0; i < Math.Min(Requests.Count, MostRequests); i++)
            {
                WriteRequest(json, Requests[i], secrets);
            }

            json.EndArray();
        }

        if (Decision.Length > 0)
        {
            json.Member("decision"u8, Decision);
            AuditInput.WriteText(json.Name("reason"u8), Reason, secrets);
        }

        if (Rule is not null)
        {
            json.Name("rule"u8).BeginObject().Member("file"u8, Rule.File).Member("line"u8, Rule.Line).Name("text"u8);
            AuditInput.WriteText(json, Rule.Text, secrets);
            json.EndObject();
        }

        WriteRest(json, secrets);
        return json;
    }

    private static void WriteRequest(JsonText json, Request request, IReadOnlyList<string> secrets)
    {
        AuditInput.WriteText(json.BeginObject().Name("capability"u8), request.Capability, secrets);
        json.Name("resources"u8).BeginArray();
        for (int i = 0; i < Math.Min(request.Resources.Count, MostResources); i++)
        {
            AuditInput.WriteText(json, request.Resources[i].Shown, secrets);
        }

        json.EndArray();
        if (request.IsImplied)
        {
            json.Member("implied"u8, true);
        }

        json.EndObject();
    }

    private void WriteRest(JsonText json, IReadOnlyList<string> secrets)
    {
        json.Name("budget"u8).BeginObject();
        for (int i = 0; i < Budget.Count; i++)
        {
            (string key, long used, long limit, long raised) = Budget[i];
            json.Name(key).BeginObject().Member("used"u8, used);
            if (limit >= 0)
            {
                json.Member("limit"u8, limit);
            }

            if (raised > 0)
            {
                json.Member("raised"u8, raised);
            }

            json.EndObject();
        }

        json.EndObject();
        if (PolicyHash.Length > 0)
        {
            json.Member("policy"u8, "sha256:" + PolicyHash);
        }

        if (Call?.ToolUseId is { } use)
        {
            AuditInput.WriteText(json.Name("toolUseId"u8), use, secrets);
        }

        if (Call?.RequestId is { } id)
        {
            AuditInput.WriteText(json.Name("requestId"u8), id, secrets);
        }

        if (Approval is not null)
        {
            json.Member("approval"u8, Approval);
        }

        if (Observed)
        {
            json.Member("observed"u8, true);
        }

        if (Paused)
        {
            json.Member("paused"u8, true);
        }

        if (File is not null)
        {
            AuditInput.WriteText(json.Name("file"u8), File, secrets);
        }

        if (Duration is { } duration)
        {
            json.Member("durationMs"u8, duration);
        }

        if (Error is not null)
        {
            AuditInput.WriteText(json.Name("error"u8), Error, secrets);
        }

        if (Details.Length > 0)
        {
            AuditInput.Write(json.Name("details"u8), Details.Span, secrets);
        }
    }

    private void WriteTime(JsonText json)
    {
        Span<byte> time = stackalloc byte[40];
        time[0] = (byte)'"';
        _ = DateTime.UnixEpoch.AddMilliseconds(Time).TryFormat(time[1..], out int length, "O", CultureInfo.InvariantCulture);
        time[length + 1] = (byte)'"';
        json.Name("time"u8).Raw(time[..(length + 2)]);
    }
}
