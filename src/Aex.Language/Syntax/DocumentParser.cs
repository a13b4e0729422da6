using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>Lines, indentation, blocks and what is shared by all statements.</summary>
internal sealed partial class DocumentParser(SyntaxTree tree, Lexer lexer)
{
    private static readonly string[] Keywords =
    [
        "policy", "task", "agent", "tests", "goal", "allow", "use", "deny", "confirm", "budget", "strict", "map", "need", "do", "make", "check", "if", "for", "return", "expect",
    ];

    private HeaderSyntax? _header;
    private bool _headerReported;
    private int _indent;
    private int _lineStart;
    private bool _onLine;
    private bool _failed;

    public void Run()
    {
        var statements = ParseBlock(0, 0);
        if (_header is null && !_headerReported)
        {
            ReportNoHeader(new TextSpan(0, 0));
        }

        tree.Complete(lexer.Tokens, lexer.Count, new DocumentSyntax(tree, lexer.Count, _header, statements), lexer.Diagnostics);
    }

    /// <summary>Reads the statements of one block: all lines from here on that are indented at least this deep.</summary>
    private List<StatementSyntax> ParseBlock(int indent, int depth)
    {
        var statements = new List<StatementSyntax>();
        var blank = '\0';
        while (NextLine() && _indent >= indent)
        {
            CheckIndentation(indent, depth, ref blank);
            var statement = ParseStatement(depth);
            if (depth == 0 && ReferenceEquals(statement, _header))
            {
                continue;
            }

            statements.Add(statement);
        }

        return statements;
    }

    /// <summary>The block under a statement that stands at an indentation; empty if none follows.</summary>
    private List<StatementSyntax> ParseBody(int outer, int depth)
    {
        if (!NextLine() || _indent <= outer)
        {
            return [];
        }

        if (depth + 1 <= Parser.MaxDepth)
        {
            return ParseBlock(_indent, depth + 1);
        }

        Report(Catalogue.Indentation, new TextSpan(_lineStart, _indent), $"blocks are nested deeper than {Parser.MaxDepth}");
        var statements = new List<StatementSyntax>();
        while (NextLine() && _indent > outer)
        {
            statements.Add(Unread(lexer.Count, lexer.Position));
        }

        return statements;
    }

    /// <summary>Moves to the first character of the next line that holds more than blanks and a comment; false at the end of the text.</summary>
    private bool NextLine()
    {
        if (_onLine)
        {
            return true;
        }

        var text = lexer.Text;
        var at = lexer.Position;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }

            if (at < text.Length && text[at] == '#')
            {
                at = lexer.CommentEnd(at);
            }

            if (at >= text.Length)
            {
                break;
            }

            if (lexer.LineEndLength(at) is > 0 and var length)
            {
                at += length;
                continue;
            }

            _lineStart = start;
            _indent = at - start;
            _onLine = true;
            lexer.MoveTo(at);
            return true;
        }

        lexer.MoveTo(at);
        return false;
    }

    private void CheckIndentation(int expected, int depth, ref char blank)
    {
        if (_indent == 0)
        {
            return;
        }

        var span = new TextSpan(_lineStart, _indent);
        var indentation = lexer.Text.AsSpan(_lineStart, _indent);
        var first = indentation[0];
        if (indentation.IndexOfAnyExcept(first) >= 0 || (blank != '\0' && blank != first))
        {
            Report(Catalogue.Indentation, span, "tabs and spaces are mixed in the indentation of one block", "indent every line of the block with the same character");
        }
        else if (_indent > expected)
        {
            Report(
                Catalogue.Indentation,
                span,
                depth == 0 ? "an indented line that belongs to no block" : "the indentation fits no block around it",
                depth == 0 ? "begin the line in the first column; only `if`, `for`, `make` and `expect` have lines under them" : "indent the line like the others of its block");
        }

        blank = first;
    }

    private StatementSyntax ParseStatement(int depth)
    {
        _onLine = false;
        _failed = false;
        lexer.Depth = 0;
        var first = lexer.Count;
        var indent = _indent;
        var start = lexer.Position;
        var keyword = lexer.Peek();
        var kind = KeywordKind(lexer.TextOf(keyword));
        if (kind == SyntaxKind.Unreadable)
        {
            ReportUnknownStatement(keyword);
            CheckHeaderFirst(keyword, kind);
            return UnreadBody(Unread(first, start, indent), indent, depth);
        }

        CheckHeaderFirst(keyword, kind);
        lexer.Take();
        StatementSyntax? statement = kind switch
        {
            SyntaxKind.Header => ParseHeader(first),
            SyntaxKind.Goal => ParseGoal(first),
            SyntaxKind.Grants => ParseGrants(first),
            SyntaxKind.Budget => ParseBudget(first),
            SyntaxKind.Strict => ParseStrict(first),
            SyntaxKind.Map => ParseMap(first),
            SyntaxKind.Need => ParseNeed(first),
            SyntaxKind.Do => ParseDo(first),
            SyntaxKind.Make => ParseMake(first, indent),
            SyntaxKind.Check => ParseCheck(first),
            SyntaxKind.If => ParseIf(first, indent, depth),
            SyntaxKind.For => ParseFor(first, indent, depth),
            SyntaxKind.Return => ParseReturn(first),
            _ => ParseExpect(first, indent, depth),
        };
        if (statement is null || _failed)
        {
            lexer.Forget();
            var unread = Unread(first, start, indent, statement);
            return kind is SyntaxKind.If or SyntaxKind.For or SyntaxKind.Make or SyntaxKind.Expect ? UnreadBody(unread, indent, depth) : unread;
        }

        EndLine(indent);
        return statement;
    }

    /// <summary>Checks that nothing but a comment follows on the line, and passes to the next.</summary>
    private void EndLine(int indent)
    {
        if (_onLine)
        {
            return; // the statement has read its block, and the line behind it is begun
        }

        lexer.Depth = 0;
        var next = lexer.Peek();
        if (next.Kind != SyntaxKind.EndOfLine)
        {
            Unexpected(next, "the end of the line");
            Skip(indent);
        }

        _failed = false;
        lexer.MoveTo(lexer.Position + lexer.LineEndLength(lexer.Position));
    }

    /// <summary>Makes the rest of the statement one token, and a node of what was read.</summary>
    private StatementSyntax Unread(int first, int start, int indent = int.MaxValue, StatementSyntax? partial = null)
    {
        _onLine = false;
        lexer.MoveTo(Math.Max(lexer.Position, start));
        Skip(indent);
        lexer.MoveTo(lexer.Position + lexer.LineEndLength(lexer.Position));
        _failed = false;
        return partial ?? new UnreadableSyntax(tree, first, lexer.Count - first, []);
    }

    /// <summary>Reads the lines under a statement that could not be read, so that they are not told broken as well.</summary>
    private StatementSyntax UnreadBody(StatementSyntax statement, int indent, int depth)
    {
        if (!NextLine() || _indent <= indent || statement is not UnreadableSyntax)
        {
            return statement;
        }

        if (lexer.Current != '-')
        {
            var body = ParseBody(indent, depth);
            return new UnreadableSyntax(tree, statement.FirstToken, lexer.Count - statement.FirstToken, body);
        }

        while (NextLine() && _indent > indent)
        {
            _onLine = false;
            SkipLine();
            lexer.MoveTo(lexer.Position + lexer.LineEndLength(lexer.Position));
        }

        return new UnreadableSyntax(tree, statement.FirstToken, lexer.Count - statement.FirstToken, []);
    }

    /// <summary>
    /// Takes what is left of the line as one token; with brackets open also the lines below that are indented deeper than
    /// the statement or begin with a closing bracket, so that one fault in a long call is told once.
    /// </summary>
    private void Skip(int indent)
    {
        var inBrackets = lexer.Depth > 0;
        lexer.Depth = 0;
        lexer.SkipTrivia();
        SkipLine();
        while (inBrackets && indent != int.MaxValue)
        {
            var at = lexer.Position + lexer.LineEndLength(lexer.Position);
            var start = at;
            while (at < lexer.Text.Length && lexer.Text[at] is ' ' or '\t')
            {
                at++;
            }

            var blankLine = at < lexer.Text.Length && lexer.LineEndLength(at) > 0;
            if (at >= lexer.Text.Length || (!blankLine && at - start <= indent && lexer.Text[at] is not (')' or ']' or '}')))
            {
                return;
            }

            lexer.MoveTo(at);
            lexer.SkipTrivia();
            SkipLine();
        }
    }

    private void SkipLine()
    {
        var start = lexer.Position;
        var end = lexer.LineContentEnd(start);
        for (var at = start + 1; at < end; at++)
        {
            if (lexer.Text[at] == '#' && lexer.StartsComment(at))
            {
                end = at;
            }
        }

        while (end > start && lexer.Text[end - 1] is ' ' or '\t')
        {
            end--;
        }

        if (end > start)
        {
            lexer.Take(SyntaxKind.Skipped, start, end);
        }

        lexer.SkipTrivia();
    }

    private bool Expect(SyntaxKind kind, string wanted, string? help = null)
    {
        var next = lexer.Peek();
        if (next.Kind == kind)
        {
            lexer.Take();
            return true;
        }

        Unexpected(next, wanted, help);
        return false;
    }

    private bool ExpectWord(string word, string? help = null)
    {
        var next = lexer.Peek();
        if (next.Kind == SyntaxKind.Word && lexer.TextOf(next).SequenceEqual(word))
        {
            lexer.Take();
            return true;
        }

        Unexpected(next, $"`{word}`", help);
        return false;
    }

    private bool IsWord(Token token, string word) => token.Kind == SyntaxKind.Word && lexer.TextOf(token).SequenceEqual(word);

    private bool ExpectString(string wanted, string? help = null)
    {
        var next = lexer.Peek();
        if (next.Kind is SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted)
        {
            lexer.Take();
            return true;
        }

        Unexpected(next, wanted, help);
        return false;
    }

    /// <summary>A NAME that will name a value, so none of the reserved words.</summary>
    private bool ExpectValueName(string wanted)
    {
        var next = lexer.Peek();
        if (next.Kind == SyntaxKind.Word && IsReserved(lexer.TextOf(next)))
        {
            Fail(Catalogue.Unreadable, next.Span, $"`{lexer.TextOf(next)}` can't name a value: the language uses the word itself", "choose another name");
            return false;
        }

        return Expect(SyntaxKind.Word, wanted);
    }

    private static bool IsReserved(ReadOnlySpan<char> name) => name is "is" or "has" or "does" or "touches" or "not" or "true" or "false" or "null";

    /// <summary>Reports the token that stands where something else was wanted.</summary>
    private void Unexpected(Token next, string wanted, string? help = null)
    {
        if (next.Kind == SyntaxKind.EndOfLine)
        {
            Fail(Catalogue.Unreadable, new TextSpan(next.Start, 0), $"expected {wanted}, but the line ends", help);
            return;
        }

        if (next.Kind == SyntaxKind.Bad)
        {
            var scalar = UnseenCharacters.ScalarAt(lexer.Text, next.Start, out var length);
            if (UnseenCharacters.IsRefusedInRules(scalar))
            {
                _failed = true;
                lexer.ReportCharacter(scalar, new TextSpan(next.Start, length));
                return;
            }
        }

        Fail(Catalogue.Unreadable, next.Span, $"expected {wanted}, not `{Shorten(lexer.TextOf(next))}`", help);
    }

    private void Fail(string code, TextSpan span, string message, string? help = null)
    {
        _failed = true;
        Report(code, span, message, help);
    }

    private void Report(string code, TextSpan span, string message, string? help = null) => lexer.Report(Diagnostic.Error(code, span, message, help));

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 60 ? text.ToString() : $"{text[..60]}…";

    private void CheckHeaderFirst(Token keyword, SyntaxKind kind)
    {
        if (_header is not null || kind == SyntaxKind.Header || _headerReported)
        {
            return;
        }

        ReportNoHeader(keyword.Span);
    }

    private void ReportNoHeader(TextSpan span)
    {
        _headerReported = true;
        Report(Catalogue.NoHeader, span, "the file does not begin with a header", "begin it with `policy NAME v0` or `task NAME v0`");
    }

    private void ReportUnknownStatement(Token first)
    {
        if (first.Kind != SyntaxKind.Word)
        {
            Unexpected(first, "a statement", lexer.TextOf(first) is "//" or "/" or "--" or "-" or ";" ? "a comment begins with `#`; a statement with a word such as `allow` or `deny`" : null);
            return;
        }

        var word = lexer.TextOf(first);
        if (Meant(word) is { } statement)
        {
            Report(Catalogue.Unreadable, first.Span, $"no statement begins with `{word}`", $"did you mean `{statement}`?");
            return;
        }

        var nearest = EditDistance.Nearest(word, Keywords, word.Length < 4 ? 1 : 2);
        _headerReported |= nearest is "policy" or "task" or "agent" or "tests";
        Report(Catalogue.Unreadable, first.Span, $"no statement begins with `{Shorten(word)}`", nearest is null ? null : $"did you mean `{nearest}`?");
    }

    /// <summary>The statement that people reach for by another word.</summary>
    private static string? Meant(ReadOnlySpan<char> word) => word switch
    {
        "ask" => "confirm before",
        "block" or "forbid" => "deny",
        "permit" or "grant" => "allow",
        "limit" => "budget",
        _ => null,
    };

    private static SyntaxKind KeywordKind(ReadOnlySpan<char> word) => word switch
    {
        "allow" or "deny" or "use" or "confirm" => SyntaxKind.Grants,
        "policy" or "task" or "agent" or "tests" => SyntaxKind.Header,
        "goal" => SyntaxKind.Goal,
        "budget" => SyntaxKind.Budget,
        "strict" => SyntaxKind.Strict,
        "map" => SyntaxKind.Map,
        "need" => SyntaxKind.Need,
        "do" => SyntaxKind.Do,
        "make" => SyntaxKind.Make,
        "check" => SyntaxKind.Check,
        "if" => SyntaxKind.If,
        "for" => SyntaxKind.For,
        "return" => SyntaxKind.Return,
        "expect" => SyntaxKind.Expect,
        _ => SyntaxKind.Unreadable,
    };
}
