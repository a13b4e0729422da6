using System.Runtime.InteropServices;
using Aex.Language.Text;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Decisions;

/// <summary>
/// A sound policy's rules as places in its text, for policies so large that parsing them before every call would cost more than the call.
/// It says nothing that the text does not say: patterns and scopes are cut from the text itself.
/// </summary>
internal static class LayerIndex
{
    // "aexindex" and the form's number.
    private const ulong Magic = 0x7865646e69786561;
    private const int Form = 1;
    private const int LimitVerb = 3;

    /// <summary>The index of a layer; null where its rules cannot be told by places.</summary>
    public static byte[]? Write(Layer layer, string text, ReadOnlySpan<byte> maker)
    {
        if (layer.Errors.Count > 0 || layer.Mappings.Count > 0 || layer.ExtendsFile is not null || layer.ExtendsPolicy is not null)
        {
            return null;
        }

        var entries = new Entry[layer.Allow.Count + layer.Deny.Count + layer.Confirm.Count + layer.Limits.Count];
        var count = 0;
        if (!Add(layer.Allow) || !Add(layer.Deny) || !Add(layer.Confirm))
        {
            return null;
        }

        foreach (var limit in layer.Limits)
        {
            if (limit.Start < 0 || !text.AsSpan(limit.Start).StartsWith(limit.Key))
            {
                return null;
            }

            entries[count++] = new Entry(LimitVerb, 0, limit.Start, limit.Key.Length, 0, 0, limit.Value);
        }

        var bytes = new byte[HeaderSize + (count * EntrySize)];
        var header = new Header(Magic, Form, text.Length, count, layer.IsStrictShell ? 1 : 0);
        maker[..MakerSize].CopyTo(header.Maker);
        MemoryMarshal.Write(bytes, in header);
        entries.AsSpan(0, count).CopyTo(MemoryMarshal.Cast<byte, Entry>(bytes.AsSpan(HeaderSize)));
        return bytes;

        bool Add(IReadOnlyList<Rule> rules)
        {
            foreach (var rule in rules)
            {
                if (rule.PatternSpan is not { } pattern || (rule.HasScope && rule.ScopeSpan is null))
                {
                    return false;
                }

                var scope = rule.ScopeSpan ?? new TextSpan(-1, rule.Text.Length);
                entries[count++] = new Entry(
                    (int)rule.Verb, (int)rule.Pattern.Kind, pattern.Start, rule.Pattern.Text.Length, scope.Start, scope.Length, Pack(rule.Start, rule.Text.Length));
            }

            return true;
        }
    }

    /// <summary>The rules by an index; null unless this build made it of a text of this length, and each place lies in the text.</summary>
    public static LayerContent? Read(ReadOnlySpan<byte> index, string text, ReadOnlySpan<byte> maker)
    {
        if (index.Length < HeaderSize || (index.Length - HeaderSize) % EntrySize != 0)
        {
            return null;
        }

        var header = MemoryMarshal.Read<Header>(index);
        var entries = MemoryMarshal.Cast<byte, Entry>(index[HeaderSize..]);
        if (header.Magic != Magic || header.Form != Form || header.TextLength != text.Length || header.Count != entries.Length
            || !((ReadOnlySpan<byte>)header.Maker).SequenceEqual(maker[..MakerSize]))
        {
            return null;
        }

        var content = new LayerContent { IsStrictShell = header.IsStrictShell != 0 };
        var names = new RecentNames();
        foreach (ref readonly var entry in entries)
        {
            if (!IsWithin(text, entry.PatternStart, entry.PatternLength))
            {
                return null;
            }

            var name = names.Of(text.AsSpan(entry.PatternStart, entry.PatternLength));
            if (entry.Verb == LimitVerb)
            {
                content.Limits.Add(new Limit(name, entry.Value, entry.PatternStart));
                continue;
            }

            var hasScope = entry.ScopeStart >= 0;
            var (start, length) = Unpack(entry.Value);
            if (entry.Verb is < 0 or > LimitVerb || entry.PatternKind is < 0 or > (int)PatternKind.Quoted || !IsWithin(text, start, length)
                || (hasScope && !IsWithin(text, entry.ScopeStart, entry.ScopeLength)))
            {
                return null;
            }

            content.ListOf((RuleVerb)entry.Verb).Add(new Rule(
                (RuleVerb)entry.Verb,
                new CapabilityPattern((PatternKind)entry.PatternKind, name),
                text,
                new TextSpan(start, length),
                hasScope ? new TextSpan(entry.ScopeStart, entry.ScopeLength) : null));
        }

        return content;
    }

    private const int MakerSize = 40;

    private static int HeaderSize => System.Runtime.CompilerServices.Unsafe.SizeOf<Header>();

    private static int EntrySize => System.Runtime.CompilerServices.Unsafe.SizeOf<Entry>();

    private static bool IsWithin(string text, int start, int length) => start >= 0 && length >= 0 && start <= text.Length && length <= text.Length - start;

    private static long Pack(int start, int length) => ((long)start << 32) | (uint)length;

    private static (int Start, int Length) Unpack(long value) => ((int)(value >> 32), (int)value);

    // Thousands of lines name a handful of capabilities.
    private struct RecentNames
    {
        private string? _first;
        private string? _second;
        private string? _third;
        private string? _fourth;

        public string Of(ReadOnlySpan<char> name)
        {
            if (_first is not null && name.SequenceEqual(_first))
            {
                return _first;
            }

            var found = _second is not null && name.SequenceEqual(_second) ? _second
                : _third is not null && name.SequenceEqual(_third) ? _third
                : _fourth is not null && name.SequenceEqual(_fourth) ? _fourth
                : name.ToString();
            if (!ReferenceEquals(found, _second))
            {
                if (!ReferenceEquals(found, _third))
                {
                    _fourth = _third;
                }

                _third = _second;
            }

            _second = _first;
            _first = found;
            return found;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header(ulong magic, int form, int textLength, int count, int isStrictShell)
    {
        public ulong Magic = magic;
        public int Form = form;
        public int TextLength = textLength;
        public int Count = count;
        public int IsStrictShell = isStrictShell;
        public MakerBytes Maker;
    }

    [System.Runtime.CompilerServices.InlineArray(MakerSize)]
    private struct MakerBytes
    {
        private byte _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Entry(int Verb, int PatternKind, int PatternStart, int PatternLength, int ScopeStart, int ScopeLength, long Value);
}
