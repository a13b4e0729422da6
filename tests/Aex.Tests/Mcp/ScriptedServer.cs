using System.Text.Json;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>A server that says just what it is given to say, once it was asked something, and keeps what it is told after that: a shell script.</summary>
internal static class ScriptedServer
{
    /// <summary>What the client is sent when the server has been told something.</summary>
    private const string Heard = "notifications/heard";

    public static string[] Command => ["sh", "-c", "read line; cat answers; exec sed -u -e 'w told' -e 's/.*/{\"jsonrpc\":\"2.0\",\"method\":\"notifications\\/heard\"}/'"];

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
            var next = await proxy.Next();
            if (!IsHeard(next))
            {
                seen.Add(next);
            }
        }
        while (!(seen[^1].TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.GetInt32() == 1));
        return [.. seen];
    }

    /// <summary>What the server was told since it spoke, down to a last message of the client's own, which is left out.</summary>
    public static async Task<JsonElement[]> Told(ProxyProcess proxy, int count)
    {
        string told = "";
        proxy.Send("""{"jsonrpc":"2.0","method":"notifications/last"}""");
        while (told.Count('\n') <= count || !told.EndsWith('\n'))
        {
            Assert.True(IsHeard(await proxy.Next()));
            told = File.ReadAllText(proxy.Box.Root + "/told");
        }

        return [.. told.TrimEnd('\n').Split('\n').Where(line => !line.Contains("notifications/last", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }

    private static bool IsHeard(JsonElement message) => message.TryGetProperty("method", out var method) && method.GetString() == Heard;
}
