namespace Aex.Policy.Capabilities;

/// <summary>
/// Wildcards within one part of a path or one word: <c>*</c> any characters, <c>?</c> one, <c>[a-z]</c> one of a class
/// (<c>[!…]</c> and <c>[^…]</c> none of it), <c>\</c> takes the next character as it is. A class that is never closed is a plain <c>[</c>.
/// </summary>
internal static class SegmentGlob
{
    /// <summary>Whether the text has a wildcard.</summary>
    public static bool IsLiteral(ReadOnlySpan<char> pattern) => pattern.IndexOfAny('*', '?', '[') < 0;

    /// <summary>Whether the pattern says nothing about the name: made of <c>*</c>, <c>?</c> and <c>.</c> only.</summary>
    public static bool SaysNothing(ReadOnlySpan<char> pattern) => pattern.IndexOfAnyExcept('*', '?', '.') < 0 && pattern.ContainsAny('*', '?');

    /// <summary>Matches a whole text. Time is at most the product of both lengths: only the last <c>*</c> is ever tried again.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int p = 0, t = 0, starP = -1, starT = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starP = ++p;
                starT = t;
                continue;
            }

            if (p < pattern.Length && MatchesOne(pattern, p, text[t], ignoreCase, out var used))
            {
                p += used;
                t++;
                continue;
            }

            if (starP < 0)
            {
                return false;
            }

            p = starP;
            t = ++starT;
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    /// <summary>Whether some text matches both patterns. Patterns of more than 128 characters are taken to meet.</summary>
    public static bool Meet(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoreCase)
    {
        const int Most = 128;
        if (a.Length > Most || b.Length > Most)
        {
            return true;
        }

        // reach[j] for the current i: the parts a[..i] and b[..j] can have read the same text.
        Span<bool> reach = stackalloc bool[(Most + 1) * (Most + 1)];
        var width = b.Length + 1;
        reach[0] = true;
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (!reach[(i * width) + j])
                {
                    continue;
                }

                var starA = i < a.Length && a[i] == '*';
                var starB = j < b.Length && b[j] == '*';
                if (starA)
                {
                    reach[((i + 1) * width) + j] = true;
                }

                if (starB)
                {
                    reach[(i * width) + j + 1] = true;
                }

                if (i == a.Length || j == b.Length)
                {
                    continue;
                }

                var usedA = starA ? 0 : LengthOfOne(a, i);
                var usedB = starB ? 0 : LengthOfOne(b, j);
                if (starA || starB || OneMeets(a, i, b, j, ignoreCase))
                {
                    reach[((i + usedA) * width) + j + usedB] = true;
                }
            }
        }

        return reach[(a.Length * width) + b.Length];
    }

    private static bool OneMeets(ReadOnlySpan<char> a, int i, ReadOnlySpan<char> b, int j, bool ignoreCase)
    {
        var plainA = TryPlain(a, i, out var charA);
        var plainB = TryPlain(b, j, out var charB);
        return plainA ? MatchesOne(b, j, charA, ignoreCase, out _)
            : !plainB || MatchesOne(a, i, charB, ignoreCase, out _);
    }

    private static bool TryPlain(ReadOnlySpan<char> pattern, int p, out char plain)
    {
        plain = pattern[p];
        if (plain == '\\' && p + 1 < pattern.Length)
        {
            plain = pattern[p + 1];
            return true;
        }

        return plain != '?' && (plain != '[' || ClassEnd(pattern, p) < 0);
    }

    private static int LengthOfOne(ReadOnlySpan<char> pattern, int p)
    {
        var end = pattern[p] == '[' ? ClassEnd(pattern, p) : -1;
        return end > 0 ? end - p + 1 : pattern[p] == '\\' && p + 1 < pattern.Length ? 2 : 1;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int p, char c, bool ignoreCase, out int used)
    {
        used = 1;
        switch (pattern[p])
        {
            case '?':
                return true;
            case '\\' when p + 1 < pattern.Length:
                used = 2;
                return Same(pattern[p + 1], c, ignoreCase);
            case '[':
                var end = ClassEnd(pattern, p);
                if (end < 0)
                {
                    return c == '[';
                }

                used = end - p + 1;
                return InClass(pattern[(p + 1)..end], c, ignoreCase);
            default:
                return Same(pattern[p], c, ignoreCase);
        }
    }

    private static int ClassEnd(ReadOnlySpan<char> pattern, int start)
    {
        var i = start + 1;
        if (i < pattern.Length && pattern[i] is '!' or '^')
        {
            i++;
        }

        // A `]` in first place belongs to the class.
        var found = i + 1 <= pattern.Length ? pattern[Math.Min(i + 1, pattern.Length)..].IndexOf(']') : -1;
        return found < 0 ? -1 : i + 1 + found;
    }

    private static bool InClass(ReadOnlySpan<char> members, char c, bool ignoreCase)
    {
        var negated = members[0] is '!' or '^';
        if (negated)
        {
            members = members[1..];
        }

        var found = false;
        for (var i = 0; i < members.Length && !found; i++)
        {
            var low = members[i];
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                var high = members[i + 2];
                found = InRange(c, low, high) || (ignoreCase && (InRange(char.ToUpperInvariant(c), low, high) || InRange(char.ToLowerInvariant(c), low, high)));
                i += 2;
            }
            else
            {
                found = Same(low, c, ignoreCase);
            }
        }

        return found != negated;
    }

    private static bool InRange(char c, char low, char high) => c >= low && c <= high;

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
