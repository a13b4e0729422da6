using Aex.Sessions.Files;

namespace Aex.Contracts.Signing;

/// <summary>A contract with its signature beside it: <c>FILE.sig</c>.</summary>
public static class SignedContract
{
    /// <summary>Where a file's signature stands.</summary>
    public static string PathFor(string file) => file + ".sig";

    /// <summary>Reads a file's signature and holds it against bytes that were read before, whatever the file holds by now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">Its bytes, as they will be used.</param>
    /// <param name="signature">The signature file; null for the one beside the file.</param>
    /// <param name="key">The key that the caller trusts.</param>
    /// <exception cref="SignatureException">It is missing, unreadable, or does not hold.</exception>
    public static ContractSignature Require(string file, ReadOnlySpan<byte> bytes, string? signature, SigningKey key)
    {
        var path = signature ?? PathFor(file);
        try
        {
            var read = ContractSignature.Read(Bytes(path));
            read.Require(Path.GetFileName(file), bytes, key);
            return read;
        }
        catch (SignatureException fault)
        {
            throw new SignatureException($"the signature `{path}` does not hold for `{file}`: {fault.Message}");
        }
    }

    private static byte[] Bytes(string path) => FileReading.Read(path, follow: true, ContractSignature.Limit, out var bytes, out var fault) switch
    {
        ReadResult.Read => bytes,
        ReadResult.Absent => throw new SignatureException("there is none"),
        ReadResult.Fault => throw new SignatureException($"it cannot be read: {fault}"),
    };
}
