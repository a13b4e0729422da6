namespace Aex.Policy.Capabilities;

/// <summary>How a pattern reads.</summary>
public enum PatternKind
{
    /// <summary><c>*</c>: every capability.</summary>
    All,

    /// <summary><c>network.*</c>: the family and its members.</summary>
    Family,

    /// <summary>One name.</summary>
    Exact,

    /// <summary>One name, written as a string: a tool's name with other characters.</summary>
    Quoted,
}

/// <summary>What the left side of a grant names: <c>*</c>, <c>network.*</c>, <c>file.read</c>, <c>"my tool"</c>. Case matters.</summary>
/// <param name="Kind">How it reads.</param>
/// <param name="Text">The pattern without quotes; of a family the part before <c>.*</c>.</param>
public readonly record struct CapabilityPattern(PatternKind Kind, string Text)
{
    /// <summary>Reads a pattern as the parser hands it over.</summary>
    public static CapabilityPattern Parse(string text, bool quoted)
    {
        ArgumentNullException.ThrowIfNull(text);
        return quoted ? new CapabilityPattern(PatternKind.Quoted, text)
            : text == "*" ? new CapabilityPattern(PatternKind.All, text)
            : text.EndsWith(".*", StringComparison.Ordinal) ? new CapabilityPattern(PatternKind.Family, text[..^2])
            : new CapabilityPattern(PatternKind.Exact, text);
    }

    /// <summary>Whether it names a capability: <c>network.*</c> names <c>network.fetch</c> and <c>network</c>, not <c>networkx.y</c>.</summary>
    public bool Matches(ReadOnlySpan<char> name) => Kind switch
    {
        PatternKind.All => true,
        PatternKind.Family => name.StartsWith(Text) && (name.Length == Text.Length || name[Text.Length] == '.'),
        PatternKind.Exact or PatternKind.Quoted => name.SequenceEqual(Text),
    };

    /// <summary>Whether it is this one name and no wildcard.</summary>
    public bool IsExactly(ReadOnlySpan<char> name) => Kind is PatternKind.Exact && name.SequenceEqual(Text);

    /// <summary>
    /// Whether it names an MCP tool, where the client wrote <c>_</c> for every odd character: <c>.</c>, <c>_</c> and all that is no letter,
    /// digit or <c>-</c> are taken as equal.
    /// </summary>
    public bool MatchesLoosely(ReadOnlySpan<char> name) => Kind switch
    {
        PatternKind.All => true,
        PatternKind.Family => StartsWithPartLoosely(name, Text),
        PatternKind.Exact or PatternKind.Quoted => EqualsLoosely(name, Text),
    };

    /// <summary>The pattern as it is written.</summary>
    public override string ToString() => Kind switch
    {
        PatternKind.All or PatternKind.Exact => Text,
        PatternKind.Family => Text + ".*",
        PatternKind.Quoted => "\"" + Text + "\"",
    };

    internal static bool EqualsLoosely(ReadOnlySpan<char> name, ReadOnlySpan<char> text) => name.Length == text.Length && StartsLoosely(name, text);

    internal static bool StartsWithPartLoosely(ReadOnlySpan<char> name, ReadOnlySpan<char> start) =>
        StartsLoosely(name, start) && (name.Length == start.Length || Fold(name[start.Length]) == '_');

    private static bool StartsLoosely(ReadOnlySpan<char> name, ReadOnlySpan<char> start)
    {
        if (name.Length < start.Length)
        {
            return false;
        }

        for (var i = 0; i < start.Length; i++)
        {
            if (name[i] != start[i] && Fold(name[i]) != Fold(start[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Fold(char c) => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_';
}
