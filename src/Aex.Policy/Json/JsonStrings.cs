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
    private const int Block = 64;

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

    /// <summary>
    /// Passes over text and escapes of two bytes, block by block: a text with an escape in every line costs little more than one with none. What is behind
    /// the place it comes to is not looked at, and a long text's last bytes never are.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to begin, within a string and not within an escape.</param>
    /// <returns>At or before the next closing quote, control character, or backslash that begins another escape or none.</returns>
    public static int Pass(ReadOnlySpan<byte> text, int at)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        while (at <= text.Length - Block)
        {
            ulong escapes = Marks(ref start, at, out ulong stops);
            ulong escaped = 0;
            int length = Block;
            while (escapes != 0)
            {
                int i = BitOperations.TrailingZeroCount(escapes);
                if (i == Block - 1)
                {
                    // What is escaped stands in the next block, which begins here.
                    length = i;
                    break;
                }

                if (Escaped(text[at + i + 1]) == 0)
                {
                    stops |= 1UL << i;
                    break;
                }

                escaped |= 2UL << i;
                escapes &= ~(3UL << i);
            }

            stops &= ~escaped;
            if (stops != 0)
            {
                return at + BitOperations.TrailingZeroCount(stops);
            }

            at += length;
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
            UnescapeBlocks(written, into, ref at, ref count);
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
                into[count++] = Escaped(written[next + 1]);
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

    // As far as there are blocks and escapes of two bytes. No more than was read is ever written, so what is copied too much is within the room and written over.
    private static void UnescapeBlocks(ReadOnlySpan<byte> written, Span<byte> into, ref int at, ref int count)
    {
        if (into.Length < written.Length)
        {
            return;
        }

        ref byte source = ref MemoryMarshal.GetReference(written);
        ref byte target = ref MemoryMarshal.GetReference(into);
        while (at <= written.Length - (2 * Block))
        {
            ulong escapes = Marks(ref source, at, out _);
            int from = 0;
            int length = Block;
            while (escapes != 0)
            {
                int i = BitOperations.TrailingZeroCount(escapes);
                byte meant = Escaped(written[at + i + 1]);
                if (i == Block - 1 || meant == 0)
                {
                    length = i;
                    break;
                }

                Copy(ref source, at + from, ref target, count, i - from);
                count += i - from;
                into[count++] = meant;
                from = i + 2;
                escapes &= ~(3UL << i);
            }

            Copy(ref source, at + from, ref target, count, length - from);
            count += length - from;
            at += length;
            if (length == 0)
            {
                return;
            }
        }
    }

    // Half a block or a whole one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte source, int at, ref byte target, int to, int length)
    {
        Vector128.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)to);
        Vector128.LoadUnsafe(ref source, (nuint)at + 16).StoreUnsafe(ref target, (nuint)to + 16);
        if (length > Block / 2)
        {
            Vector128.LoadUnsafe(ref source, (nuint)at + 32).StoreUnsafe(ref target, (nuint)to + 32);
            Vector128.LoadUnsafe(ref source, (nuint)at + 48).StoreUnsafe(ref target, (nuint)to + 48);
        }
    }

    // What a backslash and a byte stand for, by each escape but `\u` (RFC 8259, 7); 0 for what is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Escaped(byte letter) => letter < 128 ? Meanings[letter] : (byte)0;

    private static ReadOnlySpan<byte> Meanings =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 92, 0, 0, 0,
        0, 0, 8, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 13, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    // A bit for each backslash of a block; apart from that, one for each quote and control character.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Marks(ref byte start, int at, out ulong stops)
    {
        ulong escapes = stops = 0;
        for (int i = 0; i < Block; i += Vector128<byte>.Count)
        {
            var block = Vector128.LoadUnsafe(ref start, (nuint)(at + i));
            var others = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(Vector128.Min(block, Vector128.Create(LastControl)), block);
            escapes |= (ulong)Vector128.Equals(block, Vector128.Create((byte)'\\')).ExtractMostSignificantBits() << i;
            stops |= (ulong)others.ExtractMostSignificantBits() << i;
        }

        return escapes;
    }

    // All bits of a byte that means something, none of another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Hits(Vector128<byte> block) =>
        Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'))
        | Vector128.Equals(Vector128.Min(block, Vector128.Create(LastControl)), block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int First(Vector128<byte> hits) => BitOperations.TrailingZeroCount(hits.ExtractMostSignificantBits());
}
