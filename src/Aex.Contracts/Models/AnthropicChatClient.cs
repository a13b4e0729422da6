using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aex.Contracts.Models;

/// <summary>
/// Anthropic's Messages API, for texts: <c>POST /v1/messages</c>, whole or as a stream of server-sent events
/// (platform.claude.com/docs, Messages and Streaming). The official library does not work in a native image: docs/decisions/0015.
/// </summary>
internal sealed class AnthropicChatClient(HttpClient http, ModelEndpoint endpoint) : IChatClient
{
    /// <summary>The most tokens of an answer, where the caller names no number: the API wants one.</summary>
    public const int MostTokens = 16_000;

    private const string Version = "2023-06-01";

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var answer = await Post(messages, options, stream: false, cancellationToken).ConfigureAwait(false);
        using var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var json = await JsonDocument.ParseAsync(body, default, cancellationToken).ConfigureAwait(false);
        var root = json.RootElement;
        var contents = new List<AIContent>();
        foreach (var block in root.GetProperty("content").EnumerateArray())
        {
            if (block.GetProperty("type").ValueEquals("text"))
            {
                contents.Add(new TextContent(block.GetProperty("text").GetString()));
            }
        }

        var usage = new AnthropicUsage();
        usage.Take(root);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)) { FinishReason = Finish(root.GetProperty("stop_reason").GetString()), Usage = usage.Details };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var answer = await Post(messages, options, stream: true, cancellationToken).ConfigureAwait(false);
        using var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var usage = new AnthropicUsage();
        var isWhole = false;
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            using var json = JsonDocument.Parse(item.Data);
            var data = json.RootElement;
            switch (data.GetProperty("type").GetString())
            {
                case "message_start":
                    usage.Take(data.GetProperty("message"));
                    break;
                case "content_block_delta" when data.GetProperty("delta") is var delta && delta.GetProperty("type").ValueEquals("text_delta"):
                    yield return new ChatResponseUpdate(ChatRole.Assistant, delta.GetProperty("text").GetString());
                    break;
                case "message_delta":
                    usage.Take(data);
                    yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage.Details)]) { FinishReason = Finish(data.GetProperty("delta").GetProperty("stop_reason").GetString()) };
                    break;
                case "message_stop":
                    isWhole = true;
                    break;
                case "error":
                    var error = data.GetProperty("error");
                    throw new IOException($"{error.GetProperty("type").GetString()}: {error.GetProperty("message").GetString()}");
                default:
                    // ping, the ends of blocks, thinking, and what the API may add.
                    break;
            }
        }

        if (!isWhole)
        {
            throw new IOException("the stream ended before the message did");
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The HttpClient belongs to whoever made it.
    }

    private async Task<HttpResponseMessage> Post(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.Address, "messages"));
        request.Headers.Add("anthropic-version", Version);
        if (endpoint.Key is { } key)
        {
            request.Headers.Add("x-api-key", key);
        }

        request.Content = new ByteArrayContent(Body(messages, options, stream));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
    }

    private byte[] Body(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        var all = messages.ToList();
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("model", options?.ModelId ?? endpoint.Model);
            json.WriteNumber("max_tokens", options?.MaxOutputTokens ?? MostTokens);
            json.WriteBoolean("stream", stream);
            if (string.Join("\n\n", all.Where(static message => message.Role == ChatRole.System).Select(static message => message.Text)) is { Length: > 0 } system)
            {
                json.WriteString("system", system);
            }

            json.WriteStartArray("messages");
            foreach (var message in all.Where(static message => message.Role != ChatRole.System))
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role == ChatRole.Assistant ? "assistant" : "user");
                json.WriteString("content", message.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static ChatFinishReason? Finish(string? reason) => reason switch
    {
        null => null,
        "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "refusal" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };
}
