using System.Text;

namespace Aex.Cli.Install;

/// <summary>
/// The command line that a client runs before each tool call. A client lets the tool run when a hook ends with anything but 0 or 2 —
/// killed, not found, not executable — so the line turns each of those into 2, with a sentence on stderr that the model reads.
/// </summary>
internal static class HookCommand
{
    private const string Gate = " gate";
    private const string FailClosed = " || { s=$?; [ $s = 2 ] || echo \"aex gate ended with exit code $s, so this call is denied: run aex doctor\" >&2; exit 2; }";

    private static readonly char[] Blanks = [' ', '\t', '\n'];

    /// <summary>The line for the program at <paramref name="path"/> with options of <c>aex gate</c>.</summary>
    public static string For(string path, string options = "") => Quote(path) + Gate + (options.Length > 0 ? " " + options : "") + FailClosed;

    /// <summary>Whether <paramref name="command"/> is a line written by <see cref="For"/>, for this program or one elsewhere: nothing but 0 and 2 comes out of it.</summary>
    public static bool IsOurs(string command) => command.EndsWith(FailClosed, StringComparison.Ordinal) && RunsGate(command);

    /// <summary>Whether the line runs <c>aex gate</c> in some form.</summary>
    public static bool RunsGate(string command) => EndOfGate(command) >= 0;

    /// <summary>The options behind <c>aex gate</c>, up to the next shell operator; empty if there are none.</summary>
    public static string OptionsOf(string command)
    {
        var start = EndOfGate(command);
        if (start < 0)
        {
            return "";
        }

        var end = command.IndexOfAny([';', '|', '&', '<', '>', '(', ')', '\n', '#'], start);
        return command[start..(end < 0 ? command.Length : end)].Trim();
    }

    /// <summary>The program that a line written by <see cref="For"/> runs; null for another line.</summary>
    public static string? ProgramOf(string command)
    {
        if (!IsOurs(command))
        {
            return null;
        }

        var path = command[..(EndOfGate(command) - Gate.Length)];
        return path.StartsWith('\'') ? path.Trim('\'').Replace("'\\''", "'", StringComparison.Ordinal) : path;
    }

    /// <summary>The offset behind the word <c>gate</c> that follows a program named <c>aex</c>; -1 if there is none.</summary>
    private static int EndOfGate(string command)
    {
        for (var at = command.IndexOf(Gate, StringComparison.Ordinal); at >= 0; at = command.IndexOf(Gate, at + 1, StringComparison.Ordinal))
        {
            var end = at + Gate.Length;
            var isWord = end == command.Length || command[end] is ' ' or '\t' or '\n' or ';' or '|' or '&' or ')' or '"' or '\'' or '<' or '>';
            var program = command[..at].TrimEnd(Blanks).TrimEnd('"', '\'');
            if (isWord && program.EndsWith("aex", StringComparison.Ordinal)
                && (program.Length == 3 || program[^4] is '/' or ' ' or '\t' or '"' or '\'' or ';' or '|' or '&' or '('))
            {
                return end;
            }
        }

        return -1;
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
