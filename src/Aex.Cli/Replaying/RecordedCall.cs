using System.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using AuditEntry = Aex.Cli.Commands.AuditEntry;

namespace Aex.Cli.Replaying;

/// <summary>A recorded decision taken back to the call that it was about.</summary>
internal static class RecordedCall
{
    /// <summary>The call as it was recorded: secrets masked, long texts as their digest.</summary>
    /// <param name="entry">The recorded line.</param>
    /// <param name="root">The folder that a call without one is taken to run in.</param>
    /// <param name="client">The client of a call that names none.</param>
    public static ToolCall Of(AuditEntry entry, string root, string client)
    {
        var input = entry.Input is { } recorded ? Encoding.UTF8.GetBytes(recorded.GetRawText()) : "{}"u8.ToArray();
        return new ToolCall
        {
            Client = entry.RawText("client") is { Length: > 0 } recordedClient ? recordedClient : client,
            Tool = entry.RawText("tool"),
            Arguments = StrictJson.Check(input) is null ? input : "{}"u8.ToArray(),
            Cwd = entry.RawText("cwd") is ['/', ..] folder ? folder : root,
            McpServer = entry.RawText("server") is { Length: > 0 } server ? server : null,
            AgentId = entry.RawText("agent") is { Length: > 0 } agent ? agent : null,
        };
    }

    /// <summary>What the policies said then. Whatever became of a question, their answer was to ask.</summary>
    public static Decision AnswerOf(AuditEntry entry) => entry.Event.StartsWith("confirm.", StringComparison.Ordinal) ? Decision.Ask : entry.Decision switch
    {
        "allow" => Decision.Allow,
        "ask" => Decision.Ask,
        _ => Decision.Deny,
    };

    /// <summary>Whether the line decides a call of a tool.</summary>
    public static bool IsDecision(AuditEntry entry) => entry is { Tool.Length: > 0, Decision.Length: > 0 };
}
