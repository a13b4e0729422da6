using System.Text;

namespace Aex.Cli.Install;

/// <summary>
/// The command line that a client runs before each tool call. A client lets the tool run when a hook ends with anything but 0 or 2 —
/// killed, not found, not executable — so the line turns each of those into 2, with a sentence on stderr that the model reads.
/// </summary>
internal static class HookCommand
{
    private const string FailClosed = " gate || { s=$?; [ $s = 2 ] || echo \"aex gate ended with exit code $s, so this call is denied: run aex doctor\" >&2; exit 2; }";

    /// <summary>The line for the program at <paramref name="path"/>.</summary>
    public static string For(string path) => Quote(path) + FailClosed;

    /// <summary>Whether <paramref name="command"/> is a line written by <see cref="For"/>, for this program or one elsewhere.</summary>
    public static bool IsOurs(string command) => command.EndsWith(FailClosed, StringComparison.Ordinal);

    /// <summary>Whether the line fails closed: nothing but 0 and 2 comes out of it.</summary>
    public static bool FailsClosed(string command) => IsOurs(command);

    /// <summary>Whether the line runs <c>aex gate</c> in some form.</summary>
    public static bool RunsGate(string command)
    {
        var words = command.Split([' ', '\t', '\n', ';', '|', '&', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i++)
        {
            var program = words[i].Trim('"', '\'');
            if (words[i + 1].Trim('"', '\'') == "gate" && (program == "aex" || program.EndsWith("/aex", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return IsOurs(command);
    }

    private static string Quote(string path)
    {
        foreach (var letter in path)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !"/._-+@%:".Contains(letter, StringComparison.Ordinal))
            {
                return new StringBuilder("'").Append(path.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'').ToString();
            }
        }

        return path;
    }
}
