using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aex.Tests.Contracts;

/// <summary>A web server on this machine, answering with what a test says.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Action<HttpListenerContext, byte[]> _answer;

    public LoopbackServer(Action<HttpListenerContext, byte[]> answer)
    {
        _answer = answer;
        for (var tries = 0; ; tries++)
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }

            try
            {
                _listener.Prefixes.Add(Url + "/");
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 20)
            {
                // Another process was quicker to take the port.
                _listener.Prefixes.Clear();
            }
        }

        new Thread(Serve) { IsBackground = true }.Start();
    }

    /// <summary>Its URL, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>Requests, as <c>METHOD PATH BODY</c>.</summary>
    public List<string> Requests { get; } = [];

    public static void Reply(HttpListenerContext context, string body, int status = 200, string type = "application/json")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.OutputStream.Write(bytes);
    }

    public static void Redirect(HttpListenerContext context, string to, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["Location"] = to;
    }

    public void Dispose() => _listener.Close();

    private void Serve()
    {
        try
        {
            while (true)
            {
                var context = _listener.GetContext();
                new Thread(() => Handle(context)) { IsBackground = true }.Start();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // It was closed.
        }
    }

    private void Handle(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            context.Request.InputStream.CopyTo(body);
            lock (Requests)
            {
                Requests.Add($"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath} {Encoding.UTF8.GetString(body.ToArray())}".TrimEnd());
            }

            _answer(context, body.ToArray());
            context.Response.Close();
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The client has gone.
        }
    }
}
