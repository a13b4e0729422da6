namespace Aex.Cli.Tests.Models;

/// <summary>Answers of OpenAI's Chat Completions API (platform.openai.com/docs/api-reference/chat), whole and as chunks.</summary>
internal static class ChunkEvents
{
    private const string Identity = "\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"created\":1741569952,\"model\":\"gpt-test\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_44709d6fcb\"";
    private const string Usage = """{"prompt_tokens":400,"completion_tokens":100,"total_tokens":500,"prompt_tokens_details":{"cached_tokens":20,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    public static string Whole(string text, string reason) =>
        $$$"""{{{{Identity}}},"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":{{{(reason == "refusal" ? "null" : MessagesEvents.Json(text))}}},"refusal":{{{(reason == "refusal" ? MessagesEvents.Json(text) : "null")}}},"annotations":[]},"logprobs":null,"finish_reason":"{{{Finish(reason)}}}"}],"usage":{{{Usage}}}}""";

    public static IEnumerable<string> Begin(string text)
    {
        yield return Chunk("""{"role":"assistant","content":"","refusal":null}""", "null");
        foreach (char[] piece in text.Chunk(7))
            yield return Chunk($$$"""{"content":{{{MessagesEvents.Json(new string(piece))}}}}""", "null");
    }

    public static IEnumerable<string> End(string reason)
    {
        if (reason == "refusal")
            yield return Chunk("""{"refusal":"I cannot help with that."}""", "null");
        yield return Chunk("{}", $"\"{Finish(reason)}\"");
        yield return $"data: {{{Identity},\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{Usage}}}\n\n";
        yield return "data: [DONE]\n\n";
    }

    private static string Finish(string reason) => reason switch { "end_turn" or "refusal" => "stop", "max_tokens" => "length", _ => reason };

    private static string Chunk(string delta, string finish) =>
        $"data: {{{Identity},\"object\":\"chat.completion.chunk\",\"choices\":[{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{finish}}}],\"usage\":null}}\n\n";
}
