namespace Aex.Policy.Capabilities;

/// <summary>A client's search pattern. Clients' globs differ: every reading that one of them takes counts.</summary>
internal static class SearchGlob
{
    /// <summary>The pattern in each of its readings, without braces that stand for alternatives; null for one that stands for too much.</summary>
    /// <param name="glob">As the client sends it.</param>
    /// <param name="unclear">Why it may find other files than its readings tell; null if it can't.</param>
    public static List<string>? Readings(string glob, out string? unclear)
    {
        if (Braces.Expand(glob) is not { } alternatives)
        {
            unclear = "a glob that stands for too much";
            return null;
        }

        unclear = glob.Contains("[:", StringComparison.Ordinal) || HasGroup(glob) ? "a glob with a group or a named class, which only some clients know" : null;
        var readings = new List<string>(alternatives.Length);
        foreach (var one in alternatives)
        {
            readings.Add(one);
            if (one.AsSpan().ContainsAny('{', '}'))
            {
                // Braces around one name are plain to some and that name to others; `{a..c}` is three names to a third.
                unclear ??= one.Contains("..", StringComparison.Ordinal) ? "a glob with a range in braces, which only some clients know" : null;
                readings.Add(one.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            }
        }

        foreach (var reading in readings)
        {
            unclear ??= LeadsUp(reading) ? "a glob that leads up behind a wildcard" : null;
        }

        return readings;
    }

    // `*/../../x` and `\.\./x`: where the search ends is not where its first folders say.
    private static bool LeadsUp(string glob)
    {
        var wild = false;
        foreach (var range in glob.AsSpan().Split('/'))
        {
            var part = glob.AsSpan()[range];
            var isUp = part.Length > 1 && part.ToString().Replace("\\", "", StringComparison.Ordinal) == "..";
            if (isUp && (wild || part.Length > 2))
            {
                return true;
            }

            wild |= !SegmentGlob.IsLiteral(part);
        }

        return false;
    }

    private static bool HasGroup(string glob)
    {
        for (var i = glob.IndexOf('(', StringComparison.Ordinal); i > 0; i = glob.IndexOf('(', i + 1))
        {
            if (glob[i - 1] is '@' or '!' or '+' or '?' or '*')
            {
                return true;
            }
        }

        return false;
    }
}
