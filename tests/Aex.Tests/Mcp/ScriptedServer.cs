using System.Text.Json;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>A server that says just what it is given to say, once it was asked something, and keeps what it is told after that: a shell script.</summary>
internal static class ScriptedServer
{
    public static string[] Command => ["sh", "-c", "read line; cat answers; cat > told"];

    public static Task<JsonElement[]> Play(ProxyProcess proxy, params string[] said) => Ask(proxy, "tools/call", said);

    /// <summary>What the client sees until its request, which has the id 1, is answered.</summary>
    public static Task<JsonElement[]> Ask(ProxyProcess proxy, string method, params string[] said) =>
        Say(proxy, """{"jsonrpc":"2.0","id":1,"method":"METHOD","params":{"name":"db.query"}}""".Replace("METHOD", method, StringComparison.Ordinal), said);

    public static async Task<JsonElement[]> Say(ProxyProcess proxy, string request, params string[] said)
    {
        await File.WriteAllLinesAsync(proxy.Box.Root + "/answers", said, TestContext.Current.CancellationToken);
        proxy.Send(request);
        var seen = new List<JsonElement>();
        do
        {
            seen.Add(await proxy.Next());
        }
        while (!(seen[^1].TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.GetInt32() == 1));
        return [.. seen];
    }

    /// <summary>Ends the session; what the server was told since it spoke.</summary>
    public static async Task<JsonElement[]> Told(ProxyProcess proxy)
    {
        proxy.Process.StandardInput.Close();
        Assert.Equal(0, await proxy.Exit());
        return [.. File.ReadAllLines(proxy.Box.Root + "/told").Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }
}
