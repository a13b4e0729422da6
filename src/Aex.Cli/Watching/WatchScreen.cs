using System.Globalization;
using System.Text;

namespace Aex.Cli.Watching;

/// <summary>
/// The terminal's second screen. Only lines that differ are written, all by one write that the terminal is asked to show at once, and nothing is
/// ever cleared between two pictures: so nothing flickers.
/// </summary>
internal sealed class WatchScreen : IDisposable
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private IReadOnlyList<string> _shown = [];
    private (int Width, int Height) _size;

    /// <summary>Goes to the second screen.</summary>
    public WatchScreen() => Write("\e[?1049h\e[?25l\e[2J");

    /// <summary>Shows the lines of a screen of this size.</summary>
    public void Show(IReadOnlyList<string> lines, int width, int height)
    {
        var frame = new StringBuilder("\e[?2026h");
        if (_size != (width, height))
        {
            frame.Append("\e[2J");
            (_shown, _size) = ([], (width, height));
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (i >= _shown.Count || lines[i] != _shown[i])
            {
                frame.Append(CultureInfo.InvariantCulture, $"\e[{i + 1};1H").Append(lines[i]).Append("\e[0m\e[K");
            }
        }

        _shown = lines;
        Write(frame.Append("\e[?2026l").ToString());
    }

    /// <summary>Goes back to the screen as it was before.</summary>
    public void Dispose()
    {
        Write("\e[?2026l\e[?25h\e[?1049l");
        _output.Dispose();
    }

    private void Write(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }
}
