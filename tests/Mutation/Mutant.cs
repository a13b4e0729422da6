using System.Text.Json;

namespace Aex.Mutation;

/// <summary>One small change that Stryker made.</summary>
/// <param name="Id">Its number in the changed assembly.</param>
/// <param name="File">The file's name.</param>
/// <param name="Line">Its 1-based line.</param>
/// <param name="Change">What stood there, an arrow, and what stands there now, in one line.</param>
internal sealed record Mutant(int Id, string File, int Line, string Change)
{
    private const int LongestShown = 90;

    /// <summary>All of a report that can be told by a test: not those that do not compile, and not those that Stryker itself leaves out.</summary>
    public static List<Mutant> ReadAll(string report)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(report));
        var all = new List<Mutant>();
        foreach (var file in json.RootElement.GetProperty("files").EnumerateObject())
        {
            var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                if (mutant.GetProperty("status").GetString() is not ("Ignored" or "CompileError"))
                {
                    all.Add(Read(Path.GetFileName(file.Name), lines, mutant));
                }
            }
        }

        all.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        return all;
    }

    /// <summary>Its name without the line, which moves.</summary>
    public string Name => $"{File} {Change}";

    public override string ToString() => $"{File}:{Line} {Change}";

    private static Mutant Read(string file, string[] lines, JsonElement mutant)
    {
        var (startLine, startColumn) = PlaceOf(mutant, "start");
        var (endLine, endColumn) = PlaceOf(mutant, "end");
        var text = string.Join('\n', lines[(startLine - 1)..endLine]);
        var original = text[(startColumn - 1)..^(lines[endLine - 1].Length - endColumn + 1)];
        return new Mutant(int.Parse(mutant.GetProperty("id").GetString()!, null), file, startLine, $"{Shown(original)} => {Shown(mutant.GetProperty("replacement").GetString()!)}");
    }

    private static (int Line, int Column) PlaceOf(JsonElement mutant, string end)
    {
        var place = mutant.GetProperty("location").GetProperty(end);
        return (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32());
    }

    private static string Shown(string code)
    {
        var line = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestShown ? line : line[..LongestShown] + "…";
    }
}
