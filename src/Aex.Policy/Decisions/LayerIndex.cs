using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Aex.Language.Text;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>
/// A sound policy's rules as places in its text, for policies so large that parsing them before every call would cost more than the call.
/// It says nothing that the text does not say: patterns and scopes are cut from the text itself.
/// </summary>
/// <remarks>A header, the patterns, the limits, then the rules: those that allow, deny, confirm.</remarks>
internal static class LayerIndex
{
    // "aexindex" and the form's number.
    private const ulong Magic = 0x7865646e69786561;
    private const int Form = 2;
    private const int MakerSize = 32;

    /// <summary>The index of a layer; null where its rules cannot be told by places.</summary>
    public static byte[]? Write(Layer layer, SourceText source, ReadOnlySpan<byte> maker)
    {
        if (layer.Errors.Count > 0 || layer.Mappings.Count > 0 || layer.ExtendsFile is not null || layer.ExtendsPolicy is not null)
        {
            return null;
        }

        var places = BytePlaces(source);
        var numbers = new Dictionary<CapabilityPattern, ushort>();
        var patterns = new List<PatternEntry>();
        var rules = new List<IndexedRules.Entry>();
        var limits = new List<LimitEntry>();
        if (!Add(layer.Allow) || !Add(layer.Deny) || !Add(layer.Confirm))
        {
            return null;
        }

        foreach (var limit in layer.Limits)
        {
            if (limit.Start < 0 || !source.Text.AsSpan(limit.Start).StartsWith(limit.Key))
            {
                return null;
            }

            var start = places[limit.Start];
            limits.Add(new LimitEntry(limit.Value, start, places[limit.Start + limit.Key.Length] - start, limit.Start));
        }

        var bytes = new byte[HeaderSize + (patterns.Count * PatternSize) + (limits.Count * LimitSize) + (rules.Count * RuleSize)];
        var header = new Header
        {
            Magic = Magic, Form = Form, TextLength = places[^1], IsStrictShell = layer.IsStrictShell ? 1 : 0, Patterns = patterns.Count, Limits = limits.Count,
            Allow = layer.Allow.Count, Deny = layer.Deny.Count, Confirm = layer.Confirm.Count,
        };
        maker[..MakerSize].CopyTo(header.Maker);
        MemoryMarshal.Write(bytes, in header);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(patterns)).CopyTo(bytes.AsSpan(HeaderSize));
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(limits)).CopyTo(bytes.AsSpan(LimitsAt(header)));
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(rules)).CopyTo(bytes.AsSpan(RulesAt(header)));
        return bytes;

        bool Add(RuleList list)
        {
            foreach (var rule in list)
            {
                if (rule.PatternSpan is not { } pattern || (rule.HasScope && rule.ScopeSpan is null))
                {
                    return false;
                }

                if (!numbers.TryGetValue(rule.Pattern, out var number))
                {
                    if (numbers.Count > ushort.MaxValue)
                    {
                        return false;
                    }

                    number = (ushort)numbers.Count;
                    numbers.Add(rule.Pattern, number);
                    var at = places[pattern.Start];
                    patterns.Add(new PatternEntry((int)rule.Pattern.Kind, at, places[pattern.Start + rule.Pattern.Text.Length] - at));
                }

                var start = places[rule.Start];
                var length = places[rule.Start + rule.Text.Length] - start;
                var scope = rule.ScopeSpan ?? new TextSpan(rule.Start, 0);
                var scopeAt = places[scope.Start] - start;
                var scopeLength = places[scope.End] - places[scope.Start];
                if (length > ushort.MaxValue || scopeLength >= IndexedRules.Entry.Plain || (rule.HasScope && scopeAt == 0))
                {
                    return false;
                }

                rules.Add(new IndexedRules.Entry(start, (ushort)length, number, (ushort)scopeAt, (ushort)(scopeLength | (IsPlainPath(rule) ? IndexedRules.Entry.Plain : 0))));
            }

            return true;
        }
    }

    /// <summary>The rules by an index; null unless this build made it of a text of this length, and each place lies in the text.</summary>
    public static LayerContent? Read(byte[] index, byte[] text, ReadOnlySpan<byte> maker)
    {
        if (index.Length < HeaderSize)
        {
            return null;
        }

        var header = MemoryMarshal.Read<Header>(index);
        if (header.Magic != Magic || header.Form != Form || header.TextLength != text.Length || !((ReadOnlySpan<byte>)header.Maker).SequenceEqual(maker[..MakerSize])
            || ((header.Patterns | header.Limits | header.Allow | header.Deny | header.Confirm) & ~0xFFFFFF) != 0
            || index.Length != RulesAt(header) + ((long)(header.Allow + header.Deny + header.Confirm) * RuleSize))
        {
            return null;
        }

        var patterns = new CapabilityPattern[header.Patterns];
        var told = MemoryMarshal.Cast<byte, PatternEntry>(index.AsSpan(HeaderSize))[..patterns.Length];
        for (var i = 0; i < patterns.Length; i++)
        {
            if (told[i].Kind is < 0 or > (int)PatternKind.Quoted || !IsWithin(text.Length, told[i].Start, told[i].Length))
            {
                return null;
            }

            patterns[i] = new CapabilityPattern((PatternKind)told[i].Kind, Encoding.UTF8.GetString(text, told[i].Start, told[i].Length));
        }

        foreach (ref readonly var entry in MemoryMarshal.Cast<byte, IndexedRules.Entry>(index.AsSpan(RulesAt(header))))
        {
            if (entry.Pattern >= patterns.Length || !IsWithin(text.Length, entry.Start, entry.Length) || entry.ScopeAt + entry.ScopeLength > entry.Length
                || (entry.IsPlainPath && (!entry.HasScope || entry.ScopeLength > RuleList.LongestPlainPath)))
            {
                return null;
            }
        }

        var content = new LayerContent
        {
            IsStrictShell = header.IsStrictShell != 0,
            Indexed = new IndexedRules(text, index, RulesAt(header), patterns, header.Allow, header.Deny, header.Confirm),
        };
        foreach (ref readonly var entry in MemoryMarshal.Cast<byte, LimitEntry>(index.AsSpan(LimitsAt(header)))[..header.Limits])
        {
            if (!IsWithin(text.Length, entry.Start, entry.Length))
            {
                return null;
            }

            content.Limits.Add(new Limit(Encoding.UTF8.GetString(text, entry.Start, entry.Length), entry.Value, entry.Place));
        }

        return content;
    }

    private static int HeaderSize => Unsafe.SizeOf<Header>();

    private static int PatternSize => Unsafe.SizeOf<PatternEntry>();

    private static int LimitSize => Unsafe.SizeOf<LimitEntry>();

    private static int RuleSize => Unsafe.SizeOf<IndexedRules.Entry>();

    private static int LimitsAt(in Header header) => HeaderSize + (header.Patterns * PatternSize);

    private static int RulesAt(in Header header) => LimitsAt(header) + (header.Limits * LimitSize);

    private static bool IsWithin(int textLength, int start, int length) => start >= 0 && length >= 0 && start <= textLength && length <= textLength - start;

    // One that needs no reading: what is matched is the text as it stands.
    private static bool IsPlainPath(Rule rule) =>
        rule.Scope is { Kind: ScopeKind.Path } scope && scope.Paths.Length == 1 && scope.Paths[0] is { Base: PathScopeBase.Root, Up: 0 } path
        && path.Glob == scope.Text && Encoding.UTF8.GetByteCount(path.Glob) <= RuleList.LongestPlainPath;

    // Where each character of the text, and its end, stands in the file's bytes.
    private static int[] BytePlaces(SourceText source)
    {
        var text = source.Text;
        var places = new int[text.Length + 1];
        var at = source.HasBom ? 3 : 0;
        for (var i = 0; i < text.Length; i++)
        {
            places[i] = at;
            at += text[i] < 0x80 ? 1 : text[i] < 0x800 ? 2 : char.IsSurrogate(text[i]) ? 2 : 3;
        }

        places[text.Length] = at;
        return places;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public ulong Magic;
        public int Form;
        public int TextLength;
        public int IsStrictShell;
        public int Patterns;
        public int Limits;
        public int Allow;
        public int Deny;
        public int Confirm;
        public MakerBytes Maker;
    }

    [InlineArray(MakerSize)]
    private struct MakerBytes
    {
        private byte _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct PatternEntry(int Kind, int Start, int Length);

    /// <param name="Value">The limit.</param>
    /// <param name="Start">Where its key begins in the file's bytes.</param>
    /// <param name="Length">The key's length in bytes.</param>
    /// <param name="Place">Where it begins in characters.</param>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct LimitEntry(long Value, int Start, int Length, int Place);
}
