using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;

namespace Aex.Tests.Language;

internal static class Trees
{
    public static SyntaxTree Parse(string text) => Parser.Parse(SourceText.From("test.aex", text));

    /// <summary>A diagnostic in one line: code, place, the underlined text.</summary>
    public static string Show(SourceText source, Diagnostic diagnostic)
    {
        var at = source.PositionOf(diagnostic.Span.Start);
        return $"{diagnostic.Code} {at.Line}:{at.Column} `{source.Slice(diagnostic.Span)}`";
    }

    public static string[] Show(SyntaxTree tree) => [.. tree.Diagnostics.Select(d => Show(tree.Source, d))];
}
