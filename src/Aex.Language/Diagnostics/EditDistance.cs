namespace Aex.Language.Diagnostics;

/// <summary>How many letters two names are apart: inserted, dropped, changed or swapped with their neighbour; case is not counted.</summary>
public static class EditDistance
{
    private const int Longest = 32;

    /// <summary>The distance if it is at most <paramref name="limit"/>, else <paramref name="limit"/> + 1. Names over 32 letters are far from everything.</summary>
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit || a.Length > Longest || b.Length > Longest)
        {
            return limit + 1;
        }

        Span<int> before = stackalloc int[Longest + 1];
        Span<int> above = stackalloc int[Longest + 1];
        Span<int> row = stackalloc int[Longest + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                var cost = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    cost = Math.Min(cost, before[j - 2] + 1);
                }

                row[j] = cost;
                least = Math.Min(least, cost);
            }

            if (least > limit)
            {
                return limit + 1;
            }

            var oldest = before;
            before = above;
            above = row;
            row = oldest;
        }

        return Math.Min(above[b.Length], limit + 1);
    }

    /// <summary>The nearest of some words, at most <paramref name="limit"/> letters away; null if none is, the first if several are.</summary>
    public static string? Nearest(ReadOnlySpan<char> name, ReadOnlySpan<string> words, int limit)
    {
        string? nearest = null;
        foreach (var word in words)
        {
            var distance = Between(name, word, limit);
            if (distance <= limit)
            {
                nearest = word;
                limit = distance - 1;
            }
        }

        return nearest;
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
