using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>Expressions, conditions and brackets.</summary>
internal sealed partial class DocumentParser
{
    private ExpressionSyntax? ParseExpression(int depth)
    {
        var next = lexer.Peek();
        if (depth > Parser.MaxDepth)
        {
            return TooDeep<ExpressionSyntax>("lists and objects");
        }

        switch (next.Kind)
        {
            case SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted:
                return new LiteralSyntax(tree, lexer.Take(), SyntaxKind.StringLiteral);
            case SyntaxKind.Number:
                return new LiteralSyntax(tree, lexer.Take(), SyntaxKind.NumberLiteral);
            case SyntaxKind.Word:
                return ParseWord(next);
            case SyntaxKind.OpenBracket:
                return ParseList(depth);
            case SyntaxKind.OpenBrace:
                return ParseObject(depth);
            default:
                Unexpected(next, "a value", "a value is a string, a number, `true`, `false`, `null`, a name, a list or an object");
                return null;
        }
    }

    private ExpressionSyntax? ParseWord(Token word)
    {
        switch (lexer.TextOf(word))
        {
            case "true" or "false":
                return new LiteralSyntax(tree, lexer.Take(), SyntaxKind.BooleanLiteral);
            case "null":
                return new LiteralSyntax(tree, lexer.Take(), SyntaxKind.NullLiteral);
            case "is" or "has" or "does" or "touches" or "not":
                Unexpected(word, "a value", "the language uses the word itself; no value has this name");
                return null;
            default:
                return ParsePath();
        }
    }

    /// <summary>A name with fields and indices, all without blanks between.</summary>
    private PathSyntax? ParsePath()
    {
        var first = lexer.Take();
        while (lexer.Current is '.' or '[')
        {
            var isField = lexer.Current == '.';
            lexer.Take(isField ? SyntaxKind.Dot : SyntaxKind.OpenBracket, lexer.Position, lexer.Position + 1);
            var next = lexer.Peek();
            var isWanted = isField ? next.Kind == SyntaxKind.Word : next.Kind == SyntaxKind.Number && lexer.TextOf(next).IndexOfAnyExceptInRange('0', '9') < 0;
            if (!isWanted || next.Start != lexer.LastEnd)
            {
                Unexpected(next, isField ? "the name of a field right behind the `.`" : "the number of an element right behind the `[`");
                return null;
            }

            lexer.Take();
            if (!isField)
            {
                next = lexer.Peek();
                if (next.Start != lexer.LastEnd || !Expect(SyntaxKind.CloseBracket, "`]`"))
                {
                    if (!_failed)
                    {
                        Unexpected(next, "`]` right behind the number");
                    }

                    return null;
                }
            }
        }

        return new PathSyntax(tree, first, lexer.Count - first);
    }

    private ListSyntax? ParseList(int depth)
    {
        var first = lexer.Count;
        var open = Open();
        var items = new List<ExpressionSyntax>();
        while (InBrackets(open) && lexer.Peek().Kind != SyntaxKind.CloseBracket)
        {
            if (ParseExpression(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
            if (!TakeSeparator(open, SyntaxKind.CloseBracket))
            {
                return null;
            }
        }

        return Close(open, SyntaxKind.CloseBracket) ? new ListSyntax(tree, first, lexer.Count - first, items) : null;
    }

    private ObjectSyntax? ParseObject(int depth)
    {
        var first = lexer.Count;
        var open = Open();
        var properties = new List<PropertySyntax>();
        while (InBrackets(open) && lexer.Peek().Kind != SyntaxKind.CloseBrace)
        {
            var start = lexer.Count;
            var next = lexer.Peek();
            if (next.Kind is not (SyntaxKind.Word or SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted))
            {
                Unexpected(next, "a property's name or `}`", "properties are written `NAME: VALUE`");
                return null;
            }

            lexer.Take();
            if (!Expect(SyntaxKind.Colon, "`:`", "properties are written `NAME: VALUE`") || !InBrackets(open) || ParseExpression(depth + 1) is not { } value)
            {
                return null;
            }

            properties.Add(new PropertySyntax(tree, start, lexer.Count - start, value));
            if (!TakeSeparator(open, SyntaxKind.CloseBrace))
            {
                return null;
            }
        }

        return Close(open, SyntaxKind.CloseBrace) ? new ObjectSyntax(tree, first, lexer.Count - first, properties) : null;
    }

    private ConditionSyntax? ParseCondition(int depth)
    {
        var first = lexer.Count;
        if (IsWord(lexer.Peek(), "not"))
        {
            if (depth >= Parser.MaxDepth)
            {
                return TooDeep<ConditionSyntax>("`not`");
            }

            lexer.Take();
            return ParseCondition(depth + 1) is { } inner
                ? new ConditionSyntax(tree, first, lexer.Count - first, SyntaxKind.Not, null, null, inner, negated: false)
                : null;
        }

        if (ParseExpression(0) is not { } subject)
        {
            return null;
        }

        var next = lexer.Peek();
        var word = next.Kind == SyntaxKind.Word ? lexer.TextOf(next) : default;
        if (word is not ("has" or "does" or "is" or "touches"))
        {
            return new ConditionSyntax(tree, first, lexer.Count - first, SyntaxKind.Truthy, subject, null, null, negated: false);
        }

        if (subject is not PathSyntax)
        {
            var span = TextSpan.FromBounds(lexer.Tokens[subject.FirstToken].Start, lexer.LastEnd);
            Fail(Catalogue.Unreadable, span, $"`{word}` looks at a named value, not at `{Shorten(lexer.Text.AsSpan(span.Start, span.Length))}`", "give the value a name first");
            return null;
        }

        lexer.Take();
        var negated = false;
        ExpressionSyntax? operand = null;
        var kind = word switch
        {
            "has" => ParseHas(out operand),
            "does" => ParseDoesNot(out operand),
            "touches" => ParseTouches(out operand),
            _ => ParseIs(out operand, out negated),
        };
        return kind is { } known ? new ConditionSyntax(tree, first, lexer.Count - first, known, subject, operand, null, negated) : null;
    }

    private SyntaxKind? ParseHas(out ExpressionSyntax? operand)
    {
        operand = null;
        var next = lexer.Peek();
        if (next.Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted)
        {
            operand = new LiteralSyntax(tree, lexer.Take(), SyntaxKind.StringLiteral);
            return SyntaxKind.HasText;
        }

        if (IsWord(next, "citations"))
        {
            lexer.Take();
            return SyntaxKind.HasCitations;
        }

        if (IsWord(next, "valid"))
        {
            lexer.Take();
            return ExpectWord("diff") ? SyntaxKind.ValidDiff : null;
        }

        Unexpected(next, "a string, `citations` or `valid diff`");
        return null;
    }

    private SyntaxKind? ParseDoesNot(out ExpressionSyntax? operand)
    {
        operand = null;
        if (!ExpectWord("not", "the condition is `PATH does not include TEXT`") || !ExpectWord("include", "the condition is `PATH does not include TEXT`"))
        {
            return null;
        }

        if (lexer.Peek().Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted)
        {
            operand = new LiteralSyntax(tree, lexer.Take(), SyntaxKind.StringLiteral);
        }
        else
        {
            operand = ParseOperandPath("a string or the name of a value");
        }

        return operand is null ? null : SyntaxKind.DoesNotInclude;
    }

    private SyntaxKind? ParseTouches(out ExpressionSyntax? operand)
    {
        operand = null;
        if (!ExpectWord("only", "the condition is `PATH touches only PATH`"))
        {
            return null;
        }

        operand = ParseOperandPath("the name of a value");
        return operand is null ? null : SyntaxKind.TouchesOnly;
    }

    private PathSyntax? ParseOperandPath(string wanted)
    {
        var next = lexer.Peek();
        if (next.Kind == SyntaxKind.Word && !IsReserved(lexer.TextOf(next)))
        {
            return ParsePath();
        }

        Unexpected(next, wanted);
        return null;
    }

    private SyntaxKind? ParseIs(out ExpressionSyntax? operand, out bool negated)
    {
        operand = null;
        negated = IsWord(lexer.Peek(), "not");
        if (negated)
        {
            lexer.Take();
        }

        if (!negated && IsWord(lexer.Peek(), "valid") && IsValidDiff())
        {
            lexer.Take();
            lexer.Take();
            return SyntaxKind.ValidDiff;
        }

        operand = ParseExpression(0);
        return operand is null ? null : SyntaxKind.Equality;
    }

    /// <summary>Whether the word behind <c>valid</c> is <c>diff</c>: a value named <c>valid</c> may be compared with as well.</summary>
    private bool IsValidDiff()
    {
        var rest = lexer.Text.AsSpan(lexer.Peek().End);
        var word = rest.TrimStart(" \t");
        return word.Length < rest.Length && word.StartsWith("diff") && (word.Length == 4 || !(char.IsAsciiLetterOrDigit(word[4]) || word[4] is '_' or '-'));
    }

    /// <summary>Takes an opening bracket.</summary>
    private int Open()
    {
        lexer.Depth++;
        return lexer.Take();
    }

    /// <summary>Whether the brackets opened there still hold the next token; if the next statement has begun instead, tells them unclosed.</summary>
    private bool InBrackets(int open)
    {
        if (_failed)
        {
            return false;
        }

        var next = lexer.Peek();
        if (next.Kind != SyntaxKind.EndOfLine && !(lexer.PassedLineEnd && BeginsStatement(next)))
        {
            return true;
        }

        Unclosed(open);
        return false;
    }

    private bool TakeSeparator(int open, SyntaxKind close)
    {
        if (!InBrackets(open))
        {
            return false;
        }

        var next = lexer.Peek();
        if (next.Kind == SyntaxKind.Comma)
        {
            lexer.Take();
            return true;
        }

        if (next.Kind == close)
        {
            return true;
        }

        Unexpected(next, $"`,` or `{Closing(close)}`");
        return false;
    }

    private bool Close(int open, SyntaxKind close)
    {
        if (!InBrackets(open) || !Expect(close, $"`{Closing(close)}`"))
        {
            return false;
        }

        lexer.Depth--;
        return true;
    }

    private void Unclosed(int open)
    {
        var token = lexer.Tokens[open];
        var close = token.Kind switch { SyntaxKind.OpenParen => SyntaxKind.CloseParen, SyntaxKind.OpenBracket => SyntaxKind.CloseBracket, _ => SyntaxKind.CloseBrace };
        Fail(Catalogue.Unclosed, token.Span, $"this `{lexer.TextOf(token)}` is never closed", $"close it with `{Closing(close)}`");

        // What was passed in search of the closing bracket is read again as lines of its own.
        lexer.MoveTo(lexer.LastEnd);
        lexer.Depth = 0;
    }

    /// <summary>Whether a token at the begin of a line is a keyword followed by a blank, in a line no deeper than the statement: inside brackets that is the next statement.</summary>
    private bool BeginsStatement(Token token)
    {
        if (token.Kind != SyntaxKind.Word || token.End >= lexer.Text.Length || lexer.Text[token.End] is not (' ' or '\t') || KeywordKind(lexer.TextOf(token)) == SyntaxKind.Unreadable)
        {
            return false;
        }

        var lineStart = lexer.Text.LastIndexOf('\n', token.Start - 1) + 1;
        if (token.Start - lineStart > _indent)
        {
            return false;
        }

        var behind = lexer.Text.AsSpan(token.End).TrimStart(" \t");
        return behind.IsEmpty || behind[0] is not ('=' or ':' or ',' or ')' or ']' or '}' or '#');
    }

    private static char Closing(SyntaxKind close) => close switch { SyntaxKind.CloseParen => ')', SyntaxKind.CloseBracket => ']', _ => '}' };

    private T? TooDeep<T>(string what)
        where T : class
    {
        Fail(Catalogue.Unreadable, lexer.Peek().Span, $"{what} are nested deeper than {Parser.MaxDepth}", "name the inner values first");
        return null;
    }
}
