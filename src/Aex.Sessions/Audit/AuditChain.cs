using System.Text;
using Aex.Sessions.Files;

namespace Aex.Sessions.Audit;

/// <summary>
/// The chain that ties audit lines together: each ends in <c>,"prev":"…","hash":"…"}</c>, where <c>prev</c> is the hash of the line before and
/// <c>hash</c> is SHA-256 over those 64 digits and the line's bytes before <c>,"hash"</c>. The first <c>prev</c> is the session's id hashed.
/// </summary>
internal static class AuditChain
{
    /// <summary>Hexadecimal digits of a hash.</summary>
    public const int Digits = 64;

    /// <summary>Bytes of <c>,"prev":"…","hash":"…"}</c>.</summary>
    public const int TailLength = PrevLength + HashLength;

    private const int PrevLength = 9 + Digits + 1;
    private const int HashLength = 9 + Digits + 2;

    /// <summary>What the first line's <c>prev</c> is.</summary>
    public static string Origin(string session) => Sha256.Hex(Encoding.UTF8.GetBytes(session));

    /// <summary>The hash of a line: <paramref name="body"/> is all before <c>,"hash"</c>.</summary>
    public static void Hash(ReadOnlySpan<byte> prev, ReadOnlySpan<byte> body, Span<byte> digits) => Sha256.Hex(prev, body, digits);

    /// <summary>Takes a line (without its end) apart; false when it does not end as one of ours.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> body, out ReadOnlySpan<byte> prev, out ReadOnlySpan<byte> hash)
    {
        body = prev = hash = default;
        if (line.Length <= TailLength || line[0] != '{')
        {
            return false;
        }

        ReadOnlySpan<byte> tail = line[^TailLength..];
        if (!tail.StartsWith(",\"prev\":\""u8) || tail[PrevLength - 1] != '"'
            || !tail[PrevLength..].StartsWith(",\"hash\":\""u8) || !tail.EndsWith("\"}"u8))
        {
            return false;
        }

        prev = tail.Slice(9, Digits);
        hash = tail.Slice(PrevLength + 9, Digits);
        body = line[..^HashLength];
        return IsHash(prev) && IsHash(hash);
    }

    private static bool IsHash(ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            if (digit is not (>= (byte)'0' and <= (byte)'9') and not (>= (byte)'a' and <= (byte)'f'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the line's own bytes are those that its hash was made of.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> body, ReadOnlySpan<byte> prev, ReadOnlySpan<byte> hash)
    {
        Span<byte> digits = stackalloc byte[Digits];
        Hash(prev, body, digits);
        return digits.SequenceEqual(hash);
    }
}
