using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Policy.Capabilities;

namespace Aex.Contracts.Tools.Foreign;

/// <summary>
/// Tools that are called over HTTP, as a registry lists them: <c>{"tools": {NAME: {"url", "sideEffect", "description"}}}</c>. Answers have a largest size and a
/// time; a redirect leads at most to another place of the same server; names of aex's own families are not a registry's to give.
/// </summary>
public sealed class HttpRegistry : IDisposable
{
    private const int LargestListing = 1 << 20;
    private const int LargestAnswer = 4 << 20;
    private const int MostRedirects = 5;
    private const int LongestTail = 400;
    private static readonly TimeSpan s_longestListing = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private HttpRegistry() => _http = new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Its tools.</summary>
    public IReadOnlyList<Tool> Tools { get; private set; } = [];

    /// <summary>Asks a registry for its tools.</summary>
    /// <exception cref="RunBlockedException">It cannot be reached, is none, or offers what it may not.</exception>
    /// <exception cref="OperationCanceledException">The run is to end.</exception>
    public static HttpRegistry Open(string url, CancellationToken stop)
    {
        var registry = new HttpRegistry();
        try
        {
            var place = Web(url, null) ?? throw new RunBlockedException($"the registry `{Shown(url)}` is no http or https URL without a user");
            var what = $"the registry {Shown(place)}";
            var listing = registry.Exchange(what, HttpMethod.Get, place, null, LargestListing, s_longestListing, stop);
            registry.Tools = Read(registry, what, place, listing);
            return registry;
        }
        catch
        {
            registry.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Calls a tool.</summary>
    internal Value Call(string name, Uri url, ObjectValue arguments, ToolContext context) =>
        Exchange($"the tool `{name}` at {Shown(url)}", HttpMethod.Post, url, ValueJson.ToUtf8(arguments), LargestAnswer, context.Timeout, context.Stop);

    private static List<Tool> Read(HttpRegistry registry, string what, Uri place, Value listing)
    {
        var tools = (listing as ObjectValue)?.Find("tools") as ObjectValue ?? throw new RunBlockedException($"{what} is none: it answers no object `tools`");
        var found = new List<Tool>(tools.Members.Count);
        foreach (var (name, value) in tools.Members)
        {
            RequireName(what, name);
            var tool = value as ObjectValue;
            var url = tool?.Find("url") is TextValue text ? Web(text.Text, place) : null;
            var effect = tool?.Find("sideEffect") is TextValue kind ? kind.Text : null;
            if (url is null || effect is not ("none" or "read" or "write"))
            {
                throw new RunBlockedException($"{what} describes `{name}` wrongly: it needs a `url` of http or https, and a `sideEffect` that is none, read or write");
            }

            found.Add(new RegistryTool(registry, name, url, writes: effect == "write"));
        }

        return found;
    }

    // A grant such as `allow file.*` speaks of aex's own tools, and must not reach a stranger's.
    private static void RequireName(string what, string name)
    {
        var parts = name.Split('.');
        if (!parts.All(static part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part[0] != '-' && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
        {
            throw new RunBlockedException($"{what} offers a tool whose name no contract can call: `{name}`");
        }

        if (KnownCapabilities.IsFamily(parts[0]))
        {
            throw new RunBlockedException($"{what} offers `{name}`: names of the family `{parts[0]}` are aex's own, and nothing may take their place");
        }
    }

    private static Uri? Web(string text, Uri? place) =>
        (place is null ? Uri.TryCreate(text, UriKind.Absolute, out var url) : Uri.TryCreate(place, text, out url)) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 ? url : null;

    // Without what may hold a key: the query, and a user.
    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);

    private static string Shown(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 ? Shown(url) : "of --registry";

    private Value Exchange(string what, HttpMethod method, Uri url, byte[]? body, int most, TimeSpan timeout, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            var bytes = Send(what, method, url, body, most, limit.Token);
            return bytes.Length == 0 && method == HttpMethod.Post ? Value.Null
                : ValueJson.Read(bytes, out var fault) ?? throw new RunBlockedException($"{what} answered no sound JSON: {fault}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RunBlockedException($"{what} did not answer within {Sentence.Of(timeout)}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new RunBlockedException($"{what} cannot be reached: {fault.Message}");
        }
    }

    private byte[] Send(string what, HttpMethod method, Uri url, byte[]? body, int most, CancellationToken stop)
    {
        var place = url;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(method, place);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            using var response = _http.Send(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (response.Headers.Location is { } target && (int)response.StatusCode is 301 or 302 or 303 or 307 or 308)
            {
                place = Redirected(what, method, response.StatusCode, place, target, redirects);
                continue;
            }

            var bytes = ReadUpTo(what, response, most, stop);
            return response.IsSuccessStatusCode ? bytes
                : throw new RunBlockedException(string.Create(CultureInfo.InvariantCulture, $"{what} answered {(int)response.StatusCode}{Tail(bytes)}"));
        }
    }

    // A call that is sent again must be the same call: only 307 and 308 keep it so.
    private static Uri Redirected(string what, HttpMethod method, HttpStatusCode status, Uri from, Uri target, int redirects)
    {
        var to = target.IsAbsoluteUri ? target : new Uri(from, target);
        if (to.Scheme != from.Scheme || to.IdnHost != from.IdnHost || to.Port != from.Port || to.UserInfo.Length > 0)
        {
            throw new RunBlockedException($"{what} redirects to another server, {Shown(to)}: that is not followed");
        }

        return redirects >= MostRedirects ? throw new RunBlockedException($"{what} redirects again and again")
            : method != HttpMethod.Get && (int)status is 301 or 302 or 303 ? throw new RunBlockedException($"{what} redirects the call so that it would be another one: that is not followed")
            : to;
    }

    private static byte[] ReadUpTo(string what, HttpResponseMessage response, int most, CancellationToken stop)
    {
        using var content = response.Content.ReadAsStream(stop);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];

        // A reader that blocks cannot be told to stop; closing the stream under it can.
        using var closes = stop.Register(content.Dispose);
        try
        {
            int count;
            while ((count = content.Read(buffer)) > 0)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > most)
                {
                    throw new RunBlockedException(string.Create(CultureInfo.InvariantCulture, $"{what} answered more than {most >> 20} MiB"));
                }
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or IOException or HttpRequestException)
        {
            stop.ThrowIfCancellationRequested();
            throw new RunBlockedException($"{what} broke its answer off");
        }

        stop.ThrowIfCancellationRequested();
        return bytes.ToArray();
    }

    private static string Tail(byte[] bytes) => Sentence.Tail(bytes.Length > LongestTail ? bytes[..LongestTail] : bytes);

    private sealed class RegistryTool(HttpRegistry registry, string name, Uri url, bool writes) : Tool
    {
        public override string Name => name;

        public override Policy.Decisions.Reach? Reaches { get; } = new(url.GetLeftPart(UriPartial.Authority), url.IsLoopback, writes);

        public override Value Invoke(ObjectValue arguments, ToolContext context) => registry.Call(name, url, arguments, context);
    }
}
