using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>What a file is, by its header.</summary>
public enum DocumentKind
{
    /// <summary>There is no header.</summary>
    Unknown,

    /// <summary>The standing boundary of a repository or a person.</summary>
    Policy,

    /// <summary>A contract for one job.</summary>
    Task,

    /// <summary>Expectations of a policy.</summary>
    Tests,
}

/// <summary>A whole file.</summary>
public sealed class DocumentSyntax : SyntaxNode
{
    internal DocumentSyntax(SyntaxTree tree, int tokenCount, HeaderSyntax? header, IReadOnlyList<StatementSyntax> statements)
        : base(tree, 0, tokenCount)
    {
        Header = header;
        Statements = statements;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Document;

    /// <summary>The first header, wherever it stands; null if there is none.</summary>
    public HeaderSyntax? Header { get; }

    /// <summary>What the header says the file is.</summary>
    public DocumentKind DocumentKind => Header?.DocumentKind ?? DocumentKind.Unknown;

    /// <summary>Every statement but the header, in order; further headers, and one that stands in a block, are among them.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children
    {
        get
        {
            List<SyntaxNode> all = [.. Statements];
            if (Header is not null && !all.Exists(node => node.FirstToken <= Header.FirstToken && Header.FirstToken < node.FirstToken + node.TokenCount))
            {
                var at = all.FindIndex(node => node.FirstToken > Header.FirstToken);
                all.Insert(at < 0 ? all.Count : at, Header);
            }

            return all;
        }
    }
}

/// <summary><c>policy NAME v0</c> and its like.</summary>
public sealed class HeaderSyntax : StatementSyntax
{
    private readonly bool _hasName;
    private readonly bool _hasVersion;

    internal HeaderSyntax(SyntaxTree tree, int firstToken, int tokenCount, bool hasName, bool hasVersion)
        : base(tree, firstToken, tokenCount)
    {
        _hasName = hasName;
        _hasVersion = hasVersion;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Header;

    /// <summary><c>policy</c>, <c>task</c>, <c>agent</c> or <c>tests</c>.</summary>
    public string Keyword => StringOf(FirstToken);

    /// <summary>The document's name; empty if it cannot be read.</summary>
    public string Name => _hasName ? StringOf(FirstToken + 1) : "";

    /// <summary>Where the name stands, if there is one.</summary>
    public TextSpan NameSpan => SpanOf(FirstToken + 1);

    /// <summary><c>v0</c> or <c>v0.N</c>; empty if it cannot be read.</summary>
    public string Version => _hasVersion ? StringOf(FirstToken + 2) : "";

    /// <summary>The kind that the keyword stands for.</summary>
    public DocumentKind DocumentKind => Tree.TextOf(FirstToken) switch
    {
        "policy" => DocumentKind.Policy,
        "tests" => DocumentKind.Tests,
        _ => DocumentKind.Task,
    };
}

/// <summary>A line that cannot be read; a diagnostic says why.</summary>
public sealed class UnreadableSyntax : StatementSyntax
{
    internal UnreadableSyntax(SyntaxTree tree, int firstToken, int tokenCount, IReadOnlyList<StatementSyntax> body)
        : base(tree, firstToken, tokenCount) => Body = body;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Unreadable;

    /// <inheritdoc/>
    public override IReadOnlyList<StatementSyntax> Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Body;

    /// <summary>Its first token as it stands.</summary>
    public string Keyword => StringOf(FirstToken);
}
