using Aex.Policy.Json;
using Aex.Sessions;

namespace Aex.Mcp.Proxy;

/// <summary>The lines that the proxy itself writes to the client or the upstream.</summary>
internal static class Answers
{
    /// <summary>JSON-RPC's code for what is no JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>JSON-RPC's code for a message that is none.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>JSON-RPC's code for parameters that are none.</summary>
    public const int InvalidParams = -32602;

    /// <summary>JSON-RPC's code for an upstream that is gone.</summary>
    public const int InternalError = -32603;

    private static ReadOnlySpan<byte> Form =>
        """{"type":"object","properties":{"answer":{"type":"string","title":"Answer","enum":["approve","deny","approve for this session"],"default":"deny"}},"required":["answer"]}"""u8;

    /// <summary>A JSON-RPC error; an empty id where it cannot be told.</summary>
    public static JsonText Error(ReadOnlySpan<byte> id, int code, string message)
    {
        var json = Begin(id);
        return json.Name("error"u8).BeginObject().Member("code"u8, code).Member("message"u8, message).EndObject().EndObject().Append("\n"u8);
    }

    /// <summary>The refusal of a call, as a result that the model reads.</summary>
    public static JsonText Refusal(ReadOnlySpan<byte> id, Outcome outcome, string code, bool isStateless)
    {
        var json = Begin(id).Name("result"u8).BeginObject();
        if (isStateless)
        {
            json.Member("resultType"u8, "complete");
        }

        json.Name("content"u8).BeginArray().BeginObject().Member("type"u8, "text").Member("text"u8, outcome.Reason).EndObject().EndArray();
        json.Member("isError"u8, true).Name("_meta"u8).BeginObject().Name("aex/decision"u8).BeginObject();
        json.Member("code"u8, code).Member("capability"u8, outcome.Capability);
        if (outcome.Rule is { } rule)
        {
            json.Name("rule"u8).BeginObject().Member("file"u8, rule.File).Member("line"u8, rule.Line).Member("text"u8, rule.Text).EndObject();
        }

        return json.EndObject().EndObject().EndObject().EndObject().Append("\n"u8);
    }

    /// <summary>A result made elsewhere.</summary>
    public static JsonText Result(ReadOnlySpan<byte> id, ReadOnlySpan<byte> result) =>
        Begin(id).Name("result"u8).Raw(result).EndObject().Append("\n"u8);

    /// <summary>What the question to a person is known by among a result's <c>inputRequests</c>.</summary>
    public static ReadOnlySpan<byte> Confirmation => "aex.confirm"u8;

    /// <summary>The question to a person (MCP 2025-06-18, elicitation/create): approve, for this session, deny.</summary>
    public static JsonText Question(string id, string reason) => new JsonText(1024).BeginObject().Member("jsonrpc"u8, "2.0").Member("id"u8, id)
        .Member("method"u8, "elicitation/create").Name("params"u8).BeginObject().Member("message"u8, reason)
        .Name("requestedSchema"u8).Raw(Form).EndObject().EndObject().Append("\n"u8);

    /// <summary>The same question as the answer to the call itself (MCP 2026-07-28, InputRequiredResult).</summary>
    public static JsonText InputRequired(ReadOnlySpan<byte> id, string reason, string state) => Begin(id).Name("result"u8).BeginObject()
        .Member("resultType"u8, "input_required").Name("inputRequests"u8).BeginObject().Name(Confirmation).BeginObject()
        .Member("method"u8, "elicitation/create").Name("params"u8).BeginObject().Member("mode"u8, "form").Member("message"u8, reason)
        .Name("requestedSchema"u8).Raw(Form).EndObject().EndObject().EndObject()
        .Member("requestState"u8, state).EndObject().EndObject().Append("\n"u8);

    /// <summary>Takes a question back.</summary>
    public static JsonText Withdrawal(string id) => new JsonText(128).BeginObject().Member("jsonrpc"u8, "2.0").Member("method"u8, "notifications/cancelled")
        .Name("params"u8).BeginObject().Member("requestId"u8, id).Member("reason"u8, "the call needs no answer any more").EndObject().EndObject().Append("\n"u8);

    private static JsonText Begin(ReadOnlySpan<byte> id)
    {
        var json = new JsonText(512);
        json.BeginObject().Member("jsonrpc"u8, "2.0").Name("id"u8);
        return id.IsEmpty ? json.Null() : json.Raw(id);
    }
}
