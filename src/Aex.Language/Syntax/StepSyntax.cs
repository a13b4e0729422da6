using Aex.Language.Text;

namespace Aex.Language.Syntax;

/// <summary><c>do TOOL(ARGUMENTS) -> NAME</c>.</summary>
public sealed class DoSyntax : StatementSyntax
{
    private readonly bool _binds;

    internal DoSyntax(SyntaxTree tree, int firstToken, int tokenCount, IReadOnlyList<ArgumentSyntax> arguments, bool binds)
        : base(tree, firstToken, tokenCount)
    {
        Arguments = arguments;
        _binds = binds;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Do;

    /// <summary>The tool called.</summary>
    public string Tool => StringOf(FirstToken + 1);

    /// <summary>Where the tool stands.</summary>
    public TextSpan ToolSpan => SpanOf(FirstToken + 1);

    /// <summary>The arguments, in order.</summary>
    public IReadOnlyList<ArgumentSyntax> Arguments { get; }

    /// <summary>The name given to the result; null without.</summary>
    public string? Bind => _binds ? StringOf(FirstToken + TokenCount - 1) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Arguments;
}

/// <summary><c>NAME=EXPRESSION</c>.</summary>
public sealed class ArgumentSyntax : SyntaxNode
{
    internal ArgumentSyntax(SyntaxTree tree, int firstToken, int tokenCount, ExpressionSyntax value)
        : base(tree, firstToken, tokenCount) => Value = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Argument;

    /// <summary>The argument's name.</summary>
    public string Name => StringOf(FirstToken);

    /// <summary>Where the name stands.</summary>
    public TextSpan NameSpan => SpanOf(FirstToken);

    /// <summary>Its value.</summary>
    public ExpressionSyntax Value { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Value];
}

/// <summary><c>make NAME: TYPE from NAMES with:</c> and the instructions under it.</summary>
public sealed class MakeSyntax : StatementSyntax
{
    private readonly int _inputCount;

    internal MakeSyntax(SyntaxTree tree, int firstToken, int tokenCount, int inputCount, IReadOnlyList<MakeInstructionSyntax> instructions)
        : base(tree, firstToken, tokenCount)
    {
        _inputCount = inputCount;
        Instructions = instructions;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Make;

    /// <summary>The name given to what the model makes.</summary>
    public string Bind => StringOf(FirstToken + 1);

    /// <summary>What kind of text it is.</summary>
    public string Type => StringOf(FirstToken + 3);

    /// <summary>Number of the values handed to the model.</summary>
    public int InputCount => _inputCount;

    /// <summary>The instructions, in order.</summary>
    public IReadOnlyList<MakeInstructionSyntax> Instructions { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => Instructions;

    /// <summary>The name of an input.</summary>
    public string Input(int index) => StringOf(FirstToken + 5 + (2 * index));

    /// <summary>Where an input stands.</summary>
    public TextSpan InputSpan(int index) => SpanOf(FirstToken + 5 + (2 * index));
}

/// <summary>One line <c>- text</c> under a <c>make</c>; a <c>#</c> in it is text.</summary>
public sealed class MakeInstructionSyntax : SyntaxNode
{
    internal MakeInstructionSyntax(SyntaxTree tree, int firstToken, int tokenCount)
        : base(tree, firstToken, tokenCount)
    {
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.MakeInstruction;

    /// <summary>The text behind the dash, without blanks round it.</summary>
    public string Text => StringOf(FirstToken + 1);
}

/// <summary><c>check CONDITION</c>.</summary>
public sealed class CheckSyntax : StatementSyntax
{
    internal CheckSyntax(SyntaxTree tree, int firstToken, int tokenCount, ConditionSyntax condition)
        : base(tree, firstToken, tokenCount) => Condition = condition;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Check;

    /// <summary>What must hold.</summary>
    public ConditionSyntax Condition { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Condition];
}

/// <summary><c>if CONDITION</c> and its steps.</summary>
public sealed class IfSyntax : StatementSyntax
{
    internal IfSyntax(SyntaxTree tree, int firstToken, int tokenCount, ConditionSyntax condition, IReadOnlyList<StatementSyntax> body)
        : base(tree, firstToken, tokenCount)
    {
        Condition = condition;
        Body = body;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.If;

    /// <summary>When its steps are run.</summary>
    public ConditionSyntax Condition { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<StatementSyntax> Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Condition, .. Body];
}

/// <summary><c>for NAME in EXPRESSION</c> and its steps.</summary>
public sealed class ForSyntax : StatementSyntax
{
    internal ForSyntax(SyntaxTree tree, int firstToken, int tokenCount, ExpressionSyntax iterable, IReadOnlyList<StatementSyntax> body)
        : base(tree, firstToken, tokenCount)
    {
        Iterable = iterable;
        Body = body;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.For;

    /// <summary>The name of the element, known in the body only.</summary>
    public string Variable => StringOf(FirstToken + 1);

    /// <summary>What is walked through.</summary>
    public ExpressionSyntax Iterable { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<StatementSyntax> Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Iterable, .. Body];
}

/// <summary><c>return EXPRESSION</c>.</summary>
public sealed class ReturnSyntax : StatementSyntax
{
    internal ReturnSyntax(SyntaxTree tree, int firstToken, int tokenCount, ExpressionSyntax value)
        : base(tree, firstToken, tokenCount) => Value = value;

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Return;

    /// <summary>The run's output.</summary>
    public ExpressionSyntax Value { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [Value];
}

/// <summary><c>expect DECISION TOOL(ARGUMENTS) in "…" because "…"</c>; expectations under it share its session.</summary>
public sealed class ExpectSyntax : StatementSyntax
{
    private readonly int _inToken;
    private readonly int _becauseToken;

    internal ExpectSyntax(
        SyntaxTree tree, int firstToken, int tokenCount, IReadOnlyList<ArgumentSyntax> arguments, int inToken, int becauseToken, IReadOnlyList<StatementSyntax> body)
        : base(tree, firstToken, tokenCount)
    {
        Arguments = arguments;
        _inToken = inToken;
        _becauseToken = becauseToken;
        Body = body;
    }

    /// <inheritdoc/>
    public override SyntaxKind Kind => SyntaxKind.Expect;

    /// <summary><c>allow</c>, <c>ask</c> or <c>deny</c>.</summary>
    public string Decision => StringOf(FirstToken + 1);

    /// <summary>The client's name of the tool.</summary>
    public string Tool
    {
        get
        {
            var token = FirstToken + 2;
            return Tree.TokenAt(token).Kind == SyntaxKind.Dotted ? StringOf(token) : StringLiteral.Decode(Tree.TextOf(token));
        }
    }

    /// <summary>The arguments of the call.</summary>
    public IReadOnlyList<ArgumentSyntax> Arguments { get; }

    /// <summary>The working directory; null for the root.</summary>
    public string? In => _inToken < 0 ? null : StringLiteral.Decode(Tree.TextOf(_inToken));

    /// <summary>A text that the reason must hold; null for any.</summary>
    public string? Because => _becauseToken < 0 ? null : StringLiteral.Decode(Tree.TextOf(_becauseToken));

    /// <inheritdoc/>
    public override IReadOnlyList<StatementSyntax> Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SyntaxNode> Children => [.. Arguments, .. Body];
}
