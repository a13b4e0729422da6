using Aex.Language.Syntax;

namespace Aex.Policy.Validation;

/// <summary>Lines that the parser could not read: what they may have declared is not reported missing.</summary>
internal static class UnreadableLines
{
    /// <summary>Whether a line that begins with one of the words, or with no word of the language, could not be read.</summary>
    public static bool Any(DocumentSyntax root, params ReadOnlySpan<string> keywords) => Any(root.Statements, keywords);

    private static bool Any(IReadOnlyList<StatementSyntax> statements, ReadOnlySpan<string> keywords)
    {
        foreach (var statement in statements)
        {
            if ((statement is UnreadableSyntax unreadable && IsOneOf(unreadable.Keyword, keywords)) || Any(statement.Body, keywords))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(string keyword, ReadOnlySpan<string> keywords) => keywords.Contains(keyword)
        || keyword is not ("goal" or "allow" or "use" or "deny" or "confirm" or "budget" or "strict" or "map" or "need" or "do" or "make" or "check" or "if" or "for" or "return" or "expect");
}
