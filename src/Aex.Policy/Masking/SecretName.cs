namespace Aex.Policy.Masking;

/// <summary>
/// Which names (of variables, options, JSON members, header fields) say that their value is a secret. A name is cut into
/// words at <c>_</c>, <c>-</c>, <c>.</c> and where a capital follows a small letter, and its words are looked at.
/// </summary>
public static class SecretName
{
    /// <summary>True when a value under <paramref name="name"/> is to be masked: <c>GITHUB_TOKEN</c>, <c>apiKey</c>, <c>--password</c>.</summary>
    public static bool Matches(ReadOnlySpan<char> name)
    {
        // Longer names are no names; what they hold is still looked at for the shapes of known tokens.
        if (name.Length is < 3 or > 128)
        {
            return false;
        }

        bool secret = false;
        bool key = false;
        bool open = false;
        int words = 0;
        int start = 0;
        while (start < name.Length)
        {
            int end = WordEnd(name, start);
            if (end > start)
            {
                ReadOnlySpan<char> word = name[start..end];
                words++;
                secret |= IsSecretWord(word);
                key |= Is(word, "key") || Is(word, "keys");
                open |= Is(word, "public") || Is(word, "cancellation") || Is(word, "primary") || Is(word, "foreign") || Is(word, "max");
            }

            start = end < name.Length && IsSeparator(name[end]) ? end + 1 : Math.Max(end, start + 1);
        }

        return !open && (secret || (key && words > 1));
    }

    private static bool IsSecretWord(ReadOnlySpan<char> word)
    {
        return Ends(word, "password") || Ends(word, "passwd") || Ends(word, "passphrase") || Ends(word, "secret") || Is(word, "secrets")
            || Ends(word, "token") || Ends(word, "apikey") || Ends(word, "accesskey") || Ends(word, "privatekey") || Ends(word, "secretkey")
            || Is(word, "passcode") || Is(word, "credential") || Is(word, "credentials") || Is(word, "authorization");
    }

    private static int WordEnd(ReadOnlySpan<char> name, int start)
    {
        int i = start;
        while (i < name.Length && !IsSeparator(name[i]))
        {
            if (i > start && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]))
            {
                break;
            }

            i++;
        }

        return i;
    }

    private static bool IsSeparator(char c) => c is '_' or '-' or '.' or ' ' or '/';

    private static bool Is(ReadOnlySpan<char> word, string text) => word.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(ReadOnlySpan<char> word, string text) => word.EndsWith(text, StringComparison.OrdinalIgnoreCase);
}
