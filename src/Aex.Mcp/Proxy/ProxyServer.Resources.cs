using System.Text;
using System.Text.Json;
using Aex.Mcp.Framing;
using Aex.Policy.Decisions;
using Aex.Policy.Json;

namespace Aex.Mcp.Proxy;

/// <content>Resources and prompts: they pass, unless a policy names them, or a file that a resource is.</content>
public sealed partial class ProxyServer
{
    private const string Resources = "mcp.resources.read";

    private static readonly string[] ResourceMembers = ["uri", "_meta"];
    private static readonly string[] ListenMembers = ["notifications", "_meta"];
    private static readonly string[] SubscriptionMembers = ["resourceSubscriptions"];

    private bool IsResourceStopped(ReadOnlyMemory<byte> parameters, byte[] id) =>
        IsMisspelled(parameters.Span, ResourceMembers, id) || IsStopped(Resources, parameters.IsEmpty ? null : Message.Text(parameters.Span, "uri"u8), parameters, id);

    // What was `resources/subscribe` is a list of addresses under 2026-07-28 (MCP schema, SubscriptionFilter).
    private bool IsSubscriptionStopped(ReadOnlyMemory<byte> parameters, byte[] id)
    {
        if (IsMisspelled(parameters.Span, ListenMembers, id))
        {
            return true;
        }

        if (parameters.IsEmpty || Message.Member(parameters.Span, "notifications"u8) is not { } filter)
        {
            return false;
        }

        var wanted = parameters.Span[filter];
        if (IsMisspelled(wanted, SubscriptionMembers, id))
        {
            return true;
        }

        if (Message.Member(wanted, "resourceSubscriptions"u8) is not { } list)
        {
            return false;
        }

        var reader = new Utf8JsonReader(wanted[list], new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && IsStopped(Resources, reader.GetString(), parameters, id))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMisspelled(ReadOnlySpan<byte> json, IReadOnlyList<string> members, byte[] id)
    {
        if (json is not [(byte)'{', ..] || Message.Members(json, members) is not { } misspelled)
        {
            return false;
        }

        Refuse(id, Answers.InvalidParams, misspelled);
        return true;
    }

    private string? StoppedRead(string file)
    {
        var path = new JsonText().BeginObject().Member("file_path"u8, file).EndObject().Written.ToArray();
        return _session.Stopped(new ToolCall { Client = "claude-code", Tool = "Read", Arguments = path, Cwd = _request.Cwd });
    }

    private bool IsStopped(string capability, string? uri, ReadOnlyMemory<byte> parameters, byte[] id)
    {
        var call = new ToolCall { Client = CallPreparation.Proxy, Tool = capability, Arguments = parameters.IsEmpty ? "{}"u8.ToArray() : parameters, Cwd = _request.Cwd, McpServer = _options.Name, RequestId = Encoding.UTF8.GetString(id) };
        var reason = _session.Stopped(call);
        if (reason is null && uri is not null && FileAddress.IsFile(uri))
        {
            reason = FileAddress.Paths(uri) is { } paths ? paths.Select(StoppedRead).FirstOrDefault(stopped => stopped is not null)
                : "the address of the file can be read in more than one way: write it as file:///folder/file";
        }

        if (reason is null)
        {
            return false;
        }

        _events.Write("tool.denied", json => json.Member("capability"u8, capability).Member("reason"u8, reason));
        _ = _session.Record("tool.denied", call: call, error: reason);
        Send(Answers.Error(id, Answers.InvalidRequest, reason));
        return true;
    }
}
