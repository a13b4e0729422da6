using Aex.Policy.Capabilities;
using BenchmarkDotNet.Attributes;

namespace Aex.Benchmarks;

/// <summary>How long does one pattern, one path scope, one host take, also those made to be slow?</summary>
[MemoryDiagnoser]
public class MatchingBenchmarks
{
    private readonly CapabilityPattern _pattern = CapabilityPattern.Parse("network.*", quoted: false);
    private readonly string _long = string.Concat(Enumerable.Repeat("aaaaaaaa/", 40)) + "c";

    [Benchmark]
    public bool Pattern() => _pattern.Matches("network.fetch");

    [Benchmark]
    public bool PathInScope() => new PathGlob("src/**/*.cs").Matches("src/one/two/three/file.cs", ignoreCase: false, belowToo: false);

    [Benchmark]
    public bool PathMadeToBeSlow() => new PathGlob("**/*a*a*a*b").Matches(_long, ignoreCase: false, belowToo: false);

    [Benchmark]
    public bool SecretPath() => SecretPaths.Holds("/work/src/deep/file.cs", "/work", "/home/u", ignoreCase: false, isTree: false);

    [Benchmark]
    public bool UrlToHost() => UrlHost.TryRead("https://user@API.example.com:8443/path?query", out _, out _);
}
