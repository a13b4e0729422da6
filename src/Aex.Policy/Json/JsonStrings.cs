using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Aex.Policy.Json;

/// <summary>What stands between the quotes of a JSON string (RFC 8259, 7): most of a long text, so it is passed over by blocks.</summary>
public static class JsonStrings
{
    private const byte LastControl = 0x1F;

    /// <summary>Where the next byte stands that means something in a string: a quote, a backslash, or a control character, which may not stand there; the text's length for none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to begin, within the text or at its end.</param>
    public static int Next(ReadOnlySpan<byte> text, int at)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        for (; at <= text.Length - (4 * Vector128<byte>.Count); at += 4 * Vector128<byte>.Count)
        {
            var first = Hits(Vector128.LoadUnsafe(ref start, (nuint)at));
            if (first != Vector128<byte>.Zero)
            {
                return at + First(first);
            }

            var second = Hits(Vector128.LoadUnsafe(ref start, (nuint)at + 16));
            var third = Hits(Vector128.LoadUnsafe(ref start, (nuint)at + 32));
            var fourth = Hits(Vector128.LoadUnsafe(ref start, (nuint)at + 48));
            if ((second | third | fourth) != Vector128<byte>.Zero)
            {
                return at + (second != Vector128<byte>.Zero ? 16 + First(second) : third != Vector128<byte>.Zero ? 32 + First(third) : 48 + First(fourth));
            }
        }

        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var hits = Hits(Vector128.LoadUnsafe(ref start, (nuint)at));
            if (hits != Vector128<byte>.Zero)
            {
                return at + First(hits);
            }
        }

        while (at < text.Length && text[at] is > LastControl and not ((byte)'"' or (byte)'\\'))
        {
            at++;
        }

        return at;
    }

    /// <summary>The text of a string that is sound, with its escapes read.</summary>
    /// <param name="written">What stands between the quotes.</param>
    /// <param name="into">At least as long: no escape is shorter than what it stands for.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Unescape(ReadOnlySpan<byte> written, Span<byte> into)
    {
        int count = 0;
        int at = 0;
        while (true)
        {
            int next = Next(written, at);
            written[at..next].CopyTo(into[count..]);
            count += next - at;
            if (next == written.Length)
            {
                return count;
            }

            at = next + 2;
            if (written[next + 1] != 'u')
            {
                into[count++] = written[next + 1] switch
                {
                    (byte)'b' => 8,
                    (byte)'f' => 12,
                    (byte)'n' => 10,
                    (byte)'r' => 13,
                    (byte)'t' => 9,
                    byte other => other,
                };
                continue;
            }

            EscapedUnit.TryRead(written, at, out char high);
            at += 4;
            Rune rune;
            if (char.IsHighSurrogate(high))
            {
                EscapedUnit.TryRead(written, at + 2, out char low);
                at += 6;
                rune = new Rune(high, low);
            }
            else
            {
                rune = new Rune(high);
            }

            count += rune.EncodeToUtf8(into[count..]);
        }
    }

    // All bits of a byte that means something, none of another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Hits(Vector128<byte> block) =>
        Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'))
        | Vector128.Equals(Vector128.Min(block, Vector128.Create(LastControl)), block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int First(Vector128<byte> hits) => BitOperations.TrailingZeroCount(hits.ExtractMostSignificantBits());
}
