using System.Globalization;
using System.Text;

namespace Aex.Cli.Tests.Docs;

/// <summary>One command of a Markdown document and the output that the document promises for it.</summary>
/// <param name="Line">1-based line of the command in the document.</param>
/// <param name="Command">What stands after <c>$ </c>, a shell line; a hidden <c>&lt;!-- run</c> block is one script.</param>
/// <param name="Expected">The lines below it, up to the next command; <c>...</c> stands for anything. Null in a hidden
/// <c>&lt;!-- run</c> block, whose output is not compared.</param>
/// <param name="Exit">The exit code: 0, or what a last line <c>[exit N]</c> says.</param>
public sealed record ConsoleBlock(int Line, string Command, IReadOnlyList<string>? Expected, int Exit = 0)
{
    /// <summary>Whether it promises anything: a <c>...</c> alone would hold for every output.</summary>
    public bool PromisesNothing => Expected is { Count: > 0 } && Expected.All(line => line.Trim() is "..." or "");

    /// <summary>Whether it is a whole <c>sh</c> block: what a reader is to type, without output.</summary>
    public bool IsScript { get; init; }

    /// <summary>The commands of the <c>console</c> and <c>sh</c> blocks and of hidden <c>&lt;!-- run … --&gt;</c> comments, in order.</summary>
    public static IReadOnlyList<ConsoleBlock> In(string markdown)
    {
        var found = new List<ConsoleBlock>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd() == "<!-- run")
            {
                var first = i + 2;
                var script = new StringBuilder();
                for (i++; i < lines.Length && lines[i].TrimEnd() != "-->"; i++)
                {
                    script.Append(lines[i]).Append('\n');
                }

                found.Add(new ConsoleBlock(first, script.ToString(), null));
            }
            else if (lines[i].TrimEnd() is "```sh" or "```bash")
            {
                var first = i + 2;
                var script = new StringBuilder();
                for (i++; i < lines.Length && lines[i] != "```"; i++)
                {
                    script.Append(lines[i]).Append('\n');
                }

                found.Add(new ConsoleBlock(first, script.ToString(), null) { IsScript = true });
            }
            else if (lines[i].TrimEnd() == "```console")
            {
                var at = 0;
                List<string>? expected = null;
                var command = new StringBuilder();
                for (i++; i < lines.Length && lines[i] != "```"; i++)
                {
                    if (lines[i].StartsWith("$ ", StringComparison.Ordinal))
                    {
                        Flush();
                        at = i + 1;
                        expected = [];
                        command.Append(lines[i].AsSpan(2));
                    }
                    else
                    {
                        expected?.Add(lines[i]);
                    }
                }

                Flush();

                void Flush()
                {
                    if (expected is not null)
                    {
                        var exit = 0;
                        var last = expected.FindLastIndex(line => line.Length > 0);
                        if (last >= 0 && expected[last] is ['[', 'e', 'x', 'i', 't', ' ', .. var code, ']'])
                        {
                            exit = int.Parse(code, CultureInfo.InvariantCulture);
                            expected.RemoveAt(last);
                        }

                        found.Add(new ConsoleBlock(at, command.ToString(), expected, exit));
                    }

                    command.Clear();
                }
            }
        }

        return found;
    }

    /// <summary>Whether <paramref name="actual"/> is what the document promises; <c>...</c> alone on a line stands for any
    /// number of lines, inside a line for any text.</summary>
    public bool Matches(string actual)
    {
        if (Expected is null)
        {
            return true;
        }

        var wanted = string.Join('\n', Expected).TrimEnd();
        var got = actual.ReplaceLineEndings("\n").TrimEnd();
        return Wildcard(wanted, got);
    }

    private static bool Wildcard(string pattern, string text)
    {
        // Greedy from the left over the literal pieces; the last must end the text.
        var pieces = pattern.Split("...");
        var at = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            // A `...` on a line of its own may stand for no line at all.
            var piece = i > 0 && pieces[i].StartsWith('\n') && (pieces[i - 1].Length == 0 || pieces[i - 1].EndsWith('\n')) ? pieces[i][1..] : pieces[i];
            var found = i == 0 ? (text.StartsWith(piece, StringComparison.Ordinal) ? 0 : -1)
                : i == pieces.Length - 1 ? (text.Length - piece.Length >= at && text.EndsWith(piece, StringComparison.Ordinal) ? text.Length - piece.Length : -1)
                : text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return pieces.Length > 1 || at == text.Length;
    }
}
