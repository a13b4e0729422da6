using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary><c>goal "…"</c>.</summary>
public sealed class GoalSyntax : StatementSyntax
{
    internal GoalSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Goal;

    /// <summary>The text, escapes resolved.</summary>
    public string Text => StringLiteral.Decode(Tree.TextOf(FirstToken + 1));
}

/// <summary><c>strict shell</c>.</summary>
public sealed class StrictSyntax : StatementSyntax
{
    internal StrictSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Strict;
}

/// <summary><c>budget calls=20, network.*=5</c>.</summary>
public sealed class BudgetSyntax : StatementSyntax
{
    internal BudgetSyntax(SyntaxTree tree, int firstToken, int tokenCount, IReadOnlyList<LimitSyntax> limits)
        : base(tree, firstToken, tokenCount) => Limits = limits;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Budget;

    /// <summary>Its limits, in order.</summary>
    public IReadOnlyList<LimitSyntax> Limits { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Limits;
}

/// <summary><c>calls=20</c>.</summary>
public sealed class LimitSyntax : SyntaxNode
{
    internal LimitSyntax(SyntaxTree tree, int firstToken, int tokenCount, long value)
        : base(tree, firstToken, tokenCount) => Value = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Limit;

    /// <summary><c>calls</c>, <c>minutes</c>, <c>tokens</c> or a pattern, escapes resolved.</summary>
    public string Key => Quoted ? StringLiteral.Decode(Tree.TextOf(FirstToken)) : StringOf(FirstToken);

    /// <summary>Whether the key is a string: the exact name of a tool.</summary>
    public bool Quoted => Tree.TokenAt(FirstToken).Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted;

    /// <summary>The limit; -1 where the value is no whole number ≥ 0 (AEX111).</summary>
    public long Value { get; }

    /// <summary>Where the key stands.</summary>
    public TextSpan KeySpan => SpanOf(FirstToken);

    /// <summary>Where the value stands.</summary>
    public TextSpan ValueSpan => SpanOf(FirstToken + 2);
}

/// <summary><c>map TOOL(ARGUMENT, …) to CAPABILITY</c>.</summary>
public sealed class MapSyntax : StatementSyntax
{
    private readonly int _argumentCount;

    internal MapSyntax(SyntaxTree tree, int firstToken, int tokenCount, int argumentCount)
        : base(tree, firstToken, tokenCount) => _argumentCount = argumentCount;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Map;

    /// <summary>The tool's name, escapes resolved.</summary>
    public string Tool => Quoted ? StringLiteral.Decode(Tree.TextOf(FirstToken + 1)) : StringOf(FirstToken + 1);

    /// <summary>Whether the tool is written as a string.</summary>
    public bool Quoted => Tree.TokenAt(FirstToken + 1).Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted;

    /// <summary>Where the tool stands.</summary>
    public TextSpan ToolSpan => SpanOf(FirstToken + 1);

    /// <summary>The arguments that hold the capability's resources; empty if none are named.</summary>
    public IReadOnlyList<string> Arguments
    {
        get
        {
            var names = new string[_argumentCount];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = StringOf(FirstToken + 3 + (2 * i));
            }

            return names;
        }
    }

    /// <summary>The capability that the tool is judged as.</summary>
    public string Target => StringOf(FirstToken + TokenCount - 1);

    /// <summary>Where the capability stands.</summary>
    public TextSpan TargetSpan => SpanOf(FirstToken + TokenCount - 1);
}

/// <summary><c>need NAME: TYPE</c>.</summary>
public sealed class NeedSyntax : StatementSyntax
{
    internal NeedSyntax(SyntaxTree tree, int firstToken, int tokenCount, TypeSyntax type)
        : base(tree, firstToken, tokenCount) => Type = type;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Need;

    /// <summary>The input's name.</summary>
    public string Name => StringOf(FirstToken + 1);

    /// <summary>Where the name stands.</summary>
    public TextSpan NameSpan => SpanOf(FirstToken + 1);

    /// <summary>The input's type.</summary>
    public TypeSyntax Type { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Type];
}

/// <summary>A type: <c>str</c>, <c>list[file]</c>, <c>url?</c>.</summary>
public sealed class TypeSyntax : SyntaxNode
{
    internal TypeSyntax(SyntaxTree tree, int firstToken, int tokenCount, TypeSyntax? element, bool optional)
        : base(tree, firstToken, tokenCount)
    {
        Element = element;
        Optional = optional;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Type;

    /// <summary>Its name without <c>[…]</c> and <c>?</c>; whether it is known is not the parser's business.</summary>
    public string Name => StringOf(FirstToken);

    /// <summary>Where the name stands.</summary>
    public TextSpan NameSpan => SpanOf(FirstToken);

    /// <summary>What stands in <c>[…]</c>; null without.</summary>
    public TypeSyntax? Element { get; }

    /// <summary>Whether a <c>?</c> follows: the input may be missing.</summary>
    public bool Optional { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Element is null ? [] : [Element];

    /// <summary>The type as it is written canonically.</summary>
    public override string ToString() => (Element is null ? Name : $"{Name}[{Element}]") + (Optional ? "?" : "");
}
