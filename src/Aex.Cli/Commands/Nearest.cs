namespace Aex.Cli.Commands;

/// <summary>The known word nearest to a mistyped one, for "did you mean".</summary>
internal static class Nearest
{
    /// <summary>The nearest of <paramref name="known"/> within two letters (one for short words), or null.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = typed.TrimStart('-').Length <= 3 ? 2 : 3;
        foreach (var word in known)
        {
            var distance = Distance(typed, word);
            if (distance < bestDistance || (word.Length > typed.Length && typed.TrimStart('-').Length >= 3 && best is null && word.StartsWith(typed, StringComparison.Ordinal)))
            {
                (best, bestDistance) = (word, Math.Min(distance, bestDistance));
            }
        }

        return best;
    }

    /// <summary>Edits (insert, drop, replace, swap of neighbours) between two words.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
