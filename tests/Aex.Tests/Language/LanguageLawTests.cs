using System.Text;
using Aex.Fuzz;
using CsCheck;
using Xunit;

namespace Aex.Tests.Language;

/// <summary>
/// The laws of parser and formatter over generated and broken files: nothing throws; printing is the identity; what lies
/// between tokens is trivia; diagnostics lie in the text; formatting once is formatting twice, and keeps comments and meaning.
/// </summary>
public sealed class LanguageLawTests
{
    [Fact]
    public void They_hold_for_files_that_the_grammar_allows() =>
        Gen.Int.Sample(seed => { LanguageLaws.Run(Generate(seed)); }, iter: 400);

    [Fact]
    public void They_hold_for_broken_files() =>
        Gen.Select(Gen.Int, Gen.Int).Sample(
            (seed, other) => { LanguageLaws.Run(new Mutator([Generate(seed), Generate(other)], LanguageLaws.Words, seed).Next()); }, iter: 600);

    [Fact]
    public void They_hold_for_any_bytes() => Gen.Byte.Array[0, 300].Sample(bytes => { LanguageLaws.Run(bytes); }, iter: 500);

    [Fact]
    public void They_hold_for_any_text() => Gen.String[Gen.Char, 0, 200].Sample(text => { LanguageLaws.Run(Encoding.UTF8.GetBytes(text)); }, iter: 500);

    [Fact]
    public void Some_generated_files_have_no_findings() =>
        Assert.Contains(Enumerable.Range(0, 300), seed => LanguageLaws.Run(Generate(seed)));

    private static byte[] Generate(int seed) => Encoding.UTF8.GetBytes(new DocumentGenerator(new Random(seed)).Next());
}
