namespace Aex.Policy.Json;

/// <summary>
/// Where the long values of one text end, as <see cref="StrictJson"/> met them: whoever goes over the members of that text need not pass over them again.
/// It makes nothing but time: what is not noted here is looked for.
/// </summary>
public sealed class LongValues
{
    /// <summary>From how many bytes on a value is noted.</summary>
    internal const int Least = 512;

    /// <summary>In how many arrays and objects a value may stand to be noted.</summary>
    internal const int Deepest = 3;

    private const int Most = 16;

    private readonly (int Start, int End)[] _values;
    private readonly int _from;
    private int _count;

    /// <summary>Of a text of which nothing is noted yet.</summary>
    public LongValues() => _values = new (int, int)[Most];

    private LongValues(LongValues whole, int from) => (_values, _count, _from) = (whole._values, whole._count, whole._from + from);

    /// <summary>Where the value ends that starts at <paramref name="start"/>; -1 when it is not noted.</summary>
    public int EndOf(int start)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            if (_values[i].Start == start + _from)
            {
                return _values[i].End - _from;
            }
        }

        return -1;
    }

    /// <summary>The same of a part of the text, which starts at <paramref name="start"/>.</summary>
    public LongValues From(int start) => new(this, start);

    /// <summary>Notes a member's value. Outer ones come later, save more, and have the last place in any case.</summary>
    internal void Add(int start, int end)
    {
        _count = Math.Min(_count, Most - 1);
        _values[_count++] = (start, end);
    }
}
