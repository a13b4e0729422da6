using System.Text.Json;

namespace Aex.Sessions.Caller;

/// <summary>A small MCP server on standard input and output that writes down every line it gets, as it came.</summary>
internal static class McpServer
{
    /// <summary>Serves until its input ends.</summary>
    public static int Run(string log)
    {
        using var lines = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        Console.Error.WriteLine("serving");
        var line = new List<byte>();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = input.Read(buffer)) > 0)
        {
            foreach (byte b in buffer.AsSpan(0, count))
            {
                line.Add(b);
                if (b == '\n')
                {
                    byte[] whole = [.. line];
                    line.Clear();
                    lines.Write(whole);
                    lines.Flush();
                    if (Answer(whole) is { } answer)
                    {
                        output.Write(System.Text.Encoding.UTF8.GetBytes(answer + "\n"));
                        output.Flush();
                    }
                }
            }
        }

        return 0;
    }

    private static string? Answer(byte[] line)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement message = document.RootElement;
        if (!message.TryGetProperty("id", out JsonElement id) || !message.TryGetProperty("method", out JsonElement method))
        {
            return null;
        }

        string result = method.GetString() switch
        {
            "initialize" => "{\"protocolVersion\":" + message.GetProperty("params").GetProperty("protocolVersion").GetRawText() + ",\"capabilities\":{},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}",
            "tools/list" when message.TryGetProperty("params", out JsonElement page) && page.TryGetProperty("cursor", out _) =>
                "{\"tools\":[{\"name\":\"page.two\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"hidden.two\",\"inputSchema\":{}}]}",
            "tools/list" => "{ \"tools\" : [ {\"name\":\"db.query\",\"x-unknown\":1e400,\"inputSchema\":{\"type\":\"object\"}} , {\"name\":\"hidden.one\",\"inputSchema\":{}},{\"name\":\"aex.resume\",\"inputSchema\":{}},{\"name\":\"db.write\",\"inputSchema\":{}} ] , \"nextCursor\":\"2\" }",
            "tools/call" when message.GetProperty("params").GetProperty("name").GetString() == "db.die" => Die(),
            "tools/call" when message.GetProperty("params").GetProperty("name").GetString() == "db.ask" => message.GetProperty("params").TryGetProperty("inputResponses", out _)
                ? "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"answered\"}]}"
                : Question(",\"requestState\":\"up\\u0073tream-1\""),
            "tools/call" when message.GetProperty("params").GetProperty("name").GetString() == "db.ask_for_ever" => Question(""),
            _ => "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}],\"big\":12345678901234567890123}",
        };
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id.GetRawText() + ",\"result\":" + result + "}";
    }

    private static string Question(string state) =>
        "{\"resultType\":\"input_required\",\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}}" + state + "}";

    private static string Die()
    {
        Environment.Exit(3);
        return "";
    }
}
