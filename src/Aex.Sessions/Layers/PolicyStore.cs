using Aex.Sessions.Files;

namespace Aex.Sessions.Layers;

/// <summary>The texts of pinned files, kept once each under their SHA-256.</summary>
internal static class PolicyStore
{
    /// <summary>Keeps a text and gives back its SHA-256.</summary>
    public static string Keep(HostEnvironment host, ReadOnlySpan<byte> bytes)
    {
        string hash = Sha256.Hex(bytes);
        string path = PathOf(host, hash);
        if (Posix.Probe(path) < 0)
        {
            PrivateFolder.Make(host.StateFolder + "/policies");
            _ = PrivateFolder.Add(path, bytes);
        }

        return hash;
    }

    /// <summary>The text with a SHA-256. It is not hashed again: who could change it could change the state.</summary>
    public static byte[] Get(HostEnvironment host, string hash)
    {
        string path = PathOf(host, hash);
        return FileReading.Read(path, follow: false, FileReading.Limit, out byte[] bytes, out string fault) == ReadResult.Read
            ? bytes
            : throw new SessionException($"the pinned text {path} cannot be read: {(fault.Length == 0 ? "it is missing" : fault)}; start a new session");
    }

    private static string PathOf(HostEnvironment host, string hash) => $"{host.StateFolder}/policies/{hash}";
}
