using System.Text.Json;

namespace Aex.Cli.Tests.Models;

/// <summary>Answers of Anthropic's Messages API (platform.claude.com/docs: Messages, Streaming messages), whole and as events.</summary>
internal static class MessagesEvents
{
    /// <summary>The tokens that every answer counts: 400 read, 20 of them from a cache and 10 put into one, 100 written.</summary>
    public const int Tokens = 500;

    public static string Whole(string text, string reason)
    {
        string content = text.Length == 0 ? "" : $$$"""{"type":"text","text":{{{Json(text)}}}}""";
        return $$$"""{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"claude-test","content":[{{{content}}}],"stop_reason":"{{{reason}}}","stop_sequence":null,"usage":{"input_tokens":370,"cache_creation_input_tokens":10,"cache_read_input_tokens":20,"output_tokens":100,"service_tier":"standard"}}""";
    }

    /// <summary>The events up to the last piece of a text, a ping and a thought among them.</summary>
    public static IEnumerable<string> Begin(string text)
    {
        yield return Event("message_start", """{"type":"message_start","message":{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":370,"cache_creation_input_tokens":10,"cache_read_input_tokens":20,"output_tokens":1}}}""");
        yield return Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""");
        yield return Event("ping", """{"type":"ping"}""");
        yield return Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"This is no part of the answer."}}""");
        yield return Event("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCgIYAhIM"}}""");
        yield return Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
        yield return Event("content_block_start", """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""");
        foreach (char[] piece in text.Chunk(7))
            yield return Event("content_block_delta", $$$"""{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":{{{Json(new string(piece))}}}}}""");
    }

    public static IEnumerable<string> End(string reason)
    {
        yield return Event("content_block_stop", """{"type":"content_block_stop","index":1}""");
        yield return Event("message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}","stop_sequence":null},"usage":{"output_tokens":100}}""");
        yield return Event("message_stop", """{"type":"message_stop"}""");
    }

    /// <summary>A text as JSON.</summary>
    public static string Json(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";
}
