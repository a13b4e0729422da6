using Aex.Language.Text;

namespace Aex.Policy.Shell.Syntax;

/// <summary>A command of any form.</summary>
/// <param name="Span">Where it stands.</param>
internal abstract record CommandSyntax(TextSpan Span)
{
    /// <summary>Its redirections, in order.</summary>
    public IReadOnlyList<Redirection> Redirections { get; init; } = [];
}

/// <summary>How a command is joined to the one before it.</summary>
internal enum Joint
{
    /// <summary><c>;</c> or a line's end, or it is the first.</summary>
    Then,

    /// <summary><c>&amp;&amp;</c>.</summary>
    And,

    /// <summary><c>||</c>.</summary>
    Or,
}

/// <summary>A pipeline in a list.</summary>
/// <param name="Command">The command, a <see cref="PipelineCommand"/> where there are several.</param>
/// <param name="Joint">How it is joined to the one before.</param>
/// <param name="IsBackground">Whether it is followed by <c>&amp;</c>.</param>
internal sealed record ListItem(CommandSyntax Command, Joint Joint, bool IsBackground);

/// <summary>Commands one after the other.</summary>
internal sealed record CommandList(TextSpan Span, IReadOnlyList<ListItem> Items);

/// <summary><c>NAME=value</c> before a command or alone.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The variable.</param>
/// <param name="IsAppended">Whether it is <c>+=</c>.</param>
/// <param name="HasSubscript">Whether one element of an array is meant.</param>
/// <param name="Subscript">The subscript.</param>
/// <param name="Value">The value.</param>
internal sealed record Assignment(TextSpan Span, string Name, bool IsAppended, bool HasSubscript, WordSyntax? Subscript, WordSyntax Value);

/// <summary>What a redirection does.</summary>
internal enum RedirectionKind
{
    /// <summary><c>&lt;</c>.</summary>
    Input,

    /// <summary><c>&gt;</c>, <c>&gt;|</c>.</summary>
    Output,

    /// <summary><c>&gt;&gt;</c>.</summary>
    Append,

    /// <summary><c>&lt;&gt;</c>.</summary>
    Both,

    /// <summary><c>&lt;&amp;</c>.</summary>
    InputCopy,

    /// <summary><c>&gt;&amp;</c>.</summary>
    OutputCopy,

    /// <summary><c>&amp;&gt;</c>, <c>&amp;&gt;&gt;</c>.</summary>
    AllOutput,

    /// <summary><c>&lt;&lt;</c>, <c>&lt;&lt;-</c>.</summary>
    Heredoc,

    /// <summary><c>&lt;&lt;&lt;</c>.</summary>
    HereString,
}

/// <summary>A redirection.</summary>
internal sealed class Redirection
{
    /// <summary>What it does.</summary>
    public required RedirectionKind Kind { get; init; }

    /// <summary>The descriptor as written: digits, or a variable's name; empty for the usual one.</summary>
    public required string Descriptor { get; init; }

    /// <summary>The file, the descriptor, the text; of a heredoc its end word until the body was read.</summary>
    public required WordSyntax Target { get; set; }

    /// <summary>Where it stands.</summary>
    public required TextSpan Span { get; init; }
}

/// <summary>Assignments, words and redirections.</summary>
internal sealed record SimpleCommand(TextSpan Span, IReadOnlyList<Assignment> Assignments, IReadOnlyList<WordSyntax> Words) : CommandSyntax(Span);

/// <summary>Commands of which each feeds the next.</summary>
internal sealed record PipelineCommand(TextSpan Span, IReadOnlyList<CommandSyntax> Commands) : CommandSyntax(Span);

/// <summary>A list in <c>{ }</c> or <c>( )</c>, or the branches of <c>if</c>: all of them may run, in order.</summary>
internal sealed record GroupCommand(TextSpan Span, IReadOnlyList<CommandList> Lists, bool IsSubshell, bool IsConditional) : CommandSyntax(Span);

/// <summary><c>while</c>, <c>until</c>, <c>for</c>, <c>select</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Variable">The variable it sets; null for none.</param>
/// <param name="Words">What it takes in turn; null where it is not said.</param>
/// <param name="Header">Expansions of <c>for ((…))</c>.</param>
/// <param name="Lists">Condition and body.</param>
internal sealed record LoopCommand(TextSpan Span, string? Variable, IReadOnlyList<WordSyntax>? Words, WordSyntax? Header, IReadOnlyList<CommandList> Lists) : CommandSyntax(Span);

/// <summary><c>case</c>.</summary>
internal sealed record CaseCommand(TextSpan Span, WordSyntax Subject, IReadOnlyList<WordSyntax> Patterns, IReadOnlyList<CommandList> Lists) : CommandSyntax(Span);

/// <summary>The definition of a function.</summary>
internal sealed record FunctionCommand(TextSpan Span, string Name, CommandSyntax Body) : CommandSyntax(Span);

/// <summary><c>coproc</c>.</summary>
internal sealed record CoprocCommand(TextSpan Span, CommandSyntax Body) : CommandSyntax(Span);

/// <summary><c>[[ … ]]</c> and <c>((…))</c>: only their expansions matter.</summary>
internal sealed record ExpressionCommand(TextSpan Span, IReadOnlyList<WordSyntax> Words) : CommandSyntax(Span);
