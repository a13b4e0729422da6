using System.Globalization;
using System.Text;

namespace Aex.Cli.Commands;

/// <summary>The processes above this one, read from /proc.</summary>
internal static class ProcessAncestors
{
    private const int Deepest = 200;

    /// <summary>Parent, its parent, and so on. Ends at the first that cannot be seen (another user's, where the system hides those).</summary>
    /// <exception cref="CommandFailure">This system shows no processes, so nothing can be told.</exception>
    public static IEnumerable<ProcessFacts> Read()
    {
        var self = Read(Environment.ProcessId)
            ?? throw new CommandFailure("cannot see which process started this one: /proc is missing", "run it on a system that has /proc mounted");
        var id = self.Parent;
        for (var depth = 0; id > 0 && depth < Deepest; depth++)
        {
            if (Read(id) is not { } process)
            {
                yield break;
            }

            yield return process;
            id = process.Parent;
        }
    }

    private static ProcessFacts? Read(int id)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        if (Bytes($"{folder}/stat") is not { } stat)
        {
            return null;
        }

        // The name stands in parentheses and may hold any character, parentheses and blanks too: the last one ends it.
        var text = Encoding.UTF8.GetString(stat);
        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        if (open < 0 || close < open || text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var parent, ..])
        {
            return null;
        }

        return new ProcessFacts(
            id,
            int.TryParse(parent, CultureInfo.InvariantCulture, out var parentId) ? parentId : 0,
            text[(open + 1)..close],
            LinkTarget($"{folder}/exe"),
            Strings($"{folder}/cmdline"),
            Strings($"{folder}/environ"));
    }

    private static string[] Strings(string file) =>
        Bytes(file) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];

    private static byte[]? Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string LinkTarget(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
