using System.Globalization;

namespace Aex.Cli.Rendering;

/// <summary>
/// Each finding with its source line, a run of carets under the span, and the mend:
/// <code>
/// .aex/policy.aex:6:6: error AEX131: `netwrok.*` names nothing known
///   |
/// 6 | deny netwrok.*, secrets.read
///   |      ^^^^^^^^^
///   = help: did you mean `network.*`?
/// </code>
/// </summary>
internal static class FullRenderer
{
    /// <summary>Writes all findings, a blank line behind each.</summary>
    public static void Write(TextWriter output, IEnumerable<SourceFindings> findings, Style style)
    {
        foreach (var file in findings)
        {
            foreach (var diagnostic in file.Diagnostics)
            {
                output.WriteLine(ShortRenderer.Headline(file, diagnostic, style));
                var snippet = SourceSnippet.Of(file.Source, diagnostic.Span);
                var number = snippet.Line.ToString(CultureInfo.InvariantCulture);
                var blank = new string(' ', number.Length);
                output.WriteLine(style.Dim($"{blank} |"));
                output.WriteLine($"{style.Dim($"{number} |")} {snippet.Text}".TrimEnd());
                output.WriteLine($"{style.Dim($"{blank} |")} {snippet.Margin}{style.Error(snippet.Carets)}{snippet.Rest}");
                if (diagnostic.Help is { } help)
                {
                    output.WriteLine($"{style.Dim($"{blank} =")} {style.Help("help:")} {Shown.Text(help)}");
                }

                output.WriteLine();
            }
        }
    }
}
