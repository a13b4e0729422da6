using System.Text;

namespace Aex.Policy.Masking;

/// <summary>
/// Takes secrets out of text before it is recorded or shown: tokens of known shape, private key blocks, user information
/// in URLs, values that stand under a secret's name (<see cref="SecretName"/>), and values handed in by the host (its
/// secret environment variables). One pass over the text, no regular expressions, time linear in its length.
/// </summary>
public static class SecretMask
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Masked = "***";

    /// <summary>The text without the secrets that can be told by their shape or name.</summary>
    public static string Mask(string text) => Mask(text, []);

    /// <summary>The text without the secrets told by shape or name, and without any of <paramref name="values"/> (those of 8 characters and more).</summary>
    public static string Mask(string text, IReadOnlyList<string> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Length >= 8)
            {
                text = text.Replace(values[i], Masked, StringComparison.Ordinal);
            }
        }

        StringBuilder? masked = null;
        int copied = 0;
        int at = 0;
        while (at < text.Length)
        {
            int end = Secret(text, at, out int keep);
            if (end > 0)
            {
                masked ??= new StringBuilder(text.Length);
                // What stays, a name or a user, may hold a token itself.
                for (int i = at; i < keep; i++)
                {
                    int kept = i;
                    int token = i > 0 && IsWord(text[i - 1]) ? 0 : Token(text, i, out kept);
                    if (token > 0 && token <= keep)
                    {
                        masked.Append(text, copied, kept - copied).Append(Masked);
                        copied = token;
                        i = token - 1;
                    }
                }

                masked.Append(text, copied, keep - copied).Append(Masked);
                copied = end;
                at = end;
            }
            else
            {
                at++;
            }
        }

        return masked is null ? text : masked.Append(text, copied, text.Length - copied).ToString();
    }

    // The end of the secret whose telling part begins at `at`, and up to where the text stays; 0 when none begins here.
    private static int Secret(string text, int at, out int keep)
    {
        keep = at;
        char c = text[at];
        if (c == ':' && Has(text, at, "://"))
        {
            return UserInformation(text, at + 3, out keep);
        }

        bool dashes = c == '-' && Has(text, at, "-----BEGIN ");
        if (dashes)
        {
            return KeyBlock(text, at, out keep);
        }

        if (!char.IsAsciiLetter(c) && c is not '_' || (at > 0 && IsWord(text[at - 1])))
        {
            return 0;
        }

        int token = Token(text, at, out keep);
        return token > 0 ? token : Named(text, at, out keep);
    }

    private static int Token(string text, int at, out int keep)
    {
        keep = at;
        switch (text[at])
        {
            case 's':
                return Shape(text, at, "sk_live_", 12, ref keep) is > 0 and var live ? live
                    : Shape(text, at, "sk_test_", 12, ref keep) is > 0 and var test ? test
                    : Shape(text, at, "sk-", 16, ref keep) is > 0 and var plain ? plain
                    : Shape(text, at, "shpat_", 20, ref keep);
            case 'r':
                return Shape(text, at, "rk_live_", 12, ref keep);
            case 'g':
                return Shape(text, at, "github_pat_", 20, ref keep) is > 0 and var pat ? pat
                    : Shape(text, at, "glpat-", 16, ref keep) is > 0 and var lab ? lab
                    : at + 4 < text.Length && text[at + 1] == 'h' && text[at + 3] == '_' && text[at + 2] is 'p' or 'o' or 'u' or 's' or 'r'
                        ? Shape(text, at, text.AsSpan(at, 4), 20, ref keep) : 0;
            case 'x':
                return at + 5 < text.Length && Has(text, at, "xox") && text[at + 4] == '-' ? Shape(text, at, text.AsSpan(at, 5), 10, ref keep)
                    : Shape(text, at, "xapp-", 10, ref keep);
            case 'A':
                return (Has(text, at, "AKIA") || Has(text, at, "ASIA")) && Run(text, at + 4) - at - 4 == 16 ? Keep(text, at, 4, ref keep)
                    : Shape(text, at, "AIza", 30, ref keep) is > 0 and var google ? google
                    : 0;
            case 'n':
                return Shape(text, at, "npm_", 30, ref keep);
            case 'p':
                return Shape(text, at, "pypi-", 30, ref keep);
            case 'h':
                return Shape(text, at, "hf_", 24, ref keep);
            case 'd':
                return Shape(text, at, "dop_v1_", 30, ref keep);
            case 'e':
                return Jwt(text, at, ref keep);
            case 'B' or 'b':
                return Header(text, at, ref keep);
            default:
                return 0;
        }
    }

    private static int Shape(string text, int at, ReadOnlySpan<char> prefix, int least, ref int keep)
    {
        if (!text.AsSpan(at).StartsWith(prefix, StringComparison.Ordinal) || Run(text, at + prefix.Length) - at - prefix.Length < least)
        {
            return 0;
        }

        return Keep(text, at, prefix.Length, ref keep);
    }

    private static int Keep(string text, int at, int length, ref int keep)
    {
        keep = at + length;
        return Run(text, keep);
    }

    private static int Jwt(string text, int at, ref int keep)
    {
        if (!Has(text, at, "eyJ") || (at > 0 && text[at - 1] == '-'))
        {
            return 0;
        }

        int first = Run(text, at);
        if (first - at < 8 || first >= text.Length || text[first] != '.')
        {
            return 0;
        }

        int second = Run(text, first + 1);
        if (second - first < 8)
        {
            return 0;
        }

        keep = at + 3;
        return second < text.Length && text[second] == '.' ? Run(text, second + 1) : second;
    }

    // `Bearer <token>` as RFC 6750 writes it, and `Basic <base64 of user:password>` as RFC 7617 does.
    private static int Header(string text, int at, ref int keep)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        bool bearer = rest.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        if (!bearer && !rest.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        int start = at + (bearer ? 7 : 6);
        int end = start;
        bool telling = false;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.' or '_' or '~' or '+' or '/' or '='))
        {
            telling |= char.IsAsciiDigit(text[end]) || text[end] is '=' or '_' || (end > start && char.IsAsciiLetterUpper(text[end]));
            end++;
        }

        // Prose goes on in small letters after these words ("basic authentication"); a token hardly ever does.
        if (end - start < 8 || (!telling && end - start < 20))
        {
            return 0;
        }

        keep = start;
        return end;
    }

    private static int KeyBlock(string text, int at, out int keep)
    {
        keep = at;
        int head = at + "-----BEGIN ".Length;
        int end = head;
        while (end < text.Length && end - head < 64 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == ' '))
        {
            end++;
        }

        if (!Has(text, end, "-----") || text.AsSpan(head, end - head).IndexOf("PRIVATE KEY", StringComparison.Ordinal) < 0)
        {
            return 0;
        }

        keep = end + 5;
        int close = text.IndexOf("-----END ", keep, StringComparison.Ordinal);
        return close < 0 ? text.Length : close;
    }

    private static int UserInformation(string text, int start, out int keep)
    {
        keep = start;
        int colon = -1;
        int last = -1;
        int i = start;
        for (; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '/' or '?' or '#' or '"' or '\'' or '<' or '>' or '\\' || c <= ' ')
            {
                break;
            }

            if (c == '@')
            {
                last = i;
            }
            else if (c == ':' && colon < 0)
            {
                colon = i;
            }
        }

        if (last <= start)
        {
            return 0;
        }

        if (colon >= 0 && colon + 1 < last)
        {
            keep = colon + 1;
            return last;
        }

        // A name without a password is often the token itself (`https://TOKEN:@host`); kept is the one that everybody uses.
        int end = colon >= 0 && colon < last ? colon : last;
        return text.AsSpan(start, end - start).SequenceEqual("git") ? 0 : end;
    }

    // NAME=value, "name": "value", --password value, Authorization: value
    private static int Named(string text, int at, out int keep)
    {
        keep = at;
        int end = at;
        int longest = Math.Min(text.Length, at + 129);
        while (end < longest && (IsWord(text[end]) || text[end] is '-' or '.'))
        {
            end++;
        }

        if (end - at > 128)
        {
            return 0;
        }

        // The cheap questions first: is this a name that something is given to?
        ReadOnlySpan<char> name = text.AsSpan(at, end - at);
        int i = end;
        bool quoted = i < text.Length && text[i] is '"' or '\'' or '\\' or '`' or ']';
        while (i < text.Length && text[i] is '"' or '\'' or '\\' or '`' or ']')
        {
            i++;
        }

        int afterName = i;
        i = Spaces(text, i);
        bool sign = i < text.Length && text[i] is '=' or ':';
        if (sign)
        {
            i++;
            if (i < text.Length && text[i] is '=' or '>')
            {
                i++;
            }

            i = Spaces(text, i);
        }
        else if (quoted || i == afterName || at < 2 || text[at - 1] != '-' || text[at - 2] != '-')
        {
            return 0;
        }

        if (!SecretName.Matches(name))
        {
            return 0;
        }

        return Value(text, i, wholeLine: name.Equals("authorization", StringComparison.OrdinalIgnoreCase), out keep);
    }

    private static int Value(string text, int start, bool wholeLine, out int keep)
    {
        int i = start;
        while (i < text.Length && text[i] == '\\')
        {
            i++;
        }

        char quote = i < text.Length && text[i] is '"' or '\'' or '`' ? text[i] : '\0';
        if (quote != '\0')
        {
            i++;
        }

        keep = i;
        if (IsReference(text, i))
        {
            return 0;
        }

        int end = i;
        while (end < text.Length)
        {
            char c = text[end];
            if (quote != '\0' ? c == quote || c == '\n' : c is '"' or '\'' or '\n' or '\r' || (!wholeLine && (c <= ' ' || c is '&' or ';' or ',' or ')' or '}' or ']' or '|' or '<' or '>')))
            {
                break;
            }

            end++;
        }

        // An escaped quote ends the value before its backslash.
        while (quote != '\0' && end > i && end < text.Length && text[end - 1] == '\\')
        {
            end--;
        }

        ReadOnlySpan<char> value = text.AsSpan(i, end - i);
        return value.Length == 0 || value.StartsWith(Masked) || value is "true" or "false" or "null" or "None" or "undefined" ? 0 : end;
    }

    // `$NAME`, `${NAME}` and `$(…)` say where a secret comes from, not what it is.
    private static bool IsReference(string text, int i)
    {
        if (i + 1 >= text.Length || text[i] != '$')
        {
            return false;
        }

        if (text[i + 1] == '(')
        {
            return true;
        }

        bool braced = text[i + 1] == '{';
        int end = braced ? i + 2 : i + 1;
        int longest = Math.Min(text.Length, end + 128);
        int start = end;
        while (end < longest && IsWord(text[end]))
        {
            end++;
        }

        return end > start && !char.IsAsciiDigit(text[start])
            && (braced ? end < text.Length && text[end] == '}' : end == text.Length || text[end] is '"' or '\'' or ' ' or '\n' or ';' or '&' or '|' or ')' or ',' or '}');
    }

    private static int Spaces(string text, int i)
    {
        // A few only: a name and its value stand close, and the scan stays linear.
        int end = Math.Min(text.Length, i + 8);
        while (i < end && text[i] is ' ' or '\t')
        {
            i++;
        }

        return i;
    }

    private static int Run(string text, int i)
    {
        while (i < text.Length && (IsWord(text[i]) || text[i] == '-'))
        {
            i++;
        }

        return i;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool Has(string text, int at, string part) => string.CompareOrdinal(text, at, part, 0, part.Length) == 0;
}
