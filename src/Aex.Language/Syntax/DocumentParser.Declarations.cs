using Aex.Language.Diagnostics;
using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>The header and the declarations.</summary>
internal sealed partial class DocumentParser
{
    private HeaderSyntax ParseHeader(int first)
    {
        var keyword = lexer.Tokens[first];
        var hasName = Expect(SyntaxKind.Word, $"a name after `{lexer.TextOf(keyword)}`", "a name is letters, digits, `_` and `-`, and begins with a letter or `_`");
        var hasVersion = hasName && ParseVersion();
        var header = new HeaderSyntax(tree, first, lexer.Count - first, hasName, hasVersion);
        if (_header is not null)
        {
            Report(Catalogue.DeclaredTwice, keyword.Span, "the file has a header already", "keep one header, in the first line");
            return header;
        }

        _headerReported = true;
        return _header = header;
    }

    /// <summary><c>v0</c> or <c>v0.N</c>, taken as one word.</summary>
    private bool ParseVersion()
    {
        lexer.SkipTrivia();
        var start = lexer.Position;
        var end = start;
        while (end < lexer.Text.Length && lexer.Text[end] is > ' ' and < '\u007F')
        {
            end++;
        }

        if (end == start)
        {
            if (lexer.Peek().Kind == SyntaxKind.EndOfLine)
            {
                Fail(Catalogue.UnknownVersion, new TextSpan(start, 0), "the header names no language version", "write `v0` behind the name");
            }
            else
            {
                Unexpected(lexer.Peek(), "the language version `v0`");
            }

            return false;
        }

        var version = lexer.Text.AsSpan(start, end - start);
        if (!IsKnownVersion(version))
        {
            Report(Catalogue.UnknownVersion, TextSpan.FromBounds(start, end), $"`{Shorten(version)}` is no language version that this program reads", "write `v0`");
        }

        lexer.Take(SyntaxKind.Word, start, end);
        return true;
    }

    private static bool IsKnownVersion(ReadOnlySpan<char> version) =>
        version.SequenceEqual("v0") || (version.StartsWith("v0.") && version.Length > 3 && version[3..].IndexOfAnyExceptInRange('0', '9') < 0);

    private GoalSyntax? ParseGoal(int first) =>
        ExpectString("a string after `goal`", "write the goal in double quotes") ? new GoalSyntax(tree, first, lexer.Count - first) : null;

    private StrictSyntax? ParseStrict(int first) =>
        ExpectWord("shell", "the statement is `strict shell`") ? new StrictSyntax(tree, first, lexer.Count - first) : null;

    private GrantsSyntax? ParseGrants(int first)
    {
        var verb = lexer.TextOf(lexer.Tokens[first]) switch
        {
            "allow" => GrantVerb.Allow,
            "use" => GrantVerb.Use,
            "deny" => GrantVerb.Deny,
            _ => GrantVerb.Confirm,
        };
        if (verb == GrantVerb.Confirm && !ExpectWord("before", "the statement is `confirm before CAPABILITY`"))
        {
            return null;
        }

        var grant = ParseGrant();
        if (grant is null)
        {
            return null;
        }

        if (lexer.Peek().Kind != SyntaxKind.Comma)
        {
            return CheckGrantsEnd() ? new GrantsSyntax(tree, first, lexer.Count - first, verb, [grant]) : null;
        }

        var grants = new List<GrantSyntax> { grant };
        while (lexer.Peek().Kind == SyntaxKind.Comma)
        {
            lexer.Take();
            if (ParseGrant() is not { } more)
            {
                break;
            }

            grants.Add(more);
        }

        if (!_failed && !CheckGrantsEnd())
        {
            grants.RemoveAt(grants.Count - 1);
        }

        return grants.Count == 0 ? null : new GrantsSyntax(tree, first, lexer.Count - first, verb, [.. grants]);
    }

    /// <summary>False if what follows belongs to the last grant, which then means something else than was read.</summary>
    private bool CheckGrantsEnd()
    {
        var next = lexer.Peek();
        var adjoins = next.Kind != SyntaxKind.EndOfLine && next.Start == lexer.LastEnd;
        switch (next.Kind)
        {
            case SyntaxKind.EndOfLine:
                break;
            case SyntaxKind.Colon:
                Fail(Catalogue.Unreadable, next.Span, "white space before the `:` of a scope", "write the scope right behind the pattern: `file.write:src/**`");
                break;
            default:
                Unexpected(next, "`,` or the end of the line", "separate capabilities by `,`; put a name or scope with other characters in double quotes");
                break;
        }

        return !adjoins;
    }

    private GrantSyntax? ParseGrant()
    {
        var first = lexer.Count;
        if (!TakePattern("a capability"))
        {
            return null;
        }

        if (lexer.Current != ':')
        {
            return new GrantSyntax(tree, first, 1);
        }

        lexer.Take(SyntaxKind.Colon, lexer.Position, lexer.Position + 1);
        return TakeScope() ? new GrantSyntax(tree, first, 3) : null;
    }

    /// <summary>Takes a pattern: <c>*</c>, a dotted name, a dotted name with <c>.*</c>, or a string.</summary>
    private bool TakePattern(string wanted)
    {
        var next = lexer.PeekDotted(pattern: true);
        switch (next.Kind)
        {
            case SyntaxKind.Star or SyntaxKind.Dotted:
                lexer.Take();
                return true;
            case SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted:
                lexer.Take();
                return CheckRuleString(next, "a name");
            default:
                Unexpected(next, wanted, "a capability is a dotted name like `file.read`, a family like `network.*`, `*`, or a tool's name in double quotes");
                return false;
        }
    }

    private bool TakeScope()
    {
        var start = lexer.Position;
        if (lexer.Current is '"' or '\'')
        {
            var token = lexer.Peek();
            lexer.Take();
            return CheckRuleString(token, "a scope");
        }

        var end = BareScopeEnd(start, out var openBrace);
        if (end == start)
        {
            var atBlank = lexer.Current is ' ' or '\t';
            Fail(
                Catalogue.Unreadable,
                new TextSpan(start - 1, 1),
                atBlank ? "white space behind the `:` of a scope" : "a scope is missing behind the `:`",
                atBlank ? "write the scope right behind the `:`, in double quotes if it holds blanks" : "write `file.write:src/**`, or leave the `:` out");
            return false;
        }

        lexer.Take(SyntaxKind.BareScope, start, end);
        if (openBrace >= 0)
        {
            Fail(Catalogue.Unclosed, TextSpan.FromBounds(openBrace, end), "the brace of this scope is not closed", "close it with `}`; put a scope that holds blanks in double quotes");
            return false;
        }

        if (!lexer.CheckCharacters(start, end, inRule: true))
        {
            _failed = true;
            return false;
        }

        var quote = lexer.Text.AsSpan(start, end - start).IndexOfAny('"', '\'');
        if (quote >= 0)
        {
            Fail(Catalogue.Unreadable, new TextSpan(start + quote, 1), "a quote inside a scope without quotes", "put the whole scope in double quotes");
            return false;
        }

        return true;
    }

    /// <summary>A bare scope runs to white space, the line's end, or a <c>,</c> outside braces.</summary>
    private int BareScopeEnd(int start, out int openBrace)
    {
        var text = lexer.Text;
        var depth = 0;
        var at = start;
        openBrace = -1;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c is ' ' or '\t' or '\n' || (c == '\r' && lexer.LineEndLength(at) > 0) || (c == ',' && depth == 0))
            {
                break;
            }

            if (c == '{')
            {
                openBrace = depth++ == 0 ? at : openBrace;
            }
            else if (c == '}' && depth > 0 && --depth == 0)
            {
                openBrace = -1;
            }
        }

        return at;
    }

    /// <summary>A string that names or limits something must be closed, hold something, and nothing unseen.</summary>
    private bool CheckRuleString(Token token, string what)
    {
        if (token.Length <= 2 && lexer.TextOf(token) is "\"\"" or "''")
        {
            Fail(Catalogue.Unreadable, token.Span, $"{what} can't be empty");
            return false;
        }

        var text = lexer.TextOf(token);
        if (text.IndexOfAnyExceptInRange(' ', '~') >= 0 && !HoldsRefusedEverywhere(text) && !lexer.CheckCharacters(token.Start, token.End, inRule: true))
        {
            _failed = true;
            return false;
        }

        return true;
    }

    /// <summary>Whether taking the string has already been reported for one of its characters.</summary>
    private static bool HoldsRefusedEverywhere(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (UnseenCharacters.IsRefusedEverywhere(UnseenCharacters.ScalarAt(text, at, out var length)))
            {
                return true;
            }

            at += length;
        }

        return false;
    }

    private BudgetSyntax? ParseBudget(int first)
    {
        var limits = new List<LimitSyntax>();
        do
        {
            if (limits.Count > 0)
            {
                lexer.Take(); // the comma
            }

            var start = lexer.Count;
            if (!TakePattern("`calls`, `minutes`, `tokens` or a capability")
                || !Expect(SyntaxKind.Equal, "`=`", "a limit is written `calls=20`")
                || !TakeLimitValue(out var value))
            {
                return limits.Count == 0 ? null : new BudgetSyntax(tree, first, lexer.Count - first, limits);
            }

            limits.Add(new LimitSyntax(tree, start, 3, value));
        }
        while (lexer.Peek().Kind == SyntaxKind.Comma);
        return new BudgetSyntax(tree, first, lexer.Count - first, limits);
    }

    /// <summary>Takes the word behind the <c>=</c> whatever it is, so that a wrong value is told as such.</summary>
    private bool TakeLimitValue(out long value)
    {
        value = -1;
        lexer.SkipTrivia();
        var start = lexer.Position;
        var end = start;
        while (end < lexer.Text.Length && lexer.Text[end] is > ' ' and < '\u007F' and not ',')
        {
            end++;
        }

        if (end == start)
        {
            Unexpected(lexer.Peek(), "a whole number");
            return false;
        }

        var text = lexer.Text.AsSpan(start, end - start);
        var digits = text.IndexOfAnyExceptInRange('0', '9') < 0;
        if (!digits || !long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value))
        {
            value = -1;
            Report(
                Catalogue.BadBudget,
                TextSpan.FromBounds(start, end),
                digits ? $"`{Shorten(text)}` is too large a limit" : $"`{Shorten(text)}` is no whole number of 0 or more",
                digits ? $"the largest is {long.MaxValue}" : "write digits only, like `calls=20`");
        }

        lexer.Take(SyntaxKind.Number, start, end);
        return true;
    }

    private MapSyntax? ParseMap(int first)
    {
        var next = lexer.PeekDotted(pattern: false);
        if (next.Kind is not (SyntaxKind.Dotted or SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted))
        {
            Unexpected(next, "a tool's name", "the statement is `map TOOL(ARGUMENT) to CAPABILITY`");
            return null;
        }

        lexer.Take();
        if (next.Kind != SyntaxKind.Dotted && !CheckRuleString(next, "a tool's name"))
        {
            return null;
        }

        var arguments = 0;
        if (lexer.Peek().Kind == SyntaxKind.OpenParen)
        {
            var open = Open();
            do
            {
                if (arguments > 0)
                {
                    lexer.Take(); // the comma
                }

                if (!InBrackets(open) || !Expect(SyntaxKind.Word, "an argument's name"))
                {
                    return null;
                }

                arguments++;
            }
            while (lexer.Peek().Kind == SyntaxKind.Comma);
            if (!Close(open, SyntaxKind.CloseParen))
            {
                return null;
            }
        }

        if (!ExpectWord("to", "the statement is `map TOOL(ARGUMENT) to CAPABILITY`"))
        {
            return null;
        }

        next = lexer.PeekDotted(pattern: false);
        if (next.Kind != SyntaxKind.Dotted)
        {
            Unexpected(next, "a capability after `to`");
            return null;
        }

        lexer.Take();
        return new MapSyntax(tree, first, lexer.Count - first, arguments);
    }

    private NeedSyntax? ParseNeed(int first)
    {
        if (!ExpectValueName("the input's name")
            || !Expect(SyntaxKind.Colon, "`:`", "an input is written `need NAME: TYPE`")
            || ParseType(0) is not { } type)
        {
            return null;
        }

        return new NeedSyntax(tree, first, lexer.Count - first, type);
    }

    private TypeSyntax? ParseType(int depth)
    {
        var first = lexer.Count;
        if (depth > Parser.MaxDepth)
        {
            return TooDeep<TypeSyntax>("types");
        }

        if (!Expect(SyntaxKind.Word, "a type", "a type is `str`, `num`, `int`, `bool`, `file`, `url`, `json` or `list[…]`, with `?` where it may be missing"))
        {
            return null;
        }

        TypeSyntax? element = null;
        if (lexer.Peek().Kind == SyntaxKind.OpenBracket)
        {
            var open = Open();
            if (!InBrackets(open) || (element = ParseType(depth + 1)) is null || !Close(open, SyntaxKind.CloseBracket))
            {
                return null;
            }
        }

        var optional = lexer.Peek().Kind == SyntaxKind.Question;
        if (optional)
        {
            lexer.Take();
        }

        return new TypeSyntax(tree, first, lexer.Count - first, element, optional);
    }
}
