namespace Aex.Policy.Shell.Knowledge;

/// <summary>Parts of a program's rows: the tokens of a row, and the rows of subcommands.</summary>
internal static class Rows
{
    /// <summary>Takes the next token, between blanks and line ends.</summary>
    public static bool TryToken(scoped ref ReadOnlySpan<char> row, out ReadOnlySpan<char> token)
    {
        row = row.TrimStart(" \n");
        var end = row.IndexOfAny(' ', '\n');
        token = end < 0 ? row : row[..end];
        row = end < 0 ? default : row[end..];
        return !token.IsEmpty;
    }

    /// <summary>What stands before the first subcommand's row: it holds for all of them.</summary>
    public static ReadOnlySpan<char> Head(ReadOnlySpan<char> rows)
    {
        var end = rows.IndexOf("\n>");
        return end < 0 ? rows : rows[..end];
    }

    /// <summary>Takes the next subcommand's row: its path of words, and what is said of it.</summary>
    /// <param name="rows">What stands behind <see cref="Head"/>, or is left of it.</param>
    /// <param name="path">The words, by blanks.</param>
    /// <param name="row">What is said of it.</param>
    public static bool TryRow(scoped ref ReadOnlySpan<char> rows, out ReadOnlySpan<char> path, out ReadOnlySpan<char> row)
    {
        path = row = default;
        if (rows.Length < 2)
        {
            return false;
        }

        rows = rows[2..];
        var end = rows.IndexOf("\n>");
        var whole = end < 0 ? rows : rows[..end];
        rows = end < 0 ? default : rows[end..];
        var colon = whole.IndexOf(" :");
        path = (colon < 0 ? whole : whole[..colon]).Trim(" \n");
        row = colon < 0 ? default : whole[(colon + 2)..];
        return true;
    }

    /// <summary>How many words a path takes; -1 if it is another. A step is names by <c>/</c>, each of which may have <c>*</c> in it.</summary>
    public static int Match(ReadOnlySpan<char> path, ReadOnlySpan<string> words)
    {
        var count = 0;
        while (TryToken(ref path, out var step))
        {
            if (count == words.Length || !MatchesStep(step, words[count]))
            {
                return -1;
            }

            count++;
        }

        return count;
    }

    /// <summary>Whether one word is one of a step's names.</summary>
    public static bool MatchesStep(ReadOnlySpan<char> step, ReadOnlySpan<char> word)
    {
        foreach (var range in step.Split('/'))
        {
            if (Capabilities.SegmentGlob.Matches(step[range], word, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
