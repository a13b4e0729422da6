using System.Text;
using Aex.Language.Syntax;

namespace Aex.Language.Formatting;

/// <summary>Walks the statements, and prints each from its tokens and the trivia before them.</summary>
internal sealed class TreeFormatter(SyntaxTree tree)
{
    private const int Step = 2;
    private readonly StringBuilder _out = new(tree.Source.Text.Length + 64);
    private readonly List<int> _columns = [0]; // the source column of each block around the line, for comments between blocks
    private int _printed; // tokens printed

    private ReadOnlySpan<char> Text => tree.Source.Text;

    public string Run()
    {
        List<StatementSyntax> all = [];
        foreach (var child in tree.Root.Children)
        {
            all.Add((StatementSyntax)child);
        }

        PrintBlock(all, 0);
        PrintGap(tree.Source.Text.Length, level: 0);
        return Finish();
    }

    private string Finish()
    {
        while (_out.Length > 0 && _out[^1] == '\n')
        {
            _out.Length--;
        }

        if (_out.Length > 0)
        {
            _out.Append('\n');
        }

        var text = _out.ToString().TrimStart('\n');
        var feed = Text.IndexOf('\n');
        return feed > 0 && Text[feed - 1] == '\r' ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
    }

    private void PrintBlock(IReadOnlyList<StatementSyntax> statements, int level)
    {
        foreach (var statement in statements)
        {
            if (level == _columns.Count)
            {
                _columns.Add(ColumnOf(statement.KeywordSpan.Start));
            }

            PrintGap(statement.KeywordSpan.Start, level);
            if (_columns.Count > level + 1)
            {
                _columns.RemoveRange(level + 1, _columns.Count - level - 1);
            }

            Print(statement, level);
        }
    }

    private void Print(StatementSyntax statement, int level)
    {
        _out.Append(' ', level * Step);
        if (statement is MakeSyntax make)
        {
            PrintTokens(make.Instructions.Count > 0 ? make.Instructions[0].FirstToken : EndOf(statement), level);
            PrintInstructions(make, level + 1);
            return;
        }

        PrintTokens(statement.Body.Count > 0 ? statement.Body[0].FirstToken : EndOf(statement), level);
        if (statement.Body.Count > 0)
        {
            PrintBlock(statement.Body, level + 1);
        }
    }

    private void PrintInstructions(MakeSyntax make, int level)
    {
        foreach (var instruction in make.Instructions)
        {
            var dash = tree.Tokens[instruction.FirstToken];
            if (level == _columns.Count)
            {
                _columns.Add(ColumnOf(dash.Start));
            }

            PrintGap(dash.Start, level);
            _out.Append(' ', level * Step).Append("- ").Append(Text.Slice(tree.Tokens[_printed + 1].Start, tree.Tokens[_printed + 1].Length));
            _printed += 2;
        }
    }

    private static int EndOf(SyntaxNode node) => node.FirstToken + node.TokenCount;

    private int ColumnOf(int offset) => offset - (Text[..offset].LastIndexOf('\n') + 1);

    /// <summary>Ends the line, and prints the comments and blank lines up to an offset.</summary>
    private void PrintGap(int to, int level)
    {
        var from = _printed == 0 ? 0 : tree.Tokens[_printed - 1].End;
        var trivia = new TriviaReader(tree.Source.Text, from, to);
        var atLineStart = _printed == 0;
        while (trivia.Next())
        {
            if (trivia.IsComment && !atLineStart && !trivia.PassedLineEnd)
            {
                _out.Append("  ").Append(trivia.Comment);
                continue;
            }

            if (trivia.BlankLineBefore)
            {
                EndLine(atLineStart);
                atLineStart = true;
                _out.Append('\n');
            }

            if (trivia.IsComment)
            {
                EndLine(atLineStart);
                _out.Append(' ', CommentLevel(ColumnOf(trivia.Start), level) * Step).Append(trivia.Comment).Append('\n');
                atLineStart = true;
            }
        }

        EndLine(atLineStart);
    }

    private void EndLine(bool atLineStart)
    {
        if (!atLineStart)
        {
            _out.Append('\n');
        }
    }

    /// <summary>A comment between two blocks belongs to the deepest one that it is indented for, but at least to that of the line after it.</summary>
    private int CommentLevel(int column, int least)
    {
        var level = _columns.Count - 1;
        while (level > least && column < _columns[level])
        {
            level--;
        }

        return level;
    }

    /// <summary>Prints the tokens of one statement without those of its body.</summary>
    private void PrintTokens(int end, int level)
    {
        var line = new StatementPrinter(tree, _out, _printed, end, level * Step);
        line.Run();
        _printed = end;
    }
}
