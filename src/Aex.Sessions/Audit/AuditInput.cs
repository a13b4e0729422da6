using System.Buffers;
using System.Text;
using System.Text.Json;
using Aex.Policy.Json;
using Aex.Policy.Masking;
using Aex.Sessions.Files;

namespace Aex.Sessions.Audit;

/// <summary>
/// A call's arguments as they may be recorded: secrets masked, strings over 1 KiB as <c>{"length":…,"sha256":"…"}</c> (bytes of UTF-8),
/// and the whole likewise when more than 64 KiB would stand in the line.
/// </summary>
internal static class AuditInput
{
    /// <summary>The longest string that is recorded as it is, bytes of UTF-8.</summary>
    public const int LongestString = 1024;

    private const int LongestInput = 64 << 10;

    /// <summary>Writes the arguments as one value. They are strict, whole JSON.</summary>
    /// <param name="into">What they are written to.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="secrets">What is masked wherever it occurs.</param>
    /// <param name="known">What is known of the arguments' long values; null for nothing.</param>
    public static void Write(JsonText into, ReadOnlySpan<byte> arguments, IReadOnlyList<string> secrets, LongValues? known = null)
    {
        if (arguments.Length == 0)
        {
            into.BeginObject().EndObject();
            return;
        }

        var masked = new JsonText(Math.Min(arguments.Length + 64, LongestInput));
        var reader = new SoundReader(arguments, known);
        int depthOfSecret = int.MaxValue;
        bool secretNext = false;
        while (masked.Length <= LongestInput && reader.Read())
        {
            bool secret = secretNext || reader.CurrentDepth > depthOfSecret;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    string name = reader.GetString();
                    masked.Name(SecretMask.Mask(name.Length <= 256 ? name : name[..255] + "…", secrets));
                    secretNext = SecretName.Matches(name);
                    continue;
                case JsonTokenType.StartObject:
                case JsonTokenType.StartArray:
                    depthOfSecret = secretNext ? Math.Min(depthOfSecret, reader.CurrentDepth) : depthOfSecret;
                    _ = reader.TokenType == JsonTokenType.StartObject ? masked.BeginObject() : masked.BeginArray();
                    break;
                case JsonTokenType.EndObject:
                case JsonTokenType.EndArray:
                    depthOfSecret = reader.CurrentDepth <= depthOfSecret ? int.MaxValue : depthOfSecret;
                    _ = reader.TokenType == JsonTokenType.EndObject ? masked.EndObject() : masked.EndArray();
                    break;
                case JsonTokenType.String when secret:
                case JsonTokenType.Number when secret:
                    masked.Text(SecretMask.Masked);
                    break;
                case JsonTokenType.String when reader.ValueSpan.Length > LongestString:
                    WriteLong(masked, reader, secrets);
                    break;
                case JsonTokenType.String:
                    WriteText(masked, reader.GetString(), secrets);
                    break;
                default:
                    masked.Raw(reader.ValueSpan);
                    break;
            }

            secretNext = false;
        }

        if (masked.Length <= LongestInput && !reader.IsWhole)
        {
            throw new JsonException("the arguments are no sound JSON");
        }

        if (masked.Length > LongestInput)
        {
            WriteDigest(into, arguments);
            return;
        }

        into.Raw(masked.Written);
    }

    /// <summary>Writes a text by the same rule.</summary>
    public static void WriteText(JsonText into, string text, IReadOnlyList<string> secrets)
    {
        if (text.Length <= LongestString && Encoding.UTF8.GetByteCount(text) <= LongestString)
        {
            into.Text(SecretMask.Mask(text, secrets));
        }
        else
        {
            WriteDigest(into, Encoding.UTF8.GetBytes(text));
        }
    }

    // A long text is hashed as it stands; it never becomes a string.
    private static void WriteLong(JsonText into, in SoundReader reader, IReadOnlyList<string> secrets)
    {
        if (!reader.ValueIsEscaped)
        {
            WriteDigest(into, reader.ValueSpan);
            return;
        }

        byte[] unescaped = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        int length = JsonStrings.Unescape(reader.ValueSpan, unescaped);
        if (length > LongestString)
        {
            WriteDigest(into, unescaped.AsSpan(0, length));
        }
        else
        {
            into.Text(SecretMask.Mask(Encoding.UTF8.GetString(unescaped, 0, length), secrets));
        }

        ArrayPool<byte>.Shared.Return(unescaped);
    }

    private static void WriteDigest(JsonText into, ReadOnlySpan<byte> bytes) =>
        into.BeginObject().Member("length"u8, bytes.Length).Name("sha256"u8).Text(Sha256.Hex(bytes)).EndObject();
}
