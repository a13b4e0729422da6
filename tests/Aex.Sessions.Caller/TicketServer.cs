using System.Text;
using System.Text.Json;

namespace Aex.Sessions.Caller;

/// <summary>
/// A small MCP server of the usual kind for contracts: it has a few tools, writes down which were called, and has one that misbehaves in each way.
/// </summary>
internal static class TicketServer
{
    private const string Tools =
        """
        {"tools":[{"name":"lookup","description":"Finds a ticket.","inputSchema":{"type":"object","properties":{"id":{"type":"string"}}}},
        {"name":"reply","inputSchema":{"type":"object"}},{"name":"shape","inputSchema":{"type":"object"}},{"name":"fail","inputSchema":{"type":"object"}},
        {"name":"die","inputSchema":{"type":"object"}},{"name":"sleep","inputSchema":{"type":"object"}},{"name":"flood","inputSchema":{"type":"object"}},
        {"name":"env","inputSchema":{"type":"object"}},{"name":"sample","inputSchema":{"type":"object"}},{"name":"write_file","inputSchema":{"type":"object"}}]}
        """;

    /// <summary>Serves until its input ends; <paramref name="log"/> gets a line a call, and its end.</summary>
    public static int Run(string log)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using var output = Console.OpenStandardOutput();
        File.AppendAllText(log, $"started {Environment.ProcessId}\n");
        while (input.ReadLine() is { } line)
        {
            using var message = JsonDocument.Parse(line);
            if (!message.RootElement.TryGetProperty("method", out var method))
            {
                File.AppendAllText(log, $"answered {line}\n");
                continue;
            }

            if (message.RootElement.TryGetProperty("id", out var id))
            {
                Send(output, $"{{\"jsonrpc\":\"2.0\",\"id\":{id.GetRawText()},{Answer(method.GetString()!, message.RootElement, log, output)}}}");
            }
        }

        File.AppendAllText(log, "ended\n");
        return 0;
    }

    private static string Answer(string method, JsonElement message, string log, Stream output) => method switch
    {
        "initialize" => "\"result\":{\"protocolVersion\":" + message.GetProperty("params").GetProperty("protocolVersion").GetRawText() + ",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"tickets\",\"version\":\"1\"}}",
        "tools/list" => "\"result\":" + Tools.ReplaceLineEndings(" "),
        "tools/call" => Call(message.GetProperty("params"), log, output),
        "ping" => "\"result\":{}",
        _ => "\"error\":{\"code\":-32601,\"message\":\"no such method\"}",
    };

    private static string Call(JsonElement call, string log, Stream output)
    {
        var tool = call.GetProperty("name").GetString();
        File.AppendAllText(log, $"called {tool} {(call.TryGetProperty("arguments", out var arguments) ? arguments.GetRawText() : "")}\n");
        switch (tool)
        {
            case "lookup":
                return Text("{\"id\":\"7\",\"title\":\"It is slow\",\"n\":12345678901234567890123}");
            case "shape":
                return "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"two\"},{\"type\":\"image\",\"data\":\"AAAA\",\"mimeType\":\"image/png\"}],\"structuredContent\":{\"k\":[1,2]}}";
            case "fail":
                return "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"no such ticket\"}],\"isError\":true}";
            case "die":
                Console.Error.WriteLine("out of paper");
                Environment.Exit(3);
                return "";
            case "sleep":
                Thread.Sleep(Timeout.Infinite);
                return "";
            case "flood":
                var mebibyte = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
                for (var i = 0; i < 64; i++)
                {
                    output.Write(mebibyte);
                }

                return Text("flooded");
            case "env":
                return Text(Environment.GetEnvironmentVariable("TICKETS_TOKEN") ?? "(none)");
            case "sample":
                Send(output, "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[],\"maxTokens\":1}}");
                return Text("asked");
            default:
                return Text("done");
        }
    }

    private static string Text(string text) => "\"result\":{\"content\":[{\"type\":\"text\",\"text\":" + JsonSerializer.Serialize(text, CallerJson.Default.String) + "}]}";

    private static void Send(Stream output, string line)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes(line + "\n"));
            output.Flush();
        }
        catch (IOException)
        {
            // Nobody listens any more.
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class CallerJson : System.Text.Json.Serialization.JsonSerializerContext;
