namespace Aex.Language.Syntax;

/// <summary>Something that holds or does not: docs/language.md, Conditions.</summary>
public sealed class ConditionSyntax : SyntaxNode
{
    internal ConditionSyntax(
        SyntaxTree tree, int firstToken, int tokenCount, SyntaxKind kind, ExpressionSyntax? subject, ExpressionSyntax? operand, ConditionSyntax? inner, bool negated)
        : base(tree, firstToken, tokenCount)
    {
        Kind = kind;
        Subject = subject;
        Operand = operand;
        Inner = inner;
        Negated = negated;
    }

    /// <summary>One of Truthy, HasText, HasCitations, DoesNotInclude, ValidDiff, TouchesOnly, Equality, Not.</summary>
    public override SyntaxKind Kind { get; }

    /// <summary>The value looked at; null for Not.</summary>
    public ExpressionSyntax? Subject { get; }

    /// <summary>What it is held against: a string or path; null for Truthy, HasCitations, ValidDiff and Not.</summary>
    public ExpressionSyntax? Operand { get; }

    /// <summary>The condition after <c>not</c>; null for all others.</summary>
    public ConditionSyntax? Inner { get; }

    /// <summary>Whether an Equality is <c>is not</c>.</summary>
    public bool Negated { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children
    {
        get
        {
            List<SyntaxNode> children = [];
            if (Inner is not null)
            {
                children.Add(Inner);
            }

            if (Subject is not null)
            {
                children.Add(Subject);
            }

            if (Operand is not null)
            {
                children.Add(Operand);
            }

            return children;
        }
    }
}
