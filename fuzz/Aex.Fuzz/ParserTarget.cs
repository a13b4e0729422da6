using System.Text;

namespace Aex.Fuzz;

/// <summary>The language: every law of <see cref="LanguageLaws"/> on the corpus, on generated files, and on what is made of them.</summary>
internal sealed class ParserTarget : ITarget
{
    private const int Generated = 500;

    public IEnumerable<byte[]> Seeds()
    {
        var generator = new DocumentGenerator(new Random(0));
        for (var i = 0; i < Generated; i++)
        {
            yield return Encoding.UTF8.GetBytes(generator.Next());
        }

        var corpus = new DirectoryInfo(Path.Combine("tests", "corpus"));
        foreach (var file in corpus.Exists ? corpus.GetFiles("*.aex", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal) : Enumerable.Empty<FileInfo>())
        {
            yield return File.ReadAllBytes(file.FullName);
        }
    }

    public IEnumerable<string> Words() => LanguageLaws.Words;

    public bool Run(byte[] input) => LanguageLaws.Run(input);
}
