using System.Text;
using Aex.Policy.Decisions;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

/// <summary>The laws of decisions, on generated policies and calls, and the engine against a naive oracle.</summary>
public class DecisionLawsTests
{
    private static readonly string[] Patterns = ["*", "file.*", "file.read", "file.write", "network.*", "network.fetch", "shell.exec", "tests.run", "agent.spawn", "unknown.X"];
    private static readonly string[] Scopes = ["", "", ":a/**", ":a", ":*.cs", ":b/c.cs"];
    private static readonly string[] Paths = ["/work/a/x.cs", "/work/a/y", "/work/b/c.cs", "/work/z.cs", "/etc/x"];

    private static readonly Gen<string> Grant = Gen.Select(Gen.OneOf(Patterns), Gen.OneOf(Scopes), (pattern, scope) =>
        pattern.StartsWith("file", StringComparison.Ordinal) ? pattern + scope : pattern);

    private static readonly Gen<string> Line = Gen.Select(Gen.OneOf("allow ", "allow ", "allow ", "deny ", "confirm before "), Grant, (verb, grant) => verb + grant);

    private static readonly Gen<string[]> Policy = Line.Array[0, 8];

    private static readonly Gen<ToolCall> Call = Gen.Select(
        Gen.OneOf("Read", "Write", "Bash", "WebFetch", "WebSearch", "tests.run", "Agent", "X", "TodoWrite"),
        Gen.OneOf(Paths),
        (tool, path) => new ToolCall
        {
            Client = "claude-code",
            Tool = tool,
            Cwd = "/work",
            Arguments = Encoding.UTF8.GetBytes($$"""{"file_path":"{{path}}","command":"true","url":"https://example.com/","subagent_type":"x"}"""),
        });

    [Fact]
    public void The_engine_agrees_with_the_oracle() =>
        Gen.Select(Policy, Policy, Call).Sample((first, second, call) => Decide(call, first, second) == Oracle.Decide(call, first, second), iter: 20_000);

    [Fact]
    public void Nothing_is_allowed_by_default() =>
        Call.Sample(call => call.Tool == "TodoWrite" || Decide(call, []) == Decision.Deny);

    [Fact]
    public void Deny_beats_allow() =>
        Gen.Select(Policy, Call).Sample((policy, call) => Decide(call, [.. policy, "allow *", "deny *"]) == Decision.Deny);

    [Fact]
    public void A_further_deny_never_widens() =>
        Gen.Select(Policy, Grant, Call).Sample((policy, grant, call) => Decide(call, [.. policy, "deny " + grant]) >= Decide(call, policy));

    [Fact]
    public void A_further_confirm_never_widens() =>
        Gen.Select(Policy, Grant, Call).Sample((policy, grant, call) => Decide(call, [.. policy, "confirm before " + grant]) >= Decide(call, policy));

    [Fact]
    public void A_further_allow_never_narrows() =>
        Gen.Select(Policy, Grant, Call).Sample((policy, grant, call) => Decide(call, [.. policy, "allow " + grant]) <= Decide(call, policy));

    [Fact]
    public void A_further_layer_never_widens() =>
        Gen.Select(Policy, Policy, Call).Sample((first, second, call) => Decide(call, first, second) >= Decide(call, first));

    [Fact]
    public void A_contract_never_widens_its_policy() =>
        Gen.Select(Policy, Policy, Call).Sample((policy, contract, call) =>
        {
            var layers = new[] { Layer(policy), Contract(contract) };
            return DecideLayers(call, layers, 0) >= Decide(call, policy);
        });

    [Fact]
    public void The_order_of_lines_does_not_matter() =>
        Gen.Select(Policy, Gen.Int, Call).Sample((policy, seed, call) =>
        {
            var shuffled = (string[])policy.Clone();
            new Random(seed).Shuffle(shuffled);
            return Decide(call, policy) == Decide(call, shuffled);
        });

    [Fact]
    public void The_order_of_layers_does_not_matter() =>
        Gen.Select(Policy, Policy, Call).Sample((first, second, call) => Decide(call, first, second) == Decide(call, second, first));

    [Fact]
    public void What_is_used_never_widens() =>
        Gen.Select(Policy, Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Call).Sample((policy, limit, used, more, call) =>
        {
            string[] lines = [.. policy, $"budget calls={limit}"];
            return DecideLayers(call, [Layer(lines)], used + more) >= DecideLayers(call, [Layer(lines)], used);
        });

    [Fact]
    public void A_smaller_budget_never_widens() =>
        Gen.Select(Policy, Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 8], Call).Sample((policy, limit, more, used, call) =>
            DecideLayers(call, [Layer([.. policy, $"budget calls={limit}"])], used) >= DecideLayers(call, [Layer([.. policy, $"budget calls={limit + more}"])], used));

    [Fact]
    public void What_effective_prints_is_what_a_call_meets() =>
        Gen.Select(Policy, Policy, Call).Sample((first, second, call) =>
        {
            // Without scopes the printed patterns are exact.
            string[] a = Unscoped(first), b = Unscoped(second);
            var effective = EffectivePermissions.Of([Layer(a), Layer(b)]);
            var capability = Oracle.Capability(call.Tool);
            var allowed = capability == "session.todo" || effective.Allow.Any(grant => grant.Pattern.Matches(capability));
            var denied = effective.Deny.Any(grant => grant.Pattern.Matches(capability));
            var asked = effective.Confirm.Any(grant => grant.Pattern.Matches(capability));
            var expected = denied || !allowed ? Decision.Deny : asked ? Decision.Ask : Decision.Allow;
            return Decide(call, a, b) == expected;
        });

    private static string[] Unscoped(string[] lines) => [.. lines.Select(line => line.Split(':')[0])];

    private static Decision Decide(ToolCall call, params string[][] policies) => DecideLayers(call, [.. policies.Select(Layer)], 0);

    private static Decision DecideLayers(ToolCall call, Layer[] layers, long used)
    {
        var context = new CallContext { ProjectRoot = "/work", Home = "/home/u", Paths = new TablePathResolver().AddFolder("/work") };
        var counters = new Counters();
        counters.Set("calls", used, 0);
        return Authorizer.Decide(CallPreparation.Prepare(call, layers, context), counters).Decision;
    }

    private static Layer Layer(string[] lines) => Load(LayerKind.Project, "policy p v0\n", lines, "allow ");

    private static Layer Contract(string[] lines) => Load(LayerKind.Contract, "task t v0\ngoal \"x\"\n", [.. lines, "return \"x\""], "use ");

    private static Layer Load(LayerKind kind, string header, string[] lines, string allow)
    {
        var text = header + string.Join('\n', lines.Select(line => line.StartsWith("allow ", StringComparison.Ordinal) ? allow + line[6..] : line)) + "\n";
        var layer = Aex.Policy.Decisions.Layer.Load(kind, "p", "/work/p.aex", "/work", Encoding.UTF8.GetBytes(text));
        Assert.Empty(layer.Errors);
        return layer;
    }
}
