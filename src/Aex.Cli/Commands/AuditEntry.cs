using System.Text;
using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Sessions.Audit;

namespace Aex.Cli.Commands;

/// <summary>One line of an audit file: docs/audit.md.</summary>
internal sealed class AuditEntry : IDisposable
{
    private static readonly string[] Subjects = ["file_path", "notebook_path", "path", "command", "url", "query", "pattern", "subagent_type", "skill", "name"];

    private readonly JsonDocument _document;

    private AuditEntry(JsonDocument document, string line) => (_document, Line) = (document, line);

    /// <summary>The line as it stands.</summary>
    public string Line { get; }

    /// <summary>When, RFC 3339 in UTC.</summary>
    public string Time => Text("time");

    /// <summary>What happened: <c>tool.allowed</c> and its like.</summary>
    public string Event => Text("event");

    /// <summary>The session's id; empty for the one without id.</summary>
    public string Session => Text("session");

    /// <summary>The tool's name.</summary>
    public string Tool => Text("tool");

    /// <summary>The capabilities asked for.</summary>
    public string Capability => Text("capability");

    /// <summary><c>allow</c>, <c>ask</c> or <c>deny</c>; empty for lines that decide nothing.</summary>
    public string Decision => Text("decision");

    /// <summary>Why.</summary>
    public string Reason => Text("reason");

    /// <summary>The arguments as recorded; null when there are none.</summary>
    public JsonElement? Input => Root.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.Object ? input : null;

    /// <summary>The deciding rule's file, line and text; null when there was none.</summary>
    public (string File, int Line, string Text)? Rule =>
        Root.TryGetProperty("rule", out var rule) && rule.ValueKind == JsonValueKind.Object
            && rule.TryGetProperty("file", out var file) && rule.TryGetProperty("line", out var line) && rule.TryGetProperty("text", out var text)
            ? (file.GetString() ?? "", line.TryGetInt32(out var number) ? number : 0, text.GetString() ?? "")
            : null;

    /// <summary>Whether the call did not run.</summary>
    public bool IsDenied => Decision == "deny" || Event is "config.denied" or "confirm.denied";

    /// <summary>Whether the call passed only because a person had paused enforcement.</summary>
    public bool IsPaused => Root.TryGetProperty("paused", out var paused) && paused.ValueKind == JsonValueKind.True;

    /// <summary>Whether the call passed only because nothing was enforced (<c>--observe</c>).</summary>
    public bool IsObserved => Root.TryGetProperty("observed", out var observed) && observed.ValueKind == JsonValueKind.True;

    /// <summary>What was used of each budget; null when the line has none.</summary>
    public JsonElement? Budget => Root.TryGetProperty("budget", out var budget) && budget.ValueKind == JsonValueKind.Object ? budget : null;

    private JsonElement Root => _document.RootElement;

    /// <summary>A member's text as recorded, not escaped for a terminal; empty where there is none.</summary>
    public string RawText(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    /// <summary>Reads a line; null when it is no record.</summary>
    public static AuditEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var document = JsonDocument.Parse(line.ToArray(), new JsonDocumentOptions { MaxDepth = 400 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new AuditEntry(document, Encoding.UTF8.GetString(line));
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The session that an audit file belongs to, by its first line; null when that is no record.</summary>
    public static string? SessionOf(string file)
    {
        using var reader = AuditReader.Open(file);
        using var first = reader.Read() ? Parse(reader.Line) : null;
        return first?.Session;
    }

    /// <summary>What the call was about, in a few words: the path, command or address among the arguments.</summary>
    public string Subject()
    {
        // Paths as the engine shows them, relative to the project's root; of addresses the whole tells more than the host.
        if ((Capability.StartsWith("file.", StringComparison.Ordinal) || Capability.StartsWith("secrets.", StringComparison.Ordinal))
            && Root.TryGetProperty("requests", out var requests) && requests.ValueKind == JsonValueKind.Array && requests.GetArrayLength() > 0
            && requests[0].TryGetProperty("resources", out var resources) && resources.ValueKind == JsonValueKind.Array && resources.GetArrayLength() > 0
            && resources[0].ValueKind == JsonValueKind.String)
        {
            return resources[0].GetString() ?? "";
        }

        if (Input is not { } input)
        {
            return "";
        }

        foreach (var name in Subjects)
        {
            if (input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString() ?? "";
            }
        }

        return input.GetRawText() is "{}" ? "" : input.GetRawText();
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private string Text(string name) => Shown.Text(RawText(name));
}
