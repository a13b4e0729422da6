using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>Reads a text into a tree: docs/language.md, Grammar.</summary>
/// <remarks>
/// It never throws, never stops at the first fault, and takes time linear in the text. A line that cannot be read becomes
/// an <see cref="UnreadableSyntax"/> with one diagnostic, and reading goes on behind it.
/// </remarks>
public static class Parser
{
    /// <summary>How deep lists, objects, <c>not</c>, types and blocks may be nested.</summary>
    public const int MaxDepth = 256;

    /// <summary>Parses a file.</summary>
    public static SyntaxTree Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tree = new SyntaxTree(source);
        new DocumentParser(tree, new Lexer(source.Text)).Run();
        return tree;
    }
}
