using System.Diagnostics;
using System.Globalization;
using Aex.Cli.Commands;
using Aex.Contracts.Running;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aex.Cli.Running;

/// <summary>
/// Sends a run's spans to an OpenTelemetry collector over HTTP with protobuf (docs/tracing.md). Nothing is dropped while the collector answers; once it does not, the rest is
/// left out and said so: a run never fails for its trace.
/// </summary>
internal sealed class TraceExport : IDisposable
{
    private const int BatchSize = 512;
    private const int TimeoutMilliseconds = 10_000;

    private readonly Terminal _terminal;
    private readonly Uri _endpoint;
    private readonly Notes _notes = new();
    private readonly WholeBatches _batches;
    private readonly TracerProvider _provider;

    private TraceExport(Terminal terminal, Uri endpoint)
    {
        (_terminal, _endpoint) = (terminal, endpoint);
        var options = new OtlpExporterOptions
        {
            Protocol = OtlpExportProtocol.HttpProtobuf,
            Endpoint = endpoint,
            TimeoutMilliseconds = TimeoutMilliseconds,
            HttpClientFactory = () => new HttpClient(_notes) { Timeout = TimeSpan.FromMilliseconds(TimeoutMilliseconds) },
        };
        _batches = new WholeBatches(new OtlpTraceExporter(options), BatchSize);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(RunSpans.SourceName)
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("aex", serviceVersion: GlobalOptions.ProgramVersion).AddTelemetrySdk().AddEnvironmentVariableDetector())
            .AddProcessor(_batches)
            .Build();
    }

    /// <summary>Begins to listen; null where no collector is named.</summary>
    /// <exception cref="CommandFailure">The URL cannot be one of a collector.</exception>
    public static TraceExport? Open(Terminal terminal, string? url) => url is null ? null : new TraceExport(terminal, Endpoint(url));

    /// <summary>Where traces go: the URL itself if it ends with <c>/v1/traces</c>, else that below it.</summary>
    /// <exception cref="CommandFailure">The URL cannot be one of a collector.</exception>
    internal static Uri Endpoint(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0
            ? throw new CommandFailure("--otlp-endpoint is no http or https URL of a collector", "for example http://localhost:4318; headers come from OTEL_EXPORTER_OTLP_HEADERS")
            : endpoint.AbsolutePath.TrimEnd('/').EndsWith("/v1/traces", StringComparison.Ordinal) ? endpoint
            : new Uri(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/v1/traces");

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _provider.Dispose();
        if (_batches.Lost > 0)
        {
            _terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{_terminal.ErrorStyle.Warning("warning:")} {_batches.Lost} of {_batches.Seen} spans of the trace did not reach {_endpoint.GetLeftPart(UriPartial.Path)}: {_notes.Fault ?? "the collector did not take them"}"));
        }
    }

    /// <summary>Exports on the run's own thread, a batch at a time: the SDK's own batching drops what comes faster than it sends.</summary>
    private sealed class WholeBatches(BaseExporter<Activity> exporter, int size) : BaseExportProcessor<Activity>(exporter)
    {
        private readonly List<Activity> _waiting = new(size);

        /// <summary>Spans that ended.</summary>
        public long Seen { get; private set; }

        /// <summary>Spans that did not arrive.</summary>
        public long Lost { get; private set; }

        protected override void OnExport(Activity data)
        {
            Seen++;
            _waiting.Add(data);
            if (_waiting.Count >= size)
            {
                Send();
            }
        }

        protected override bool OnForceFlush(int timeoutMilliseconds)
        {
            Send();
            return Lost == 0;
        }

        protected override bool OnShutdown(int timeoutMilliseconds)
        {
            Send();
            return base.OnShutdown(timeoutMilliseconds) && Lost == 0;
        }

        private void Send()
        {
            if (_waiting.Count == 0)
            {
                return;
            }

            var batch = new Batch<Activity>([.. _waiting], _waiting.Count);
            if (Lost > 0 || exporter.Export(batch) != ExportResult.Success)
            {
                Lost += _waiting.Count;
            }

            _waiting.Clear();
        }
    }

    /// <summary>Keeps why a request failed, which the SDK does not tell; follows no redirect.</summary>
    private sealed class Notes() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null })
    {
        public string? Fault { get; private set; }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Noted(base.Send(request, cancellationToken));
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
            {
                Fault = Sentence(fault);
                throw;
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Noted(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
            {
                Fault = Sentence(fault);
                throw;
            }
        }

        private HttpResponseMessage Noted(HttpResponseMessage response)
        {
            Fault = response.IsSuccessStatusCode ? Fault : string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}");
            return response;
        }

        private static string Sentence(Exception fault) => fault is OperationCanceledException ? "it did not answer in time" : fault.Message;
    }
}
