namespace Aex.Policy.Capabilities;

/// <summary>
/// Whether a path can be spelt in one way only. Some clients bring a path to Unicode's normal form C before they open it, so that
/// <c>U+212A eys</c> is the folder <c>Keys</c> there and a name of its own elsewhere.
/// </summary>
internal static class PathSpelling
{
    /// <summary>Whether normal form C leaves the text as it is. Where that would take Unicode's whole table the answer is no.</summary>
    public static bool IsOne(ReadOnlySpan<char> path)
    {
        for (var i = path.IndexOfAnyExceptInRange('\0', '\u02FF'); i >= 0 && i < path.Length; i++)
        {
            if (Changes(path[i]))
            {
                return false;
            }
        }

        return true;
    }

    // Marks that join the letter before them, and letters that stand for another (UnicodeData.txt: singletons and composition exclusions).
    private static bool Changes(char c) => c switch
    {
        < '\u0300' => false,
        <= '\u036F' => true,
        '\u0374' or '\u037E' or '\u0387' => true,
        (>= '\u0653' and <= '\u0655') or '\u093C' or (>= '\u0958' and <= '\u095F') => true,
        '\u09BE' or '\u09D7' or '\u09DC' or '\u09DD' or '\u09DF' or '\u0A33' or '\u0A36' or (>= '\u0A59' and <= '\u0A5B') or '\u0A5E' => true,
        '\u0B3E' or '\u0B56' or '\u0B57' or '\u0B5C' or '\u0B5D' or '\u0BBE' or '\u0BD7' or '\u0C56' or '\u0CC2' or '\u0CD5' or '\u0CD6' => true,
        '\u0D3E' or '\u0D57' or '\u0DCA' or '\u0DCF' or '\u0DDF' or '\u102E' => true,
        '\u0F43' or '\u0F4D' or '\u0F52' or '\u0F57' or '\u0F5C' or '\u0F69' or (>= '\u0F71' and <= '\u0F81') or '\u0F93' or '\u0F9D' or '\u0FA2' or '\u0FA7' or '\u0FAC' or '\u0FB9' => true,
        (>= '\u1161' and <= '\u1175') or (>= '\u11A8' and <= '\u11C2') or '\u1B35' => true,
        (>= '\u1F00' and <= '\u1FFF') or '\u2000' or '\u2001' => true,
        '\u2126' or '\u212A' or '\u212B' or '\u2329' or '\u232A' or '\u2ADC' or '\u3099' or '\u309A' => true,
        (>= '\uF900' and <= '\uFAFF') or (>= '\uFB1D' and <= '\uFB4E') => true,
        _ => false,
    };
}
