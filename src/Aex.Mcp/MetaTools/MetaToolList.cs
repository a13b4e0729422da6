using System.Text.Encodings.Web;
using System.Text.Json;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Policy.Masking;
using Aex.Sessions;

namespace Aex.Mcp.MetaTools;

/// <summary>The four meta-tools, and the one way to call them.</summary>
public static class MetaToolList
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<MetaTool> All { get; } = [new CheckpointTool(), new ResumeTool(), new ListTasksTool(), new ReviewTaskTool()];

    /// <summary>How answers are written: as a model reads them best, escaped only where JSON wants it.</summary>
    internal static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A meta-tool by its name, with dots or underscores; null for every other tool.</summary>
    public static MetaTool? Find(string name)
    {
        foreach (var tool in All)
        {
            if (name == tool.Name || name == tool.PlainName)
            {
                return tool;
            }
        }

        return null;
    }

    /// <summary>Whether a client, by the name it gave itself in <c>clientInfo</c>, refuses tools whose names hold dots.</summary>
    public static bool RefusesDots(string? client) => client is not null
        && (client.StartsWith("claude-ai", StringComparison.OrdinalIgnoreCase)
            || client.Contains("codex", StringComparison.OrdinalIgnoreCase)
            || client.Contains("copilot", StringComparison.OrdinalIgnoreCase)
            || client.Contains("visual studio code", StringComparison.OrdinalIgnoreCase)
            || client.Contains("vscode", StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers a call and records it. Nothing is charged. Never throws for what a client sends: an error is an answer.</summary>
    /// <param name="session">The session.</param>
    /// <param name="tool">The meta-tool.</param>
    /// <param name="arguments">Its arguments, sound JSON without duplicate keys; empty for none.</param>
    /// <param name="toolUseId">The client's id of the call.</param>
    public static MetaAnswer Call(MetaSession session, MetaTool tool, ReadOnlyMemory<byte> arguments, string? toolUseId = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(tool);
        var given = arguments.IsEmpty ? "{}"u8.ToArray() : arguments;
        var recorded = new ToolCall { Client = CallPreparation.Proxy, Tool = tool.Name, Arguments = given, Cwd = session.Request.Cwd, ToolUseId = toolUseId };
        byte[] json = [];
        string? error = null;
        try
        {
            using var document = JsonDocument.Parse(given, new JsonDocumentOptions { MaxDepth = StrictJson.MaxDepth + 1 });
            error = Discovery.OfSession(session.Host, session.Options, session.Request).MetaFault(tool.Name) ?? tool.Fault(document.RootElement);
            if (error is null)
            {
                using var bytes = new MemoryStream();
                using (var writer = new Utf8JsonWriter(bytes, Writing))
                {
                    tool.Answer(new MetaCall(session, recorded, document.RootElement), writer);
                }

                json = bytes.ToArray();
            }
        }
        catch (JsonException)
        {
            error = $"the arguments of {tool.Name} are no sound JSON";
        }
        catch (SessionException fault)
        {
            error = fault.Message;
        }

        error = error is null ? null : SecretMask.Mask(JsonText.Visible(error), session.Host.Secrets);
        if (error is not null || !tool.RecordsItself)
        {
            try
            {
                Enforcer.RecordMeta(session.Host, session.Options, session.Request, recorded, error ?? $"{tool.Name} was answered", error is not null);
            }
            catch (SessionException fault)
            {
                // What cannot be recorded is not answered.
                return new MetaAnswer([], SecretMask.Mask(JsonText.Visible(fault.Message), session.Host.Secrets));
            }
        }

        return new MetaAnswer(json, error);
    }
}
