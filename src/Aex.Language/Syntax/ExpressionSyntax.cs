using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>A value.</summary>
public abstract class ExpressionSyntax : SyntaxNode
{
    private protected ExpressionSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }
}

/// <summary>A string, number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
public sealed class LiteralSyntax : ExpressionSyntax
{
    internal LiteralSyntax(SyntaxTree tree, int firstToken, SyntaxKind kind)
        : base(tree, firstToken, 1) => Kind = kind;

    /// <inheritdoc/>
    public override SyntaxKind Kind { get; }

    /// <summary>A string's text with its escapes resolved, else the literal as written.</summary>
    public string Text => Kind == SyntaxKind.StringLiteral ? StringLiteral.Decode(Tree.TextOf(FirstToken)) : StringOf(FirstToken);
}

/// <summary><c>name.field[0]</c>.</summary>
public sealed class PathSyntax : ExpressionSyntax
{
    internal PathSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Path;

    /// <summary>The value that it starts from.</summary>
    public string Root => StringOf(FirstToken);

    /// <summary>Where that value's name stands.</summary>
    public TextSpan RootSpan => SpanOf(FirstToken);

    /// <summary>The whole path as written; it holds no blanks.</summary>
    public string Text => Tree.Source.Slice(Span);
}

/// <summary><c>[a, b]</c>.</summary>
public sealed class ListSyntax : ExpressionSyntax
{
    internal ListSyntax(SyntaxTree tree, int firstToken, int tokenCount, IReadOnlyList<ExpressionSyntax> items)
        : base(tree, firstToken, tokenCount) => Items = items;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ListLiteral;

    /// <summary>Its elements.</summary>
    public IReadOnlyList<ExpressionSyntax> Items { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Items;
}

/// <summary><c>{a: 1, "b c": 2}</c>.</summary>
public sealed class ObjectSyntax : ExpressionSyntax
{
    internal ObjectSyntax(SyntaxTree tree, int firstToken, int tokenCount, IReadOnlyList<PropertySyntax> properties)
        : base(tree, firstToken, tokenCount) => Properties = properties;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.ObjectLiteral;

    /// <summary>Its properties, in order.</summary>
    public IReadOnlyList<PropertySyntax> Properties { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Properties;
}

/// <summary><c>a: 1</c>.</summary>
public sealed class PropertySyntax : SyntaxNode
{
    internal PropertySyntax(SyntaxTree tree, int firstToken, int tokenCount, ExpressionSyntax value)
        : base(tree, firstToken, tokenCount) => Value = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Property;

    /// <summary>The property's name, escapes resolved.</summary>
    public string Name => Tree.TokenAt(FirstToken).Kind == SyntaxKind.Word ? StringOf(FirstToken) : StringLiteral.Decode(Tree.TextOf(FirstToken));

    /// <summary>Where the name stands.</summary>
    public TextSpan NameSpan => SpanOf(FirstToken);

    /// <summary>Its value.</summary>
    public ExpressionSyntax Value { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Value];
}
