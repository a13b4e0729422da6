namespace Aex.Language.Syntax;

/// <summary>The kinds of tokens and nodes.</summary>
public enum SyntaxKind : byte
{
#pragma warning disable CS1591 // each is named for what it is: docs/language.md, Grammar
    // tokens
    EndOfLine, Word, Dotted, Number, DoubleQuoted, SingleQuoted, BareScope, Instruction, Skipped, Bad,
    OpenParen, CloseParen, OpenBracket, CloseBracket, OpenBrace, CloseBrace,
    Comma, Colon, Dot, Equal, Arrow, Star, Question, Dash,

    // nodes
    Document, Header, Goal, Grants, Grant, Budget, Limit, Strict, Map, Need, Type,
    Do, Argument, Make, MakeInstruction, Check, If, For, Return, Expect, Unreadable,
    StringLiteral, NumberLiteral, BooleanLiteral, NullLiteral, Path, ListLiteral, ObjectLiteral, Property,
    Truthy, HasText, HasCitations, DoesNotInclude, ValidDiff, TouchesOnly, Equality, Not,
#pragma warning restore CS1591
}
