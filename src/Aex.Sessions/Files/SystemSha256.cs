using System.Runtime.InteropServices;

namespace Aex.Sessions.Files;

/// <summary>
/// SHA-256 by the system's OpenSSL, where it has one: six times as fast as <see cref="Sha256"/> where the processor helps. Loading it takes as long
/// as hashing <see cref="Least"/> bytes does in plain code, so shorter texts are not worth it. .NET's own class ends the process where there is no OpenSSL.
/// </summary>
internal static unsafe class SystemSha256
{
    /// <summary>From how many bytes on it is asked.</summary>
    public const int Least = 256 << 10;

    private static readonly delegate* unmanaged<byte*, nuint, byte*, byte*> s_hash = Find();

    /// <summary>The hash as 32 bytes; false where there is no OpenSSL.</summary>
    public static bool TryHash(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        if (s_hash is null || hash.Length < 32)
        {
            return false;
        }

        fixed (byte* from = bytes, into = hash)
        {
            return s_hash(from, (nuint)bytes.Length, into) is not null;
        }
    }

    private static delegate* unmanaged<byte*, nuint, byte*, byte*> Find()
    {
        foreach (string name in (ReadOnlySpan<string>)["libcrypto.so.3", "libcrypto.so.1.1"])
        {
            if (NativeLibrary.TryLoad(name, out nint library) && NativeLibrary.TryGetExport(library, "SHA256", out nint hash))
            {
                return (delegate* unmanaged<byte*, nuint, byte*, byte*>)hash;
            }
        }

        return null;
    }
}
