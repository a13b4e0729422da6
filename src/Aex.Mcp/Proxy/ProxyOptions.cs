namespace Aex.Mcp.Proxy;

/// <summary>How <c>aex proxy</c> was called.</summary>
public sealed record ProxyOptions
{
    /// <summary>The upstream's command and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The server's name, for <c>mcp.NAME.*</c> (<c>--name</c>); null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Lets every call through that would be asked about (<c>--auto-confirm</c>).</summary>
    public bool AutoConfirm { get; init; }

    /// <summary>How long a call waits for a person (<c>--confirm-timeout</c>).</summary>
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>The longest line, bytes (<c>--max-line</c>).</summary>
    public int MaxLine { get; init; } = 64 << 20;
}
