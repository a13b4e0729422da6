namespace Aex.Cli.Tests.Models;

/// <summary>What a scripted server does with one request.</summary>
internal abstract record ModelReply
{
    /// <summary>A text, with the reason that it ends for, in Anthropic's words.</summary>
    internal sealed record Text(string Content, string Reason = "end_turn") : ModelReply;

    /// <summary>A status with an error, as the API words it.</summary>
    internal sealed record Status(int Code, string Type, string Message, params (string Name, string Value)[] Headers) : ModelReply;

    /// <summary>A text that stops in its middle: the connection is closed.</summary>
    internal sealed record Cut(string Content) : ModelReply;

    /// <summary>An error in the middle of a stream.</summary>
    internal sealed record Broken(string Content, string Type, string Message) : ModelReply;

    /// <summary>No answer for as long as the client waits; <see cref="Begun"/> of a text before that, in a stream.</summary>
    internal sealed record Silence(string Begun = "") : ModelReply;

    /// <summary>These bytes as they are, with status 200.</summary>
    internal sealed record Raw(string ContentType, string Body) : ModelReply;
}
