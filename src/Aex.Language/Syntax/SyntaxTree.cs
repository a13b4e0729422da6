using System.Text;
using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>A parsed file: one array of tokens, small nodes over it, and what the parser found wrong.</summary>
public sealed class SyntaxTree
{
    private Token[] _tokens = [];
    private int _tokenCount;

    internal SyntaxTree(SourceText source) => Source = source;

    /// <summary>The text it was read from.</summary>
    public SourceText Source { get; }

    /// <summary>The whole document.</summary>
    public DocumentSyntax Root { get; private set; } = null!;

    /// <summary>The parser's findings, ordered by place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>Whether the parser found an error; such a file takes part in no decision.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>All tokens, in order.</summary>
    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _tokenCount);

    /// <summary>Prints the file back from its tokens and trivia, byte order mark included.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Source.Text.Length + 1);
        if (Source.HasBom)
        {
            text.Append('\uFEFF');
        }

        var at = 0;
        foreach (var token in Tokens)
        {
            text.Append(Source.Text, at, token.Start - at).Append(Source.Text, token.Start, token.Length);
            at = token.End;
        }

        return text.Append(Source.Text, at, Source.Text.Length - at).ToString();
    }

    internal void Complete(Token[] tokens, int count, DocumentSyntax root, List<Diagnostic>? diagnostics)
    {
        _tokens = tokens;
        _tokenCount = count;
        Root = root;
        if (diagnostics is null)
        {
            return;
        }

        diagnostics.Sort(static (a, b) => a.Span.Start != b.Span.Start ? a.Span.Start - b.Span.Start : string.CompareOrdinal(a.Code, b.Code));
        Diagnostics = diagnostics;
        HasErrors = diagnostics.Exists(static d => d.Severity == Severity.Error);
    }

    internal Token TokenAt(int index) => _tokens[index];

    internal ReadOnlySpan<char> TextOf(int index) => Source.Text.AsSpan(_tokens[index].Start, _tokens[index].Length);

    internal string StringOf(int index) => TextOf(index).ToString();
}
