using Aex.Language.Text;

namespace Aex.Policy.Shell.Syntax;

/// <summary>A word as it is written: parts side by side, without blanks between them.</summary>
internal sealed record WordSyntax(TextSpan Span, IReadOnlyList<WordPart> Parts)
{
    /// <summary>The text of a word that is written without quotes or expansions; null for another.</summary>
    public string? Bare => Parts is [LiteralPart { IsQuoted: false } literal] ? literal.Text : null;

    /// <summary>The text of a word that has no expansions; null for another.</summary>
    public string? Literal
    {
        get
        {
            if (Parts is [LiteralPart only])
            {
                return only.Text;
            }

            var text = new System.Text.StringBuilder();
            foreach (var part in Parts)
            {
                if (part is not LiteralPart literal)
                {
                    return null;
                }

                text.Append(literal.Text);
            }

            return text.ToString();
        }
    }
}

/// <summary>A part of a word.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="IsQuoted">Whether it stands in quotes: it is not split and is no pattern.</param>
internal abstract record WordPart(TextSpan Span, bool IsQuoted);

/// <summary>Text that means itself, quotes and escapes taken off.</summary>
internal sealed record LiteralPart(TextSpan Span, bool IsQuoted, string Text) : WordPart(Span, IsQuoted);

/// <summary><c>$name</c> and <c>${…}</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="IsQuoted">Whether it stands in quotes.</param>
/// <param name="Name">The variable; empty for a form that is not understood.</param>
/// <param name="Operator"><c>:-</c> and its like; empty for the plain value.</param>
/// <param name="Argument">What stands behind the operator, and the subscript's expansions.</param>
internal sealed record ParameterPart(TextSpan Span, bool IsQuoted, string Name, string Operator, WordSyntax? Argument) : WordPart(Span, IsQuoted);

/// <summary><c>$(…)</c> and its form in backticks.</summary>
internal sealed record SubstitutionPart(TextSpan Span, bool IsQuoted, CommandList Body) : WordPart(Span, IsQuoted);

/// <summary><c>&lt;(…)</c> and <c>&gt;(…)</c>.</summary>
internal sealed record ProcessPart(TextSpan Span, CommandList Body, bool IsInput) : WordPart(Span, IsQuoted: true);

/// <summary><c>$((…))</c>: its value is a number; its expansions are in <paramref name="Inner"/>.</summary>
internal sealed record ArithmeticPart(TextSpan Span, bool IsQuoted, WordSyntax Inner) : WordPart(Span, IsQuoted);

/// <summary>The value of an array: <c>(a b [2]=c)</c>.</summary>
internal sealed record ArrayPart(TextSpan Span, IReadOnlyList<WordSyntax> Words) : WordPart(Span, IsQuoted: true);
