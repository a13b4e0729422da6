namespace Aex.Policy.Capabilities;

/// <summary>Alternatives in braces: <c>{a,b}/c</c> stands for <c>a/c</c> and <c>b/c</c>. Braces without a comma, or never closed, are plain characters.</summary>
internal static class Braces
{
    private const int MostAlternatives = 256;
    private const int DeepestNesting = 16;

    /// <summary>All that a text stands for; null when that is too much.</summary>
    public static string[]? Expand(string text)
    {
        if (!text.Contains('{'))
        {
            return [text];
        }

        var done = new List<string>();
        return Expand(text, 0, 0, done) ? [.. done] : null;
    }

    // Replaces the first braces at or behind `from`, then goes on with each result.
    private static bool Expand(string text, int from, int depth, List<string> done)
    {
        while (TryFind(text, from, out var open, out var close, out var closed))
        {
            if (!closed)
            {
                from = open + 1;
                continue;
            }

            if (depth == DeepestNesting)
            {
                return false;
            }

            var start = open + 1;
            var level = 0;
            for (var i = start; i <= close; i++)
            {
                level += text[i] == '{' ? 1 : text[i] == '}' && i < close ? -1 : 0;
                if (i == close || (text[i] == ',' && level == 0))
                {
                    if (!Expand(string.Concat(text.AsSpan(0, open), text.AsSpan(start, i - start), text.AsSpan(close + 1)), open, depth + 1, done))
                    {
                        return false;
                    }

                    start = i + 1;
                }
            }

            return true;
        }

        done.Add(text);
        return done.Count <= MostAlternatives;
    }

    private static bool TryFind(string text, int from, out int open, out int close, out bool closed)
    {
        close = -1;
        closed = false;
        open = text.IndexOf('{', from);
        if (open < 0)
        {
            return false;
        }

        var level = 0;
        var comma = false;
        for (var i = open; i < text.Length && !closed; i++)
        {
            level += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            comma |= text[i] == ',' && level == 1;
            if (level == 0)
            {
                close = i;
                closed = true;
            }
        }

        closed &= comma;
        return true;
    }
}
