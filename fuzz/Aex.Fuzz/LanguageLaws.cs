using Aex.Language.Compilation;
using Aex.Language.Diagnostics;
using Aex.Language.Formatting;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Validation;

namespace Aex.Fuzz;

/// <summary>What holds for every text: it parses, prints back byte for byte, validates, formats once for all, and keeps its comments and meaning.</summary>
internal static class LanguageLaws
{
    /// <summary>Pieces that mean something to the parser.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "policy ", "task x v0\n", "tests t v0\n", "goal ", "allow ", "use ", "deny ", "confirm before ", "budget ", "strict shell\n", "map ", " to ", "need ", "do ", "make ", " from ",
        " with:\n  - ", "check ", "if ", "for ", " in ", "return ", "expect ", " because ", "calls=", "not ", " is ", " has ", " does not include ", " touches only ", "valid diff",
        "->", "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "*", "?", "-", "#", "\"", "'", "\\", "\n", "\r\n", "\r", "\t", "  ", " #", "\0", "\u0085", "\u2028", "\u200B", "\u202E",
        "\uFEFF", "[[[[[[[[", "{a:{a:{a:", "not not not ", "if a\n ", "(\n", "[0]", ".a", "list[list[", "🎉", "\uFE0F",
    ];

    /// <summary>Throws what is wrong; returns whether the text could be read.</summary>
    public static bool Run(byte[] input)
    {
        var source = SourceText.FromUtf8("fuzz.aex", input);
        Require(source.ToUtf8().AsSpan().SequenceEqual(input), "the source does not give its bytes back");
        var tree = Parser.Parse(source);
        Require(tree.ToText() == (source.HasBom ? "\uFEFF" : "") + source.Text, "printing is not the identity");
        CheckTokens(tree);
        var all = Validator.Check(tree, warnings: true);
        CheckDiagnostics(source, all);
        var errors = Validator.Check(tree, warnings: false);
        Require(errors.SequenceEqual(all.Where(d => d.Severity == Severity.Error)), "the errors differ without warnings");
        Require(source.InvalidUtf8At is null || tree.HasErrors, "invalid UTF-8 passes");
        var compiled = Compiler.ToJson(tree);
        TreeJson.Write(tree);
        if (tree.HasErrors)
        {
            Require(Formatter.Format(tree) == tree.ToText(), "a file with errors is formatted");
            return false;
        }

        CheckFormat(tree, compiled);
        return true;
    }

    /// <summary>The comments of a file, in order, without blanks at their ends.</summary>
    public static IReadOnlyList<string> CommentsOf(SyntaxTree tree)
    {
        List<string> comments = [];
        var at = 0;
        foreach (var token in tree.Tokens)
        {
            Collect(tree.Source.Text[at..token.Start], comments);
            at = token.End;
        }

        Collect(tree.Source.Text[at..], comments);
        return comments;
    }

    private static void Collect(string trivia, List<string> comments)
    {
        foreach (var line in trivia.Split('\n'))
        {
            if (line.IndexOf('#', StringComparison.Ordinal) is >= 0 and var start)
            {
                comments.Add(line[start..].TrimEnd(' ', '\t', '\r'));
            }
        }
    }

    private static void CheckFormat(SyntaxTree tree, byte[] compiled)
    {
        var formatted = Formatter.Format(tree);
        var again = Parser.Parse(SourceText.From("fuzz.aex", formatted));
        Require(!again.HasErrors, again.HasErrors ? $"formatting makes an error: {again.Diagnostics[0]}\n{formatted}" : "");
        Require(Formatter.Format(again) == formatted, "formatting twice is not formatting once");
        Require(Compiler.ToJson(again).AsSpan().SequenceEqual(compiled), "formatting changes the meaning");
        Require(CommentsOf(again).SequenceEqual(CommentsOf(tree)), "formatting changes the comments");
        Require(!formatted.Replace("\r", "", StringComparison.Ordinal).Contains("\n\n\n", StringComparison.Ordinal), "formatting leaves two blank lines in a row");
    }

    private static void CheckTokens(SyntaxTree tree)
    {
        var at = 0;
        foreach (var token in tree.Tokens)
        {
            Require(token.Start >= at && token.Length > 0 && token.End <= tree.Source.Text.Length, "a token lies outside its place");
            CheckTrivia(tree.Source.Text.AsSpan(at, token.Start - at));
            at = token.End;
        }

        CheckTrivia(tree.Source.Text.AsSpan(at));
    }

    private static void CheckTrivia(ReadOnlySpan<char> trivia)
    {
        foreach (var line in trivia.EnumerateLines())
        {
            var rest = line.TrimStart(" \t");
            Require(rest.IsEmpty || rest[0] == '#' || trivia.Contains('#'), "something between two tokens is no trivia");
        }
    }

    private static void CheckDiagnostics(SourceText source, IReadOnlyList<Diagnostic> diagnostics)
    {
        var last = 0;
        var index = 0;
        foreach (var diagnostic in diagnostics)
        {
            Require(diagnostic.Span.Start >= last && diagnostic.Span.Length >= 0 && diagnostic.Span.End <= source.Text.Length, "a diagnostic lies outside the text or out of order");
            Require(diagnostic.Message.Length > 0, "a diagnostic says nothing");
            if (index++ < 100)
            {
                var position = source.PositionOf(diagnostic.Span.Start);
                Require(position.Line >= 1 && position.Line <= source.LineCount && position.Column >= 1, "a position lies outside the text");
            }

            last = diagnostic.Span.Start;
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
