namespace Aex.Policy.Json;

/// <summary>One key of an open object: where its bytes stand, in the text or, unescaped, in the scratch buffer.</summary>
internal readonly record struct KeyName(int Start, int Length, int ScratchStart);

/// <summary>
/// The keys of all objects that are open at a point of a text, innermost last, and the search for one that stands twice. A small object
/// compares each new key with the others; a large one is sorted by its bytes when it closes, so that no choice of keys makes it
/// quadratic, as a hash with guessable collisions would be.
/// </summary>
internal ref struct KeyNames(ReadOnlySpan<byte> text, Span<KeyName> first)
{
    private const int Small = 16;

    private readonly ReadOnlySpan<byte> _text = text;
    private Span<KeyName> _names = first;
    private int _count;
    private byte[] _scratch = [];
    private int _scratchUsed;

    /// <summary>Starts an object; its keys are those from the returned index on.</summary>
    public readonly int Open() => _count;

    /// <summary>Adds a key of the object opened at <paramref name="frame"/>; false if it is already known to stand there twice.</summary>
    public bool Add(int frame, int start, int length, bool escaped)
    {
        var name = new KeyName(start, length, -1);
        if (escaped)
            name = Unescape(start, length);
        if (_count - frame < Small)
        {
            for (int i = frame; i < _count; i++)
            {
                if (Bytes(_names[i]).SequenceEqual(Bytes(name)))
                    return false;
            }
        }
        if (_count == _names.Length)
        {
            var larger = new KeyName[_count * 2];
            _names.CopyTo(larger);
            _names = larger;
        }
        _names[_count++] = name;
        return true;
    }

    /// <summary>Ends the object opened at <paramref name="frame"/>: where the second of two equal keys starts, or null.</summary>
    public int? Close(int frame)
    {
        var names = _names[frame.._count];
        _count = frame;
        if (names.Length <= Small)
            return null;
        Sort(names);
        int? twice = null;
        for (int i = 1; i < names.Length; i++)
        {
            if (!Bytes(names[i - 1]).SequenceEqual(Bytes(names[i])))
                continue;
            int later = Math.Max(names[i - 1].Start, names[i].Start);
            twice = twice is int found ? Math.Min(found, later) : later;
        }
        return twice;
    }

    private readonly ReadOnlySpan<byte> Bytes(KeyName name) =>
        name.ScratchStart < 0 ? _text.Slice(name.Start, name.Length) : _scratch.AsSpan(name.ScratchStart, name.Length);

    /// <summary>Heap sort: no worse than n log n on any input, and needs no comparer that would have to hold the text.</summary>
    private readonly void Sort(Span<KeyName> names)
    {
        for (int root = names.Length / 2 - 1; root >= 0; root--)
            Sink(names, root, names.Length);
        for (int end = names.Length - 1; end > 0; end--)
        {
            (names[0], names[end]) = (names[end], names[0]);
            Sink(names, 0, end);
        }
    }

    private readonly void Sink(Span<KeyName> names, int root, int end)
    {
        for (int child; (child = 2 * root + 1) < end; root = child)
        {
            if (child + 1 < end && Bytes(names[child]).SequenceCompareTo(Bytes(names[child + 1])) < 0)
                child++;
            if (Bytes(names[root]).SequenceCompareTo(Bytes(names[child])) >= 0)
                return;
            (names[root], names[child]) = (names[child], names[root]);
        }
    }

    private KeyName Unescape(int start, int length)
    {
        // Unescaping never makes a text longer: \uXXXX (6 bytes) becomes at most 3.
        if (_scratch.Length - _scratchUsed < length)
            Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, _scratchUsed + Math.Max(length, 64)));
        int from = _scratchUsed;
        _scratchUsed += JsonStrings.Unescape(_text.Slice(start, length), _scratch.AsSpan(from));
        return new KeyName(start, _scratchUsed - from, from);
    }
}
