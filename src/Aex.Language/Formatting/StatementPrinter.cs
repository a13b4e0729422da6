using System.Text;
using Aex.Language.Syntax;

namespace Aex.Language.Formatting;

/// <summary>Prints the tokens of one statement with canonical blanks, and brackets that held a line end one element a line.</summary>
internal sealed class StatementPrinter(SyntaxTree tree, StringBuilder output, int first, int end, int indent)
{
    private const int Step = 2;
    private readonly Stack<bool> _groups = []; // the brackets open; whether each has a line an element
    private bool _atLineStart;
    private int _index;

    private Token Current => tree.Tokens[_index];

    private bool InWide => _groups.TryPeek(out var isWide) && isWide;

    public void Run()
    {
        for (_index = first; _index < end; _index++)
        {
            PrintBefore();
            PrintToken();
        }
    }

    /// <summary>Prints comments, line ends and blanks between the token before and this one.</summary>
    private void PrintBefore()
    {
        var kind = Current.Kind;
        var closes = IsClose(kind) && !InIndex();
        if (kind == SyntaxKind.Comma && InWide)
        {
            return; // comments before a comma are printed behind it
        }

        if (closes && InWide && CanEndWithComma() && tree.Tokens[_index - 1].Kind is not SyntaxKind.Comma && !IsOpen(tree.Tokens[_index - 1].Kind))
        {
            output.Append(',');
        }

        PrintComments();
        if (closes)
        {
            if (_groups.Pop())
            {
                StartLine();
            }

            return;
        }

        var before = _index == first ? SyntaxKind.EndOfLine : tree.Tokens[_index - 1].Kind;
        if (InWide && ((IsOpen(before) && !IsIndexOpen(_index - 1)) || before == SyntaxKind.Comma))
        {
            StartLine();
        }
        else if (!_atLineStart && _index > first && NeedsBlank(before, kind))
        {
            output.Append(' ');
        }

        if (_atLineStart)
        {
            output.Append(' ', indent + (_groups.Count * Step));
            _atLineStart = false;
        }
    }

    private void PrintToken()
    {
        if (_atLineStart)
        {
            output.Append(' ', indent + (_groups.Count * Step));
            _atLineStart = false;
        }

        var token = Current;
        var text = tree.Source.Text.AsSpan(token.Start, token.Length);
        if (token.Kind == SyntaxKind.SingleQuoted)
        {
            output.Append(StringLiteral.Encode(StringLiteral.Decode(text)));
        }
        else
        {
            output.Append(text);
        }

        if (IsOpen(token.Kind) && !IsIndexOpen(_index))
        {
            _groups.Push(IsWide(_index));
        }
    }

    /// <summary>Prints the comments since the last token, and since the one before a comma.</summary>
    private void PrintComments()
    {
        if (_index == first)
        {
            return;
        }

        var from = tree.Tokens[_index - 1].Kind == SyntaxKind.Comma && _index - 2 >= first ? tree.Tokens[_index - 2].End : tree.Tokens[_index - 1].End;
        var comma = tree.Tokens[_index - 1].Kind == SyntaxKind.Comma ? tree.Tokens[_index - 1].Start : -1;
        if (comma >= 0)
        {
            PrintComments(from, comma);
            from = comma + 1;
        }

        PrintComments(from, Current.Start);
    }

    private void PrintComments(int from, int to)
    {
        var trivia = new TriviaReader(tree.Source.Text, from, to);
        while (trivia.Next())
        {
            if (trivia.BlankLineBefore && InWide && IsBetweenElements(trivia.IsComment))
            {
                StartLine();
                if (output.Length > 1 && output[^2] != '\n')
                {
                    output.Append('\n');
                }
            }

            if (!trivia.IsComment)
            {
                continue;
            }

            if (!trivia.PassedLineEnd && !_atLineStart)
            {
                output.Append("  ").Append(trivia.Comment);
            }
            else
            {
                StartLine();
                output.Append(' ', indent + (_groups.Count * Step)).Append(trivia.Comment);
            }

            _atLineStart = false;
            StartLine();
        }
    }

    /// <summary>Blank lines are kept between elements, not inside one nor at the edges of a bracket.</summary>
    private bool IsBetweenElements(bool isComment) => tree.Tokens[_index - 1].Kind == SyntaxKind.Comma && (isComment || !IsClose(Current.Kind));

    private void StartLine()
    {
        if (!_atLineStart)
        {
            output.Append('\n');
            _atLineStart = true;
        }
    }

    /// <summary>Whether the brackets opened there held a line end.</summary>
    private bool IsWide(int open)
    {
        var close = CloseOf(open);
        var inside = tree.Source.Text.AsSpan(tree.Tokens[open].End, tree.Tokens[close].Start - tree.Tokens[open].End);
        return inside.Contains('\n');
    }

    private int CloseOf(int open)
    {
        var depth = 0;
        for (var i = open; i < end; i++)
        {
            if (IsOpen(tree.Tokens[i].Kind))
            {
                depth++;
            }
            else if (IsClose(tree.Tokens[i].Kind) && --depth == 0)
            {
                return i;
            }
        }

        return end - 1;
    }

    /// <summary>A map's arguments and a type's element take no comma at their end.</summary>
    private bool CanEndWithComma()
    {
        var keyword = tree.Source.Text.AsSpan(tree.Tokens[first].Start, tree.Tokens[first].Length);
        return keyword is not ("map" or "need");
    }

    /// <summary>Whether the token closes an index of a path.</summary>
    private bool InIndex() => Current.Kind == SyntaxKind.CloseBracket && _index >= first + 2 && tree.Tokens[_index - 1].Kind == SyntaxKind.Number && IsIndexOpen(_index - 2);

    /// <summary>A <c>[</c> right behind a name or another index belongs to a path; in a <c>need</c>, to a type.</summary>
    private bool IsIndexOpen(int index)
    {
        if (tree.Tokens[index].Kind != SyntaxKind.OpenBracket || index == first || !CanEndWithComma())
        {
            return false;
        }

        var before = tree.Tokens[index - 1];
        return before.End == tree.Tokens[index].Start
            && before.Kind is SyntaxKind.Word or SyntaxKind.CloseBracket
            && index + 2 < end
            && tree.Tokens[index + 1].Kind == SyntaxKind.Number
            && tree.Tokens[index + 2].Kind == SyntaxKind.CloseBracket;
    }

    private bool NeedsBlank(SyntaxKind before, SyntaxKind kind) => (before, kind) switch
    {
        (_, SyntaxKind.Comma or SyntaxKind.Colon or SyntaxKind.Dot or SyntaxKind.Question or SyntaxKind.Equal or SyntaxKind.OpenParen) => false,
        (_, SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace) => false,
        (SyntaxKind.OpenParen or SyntaxKind.OpenBracket or SyntaxKind.OpenBrace or SyntaxKind.Dot or SyntaxKind.Equal, _) => false,
        (SyntaxKind.Colon, SyntaxKind.BareScope) => false,
        (SyntaxKind.Colon, SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted) => !IsGrantScope(),
        (_, SyntaxKind.OpenBracket) => !IsIndexOpen(_index) && CanEndWithComma(),
        _ => true,
    };

    /// <summary>Whether the string behind a <c>:</c> is a scope, not a property's value.</summary>
    private bool IsGrantScope() => _groups.Count == 0;

    private static bool IsOpen(SyntaxKind kind) => kind is SyntaxKind.OpenParen or SyntaxKind.OpenBracket or SyntaxKind.OpenBrace;

    private static bool IsClose(SyntaxKind kind) => kind is SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.CloseBrace;
}
