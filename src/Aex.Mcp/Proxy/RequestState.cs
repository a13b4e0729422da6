using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aex.Mcp.Proxy;

/// <summary>
/// Seals the <c>requestState</c> that a client carries from a question to its retry (MCP 2026-07-28, multi round-trip requests): HMAC-SHA256 over the
/// session, a serial, the end of its time and the call. The key lives as long as the proxy's run, so no other run's state passes. Where the state was
/// used before is not seen here: whoever gave it out remembers what is outstanding.
/// </summary>
internal sealed class RequestState(string session)
{
    /// <summary>How a state of the proxy begins; a server's own says something else.</summary>
    public const string Mark = "aex1.";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The sealed text of a question.</summary>
    /// <param name="serial">What it is outstanding under; letters and digits.</param>
    /// <param name="until">When its time ends, milliseconds of the process's clock.</param>
    /// <param name="call">The identity of the call that is asked about.</param>
    public string Seal(string serial, long until, string call)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Mark}{serial}.{until}.{call}");
        return $"{text}.{Mac(text)}";
    }

    /// <summary>What a state holds; null where this run did not seal it just so.</summary>
    public (string Serial, long Until, string Call)? Open(string state)
    {
        int end = state.LastIndexOf('.');
        if (end < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mac(state[..end])), Encoding.UTF8.GetBytes(state[(end + 1)..])))
        {
            return null;
        }

        return state.Split('.') is [_, var serial, var until, var call, _] ? (serial, long.Parse(until, CultureInfo.InvariantCulture), call) : null;
    }

    private string Mac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{session}\n{text}")));
}
