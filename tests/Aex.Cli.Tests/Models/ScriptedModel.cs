using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Aex.Cli.Tests.Models;

/// <summary>Whose wire format a scripted server speaks.</summary>
public enum ModelWire
{
    /// <summary>Anthropic's Messages API.</summary>
    Messages,

    /// <summary>OpenAI's Chat Completions API.</summary>
    ChatCompletions,
}

/// <summary>One request as it arrived.</summary>
internal sealed record ModelCall(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>What the model is told by role.</summary>
    public string Told => string.Join('\n', Texts());

    private IEnumerable<string> Texts()
    {
        if (Body.TryGetProperty("system", out var system))
            yield return system.GetString()!;
        foreach (var message in Body.GetProperty("messages").EnumerateArray())
        {
            var content = message.GetProperty("content");
            yield return content.ValueKind == JsonValueKind.String ? content.GetString()! : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
        }
    }
}

/// <summary>
/// A model's server on loopback that says what it is told to, in the real wire format, whole or as a stream as the request wants it. It is as strict as the real ones:
/// a request without key, version, model or messages is answered with 400 or 401.
/// </summary>
internal sealed class ScriptedModel : IDisposable
{
    /// <summary>The only key that it takes.</summary>
    public const string Key = "sk-test-0123456789abcdefghijklmnop";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<ModelCall> _calls = new();
    private readonly ModelWire _wire;
    private readonly IReadOnlyList<ModelReply> _replies;
    private readonly Task _serving;
    private int _served;

    /// <summary>Starts it; the last reply is given for ever.</summary>
    public ScriptedModel(ModelWire wire, params ModelReply[] replies)
    {
        (_wire, _replies) = (wire, replies);
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>The value of the provider's base URL variable.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}{(_wire == ModelWire.ChatCompletions ? "/v1" : "")}";

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<ModelCall> Calls => [.. _calls];

    /// <summary>Points a sandbox at it, with the key.</summary>
    public ScriptedModel For(IDictionary<string, string> variables)
    {
        string prefix = _wire == ModelWire.Messages ? "ANTHROPIC" : "OPENAI";
        variables[prefix + "_BASE_URL"] = Url;
        variables[prefix + "_API_KEY"] = Key;
        variables["AEX_MODEL"] = _wire == ModelWire.Messages ? "anthropic:claude-test" : "openai:gpt-test";
        return this;
    }

    /// <summary>Waits until that many requests have arrived.</summary>
    public bool HasCalls(int count) => SpinWait.SpinUntil(() => _calls.Count >= count, TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _serving.Wait(TimeSpan.FromSeconds(10));
        _end.Dispose();
    }

    private async Task Serve()
    {
        var all = new List<Task>();
        try
        {
            while (true)
                all.Add(Answer(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task Answer(TcpClient client)
    {
        using var _ = client;
        await using var stream = client.GetStream();
        try
        {
            while (await Request(stream) is { } call)
            {
                _calls.Enqueue(call);
                if (!await Reply(stream, call))
                    return;
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<ModelCall?> Request(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.GetRange(head.Count - 4, 4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _end.Token) == 0)
                return null;
            head.Add(one[0]);
        }
        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(part => part[0].ToLowerInvariant(), part => part.Length > 1 ? part[1] : "", StringComparer.Ordinal);
        byte[] body = headers.TryGetValue("content-length", out string? length) ? new byte[int.Parse(length, CultureInfo.InvariantCulture)] : throw new IOException("a request without a length");
        await stream.ReadExactlyAsync(body, _end.Token);
        return new ModelCall(lines[0].Split(' ')[1], headers, JsonDocument.Parse(body).RootElement);
    }

    /// <summary>Whether the connection stays open.</summary>
    private async Task<bool> Reply(NetworkStream stream, ModelCall call)
    {
        bool streams = call.Body.TryGetProperty("stream", out var wanted) && wanted.GetBoolean();
        var reply = Refusal(call) ?? _replies[Math.Min(_served++, _replies.Count - 1)];
        switch (reply)
        {
            case ModelReply.Status status:
                await Send(stream, Head(status.Code, "application/json", status.Headers), Error(status.Type, status.Message));
                return true;
            case ModelReply.Raw raw:
                await Send(stream, Head(200, raw.ContentType), raw.Body);
                return true;
            case ModelReply.Text text when !streams:
                await Send(stream, Head(200, "application/json"), Whole(text));
                return true;
            case ModelReply.Cut or ModelReply.Broken when !streams:
                await Write(stream, Head(200, "application/json") + "Content-Length: 5000\r\n\r\n{\"id\":");
                return false;
            case ModelReply.Silence when !streams:
                await Task.Delay(Timeout.Infinite, _end.Token);
                return false;
            default:
                return await Stream(stream, reply);
        }
    }

    private async Task<bool> Stream(NetworkStream stream, ModelReply reply)
    {
        await Write(stream, Head(200, "text/event-stream; charset=utf-8") + "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
        string content = reply switch
        {
            // A refusal has fields of its own there.
            ModelReply.Text { Reason: "refusal" } when _wire == ModelWire.ChatCompletions => "",
            ModelReply.Text text => text.Content,
            ModelReply.Cut cut => cut.Content,
            ModelReply.Broken broken => broken.Content,
            ModelReply.Silence silence => silence.Begun,
            _ => throw new InvalidOperationException(),
        };
        foreach (string item in _wire == ModelWire.Messages ? MessagesEvents.Begin(content) : ChunkEvents.Begin(content))
            await Chunk(stream, item);
        switch (reply)
        {
            case ModelReply.Silence:
                await Task.Delay(Timeout.Infinite, _end.Token);
                return false;
            case ModelReply.Cut:
                return false;
            case ModelReply.Broken broken:
                await Chunk(stream, _wire == ModelWire.Messages ? $"event: error\ndata: {Error(broken.Type, broken.Message)}\n\n" : $"data: {Error(broken.Type, broken.Message)}\n\n");
                await Write(stream, "0\r\n\r\n");
                return true;
            default:
                string reason = ((ModelReply.Text)reply).Reason;
                foreach (string item in _wire == ModelWire.Messages ? MessagesEvents.End(reason) : ChunkEvents.End(reason))
                    await Chunk(stream, item);
                await Write(stream, "0\r\n\r\n");
                return true;
        }
    }

    // What the real servers refuse.
    private ModelReply.Status? Refusal(ModelCall call)
    {
        var body = call.Body;
        bool isMessages = _wire == ModelWire.Messages;
        string path = isMessages ? "/v1/messages" : "/v1/chat/completions";
        if (call.Path != path)
            return new ModelReply.Status(404, "not_found_error", $"Not found: {call.Path}");
        if (call.Headers.GetValueOrDefault(isMessages ? "x-api-key" : "authorization") != (isMessages ? Key : "Bearer " + Key))
            return new ModelReply.Status(401, "authentication_error", "invalid x-api-key");
        if (isMessages && call.Headers.GetValueOrDefault("anthropic-version") != "2023-06-01")
            return new ModelReply.Status(400, "invalid_request_error", "anthropic-version: header is required");
        if (!call.Headers.GetValueOrDefault("content-type", "").StartsWith("application/json", StringComparison.Ordinal))
            return new ModelReply.Status(400, "invalid_request_error", "content-type: application/json is required");
        if (!body.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
            return new ModelReply.Status(400, "invalid_request_error", "model: Field required");
        if (isMessages && !(body.TryGetProperty("max_tokens", out var most) && most.TryGetInt32(out int number) && number > 0))
            return new ModelReply.Status(400, "invalid_request_error", "max_tokens: Field required");
        string[] roles = isMessages ? ["user", "assistant"] : ["system", "developer", "user", "assistant"];
        if (!body.TryGetProperty("messages", out var messages) || messages.GetArrayLength() == 0 || messages.EnumerateArray().Any(message => !roles.Contains(message.GetProperty("role").GetString())))
            return new ModelReply.Status(400, "invalid_request_error", "messages: Unexpected role, or none");
        return null;
    }

    private string Error(string type, string message)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (_wire == ModelWire.Messages)
                json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", type);
            json.WriteString("message", message);
            if (_wire == ModelWire.ChatCompletions)
            {
                json.WriteNull("param");
                json.WriteString("code", type);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private string Whole(ModelReply.Text text) => _wire == ModelWire.Messages ? MessagesEvents.Whole(text.Content, text.Reason) : ChunkEvents.Whole(text.Content, text.Reason);

    private static string Head(int code, string contentType, params (string Name, string Value)[] headers) =>
        $"HTTP/1.1 {code.ToString(CultureInfo.InvariantCulture)} {(code == 200 ? "OK" : "Refused")}\r\nContent-Type: {contentType}\r\n{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}";

    private Task Send(NetworkStream stream, string head, string body) => Write(stream, $"{head}Content-Length: {Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");

    private Task Chunk(NetworkStream stream, string text) => Write(stream, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    private async Task Write(NetworkStream stream, string text)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), _end.Token);
        await stream.FlushAsync(_end.Token);
    }
}
