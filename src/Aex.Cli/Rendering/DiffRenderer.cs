using System.Text;
using DiffPlex.Renderer;

namespace Aex.Cli.Rendering;

/// <summary>What changes in a file, as a unified diff.</summary>
internal static class DiffRenderer
{
    /// <summary>Writes the diff between two texts of one file; null stands for no file.</summary>
    public static void Write(TextWriter output, string path, byte[]? before, byte[]? after, Style style)
    {
        var shown = Shown.Text(path);
        var diff = UnidiffRenderer.GenerateUnidiff(
            Text(before),
            Text(after),
            before is null ? "/dev/null" : shown,
            after is null ? "/dev/null" : shown,
            ignoreWhitespace: false);
        foreach (var line in diff.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r')))
        {
            output.WriteLine(Line(line, style));
        }
    }

    /// <summary>One line of a diff in its colour.</summary>
    public static string Line(string line, Style style)
    {
        var safe = Shown.Lines(line);
        return line switch
        {
            ['+', '+', '+', ..] or ['-', '-', '-', ..] => style.Bold(safe),
            ['+', ..] => style.Good(safe),
            ['-', ..] => style.Removed(safe),
            ['@', ..] => style.Dim(safe),
            _ => safe,
        };
    }

    private static string Text(byte[]? bytes) => bytes is null ? "" : Encoding.UTF8.GetString(bytes);
}
