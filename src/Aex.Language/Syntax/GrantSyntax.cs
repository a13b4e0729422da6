using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>What a line of grants does.</summary>
public enum GrantVerb : byte
{
    /// <summary><c>allow</c>: a policy grants.</summary>
    Allow,

    /// <summary><c>use</c>: a task asks for; in a policy the same as <c>allow</c>.</summary>
    Use,

    /// <summary><c>deny</c>.</summary>
    Deny,

    /// <summary><c>confirm before</c>.</summary>
    Confirm,
}

/// <summary><c>allow</c>, <c>use</c>, <c>deny</c> or <c>confirm before</c>, and their grants.</summary>
public sealed class GrantsSyntax : StatementSyntax
{
    internal GrantsSyntax(SyntaxTree tree, int firstToken, int tokenCount, GrantVerb verb, GrantSyntax[] grants)
        : base(tree, firstToken, tokenCount)
    {
        Verb = verb;
        Grants = grants;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Grants;

    /// <summary>What is done with them.</summary>
    public GrantVerb Verb { get; }

    /// <summary>The grants, in order.</summary>
    public IReadOnlyList<GrantSyntax> Grants { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Grants;
}

/// <summary>A pattern with or without a scope: <c>file.write:src/**</c>.</summary>
public sealed class GrantSyntax : SyntaxNode
{
    internal GrantSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Grant;

    /// <summary>The pattern, escapes resolved; cut from the source at every call.</summary>
    public string Pattern => Quoted ? StringLiteral.Decode(Tree.TextOf(FirstToken)) : StringOf(FirstToken);

    /// <summary>The pattern as written, quotes and escapes included.</summary>
    public ReadOnlySpan<char> RawPattern => Tree.TextOf(FirstToken);

    /// <summary>Whether the pattern is a string: the exact name of a tool.</summary>
    public bool Quoted => Tree.TokenAt(FirstToken).Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted;

    /// <summary>Where the pattern stands.</summary>
    public TextSpan PatternSpan => SpanOf(FirstToken);

    /// <summary>Whether a scope follows.</summary>
    public bool HasScope => TokenCount == 3;

    /// <summary>The scope, escapes resolved; null without. Cut from the source at every call.</summary>
    public string? Scope => !HasScope ? null : ScopeQuoted ? StringLiteral.Decode(Tree.TextOf(FirstToken + 2)) : StringOf(FirstToken + 2);

    /// <summary>Where the scope stands; an empty span behind the pattern without one.</summary>
    public TextSpan ScopeSpan => HasScope ? SpanOf(FirstToken + 2) : new TextSpan(PatternSpan.End, 0);

    /// <summary>Whether the scope is a string.</summary>
    public bool ScopeQuoted => HasScope && Tree.TokenAt(FirstToken + 2).Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted;
}
