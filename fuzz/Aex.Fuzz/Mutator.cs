using System.Text;

namespace Aex.Fuzz;

/// <summary>Makes inputs of known ones. The same seed makes the same inputs as long as the target accepts the same ones.</summary>
internal sealed class Mutator
{
    private const int MaxPool = 4_000;
    private const int MaxLength = 1 << 16;

    private readonly List<byte[]> _pool;
    private readonly List<byte[]> _words;
    private readonly Random _random;
    private readonly int _fixed;

    public Mutator(IEnumerable<byte[]> seeds, IEnumerable<string> words, int seed)
    {
        _pool = [.. seeds];
        _words = [.. words.Select(Encoding.UTF8.GetBytes)];
        _random = new Random(seed);
        _fixed = _pool.Count;
    }

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        byte[] input = Any(_pool);
        for (int n = 1 << _random.Next(4); n > 0; n--)
            input = Change(input);
        return input.Length <= MaxLength ? input : input[..MaxLength];
    }

    /// <summary>Makes others of this input, too; the first ones are never forgotten.</summary>
    public void Learn(byte[] input)
    {
        if (_pool.Count < MaxPool)
            _pool.Add(input);
        else
            _pool[_random.Next(_fixed, MaxPool)] = input;
    }

    private byte[] Change(byte[] input)
    {
        int at = _random.Next(input.Length + 1);
        int length = Math.Min(input.Length - at, 1 << _random.Next(8));
        byte[] piece = _random.Next(6) switch
        {
            0 => [(byte)_random.Next(256)],
            1 => Any(_words),
            2 => Piece(Any(_pool)),
            3 => Piece(input),
            4 => at < input.Length ? [(byte)(input[at] ^ (1 << _random.Next(8)))] : [],
            _ => [],
        };
        bool replace = _random.Next(2) == 0;
        return [.. input.AsSpan(0, at), .. piece, .. input.AsSpan(at + (replace ? length : 0))];
    }

    private byte[] Piece(byte[] from)
    {
        int at = _random.Next(from.Length + 1);
        return from.AsSpan(at, Math.Min(from.Length - at, 1 << _random.Next(10))).ToArray();
    }

    private byte[] Any(List<byte[]> list) => list.Count == 0 ? [] : list[_random.Next(list.Count)];
}
