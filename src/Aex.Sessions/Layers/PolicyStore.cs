using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Sessions.Files;

namespace Aex.Sessions.Layers;

/// <summary>The texts of pinned files, kept once each under their SHA-256.</summary>
internal static class PolicyStore
{
    // Below it, parsing costs no more than reading one more file.
    private const int LeastIndexed = 8 << 10;
    private const int IndexLimit = 64 << 20;

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

    /// <summary>Whether a text is the one with a SHA-256, byte by byte. It is not hashed again: who could change it could change the state.</summary>
    public static bool Holds(HostEnvironment host, string hash, ReadOnlySpan<byte> text)
    {
        int descriptor = Posix.Open(PathOf(host, hash), Posix.ReadOnly | Posix.NonBlocking | Posix.NoFollow);
        if (descriptor < 0)
        {
            return false;
        }

        try
        {
            // In pieces: no second copy of a large text.
            Span<byte> piece = stackalloc byte[8 << 10];
            int count;
            while ((count = Posix.Read(descriptor, piece)) > 0)
            {
                if (!text.StartsWith(piece[..count]))
                {
                    return false;
                }

                text = text[count..];
            }

            return count == 0 && text.IsEmpty;
        }
        finally
        {
            Posix.Close(descriptor);
        }
    }

    /// <summary>The text with a SHA-256.</summary>
    public static byte[] Get(HostEnvironment host, string hash)
    {
        string path = PathOf(host, hash);
        return FileReading.Read(path, follow: false, FileReading.Limit, out byte[] bytes, out string fault) == ReadResult.Read
            ? bytes
            : throw new SessionException($"the pinned text {path} cannot be read: {(fault.Length == 0 ? "it is missing" : fault)}; start a new session");
    }

    /// <summary>
    /// Loads a pinned text as a layer. A large one is parsed and checked once and then taken by its index, which stands beside it; the
    /// index serves only the very build of aex that made it.
    /// </summary>
    public static Layer Load(HostEnvironment host, string hash, LayerKind kind, string file, string path, string root, byte[] text)
    {
        if (text.Length < LeastIndexed)
        {
            return Layer.Load(kind, file, path, root, text);
        }

        ReadOnlySpan<byte> maker = Maker();
        string index = PathOf(host, hash) + ".index";
        if (FileReading.Read(index, follow: false, IndexLimit, out byte[] bytes, out _) == ReadResult.Read
            && Layer.Load(kind, file, path, root, text, bytes, maker) is { } known)
        {
            return known;
        }

        var layer = Layer.Load(kind, file, path, root, text);
        if (layer.Index(maker) is { } made)
        {
            // Another session may be at it as well, and both make the same; so each under a name of its own.
            _ = Posix.Unlink(index);
            _ = PrivateFolder.Add(index, made);
        }

        return layer;
    }

    // The code that reads and checks a policy, whichever program it is linked into: gate and proxy take each other's indexes, other builds don't.
    private static byte[] Maker() =>
        [.. typeof(SourceText).Module.ModuleVersionId.ToByteArray(), .. typeof(Layer).Module.ModuleVersionId.ToByteArray()];

    private static string PathOf(HostEnvironment host, string hash) => $"{host.StateFolder}/policies/{hash}";
}
