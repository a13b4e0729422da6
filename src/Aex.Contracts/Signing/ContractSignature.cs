using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aex.Policy.Json;

namespace Aex.Contracts.Signing;

/// <summary>
/// Who signed which bytes: the content of a signature file. Since version 2 all that it says is under the signature: the file's name and hash, the signer, the
/// time, the algorithm and the key. In version 1 only the hash was.
/// </summary>
public sealed record ContractSignature
{
    /// <summary>The schema written today.</summary>
    public const string Schema = "aex/signature@v2";

    /// <summary>The original's, of which only the hash can be believed.</summary>
    public const string OldSchema = "aex/signature@v1";

    /// <summary>The longest name of a signer.</summary>
    public const int LongestSigner = 200;

    /// <summary>The largest signature file, bytes.</summary>
    public const int Limit = 64 << 10;

    private static readonly string[] s_signed = ["schema", "file", "hash", "signer", "signedAt", "algorithm", "keyId", "tool"];
    private static readonly string[] s_old = ["schema", "file", "hash", "signer", "signedAt", "keyHint", "tool"];

    private readonly Dictionary<string, string> _members;

    private ContractSignature(Dictionary<string, string> members) => _members = members;

    /// <summary>Whether it is of version 1: the signer, the time and the name could have been changed by anybody.</summary>
    public bool IsOld => _members["schema"] == OldSchema;

    /// <summary>The signed file's name, without its folder.</summary>
    public string File => _members["file"];

    /// <summary>Who signed.</summary>
    public string Signer => _members["signer"];

    /// <summary>When, as ISO 8601.</summary>
    public string SignedAt => _members["signedAt"];

    /// <summary>The algorithm; of version 1 it is HMAC-SHA256.</summary>
    public string Algorithm => _members.GetValueOrDefault("algorithm", SigningKey.Hmac);

    /// <summary>The key's id; empty for version 1.</summary>
    public string KeyId => _members.GetValueOrDefault("keyId", "");

    /// <summary>Signs a file's bytes.</summary>
    /// <param name="file">The file's name, without its folder.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="signer">Who signs.</param>
    /// <param name="key">With what.</param>
    /// <param name="time">When.</param>
    /// <param name="tool">The program, with its version.</param>
    /// <exception cref="SignatureException">The signer's name is none, or the key signs nothing.</exception>
    public static ContractSignature Sign(string file, ReadOnlySpan<byte> bytes, string signer, SigningKey key, DateTimeOffset time, string tool)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (string.IsNullOrWhiteSpace(signer) || signer.Length > LongestSigner || signer != signer.Trim() || JsonText.Visible(signer) != signer)
        {
            throw new SignatureException(string.Create(CultureInfo.InvariantCulture, $"the signer is named by 1 to {LongestSigner} visible characters, without blanks around them"));
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["schema"] = Schema,
            ["file"] = file,
            ["hash"] = HashOf(bytes),
            ["signer"] = signer,
            ["signedAt"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["algorithm"] = key.Algorithm,
            ["keyId"] = key.Id,
            ["tool"] = tool,
        };
        members["signature"] = key.Sign(Message(members));
        return new ContractSignature(members);
    }

    /// <summary>Reads a signature file.</summary>
    /// <exception cref="SignatureException">It is none, or says more than a signature does.</exception>
    public static ContractSignature Read(ReadOnlySpan<byte> utf8)
    {
        if (StrictJson.Check(utf8) is { } unsound)
        {
            throw new SignatureException($"it is no sound JSON: {unsound.Message}");
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 1 });
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SignatureException("it is no JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            _ = reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new SignatureException($"`{name}` is no text");
            }

            members.Add(name, reader.GetString()!);
        }

        var known = members.GetValueOrDefault("schema") switch
        {
            Schema => s_signed,
            OldSchema => s_old,
            null => throw new SignatureException("`schema` is missing"),
            var other => throw new SignatureException($"its schema is `{other}`, and known are {Schema} and {OldSchema}"),
        };
        foreach (var name in known.Append("signature"))
        {
            if (!members.ContainsKey(name) && !(known == s_old && name is "keyHint" or "tool"))
            {
                throw new SignatureException($"`{name}` is missing");
            }
        }

        foreach (var name in members.Keys)
        {
            // What is not under the signature could say anything.
            if (name != "signature" && !known.Contains(name))
            {
                throw new SignatureException($"it says `{name}`, which a signature does not");
            }
        }

        return new ContractSignature(members);
    }

    /// <summary>Holds it against the bytes and the key.</summary>
    /// <param name="file">The name that the file has now, without its folder; null where it has none to go by.</param>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="key">The key that the caller trusts.</param>
    /// <exception cref="SignatureException">It does not hold.</exception>
    public void Require(string? file, ReadOnlySpan<byte> bytes, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Algorithm != key.Algorithm)
        {
            throw new SignatureException($"it was made with {Algorithm}, and the key is for {key.Algorithm}");
        }

        if (!IsOld && KeyId != key.Id)
        {
            throw new SignatureException($"it was made with the key {KeyId}, and not with this one, {key.Id}");
        }

        if (!key.Verifies(IsOld ? Encoding.ASCII.GetBytes(_members["hash"]) : Message(_members), _members["signature"]))
        {
            throw new SignatureException(IsOld ? "it was not made with this key, or was changed since" : $"what it says is not what was signed: the signer, the time, the name or the hash was changed since, or the key is another");
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(bytes)), Encoding.UTF8.GetBytes(_members["hash"])))
        {
            throw new SignatureException("the file was changed since it was signed");
        }

        if (!IsOld && file is not null && file != File)
        {
            throw new SignatureException($"it is for a file named `{File}`, and this one is named `{file}`");
        }
    }

    /// <summary>Writes it as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        foreach (var (name, value) in _members)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // Each member with its length, so that nothing can move from one into the next; in one order, whatever the file's.
    private static byte[] Message(Dictionary<string, string> members)
    {
        using var message = new MemoryStream();
        foreach (var name in s_signed)
        {
            var value = Encoding.UTF8.GetBytes(members[name]);
            message.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}:{value.Length}:")));
            message.Write(value);
            message.WriteByte((byte)'\n');
        }

        return message.ToArray();
    }
}
