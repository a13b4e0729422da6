using System.Collections;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>A layer's rules of one verb, in order. Those of a large policy are made from its text when something asks for the whole rule.</summary>
public sealed class RuleList : IReadOnlyList<Rule>
{
    /// <summary>The longest path scope that is matched straight from the text, characters.</summary>
    internal const int LongestPlainPath = 128;

    /// <summary>As many patterns have a number that rules share.</summary>
    internal const int MostShared = 32;

    private readonly IndexedRules? _indexed;
    private readonly int _first;
    private Rule?[] _made;

    internal RuleList(Rule[] rules) => (_made, Count) = (rules, rules.Length);

    internal RuleList(IndexedRules indexed, int first, int count) => (_indexed, _first, Count, _made) = (indexed, first, count, []);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Rule this[int index]
    {
        get
        {
            if (_indexed is null)
            {
                return _made[index]!;
            }

            if (_made.Length == 0)
            {
                _made = new Rule?[Count];
            }

            return _made[index] ??= _indexed.Make(this, _first + index);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Rule> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What a rule names.</summary>
    internal CapabilityPattern PatternAt(int index) => _indexed is null ? _made[index]!.Pattern : _indexed.PatternAt(_first + index);

    /// <summary>A number that rules with the same pattern share, below <see cref="MostShared"/>; -1 where it has none.</summary>
    internal int SharedPattern(int index) => _indexed is null ? -1 : _indexed.SharedPattern(_first + index);

    /// <summary>The kind of a rule's scope; null where it has none.</summary>
    internal ScopeKind? ScopeKindAt(int index) => _indexed is null ? _made[index]!.Scope?.Kind : _indexed.ScopeKindAt(_first + index);

    /// <summary>
    /// The scope of a rule of an indexed policy, where it is a path from the root that means what it says: without braces, and at most
    /// <see cref="LongestPlainPath"/> long.
    /// </summary>
    internal bool TryPlainPath(int index, Span<char> buffer, out ReadOnlySpan<char> path)
    {
        path = default;
        return _indexed is not null && _indexed.TryPlainPath(_first + index, buffer, out path);
    }
}
