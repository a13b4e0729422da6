using Aex.Policy.Shell;
using BenchmarkDotNet.Attributes;

namespace Aex.Benchmarks;

/// <summary>Does the time grow with a script's length and no faster, for pieces made to be slow?</summary>
public class LongShellBenchmarks
{
    private string _script = "";

    [Params(1, 2, 4, 8, 16, 32, 64)]
    public int Kib { get; set; }

    [Params("cat a;", "rm {a,b};", "$(", "`", "((", "if ", "a=$a$a;", "sh -c '", "{1..9}", "a<<E\n", "git log;", "x")]
    public string Piece { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => _script = string.Concat(Enumerable.Repeat(Piece, Kib * 1024 / Piece.Length));

    [Benchmark]
    public ShellAnalysis Analyze() => ShellAnalyzer.Analyze(_script, "/home/u");
}
