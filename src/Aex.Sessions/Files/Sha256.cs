using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aex.Sessions.Files;

/// <summary>
/// SHA-256 (FIPS 180-4) in plain code. The framework's own loads OpenSSL, which costs a fresh process more than the whole
/// gate call; here a few hundred bytes are hashed a call.
/// </summary>
internal ref struct Sha256
{
    private readonly Span<uint> _state;
    private readonly Span<byte> _block;
    private long _total;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static ReadOnlySpan<uint> Initial =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>Starts a hash that arrives in parts; the working memory is the caller's: 8 words and 64 bytes.</summary>
    public Sha256(Span<uint> state, Span<byte> block)
    {
        _state = state;
        _block = block;
        Initial.CopyTo(state);
    }

    /// <summary>The hash of two spans read as one, as 64 small hexadecimal digits.</summary>
    public static string Hex(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        Span<byte> digits = stackalloc byte[64];
        Hex(first, second, digits);
        return System.Text.Encoding.ASCII.GetString(digits);
    }

    /// <summary>The hash of two spans read as one, written as 64 hexadecimal digits.</summary>
    public static void Hex(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digits)
    {
        Span<byte> whole = stackalloc byte[32];
        if (second.IsEmpty && first.Length >= SystemSha256.Least && SystemSha256.TryHash(first, whole))
        {
            _ = Convert.TryToHexStringLower(whole, digits, out _);
            return;
        }

        var hash = new Sha256(stackalloc uint[8], stackalloc byte[64]);
        hash.Add(first);
        hash.Add(second);
        hash.Finish(digits);
    }

    /// <summary>Takes in more bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        int held = (int)(_total & 63);
        _total += bytes.Length;
        if (held > 0)
        {
            int part = Math.Min(64 - held, bytes.Length);
            bytes[..part].CopyTo(_block[held..]);
            bytes = bytes[part..];
            if (held + part < 64)
            {
                return;
            }

            Compress(_block);
        }

        while (bytes.Length >= 64)
        {
            Compress(bytes);
            bytes = bytes[64..];
        }

        bytes.CopyTo(_block);
    }

    /// <summary>Ends the hash and writes its 64 hexadecimal digits.</summary>
    public void Finish(Span<byte> digits)
    {
        int held = (int)(_total & 63);
        _block[held++] = 0x80;
        if (held > 56)
        {
            _block[held..].Clear();
            Compress(_block);
            held = 0;
        }

        _block[held..56].Clear();
        BinaryPrimitives.WriteInt64BigEndian(_block[56..], _total << 3);
        Compress(_block);
        for (int i = 0; i < 64; i++)
        {
            digits[i] = "0123456789abcdef"u8[(int)(_state[i >> 3] >> (28 - ((i & 7) * 4))) & 15];
        }
    }

    // Eight rounds a turn: the words' names go round instead of their values, and the compiler keeps them in registers.
    [SkipLocalsInit]
    private readonly void Compress(ReadOnlySpan<byte> block)
    {
        ref uint w = ref MemoryMarshal.GetReference(stackalloc uint[64]);
        ref byte bytes = ref MemoryMarshal.GetReference(block[..64]);
        for (int i = 0; i < 16; i++)
        {
            uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, i * 4));
            Unsafe.Add(ref w, i) = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
        }

        for (int i = 16; i < 64; i++)
        {
            uint x = Unsafe.Add(ref w, i - 15);
            uint y = Unsafe.Add(ref w, i - 2);
            Unsafe.Add(ref w, i) = Unsafe.Add(ref w, i - 16) + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3))
                + Unsafe.Add(ref w, i - 7) + (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10));
        }

        ref uint state = ref MemoryMarshal.GetReference(_state[..8]);
        uint a = state, b = Unsafe.Add(ref state, 1), c = Unsafe.Add(ref state, 2), d = Unsafe.Add(ref state, 3);
        uint e = Unsafe.Add(ref state, 4), f = Unsafe.Add(ref state, 5), g = Unsafe.Add(ref state, 6), h = Unsafe.Add(ref state, 7);
        ref uint k = ref MemoryMarshal.GetReference(Constants);
        for (int i = 0; i < 64; i += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, Unsafe.Add(ref k, i) + Unsafe.Add(ref w, i));
            Round(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref k, i + 1) + Unsafe.Add(ref w, i + 1));
            Round(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref k, i + 2) + Unsafe.Add(ref w, i + 2));
            Round(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref k, i + 3) + Unsafe.Add(ref w, i + 3));
            Round(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref k, i + 4) + Unsafe.Add(ref w, i + 4));
            Round(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref k, i + 5) + Unsafe.Add(ref w, i + 5));
            Round(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref k, i + 6) + Unsafe.Add(ref w, i + 6));
            Round(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref k, i + 7) + Unsafe.Add(ref w, i + 7));
        }

        state += a;
        Unsafe.Add(ref state, 1) += b;
        Unsafe.Add(ref state, 2) += c;
        Unsafe.Add(ref state, 3) += d;
        Unsafe.Add(ref state, 4) += e;
        Unsafe.Add(ref state, 5) += f;
        Unsafe.Add(ref state, 6) += g;
        Unsafe.Add(ref state, 7) += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        uint t = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + (g ^ (e & (f ^ g))) + word;
        d += t;
        h = t + (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
    }
}
