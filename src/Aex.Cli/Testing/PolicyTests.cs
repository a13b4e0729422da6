using Aex.Cli.Commands;
using Aex.Cli.Rendering;
using Aex.Language.Compilation;
using Aex.Language.Syntax;
using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Cli.Testing;

/// <summary>
/// Holds the expectations of a tests file against the policies of its project (docs/testing.md). The same on every machine: the user's and the
/// machine's own policies take no part, and no path is looked up on the disk.
/// </summary>
internal sealed class PolicyTests(HostEnvironment host, EnforcerOptions options, string root)
{
    private readonly Dictionary<string, ProjectView> _views = [];

    /// <summary>The project that a tests file speaks of: the folder that holds its <c>.aex</c>, else its own folder.</summary>
    public static string RootOf(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Path.GetFileName(folder) == ".aex" ? Path.GetDirectoryName(folder) ?? folder : folder;
    }

    /// <summary>Every expectation of the file, in the order of its text. Those indented under one another share a session, each other begins one.</summary>
    /// <exception cref="CommandFailure">There is no policy, or one that cannot be used.</exception>
    public IReadOnlyList<ExpectationOutcome> Run(DocumentSyntax tests)
    {
        var outcomes = new List<ExpectationOutcome>();
        foreach (var expect in tests.Statements.OfType<ExpectSyntax>())
        {
            Run(expect, new Counters(), outcomes);
        }

        return outcomes;
    }

    private void Run(ExpectSyntax expect, Counters counters, List<ExpectationOutcome> outcomes)
    {
        outcomes.Add(Decide(expect, counters));
        foreach (var next in expect.Body.OfType<ExpectSyntax>())
        {
            Run(next, counters, outcomes);
        }
    }

    private ExpectationOutcome Decide(ExpectSyntax expect, Counters counters)
    {
        var cwd = expect.In is { } folder ? Path.GetFullPath(folder, root) : root;
        var (layers, context) = LayersAt(cwd);
        var call = new ToolCall { Client = options.Client, Tool = expect.Tool, Arguments = CallArguments.ToJson(expect.Arguments), Cwd = cwd };
        var prepared = CallPreparation.Prepare(call, layers, context);
        var trace = new Trace();
        var verdict = Authorizer.Decide(prepared, counters, trace);
        if (verdict.Decision != Decision.Deny)
        {
            // As in a session: an ask is charged when it is asked.
            foreach (var key in prepared.ChargedKeys())
            {
                counters.Charge(key);
            }
        }

        var reason = Reasons.Describe(verdict, prepared);
        return new ExpectationOutcome(expect, prepared, layers, trace, verdict, reason, FaultOf(expect, verdict, reason));
    }

    private (IReadOnlyList<Layer> Layers, CallContext Context) LayersAt(string cwd)
    {
        if (!_views.TryGetValue(cwd, out var view))
        {
            view = ProjectView.Load(host, options, cwd, root);
            view.RequirePolicy();
            _views.Add(cwd, view);
        }

        return ([.. view.Layers.Where(layer => layer.Kind is LayerKind.Project or LayerKind.Option or LayerKind.Contract)], view.Context with { Paths = new TablePathResolver() });
    }

    private static string? FaultOf(ExpectSyntax expect, Verdict verdict, string reason)
    {
        var got = JsonParts.NameOf(verdict.Decision);
        return got != expect.Decision ? $"expected {expect.Decision}, got {got}"
            : expect.Because is { } because && !reason.Contains(because, StringComparison.Ordinal) ? $"the reason does not hold `{Shown.Text(because)}`"
            : null;
    }
}
