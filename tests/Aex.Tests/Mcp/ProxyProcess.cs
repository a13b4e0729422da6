using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aex.Sessions;
using Aex.Tests.Sessions;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>A proxy in a process of its own, before a real server that writes down every line that reaches it.</summary>
internal sealed class ProxyProcess : IDisposable
{
    private static readonly string s_folder = AppContext.BaseDirectory;
    private readonly StringBuilder _errors = new();
    private long _ids;

    public ProxyProcess(string policy, string[]? options = null, string[]? command = null, string? upstream = null)
    {
        Box = new SessionSandbox(policy.Length == 0 ? null : policy);
        Log = Box.Folder + "/received";
        string[] server = upstream is null ? ["--", .. command ?? ["dotnet", s_folder + "Aex.Sessions.Caller.dll", "mcp", Log]] : ["--upstream", upstream];
        string[] all = [s_folder + "aex-commands.dll", "proxy", .. options ?? [], .. server];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Box.Root };
        start.Environment["HOME"] = Box.Home;
        start.Environment["AEX_STATE_DIR"] = Box.State;
        start.Environment.Remove("XDG_CONFIG_HOME");
        Process = Process.Start(start)!;
        Process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        Process.BeginErrorReadLine();
    }

    public SessionSandbox Box { get; }

    public string Log { get; }

    public Process Process { get; }

    /// <summary>What reached the server.</summary>
    public string Received => File.Exists(Log) ? File.ReadAllText(Log, Encoding.Latin1) : "";

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public HostEnvironment Host => Box.Host;

    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        Process.StandardInput.BaseStream.Write(bytes);
        Process.StandardInput.BaseStream.Flush();
    }

    public void Send(string line) => SendRaw(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task<JsonElement> Next()
    {
        string? line = await Process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(line is not null, "the proxy ended: " + Errors);
        return JsonDocument.Parse(line).RootElement.Clone();
    }

    /// <summary>Sends a request and gives the message that answers it.</summary>
    public async Task<JsonElement> Ask(string method, string parameters)
    {
        long id = ++_ids + 1000;
        Send($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}} }""");
        while (true)
        {
            var message = await Next();
            if (message.TryGetProperty("id", out var answered) && answered.ValueKind == JsonValueKind.Number && answered.GetInt64() == id)
            {
                return message;
            }
        }
    }

    public Task<JsonElement> Call(string tool, string arguments = "{}") => Ask("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");

    public Task<JsonElement> Initialize(string version = "2025-06-18", string capabilities = "{}") =>
        Ask("initialize", $$"""{"protocolVersion":"{{version}}","capabilities":{{capabilities}},"clientInfo":{"name":"test","version":"1"} }""");

    public async Task<int> Exit()
    {
        await Process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
        }

        Process.Dispose();
        Box.Dispose();
    }
}
