namespace Aex.Policy.Capabilities;

/// <summary>
/// The scope of a command: words in order. <c>*</c> stands for one word or a part of one, as the last word for any rest, none included.
/// A bare program name means the program of that name in a system folder, not one in the project or in /tmp.
/// </summary>
internal static class CommandScope
{
    /// <summary>Whether the words of one simple command lie in a scope.</summary>
    public static bool Matches(ReadOnlySpan<char> scope, ReadOnlySpan<string> words)
    {
        var at = 0;
        var first = true;
        while (TryWord(ref scope, out var word))
        {
            if (word is "*" && !first && scope.Trim(' ').IsEmpty)
            {
                return true;
            }

            if (at == words.Length || !(first ? MatchesProgram(word, words[at]) : SegmentGlob.Matches(word, words[at], ignoreCase: false)))
            {
                return false;
            }

            first = false;
            at++;
        }

        return at > 0 && at == words.Length;
    }

    /// <summary>Whether words that go on with some that are not known may lie in a scope.</summary>
    public static bool MayMatch(ReadOnlySpan<char> scope, ReadOnlySpan<string> words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (!TryWord(ref scope, out var word))
            {
                return false;
            }

            if (word is "*" && at > 0 && scope.Trim(' ').IsEmpty)
            {
                return true;
            }

            if (!(at == 0 ? MatchesProgram(word, words[at]) : SegmentGlob.Matches(word, words[at], ignoreCase: false)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesProgram(ReadOnlySpan<char> pattern, ReadOnlySpan<char> program)
    {
        if (pattern.Contains('/'))
        {
            return SegmentGlob.Matches(pattern, program, ignoreCase: false);
        }

        var isSystem = !program.Contains('/') || AbsolutePath.Folder(program) is
            "/bin" or "/sbin" or "/usr/bin" or "/usr/sbin" or "/usr/local/bin" or "/usr/local/sbin" or "/opt/homebrew/bin" or "/opt/homebrew/sbin";
        return isSystem && SegmentGlob.Matches(pattern, AbsolutePath.Name(program), ignoreCase: false);
    }

    private static bool TryWord(ref ReadOnlySpan<char> scope, out ReadOnlySpan<char> word)
    {
        scope = scope.TrimStart(' ').TrimStart('\t');
        var end = scope.IndexOfAny(' ', '\t');
        word = end < 0 ? scope : scope[..end];
        scope = end < 0 ? default : scope[end..];
        return !word.IsEmpty;
    }
}
