using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary>The steps of a task and the expectations of a tests file.</summary>
internal sealed partial class DocumentParser
{
    private DoSyntax? ParseDo(int first)
    {
        var next = lexer.PeekDotted(pattern: false);
        if (next.Kind != SyntaxKind.Dotted)
        {
            Unexpected(next, "a tool's name", "a call is written `do TOOL(NAME=VALUE) -> NAME`");
            return null;
        }

        lexer.Take();
        if (ParseArguments() is not { } arguments)
        {
            return null;
        }

        var binds = lexer.Peek().Kind == SyntaxKind.Arrow;
        if (binds)
        {
            lexer.Take();
            if (!ExpectValueName("a name for the result"))
            {
                return null;
            }
        }

        return new DoSyntax(tree, first, lexer.Count - first, arguments, binds);
    }

    private List<ArgumentSyntax>? ParseArguments()
    {
        if (lexer.Peek().Kind != SyntaxKind.OpenParen)
        {
            Unexpected(lexer.Peek(), "`(`", "write the arguments as `(NAME=VALUE, …)`, `()` without any");
            return null;
        }

        var open = Open();
        var arguments = new List<ArgumentSyntax>();
        while (InBrackets(open) && lexer.Peek().Kind != SyntaxKind.CloseParen)
        {
            var start = lexer.Count;
            if (!Expect(SyntaxKind.Word, "an argument's name or `)`", "arguments are written `NAME=VALUE`")
                || !Expect(SyntaxKind.Equal, "`=`", "arguments are written `NAME=VALUE`")
                || !InBrackets(open)
                || ParseExpression(0) is not { } value)
            {
                return null;
            }

            arguments.Add(new ArgumentSyntax(tree, start, lexer.Count - start, value));
            if (!TakeSeparator(open, SyntaxKind.CloseParen))
            {
                return null;
            }
        }

        return Close(open, SyntaxKind.CloseParen) ? arguments : null;
    }

    private MakeSyntax? ParseMake(int first, int indent)
    {
        const string Form = "the statement is `make NAME: TYPE from NAME, … with:`";
        if (!ExpectValueName("a name for what is made")
            || !Expect(SyntaxKind.Colon, "`:`", Form)
            || !Expect(SyntaxKind.Word, "what kind of text is made", Form)
            || !ExpectWord("from", Form))
        {
            return null;
        }

        var inputs = 0;
        do
        {
            if (inputs > 0)
            {
                lexer.Take(); // the comma
            }

            if (!Expect(SyntaxKind.Word, "the name of a value", Form))
            {
                return null;
            }

            inputs++;
        }
        while (lexer.Peek().Kind == SyntaxKind.Comma);
        if (!ExpectWord("with", Form))
        {
            return null;
        }

        if (lexer.Peek().Kind == SyntaxKind.Colon)
        {
            lexer.Take();
        }

        EndLine(indent);
        var instructions = ParseInstructions(indent);
        return new MakeSyntax(tree, first, lexer.Count - first, inputs, instructions);
    }

    private List<MakeInstructionSyntax> ParseInstructions(int outer)
    {
        var instructions = new List<MakeInstructionSyntax>();
        var blank = '\0';
        var indent = -1;
        while (NextLine() && _indent > outer)
        {
            _onLine = false;
            indent = indent < 0 ? _indent : indent;
            if (_indent < indent)
            {
                Report(Diagnostics.Catalogue.Indentation, new TextSpan(_lineStart, _indent), "the indentation fits no block around it", "indent the line like the others of its block");
            }
            else
            {
                CheckIndentation(indent, 1, ref blank);
            }

            var start = lexer.Position;
            var end = lexer.LineContentEnd(start);
            var dash = lexer.Text[start] == '-' && (start + 1 == end || lexer.Text[start + 1] is ' ' or '\t');
            var from = start + 1;
            while (from < end && lexer.Text[from] is ' ' or '\t')
            {
                from++;
            }

            var textEnd = end;
            while (textEnd > from && lexer.Text[textEnd - 1] is ' ' or '\t')
            {
                textEnd--;
            }

            if (!dash || from >= end)
            {
                Report(
                    Diagnostics.Catalogue.Unreadable,
                    TextSpan.FromBounds(start, Math.Max(textEnd, start + 1)),
                    dash ? "an instruction without text" : "an instruction begins with `- `",
                    "write each instruction on a line of its own: `- text`");
                SkipLine();
            }
            else
            {
                var first = lexer.Take(SyntaxKind.Dash, start, start + 1);
                lexer.Take(SyntaxKind.Instruction, from, textEnd);
                lexer.CheckCharacters(from, textEnd, inRule: false);
                instructions.Add(new MakeInstructionSyntax(tree, first, 2));
            }

            lexer.MoveTo(end + lexer.LineEndLength(end));
        }

        return instructions;
    }

    private CheckSyntax? ParseCheck(int first) =>
        ParseCondition(0) is { } condition ? new CheckSyntax(tree, first, lexer.Count - first, condition) : null;

    private IfSyntax? ParseIf(int first, int indent, int depth)
    {
        if (ParseCondition(0) is not { } condition)
        {
            return null;
        }

        var body = ParseSteps(first, indent, depth);
        return new IfSyntax(tree, first, lexer.Count - first, condition, body);
    }

    private ForSyntax? ParseFor(int first, int indent, int depth)
    {
        if (!ExpectValueName("a name for the element") || !ExpectWord("in", "the statement is `for NAME in LIST`") || ParseExpression(0) is not { } iterable)
        {
            return null;
        }

        var body = ParseSteps(first, indent, depth);
        return new ForSyntax(tree, first, lexer.Count - first, iterable, body);
    }

    private List<StatementSyntax> ParseSteps(int first, int indent, int depth)
    {
        EndLine(indent);
        var body = ParseBody(indent, depth);
        if (body.Count == 0)
        {
            var keyword = lexer.Tokens[first];
            Report(Diagnostics.Catalogue.Indentation, keyword.Span, $"no steps are indented under `{lexer.TextOf(keyword)}`", "indent its steps deeper than the line itself");
        }

        return body;
    }

    private ReturnSyntax? ParseReturn(int first) =>
        ParseExpression(0) is { } value ? new ReturnSyntax(tree, first, lexer.Count - first, value) : null;

    private ExpectSyntax? ParseExpect(int first, int indent, int depth)
    {
        const string Form = "the statement is `expect allow|ask|deny TOOL(NAME=VALUE)`";
        var decision = lexer.Peek();
        if (!(IsWord(decision, "allow") || IsWord(decision, "ask") || IsWord(decision, "deny")))
        {
            Unexpected(decision, "`allow`, `ask` or `deny`", Form);
            return null;
        }

        lexer.Take();
        var tool = lexer.PeekDotted(pattern: false);
        if (tool.Kind is not (SyntaxKind.Dotted or SyntaxKind.DoubleQuoted or SyntaxKind.SingleQuoted))
        {
            Unexpected(tool, "a tool's name", Form);
            return null;
        }

        lexer.Take();
        if (ParseArguments() is not { } arguments)
        {
            return null;
        }

        var inToken = -1;
        if (IsWord(lexer.Peek(), "in"))
        {
            lexer.Take();
            inToken = lexer.Count;
            if (!ExpectString("a folder as a string"))
            {
                return null;
            }
        }

        var becauseToken = -1;
        if (IsWord(lexer.Peek(), "because"))
        {
            lexer.Take();
            becauseToken = lexer.Count;
            if (!ExpectString("a part of the reason as a string"))
            {
                return null;
            }
        }

        EndLine(indent);
        var body = ParseBody(indent, depth);
        return new ExpectSyntax(tree, first, lexer.Count - first, arguments, inToken, becauseToken, body);
    }
}
