using System.Text;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using BenchmarkDotNet.Attributes;

namespace Aex.Benchmarks;

/// <summary>How long does a policy take to be read, a call to be prepared and decided, and how much memory?</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private readonly Counters _counters = new();
    private static readonly byte[] Maker = new byte[40];

    private byte[] _policy = [];
    private byte[] _index = [];
    private Layer[] _layers = [];
    private CallContext _context = null!;
    private ToolCall _call = null!;
    private PreparedCall _prepared = null!;
    private PreparedCall _preparedByIndex = null!;

    [Params(10, 5000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _policy = PolicyText.Of(Lines);
        _layers = [Layer.Load(LayerKind.Project, "p", "/work/.aex/policy.aex", "/work", _policy)];
        _index = _layers[0].Index(Maker)!;
        _context = new CallContext { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFile("/work/src/deep/a.cs") };
        _call = new ToolCall
        {
            Client = "claude-code",
            Tool = "Edit",
            Cwd = "/work",
            Arguments = Encoding.UTF8.GetBytes("""{"file_path":"/work/src/deep/a.cs","old_string":"a","new_string":"b"}"""),
        };
        _preparedByIndex = CallPreparation.Prepare(_call, [LoadByIndex()!], _context);
        _prepared = CallPreparation.Prepare(_call, _layers, _context);
    }

    [Benchmark]
    public SyntaxTree Parse() => Parser.Parse(SourceText.FromUtf8("p", _policy));

    [Benchmark]
    public Layer Load() => Layer.Load(LayerKind.Project, "p", "/work/.aex/policy.aex", "/work", _policy);

    [Benchmark]
    public Layer? LoadByIndex() => Layer.Load(LayerKind.Project, "p", "/work/.aex/policy.aex", "/work", _policy, _index, Maker);

    [Benchmark]
    public Verdict DecideByIndex() => Authorizer.Decide(_preparedByIndex, _counters);

    [Benchmark]
    public PreparedCall Prepare() => CallPreparation.Prepare(_call, _layers, _context);

    [Benchmark]
    public Verdict Decide() => Authorizer.Decide(_prepared, _counters);
}
