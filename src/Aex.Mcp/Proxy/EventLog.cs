using Aex.Mcp.Framing;
using Aex.Policy.Json;

namespace Aex.Mcp.Proxy;

/// <summary>The proxy's standard error: JSON, an object a line, and nothing else.</summary>
internal sealed class EventLog(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly JsonText _line = new(1024);

    /// <summary>Writes one event; where nobody reads, nothing is lost that the audit doesn't hold.</summary>
    public void Write(string name, Action<JsonText>? members = null)
    {
        lock (_gate)
        {
            _line.Clear();
            _line.BeginObject().Member("time"u8, clock.GetUtcNow().UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)).Member("event"u8, name);
            members?.Invoke(_line);
            _ = Pipes.Write(2, _line.EndObject().Append("\n"u8).Written);
        }
    }
}
