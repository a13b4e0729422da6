using System.Security.Cryptography;
using System.Text;
using Aex.Sessions.Files;

namespace Aex.Contracts.Signing;

/// <summary>
/// A key that contracts are signed or checked with: a secret that both sides hold (HMAC-SHA256), or half of an ECDSA P-256 pair. Which it is
/// says the key alone, never the signature that is checked. Nothing of a secret ever leaves it.
/// </summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>The name of signatures with a shared secret.</summary>
    public const string Hmac = "HMAC-SHA256";

    /// <summary>The name of signatures with a key pair.</summary>
    public const string Ecdsa = "ECDSA-P256-SHA256";

    /// <summary>A shared secret of fewer bytes can be guessed.</summary>
    public const int ShortSecret = 16;

    private const string P256 = "1.2.840.10045.3.1.7";
    private const int Limit = 64 << 10;
    private const int OthersMode = 0b000_111_111;
    private const int OthersWrite = 0b000_000_010;

    private readonly byte[] _secret;
    private readonly ECDsa? _pair;

    private SigningKey(byte[] secret)
    {
        _secret = secret;
        Algorithm = Hmac;
        CanSign = true;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(secret, "aex key id"u8))[..32];
    }

    private SigningKey(ECDsa pair, bool canSign)
    {
        (_secret, _pair, Algorithm, CanSign) = ([], pair, Ecdsa, canSign);
        Id = Convert.ToHexStringLower(SHA256.HashData(pair.ExportSubjectPublicKeyInfo()))[..32];
    }

    /// <summary><see cref="Hmac"/> or <see cref="Ecdsa"/>.</summary>
    public string Algorithm { get; }

    /// <summary>Names the key without telling it: the same for both halves of a pair.</summary>
    public string Id { get; }

    /// <summary>Whether it signs; the public half of a pair only checks.</summary>
    public bool CanSign { get; }

    /// <summary>Whether it is a secret so short that it can be guessed.</summary>
    public bool IsWeak => _pair is null && _secret.Length < ShortSecret;

    /// <summary>A shared secret, as typed.</summary>
    /// <exception cref="SignatureException">It is empty, or a key in PEM form, which belongs in a file.</exception>
    public static SigningKey OfText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? throw new SignatureException("the key is empty")
            : text.Contains("-----BEGIN", StringComparison.Ordinal) ? throw new SignatureException("a key in PEM form is given as a file: --key-file FILE")
            : new SigningKey(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>
    /// Reads a key file: a P-256 key in PEM form, or else a shared secret, without the white space around it. A secret that others than its owner
    /// can read is no secret, and a public key that others can change is nobody's.
    /// </summary>
    /// <exception cref="SignatureException">It cannot be read, is open to others, or is no such key.</exception>
    public static SigningKey OfFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var result = FileReading.Read(path, follow: true, Limit, out var bytes, out var fault, out var status);
        if (result != ReadResult.Read)
        {
            throw new SignatureException($"the key `{path}` cannot be read: {(result == ReadResult.Absent ? "it does not exist" : fault)}");
        }

        try
        {
            return OfBytes(path, bytes, status);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Makes a pair: the private half at <paramref name="path"/> for its owner alone, the public half beside it as <c>PATH.pub</c>.</summary>
    /// <returns>The pair.</returns>
    /// <exception cref="SignatureException">One of the files is there already, or cannot be written.</exception>
    public static SigningKey Generate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicPath = path + ".pub";
        Write(path, pair.ExportPkcs8PrivateKeyPem(), 0b110_000_000);
        try
        {
            Write(publicPath, pair.ExportSubjectPublicKeyInfoPem(), 0b110_100_100);
        }
        catch (SignatureException)
        {
            File.Delete(path);
            throw;
        }

        return new SigningKey(pair, canSign: true);
    }

    /// <summary>Signs; in hexadecimal (of a pair the DER form, which other tools read).</summary>
    /// <exception cref="SignatureException">It is the public half of a pair.</exception>
    public string Sign(ReadOnlySpan<byte> message) => !CanSign ? throw new SignatureException("this is the public half of a key pair, which only checks; sign with the private one")
        : Convert.ToHexStringLower(_pair is null ? HMACSHA256.HashData(_secret, message) : _pair.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Whether a signature is this key's of the message. How long that takes says nothing of how much of it is right.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, string signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        byte[] given;
        try
        {
            given = Convert.FromHexString(signature);
        }
        catch (FormatException)
        {
            return false;
        }

        return _pair is null
            ? CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret, message), given)
            : _pair.VerifyData(message, given, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secret);
        _pair?.Dispose();
    }

    // Never "SigningKey { Secret = … }" in a log.
    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} {Id}";

    private static SigningKey OfBytes(string path, byte[] bytes, FileStatus status)
    {
        var text = bytes.AsSpan().Trim(" \t\r\n"u8);
        var isPem = text.StartsWith("-----BEGIN "u8);
        var isPublic = isPem && text.StartsWith("-----BEGIN PUBLIC KEY-----"u8);
        RequireOwned(path, status, isPublic);
        if (text.IsEmpty)
        {
            throw new SignatureException($"the key `{path}` is empty");
        }

        return isPem ? OfPem(path, Encoding.ASCII.GetString(text), isPublic) : new SigningKey(text.ToArray());
    }

    private static void RequireOwned(string path, FileStatus status, bool isPublic)
    {
        var user = Posix.User();
        if (status.Owner != user && status.Owner != 0 && user != 0)
        {
            throw new SignatureException($"the key `{path}` belongs to another user: use a copy of your own");
        }

        if ((status.Mode & (isPublic ? OthersWrite : OthersMode)) != 0)
        {
            throw new SignatureException(isPublic
                ? $"the public key `{path}` can be changed by anybody: `chmod o-w {path}`"
                : $"the key `{path}` can be read or changed by others: `chmod 600 {path}`, and if others may have read it, make a new one");
        }
    }

    private static SigningKey OfPem(string path, string text, bool isPublic)
    {
        var pair = ECDsa.Create();
        try
        {
            pair.ImportFromPem(text);
            if (pair.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value != P256)
            {
                throw new SignatureException($"the key `{path}` is on another curve than P-256");
            }

            return new SigningKey(pair, !isPublic);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            // What the library says may quote what it read.
            pair.Dispose();
            throw new SignatureException($"the key `{path}` is no P-256 key in PEM form without a passphrase; `aex sign --generate-key --key-file FILE` makes one");
        }
        catch (SignatureException)
        {
            pair.Dispose();
            throw;
        }
    }

    private static void Write(string path, string text, int mode)
    {
        var descriptor = Posix.Open(path, Posix.WriteOnly | Posix.Create | Posix.Exclusive | Posix.NoFollow, mode);
        if (descriptor < 0)
        {
            throw new SignatureException(descriptor == -Posix.Exists ? $"`{path}` is there already, and no key is written over" : $"`{path}` cannot be written: {Posix.Describe(descriptor)}");
        }

        var bytes = Encoding.ASCII.GetBytes(text + "\n");
        var written = 0;
        try
        {
            while (written < bytes.Length)
            {
                var count = Posix.Write(descriptor, bytes.AsSpan(written));
                if (count <= 0)
                {
                    _ = Posix.Unlink(path);
                    throw new SignatureException($"`{path}` cannot be written: {Posix.Describe(count < 0 ? count : -Posix.NoSpace)}");
                }

                written += count;
            }
        }
        finally
        {
            Posix.Close(descriptor);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
