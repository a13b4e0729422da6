namespace Aex.Tests;

/// <summary>Finds the repository's own files from a test: the corpus, the docs, the examples.</summary>
public static class Corpus
{
    /// <summary>The folder that holds aex.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file or folder, relative to the root.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The files of a corpus folder with an ending, in order; fails if there are none.</summary>
    public static IReadOnlyList<string> Files(string folder, string ending)
    {
        var files = Directory.GetFiles(At("tests", "corpus", folder), "*" + ending, SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new InvalidOperationException($"no {ending} files below tests/corpus/{folder}");
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "aex.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no aex.slnx above {AppContext.BaseDirectory}");
    }
}
