namespace Aex.Policy.Shell;

/// <summary>In what form a program is given what it runs.</summary>
public enum NestedRunKind
{
    /// <summary>A program and its arguments as words: <c>sudo cat f</c>.</summary>
    Words,

    /// <summary>A shell script; <see cref="NestedRun.Words"/> joined by blanks are its text: <c>sh -c 'cat f'</c>, <c>eval cat f</c>.</summary>
    Script,

    /// <summary>The shell script that comes from standard input: <c>sh &lt;&lt;EOF</c>.</summary>
    StandardInput,
}

/// <summary>Something that a program runs, for the walker to go on with.</summary>
public sealed record NestedRun
{
    /// <summary>In what form it is given.</summary>
    public required NestedRunKind Kind { get; init; }

    /// <summary>The program and its arguments, or the script's parts; empty for standard input.</summary>
    public IReadOnlyList<ShellWord> Words { get; init; } = [];

    /// <summary>The script's <c>$0</c>, <c>$1</c> and so on.</summary>
    public IReadOnlyList<ShellWord> Parameters { get; init; } = [];

    /// <summary>Variables set for it, each <c>NAME=value</c>.</summary>
    public IReadOnlyList<ShellWord> Assignments { get; init; } = [];

    /// <summary>The folder that it runs in; null for the command's own.</summary>
    public ShellWord? Directory { get; init; }

    /// <summary>Whether it runs on another machine or in a container, where paths mean other files.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Whether words that are not known follow (<c>xargs rm</c>, <c>find -exec rm {}</c> puts them in itself).</summary>
    public bool TakesMoreWords { get; init; }

    /// <summary>A text that unknown words are put in for, wherever it stands in the words (<c>{}</c>); null if there is none.</summary>
    public string? Placeholder { get; init; }

    /// <summary>What is put in for a word that is the placeholder alone, where its name is known: <c>src/…/*.py</c>. Null where it may have any.</summary>
    public ShellWord? Found { get; init; }

    /// <summary>What stands for it: unknown text, with a beginning where that is known.</summary>
    public string PlaceholderText { get; init; } = "\0";

    /// <summary>
    /// Whether it only looks like a command: what it would do counts, but nothing is wrong if it cannot be read, since the program's own coverage is partial.
    /// </summary>
    public bool IsTentative { get; init; }

    /// <summary>Whether the standard input of the command goes on to it.</summary>
    public bool GetsStandardInput { get; init; } = true;
}
