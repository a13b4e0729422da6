using System.Text;

namespace Aex.Contracts.Drafting;

/// <summary>A contract's name, from what was asked for: <c>Fix the failing test in src/foo.ts</c> is <c>fix_failing_test_srcfoots</c>.</summary>
public static class DraftName
{
    private const int MostWords = 4;
    private const int Longest = 30;
    private const string Otherwise = "task";

    // Words that tell nothing about the job.
    private static readonly HashSet<string> s_fillers = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "my", "of", "on", "or", "our", "please", "so", "that", "the", "then", "this", "to", "with",
    };

    /// <summary>Up to four words without fillers and punctuation, in lower case, at most 30 characters.</summary>
    public static string Of(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var name = new StringBuilder();
        var words = 0;
        foreach (var word in prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var kept = string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
            if (kept.Length == 0 || s_fillers.Contains(kept))
            {
                continue;
            }

            name.Append(name.Length > 0 ? "_" : "").Append(kept);
            if (++words == MostWords)
            {
                break;
            }
        }

        if (name.Length > Longest)
        {
            name.Length = Longest;
        }

        var text = name.ToString().Trim('_');
        // A name begins with a letter or `_`.
        return text.Length == 0 ? Otherwise : char.IsAsciiDigit(text[0]) ? "_" + text[..Math.Min(text.Length, Longest - 1)] : text;
    }

    /// <summary>Whether a name can stand in a header and in a file's name.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 100 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
    }
}
