namespace Aex.Policy.Decisions;

/// <summary>What a session has used of its budgets. A handful of keys: they are looked through in order.</summary>
public sealed class Counters
{
    private readonly List<Entry> _entries = [];

    /// <summary>The time since the session's first call; the latest time seen counts, so a clock set back wins nothing.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>How many keys have a count or a raise.</summary>
    public int Count => _entries.Count;

    /// <summary>One key with its count and raise.</summary>
    public (string Key, long Used, long Raised) this[int index] => (_entries[index].Key, _entries[index].Used, _entries[index].Raised);

    /// <summary>Calls counted under a key; 0 for a key never charged.</summary>
    public long Used(string key) => Find(key)?.Used ?? 0;

    /// <summary>What a person added to the limit of a key.</summary>
    public long Raised(string key) => Find(key)?.Raised ?? 0;

    /// <summary>Sets both numbers of a key.</summary>
    public void Set(string key, long used, long raised)
    {
        var entry = FindOrAdd(key);
        entry.Used = used;
        entry.Raised = raised;
    }

    /// <summary>Counts one call under a key.</summary>
    public void Charge(string key) => FindOrAdd(key).Used++;

    /// <summary>Adds what was used under a key; never past the largest number.</summary>
    public void Charge(string key, long amount)
    {
        var entry = FindOrAdd(key);
        entry.Used = amount > long.MaxValue - entry.Used ? long.MaxValue : entry.Used + Math.Max(0, amount);
    }

    /// <summary>The same as they stood before one call that was counted under these keys.</summary>
    public Counters Before(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var before = new Counters { Elapsed = Elapsed };
        foreach (var entry in _entries)
        {
            before.Set(entry.Key, keys.Contains(entry.Key) ? Math.Max(0, entry.Used - 1) : entry.Used, entry.Raised);
        }

        return before;
    }

    private Entry FindOrAdd(string key)
    {
        var entry = Find(key);
        if (entry is null)
        {
            entry = new Entry(key);
            _entries.Add(entry);
        }

        return entry;
    }

    private Entry? Find(string key)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Key == key)
            {
                return _entries[i];
            }
        }

        return null;
    }

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        public long Used { get; set; }

        public long Raised { get; set; }
    }
}
