using System.Globalization;
using System.IO.Pipes;
using System.Text;
using Aex.Contracts.Running;
using Aex.Policy.Masking;
using Aex.Sessions.Processes;
using Microsoft.Win32.SafeHandles;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Aex.Contracts.Tools.Foreign;

/// <summary>
/// An MCP server that a run speaks to, through the official SDK. It offers the server nothing: no sampling, no questions to the user, no folders. A
/// program is started in a group of its own, and ends with the run, with all that it started.
/// </summary>
public sealed class McpConnection : IDisposable
{
    private const int LongestLine = 16 << 20;
    private const int LongestTail = 4096;
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly McpServerSetup _setup;
    private readonly StringBuilder _complaints = new();
    private int _process = -1;
    private AnonymousPipeClientStream? _input;
    private LimitedLines? _lines;
    private HttpClient? _http;
    private McpClient? _client;

    private McpConnection(McpServerSetup setup) => _setup = setup;

    /// <summary>Its tools.</summary>
    public IReadOnlyList<Tool> Tools { get; private set; } = [];

    /// <summary>Values of its variables and headers that are secrets by their name.</summary>
    public static IEnumerable<string> SecretsOf(McpServerSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup.Variables.Concat(setup.Headers).Where(static pair => pair.Value.Length >= 8 && SecretName.Matches(pair.Key)).Select(static pair => pair.Value);
    }

    /// <summary>Starts or reaches it, and asks for its tools.</summary>
    /// <param name="setup">How.</param>
    /// <param name="folder">Where a program starts.</param>
    /// <param name="timeout">How long that may take.</param>
    /// <param name="version">The version that aex says it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RunBlockedException">It cannot be reached, or does not speak MCP.</exception>
    /// <exception cref="OperationCanceledException">The run is to end.</exception>
    public static McpConnection Open(McpServerSetup setup, string folder, TimeSpan timeout, string version, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var connection = new McpConnection(setup);
        try
        {
            connection.Connect(folder, timeout, version, stop);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // As the protocol wants it: its input ends, then it is asked to, then it is made to.
        _input?.Dispose();
        if (_process > 0)
        {
            End(_process);
            _process = -1;
        }

        if (_client is { } client)
        {
            _client = null;
            try
            {
                _ = Task.Run(async () => await client.DisposeAsync().ConfigureAwait(false)).Wait(s_patience);
            }
            catch (AggregateException)
            {
                // It is gone already.
            }
        }

        _http?.Dispose();
        _lines?.Dispose();
    }

    /// <summary>Calls a tool by the server's own name for it.</summary>
    internal CallToolResult Call(string tool, Dictionary<string, object?> arguments, ToolContext context) => Ask(
        $"`{tool}` of the MCP server `{_setup.Name}`",
        token => _client!.CallToolAsync(tool, arguments, progress: null, options: null, cancellationToken: token).AsTask(),
        context.Timeout,
        context.Stop);

    private static void End(int process)
    {
        using var ended = new ManualResetEventSlim();
        var waiter = new Thread(() =>
        {
            ProcessGroup.WaitForEnd(process);
            ended.Set();
        }) { IsBackground = true };
        waiter.Start();
        if (!ended.Wait(s_patience))
        {
            _ = ProcessGroup.Signal(process, Terminate);
            _ = ended.Wait(s_patience);
        }

        // Whatever it left running goes with it.
        _ = ProcessGroup.Signal(process, Kill);
        waiter.Join();
        _ = ProcessGroup.WaitFor(process);
    }

    private void Connect(string folder, TimeSpan timeout, string version, CancellationToken stop)
    {
        var options = new McpClientOptions { ClientInfo = new Implementation { Name = "aex", Version = version }, InitializationTimeout = timeout };
        IClientTransport transport = _setup.Url is { } url ? Web(url) : Program(folder);
        var name = $"the MCP server `{_setup.Name}`";
        _client = Ask(name, token => McpClient.CreateAsync(transport, options, loggerFactory: null, token), timeout, stop);
        var tools = Ask(name, token => _client.ListToolsAsync(options: null, token).AsTask(), timeout, stop);
        Tools = [.. tools.Select(tool => new McpTool(this, _setup.Name, tool.ProtocolTool.Name))];
    }

    private HttpClientTransport Web(Uri url)
    {
        // No redirect is followed: the headers are meant for this server.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(15) })
        {
            MaxResponseContentBufferSize = LongestLine,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new HttpClientTransportOptions
        {
            Endpoint = url,
            Name = _setup.Name,
            TransportMode = _setup.IsEventStream ? HttpTransportMode.Sse : HttpTransportMode.StreamableHttp,
            AdditionalHeaders = _setup.Headers.ToDictionary(),
        };
        return new HttpClientTransport(options, _http, loggerFactory: null, ownsHttpClient: false);
    }

    private StreamClientTransport Program(string folder)
    {
        var fault = ProcessGroup.Start(_setup.Command, folder, newSession: true, out _process, out var input, out var output, out var errors, variables: _setup.Variables);
        if (fault != 0)
        {
            throw new RunBlockedException($"the MCP server `{_setup.Name}` cannot be started with `{_setup.Command[0]}`: {Sentence.OfError(fault)}");
        }

        _lines = new LimitedLines(Pipe(PipeDirection.In, output), LongestLine);
        var complaints = Pipe(PipeDirection.In, errors);
        new Thread(() => Listen(complaints)) { IsBackground = true }.Start();
        _input = Pipe(PipeDirection.Out, input);
        return new StreamClientTransport(_input, _lines, loggerFactory: null);
    }

    private static AnonymousPipeClientStream Pipe(PipeDirection direction, int descriptor) => new(direction, new SafePipeHandle(descriptor, ownsHandle: true));

    // Its messages for people are read, or it would stop at a full pipe; the last ones are told when it fails.
    private void Listen(Stream errors)
    {
        using (errors)
        {
            var buffer = new byte[4096];
            int count;
            while ((count = errors.Read(buffer)) > 0)
            {
                lock (_complaints)
                {
                    _complaints.Append(Encoding.UTF8.GetString(buffer, 0, count));
                    _ = _complaints.Length > LongestTail ? _complaints.Remove(0, _complaints.Length - LongestTail) : null;
                }
            }
        }
    }

    private T Ask<T>(string what, Func<CancellationToken, Task<T>> ask, TimeSpan timeout, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            // On a thread of the pool: nothing of the SDK comes back to this one.
            return Task.Run(() => ask(limit.Token), limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException)
        {
            throw new RunBlockedException($"{what} did not answer within {Sentence.Of(timeout)}; --timeout gives it longer");
        }
#pragma warning disable CA1031 // The SDK and the transport below it throw what they like; whatever it is, the call has no answer, and the run is blocked.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            throw new RunBlockedException(_lines is { IsBroken: true }
                ? string.Create(CultureInfo.InvariantCulture, $"{what} sent a line of more than {LongestLine >> 20} MiB")
                : $"{what} failed: {fault.Message}{Complaints()}");
        }
    }

    private string Complaints()
    {
        lock (_complaints)
        {
            return Sentence.Tail(Encoding.UTF8.GetBytes(_complaints.ToString()));
        }
    }
}
