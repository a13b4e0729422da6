using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>A node: a run of tokens and what it means. Texts are cut from the source when asked for.</summary>
public abstract class SyntaxNode
{
    private protected SyntaxNode(SyntaxTree tree, int firstToken, int tokenCount)
    {
        Tree = tree;
        FirstToken = firstToken;
        TokenCount = tokenCount;
    }

    /// <summary>The tree it belongs to.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>Index of its first token.</summary>
    public int FirstToken { get; }

    /// <summary>Number of its tokens, those of its children included.</summary>
    public int TokenCount { get; }

    /// <summary>What it is.</summary>
    public abstract SyntaxKind Kind { get; }

    /// <summary>Its nodes, in the order of the text.</summary>
    public virtual IReadOnlyList<SyntaxNode> Children => [];

    /// <summary>From its first token to its last.</summary>
    public virtual TextSpan Span => TokenCount == 0
        ? new TextSpan(0, 0)
        : TextSpan.FromBounds(Tree.TokenAt(FirstToken).Start, Tree.TokenAt(FirstToken + TokenCount - 1).End);

    private protected TextSpan SpanOf(int token) => Tree.TokenAt(token).Span;

    private protected string StringOf(int token) => Tree.StringOf(token);
}

/// <summary>A line of the document, with the lines indented under it.</summary>
public abstract class StatementSyntax : SyntaxNode
{
    private protected StatementSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }

    /// <summary>The word it begins with.</summary>
    public TextSpan KeywordSpan => SpanOf(FirstToken);

    /// <summary>The statements indented under it.</summary>
    public virtual IReadOnlyList<StatementSyntax> Body => [];
}
