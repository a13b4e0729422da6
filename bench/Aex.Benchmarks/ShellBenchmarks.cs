using Aex.Policy.Shell;
using BenchmarkDotNet.Attributes;

namespace Aex.Benchmarks;

/// <summary>How long does it take to tell what a shell command does?</summary>
[MemoryDiagnoser]
public class ShellBenchmarks
{
    private const string Commit = "git add -A && git commit -m \"$(cat <<'EOF'\nfix: keep the last day of a range\n\nThe end was cut to midnight; run npm test.\nEOF\n)\"";

    [Benchmark]
    public ShellAnalysis List() => ShellAnalyzer.Analyze("ls -la src", "/home/u");

    [Benchmark]
    public ShellAnalysis Test() => ShellAnalyzer.Analyze("git status --short && npm test 2>&1 | tail -20", "/home/u");

    [Benchmark]
    public ShellAnalysis Search() => ShellAnalyzer.Analyze("cd src && grep -rn 'endDate' --include='*.ts' . 2>/dev/null | head -30", "/home/u");

    [Benchmark]
    public ShellAnalysis CommitMessage() => ShellAnalyzer.Analyze(Commit, "/home/u");

    [Benchmark]
    public ShellAnalysis Loop() => ShellAnalyzer.Analyze("for f in a b c; do if [ -f \"$f.ts\" ]; then sed -n '1,5p' \"$f.ts\"; else echo \"no $f\"; fi; done", "/home/u");
}
