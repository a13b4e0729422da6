using Aex.Language.Syntax;

namespace Aex.Language.Formatting;

/// <summary>Brings a file into its one canonical form; its meaning, comments and order stay.</summary>
public static class Formatter
{
    /// <summary>
    /// The canonical text: blocks indented by two spaces, one space between words, double quotes, at most one blank line in a
    /// row, one line end at the end. What is in brackets stays on one line, or has a line an element where it had a line end.
    /// </summary>
    /// <returns>The text as it stands (<see cref="SyntaxTree.ToText"/>) if the file has an error.</returns>
    public static string Format(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree.HasErrors ? tree.ToText() : new TreeFormatter(tree).Run();
    }
}
