using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aex.Contracts.Running;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Aex.Contracts.Models;

/// <summary>A model behind its provider's API, as the maker of texts. Asks for the whole answer, or for a stream where somebody watches its progress.</summary>
public sealed class ChatModel : IDisposable
{
    private readonly ModelEndpoint _endpoint;
    private readonly TimeSpan _timeout;
    private readonly Action<string>? _progress;
    private readonly HttpClient _http;
    private readonly ModelTransport _transport;
    private readonly IChatClient _client;

    /// <summary>Opens it; nothing is sent yet.</summary>
    /// <param name="endpoint">Which model, where.</param>
    /// <param name="timeout">How long one text may take, with everything that is asked again.</param>
    /// <param name="progress">Told, in a few words, how far an answer is; null where nobody watches.</param>
    public ChatModel(ModelEndpoint endpoint, TimeSpan timeout, Action<string>? progress)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        (_endpoint, _timeout, _progress) = (endpoint, timeout, progress);
        _http = ModelTransport.Open(endpoint, progress ?? (static _ => { }), out _transport);
        _client = endpoint.Provider switch
        {
            ModelProvider.Anthropic => new AnthropicChatClient(_http, endpoint),
            ModelProvider.OpenAI => OpenAI(endpoint, _http),
        };
    }

    /// <summary>Makes one text.</summary>
    public async Task<MakeAnswer> Make(MakeRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_timeout);
        try
        {
            var messages = MakePrompt.Of(request);
            return Whole(_progress is null ? await _client.GetResponseAsync(messages, null, limit.Token).ConfigureAwait(false) : await Streamed(messages, limit.Token).ConfigureAwait(false));
        }
        catch (RunBlockedException)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever the libraries trip over in a stranger's answer, it is no answer, and the run is blocked with a sentence
        catch (Exception fault)
#pragma warning restore CA1031
        {
            stop.ThrowIfCancellationRequested();
            throw new RunBlockedException(Why(fault, limit.IsCancellationRequested));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static IChatClient OpenAI(ModelEndpoint endpoint, HttpClient http)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint.Address,
            Transport = new HttpClientPipelineTransport(http),
            // The transport asks again, the same for every provider, and the call has the time-out.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        return new OpenAI.Chat.ChatClient(endpoint.Model, new ApiKeyCredential(endpoint.Key ?? "none"), options).AsIChatClient();
    }

    private async Task<ChatResponse> Streamed(IReadOnlyList<ChatMessage> messages, CancellationToken stop)
    {
        var updates = new List<ChatResponseUpdate>();
        var refusal = new StringBuilder();
        var length = 0L;
        await foreach (var update in _client.GetStreamingResponseAsync(messages, null, stop).ConfigureAwait(false))
        {
            updates.Add(update);
            // The adapter hands a refusal on in whole answers only.
            refusal.Append((update.RawRepresentation as OpenAI.Chat.StreamingChatCompletionUpdate)?.RefusalUpdate);
            if (update.Text is { Length: > 0 } text)
            {
                length += text.Length;
                _progress!(string.Create(CultureInfo.InvariantCulture, $"{length:N0} characters"));
            }
        }

        var answer = updates.ToChatResponse();
        if (refusal.Length > 0)
        {
            answer.Messages.Add(new ChatMessage(ChatRole.Assistant, [new ErrorContent(refusal.ToString())]));
        }

        return answer;
    }

    private MakeAnswer Whole(ChatResponse answer)
    {
        var tokens = answer.Usage?.TotalTokenCount ?? (answer.Usage?.InputTokenCount ?? 0) + (answer.Usage?.OutputTokenCount ?? 0);
        var contents = answer.Messages.SelectMany(static message => message.Contents).ToList();
        if (contents.OfType<ErrorContent>().FirstOrDefault() is { } refusal)
        {
            throw new RunBlockedException($"the model `{_endpoint}` refused{Said(refusal.Message)}; change the instructions, or ask another model") { Tokens = tokens };
        }

        if (answer.FinishReason == ChatFinishReason.ContentFilter)
        {
            throw new RunBlockedException($"the model `{_endpoint}` refused{Said(answer.Text)}; change the instructions, or ask another model") { Tokens = tokens };
        }

        if (answer.FinishReason == ChatFinishReason.Length)
        {
            throw new RunBlockedException($"the answer of the model `{_endpoint}` was cut off at the most tokens that it may have; ask for less at once") { Tokens = tokens };
        }

        return answer.FinishReason == ChatFinishReason.Stop ? new MakeAnswer(answer.Text, tokens)
            : throw new RunBlockedException($"the answer of the model `{_endpoint}` broke off{(answer.FinishReason is { } reason ? $" ({reason.Value})" : ": it does not say that it is whole")}; run it again") { Tokens = tokens };
    }

    private string Why(Exception fault, bool isOver)
    {
        if (isOver)
        {
            return $"the model `{_endpoint}` gave no whole answer within {Sentence.Of(_timeout)}{(_transport.LastRefusal.Length > 0 ? $", after {_transport.LastRefusal}" : "")}; --timeout gives it longer";
        }

        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is RunBlockedException blocked)
            {
                return blocked.Message;
            }
        }

        return fault is IOException or HttpRequestException or OperationCanceledException || fault.InnerException is IOException or HttpRequestException
            ? $"the answer of the model `{_endpoint}` broke off{Said(fault.Message)}; run it again"
            : $"the answer of the model `{_endpoint}` cannot be read{Said(fault is JsonException ? "it is no JSON" : fault.Message)}; see that {_endpoint.Address} is a server of that kind";
    }

    private static string Said(string? text)
    {
        const int most = 300;
        var line = (text ?? "").ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return line.Length == 0 ? "" : ": " + (line.Length > most ? line[..most] + "…" : line);
    }
}
