using System.Globalization;
using System.Net;
using System.Text.Json;
using Aex.Contracts.Running;
using Polly;
using Polly.Retry;

namespace Aex.Contracts.Models;

/// <summary>
/// The way to a model's server that every provider takes: asks again after 429 and 5xx with a growing pause, or the one that the server asks for, and
/// turns an answer that is none into a sentence.
/// </summary>
internal sealed class ModelTransport : DelegatingHandler
{
    private const int MostRetries = 4;
    private const int LongestBody = 64 << 10;
    private const int LongestMessage = 300;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);

    private readonly ModelEndpoint _endpoint;
    private readonly Action<string> _progress;
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;

    private ModelTransport(ModelEndpoint endpoint, Action<string> progress)
        // A redirection would carry the key to whoever the server names.
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, ConnectTimeout = TimeSpan.FromSeconds(30) })
    {
        _endpoint = endpoint;
        _progress = progress;
        _retries = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MostRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = s_firstPause,
                MaxDelay = s_longestPause,
                UseJitter = true,
                ShouldHandle = static asked => ValueTask.FromResult(asked.Outcome switch
                {
                    { Result: { } answer } => IsPassing(answer.StatusCode) && !(Wanted(answer) > s_longestPause),
                    { Exception: HttpRequestException fault } => fault.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError,
                    _ => false,
                }),
                DelayGenerator = static asked => ValueTask.FromResult(asked.Outcome.Result is { } answer ? Wanted(answer) : null),
                OnRetry = Paused,
            })
            .Build();
    }

    /// <summary>What the server last refused with, while it is asked again; empty if nothing.</summary>
    public string LastRefusal { get; private set; } = "";

    /// <summary>A client over it. It waits as long as it is let to: time-outs are those of the call.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="progress">Told when it is waited before asking again.</param>
    /// <param name="transport">The transport itself.</param>
    public static HttpClient Open(ModelEndpoint endpoint, Action<string> progress, out ModelTransport transport)
    {
        transport = new ModelTransport(endpoint, progress);
        return new HttpClient(transport) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _retries.ExecuteAsync(
                static async (state, stop) => await state.Self.SendOnce(state.Request, stop).ConfigureAwait(false), (Self: this, Request: request), cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException fault)
        {
            throw new RunBlockedException($"the server of the model `{_endpoint}` cannot be reached at {_endpoint.Address}: {Innermost(fault)}");
        }

        return answer.IsSuccessStatusCode ? answer : throw new RunBlockedException(await Refusal(answer, cancellationToken).ConfigureAwait(false));
    }

    // What the base class does, for a lambda.
    private Task<HttpResponseMessage> SendOnce(HttpRequestMessage request, CancellationToken stop) => base.SendAsync(request, stop);

    private ValueTask Paused(OnRetryArguments<HttpResponseMessage> asked)
    {
        LastRefusal = asked.Outcome.Result is { } answer ? Status(answer.StatusCode) : "a connection that broke off";
        _progress(string.Create(CultureInfo.InvariantCulture, $"{LastRefusal}: asked again in {asked.RetryDelay.TotalSeconds:0.#} s"));
        asked.Outcome.Result?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private static TimeSpan? Wanted(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } => date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : TimeSpan.Zero,
        _ => null,
    };

    private async Task<string> Refusal(HttpResponseMessage answer, CancellationToken stop)
    {
        using (answer)
        {
            var said = await Message(answer.Content, stop).ConfigureAwait(false);
            var start = $"the server of the model `{_endpoint}` answered {Status(answer.StatusCode)}{said}";
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{start}; see that {Prefix}_API_KEY holds a valid key that may use this model",
                HttpStatusCode.NotFound => $"{start}; see that the model's name is right (--model PROVIDER:MODEL){(_endpoint.Provider == ModelProvider.OpenAI && !_endpoint.Address.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? ", and that OPENAI_BASE_URL ends with the version, most often /v1" : "")}",
                HttpStatusCode.TooManyRequests when Wanted(answer) is { } pause && pause > s_longestPause => $"{start}; it asks to wait {Sentence.Of(TimeSpan.FromSeconds(Math.Ceiling(pause.TotalSeconds)))}, which is longer than is waited here: run it again then",
                HttpStatusCode.TooManyRequests => string.Create(CultureInfo.InvariantCulture, $"{start}, {MostRetries + 1} times; run it again later, or see the limits of the account"),
                >= HttpStatusCode.InternalServerError => string.Create(CultureInfo.InvariantCulture, $"{start}; run it again later"),
                >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $"{start}; redirections are not followed: set {Prefix}_BASE_URL to where the server is",
                _ => start,
            };
        }
    }

    private string Prefix => _endpoint.Provider switch { ModelProvider.Anthropic => "ANTHROPIC", ModelProvider.OpenAI => "OPENAI" };

    private static string Status(HttpStatusCode status) => string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}") + status switch
    {
        HttpStatusCode.TooManyRequests => " (too many requests)",
        (HttpStatusCode)529 => " (overloaded)",
        HttpStatusCode.Unauthorized => " (not authorized)",
        HttpStatusCode.NotFound => " (not found)",
        HttpStatusCode.BadRequest => " (bad request)",
        _ => "",
    };

    // Both APIs answer {"error": {"message": …}}; compatible servers also {"error": "…"} or plain text.
    private static async Task<string> Message(HttpContent content, CancellationToken stop)
    {
        byte[] bytes;
        int length;
        try
        {
            using var stream = await content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            bytes = new byte[LongestBody];
            length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            return "";
        }

        var text = "";
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error))
            {
                text = error.ValueKind == JsonValueKind.String ? error.GetString()!
                    : error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()!
                    : "";
            }
        }
        catch (JsonException)
        {
            // Whatever page that is, it is none for a person who waits for a run.
        }

        text = text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return text.Length == 0 ? "" : ": " + (text.Length > LongestMessage ? text[..LongestMessage] + "…" : text);
    }

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return fault.Message.TrimEnd('.');
    }
}
