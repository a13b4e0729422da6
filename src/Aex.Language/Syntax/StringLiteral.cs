using System.Text;

namespace Aex.Language.Syntax;

/// <summary>Strings between their quotes and their text.</summary>
public static class StringLiteral
{
    /// <summary>The text of a string token, quotes taken off and escapes resolved; an unknown escape stands for itself, backslash included.</summary>
    public static string Decode(ReadOnlySpan<char> token)
    {
        var quote = token.IsEmpty ? '"' : token[0];
        var closed = token.Length > 1 && token[^1] == quote;
        var body = token.IsEmpty ? token : closed ? token[1..^1] : token[1..];
        if (body.IndexOf('\\') < 0)
        {
            return body.ToString();
        }

        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            var next = i + 1 < body.Length ? body[i + 1] : '\0';
            if (body[i] != '\\' || !IsEscape(next, quote))
            {
                text.Append(body[i]);
                continue;
            }

            text.Append(next switch { 'n' => '\n', 't' => '\t', _ => next });
            i++;
        }

        return text.ToString();
    }

    /// <summary>A text as a double-quoted string.</summary>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var token = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => token.Append('\\').Append(c),
                '\n' => token.Append("\\n"),
                '\t' => token.Append("\\t"),
                _ => token.Append(c),
            };
        }

        return token.Append('"').ToString();
    }

    internal static bool IsEscape(char next, char quote) => next is '"' or '\\' or 'n' or 't' || (next == '\'' && quote == '\'');
}
