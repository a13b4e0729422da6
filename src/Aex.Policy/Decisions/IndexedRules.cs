using System.Runtime.InteropServices;
using System.Text;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>The rules of a sound policy as places in its bytes. Each is made when it is asked for.</summary>
internal sealed class IndexedRules
{
    private readonly byte[] _text;
    private readonly byte[] _index;
    private readonly int _entriesAt;
    private readonly CapabilityPattern[] _patterns;
    private readonly ScopeKind[] _scopeKinds;

    /// <param name="text">The policy's bytes.</param>
    /// <param name="index">The index's bytes.</param>
    /// <param name="entriesAt">Where its <see cref="Entry"/>s begin.</param>
    /// <param name="patterns">The patterns that entries name by number.</param>
    /// <param name="allow">How many of the entries allow.</param>
    /// <param name="deny">How many deny; they stand behind those.</param>
    /// <param name="confirm">How many confirm; they are the last.</param>
    public IndexedRules(byte[] text, byte[] index, int entriesAt, CapabilityPattern[] patterns, int allow, int deny, int confirm)
    {
        (_text, _index, _entriesAt, _patterns) = (text, index, entriesAt, patterns);
        _scopeKinds = new ScopeKind[patterns.Length];
        for (var i = 0; i < patterns.Length; i++)
        {
            _scopeKinds[i] = KindOf(patterns[i]);
        }

        Allow = new RuleList(this, 0, allow);
        Deny = new RuleList(this, allow, deny);
        Confirm = new RuleList(this, allow + deny, confirm);
    }

    public RuleList Allow { get; }

    public RuleList Deny { get; }

    public RuleList Confirm { get; }

    /// <summary>The scope that a pattern takes.</summary>
    public static ScopeKind KindOf(CapabilityPattern pattern) =>
        pattern.Kind == PatternKind.Quoted ? ScopeKind.None : KnownCapabilities.ScopeKindOf(pattern.ToString());

    public CapabilityPattern PatternAt(int at) => _patterns[EntryAt(at).Pattern];

    public int SharedPattern(int at) => EntryAt(at).Pattern is var number && number < RuleList.MostShared ? number : -1;

    public ScopeKind? ScopeKindAt(int at) => EntryAt(at) is { HasScope: true } entry ? _scopeKinds[entry.Pattern] : null;

    public bool TryPlainPath(int at, Span<char> buffer, out ReadOnlySpan<char> path)
    {
        path = default;
        ref readonly var entry = ref EntryAt(at);
        if (!entry.IsPlainPath)
        {
            return false;
        }

        path = buffer[..Encoding.UTF8.GetChars(ScopeOf(entry), buffer)];
        return true;
    }

    /// <summary>The rule itself. A scope that cannot be read must never count as none.</summary>
    public Rule Make(RuleList list, int at)
    {
        ref readonly var entry = ref EntryAt(at);
        Scope? scope = null;
        if (entry.HasScope)
        {
            scope = Scope.Parse(_scopeKinds[entry.Pattern], Encoding.UTF8.GetString(ScopeOf(entry)), out var fault)
                ?? throw new InvalidOperationException($"a scope of an indexed policy cannot be read: {fault}");
        }

        var bom = _text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        return new Rule(
            ReferenceEquals(list, Allow) ? RuleVerb.Allow : ReferenceEquals(list, Deny) ? RuleVerb.Deny : RuleVerb.Confirm,
            _patterns[entry.Pattern],
            scope,
            Encoding.UTF8.GetCharCount(_text.AsSpan(bom, entry.Start - bom)),
            Encoding.UTF8.GetString(_text.AsSpan(entry.Start, entry.Length)));
    }

    private ReadOnlySpan<byte> ScopeOf(in Entry entry) => _text.AsSpan(entry.Start + entry.ScopeAt, entry.ScopeLength);

    private ref readonly Entry EntryAt(int at) => ref MemoryMarshal.Cast<byte, Entry>(_index.AsSpan(_entriesAt))[at];

    /// <summary>One rule, in bytes of the text.</summary>
    /// <param name="Start">Where the grant begins.</param>
    /// <param name="Length">Its length.</param>
    /// <param name="Pattern">The pattern's number.</param>
    /// <param name="ScopeAt">Where the scope begins, from <paramref name="Start"/>; 0 for none.</param>
    /// <param name="ScopeBits">The scope's length, and in the highest bit whether it is a plain path.</param>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Entry(int Start, ushort Length, ushort Pattern, ushort ScopeAt, ushort ScopeBits)
    {
        public const int Plain = 0x8000;

        public bool HasScope => ScopeAt != 0;

        public int ScopeLength => ScopeBits & ~Plain;

        public bool IsPlainPath => (ScopeBits & Plain) != 0;
    }
}
