using Aex.Contracts.Tools;
using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Policy.Decisions;
using Aex.Policy.Review;

namespace Aex.Contracts.Running;

/// <summary>What would become of one step.</summary>
/// <param name="Line">The contract's line.</param>
/// <param name="Step">The step, on one line.</param>
/// <param name="Decision">What would be decided.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsWhole">Whether it is decided as it will be; false where its arguments come from what the run makes.</param>
public sealed record PlannedStep(int Line, string Step, Decision Decision, string Reason, bool IsWhole);

/// <summary>
/// Walks through a contract without carrying anything out (<c>--dry-run</c>): each call is decided as far as its arguments are known before the run, each
/// branch is walked through, each loop over what is known round by round.
/// </summary>
public sealed class DryRun
{
    private const int MostSteps = 10_000;

    private readonly IReadOnlyList<Layer> _layers;
    private readonly CallContext _context;
    private readonly ToolBox _tools;
    private readonly StepDecision _steps;
    private readonly Counters _counters = new();
    private readonly Dictionary<string, Value> _values;
    private readonly List<PlannedStep> _plan = [];

    private DryRun(IReadOnlyList<Layer> layers, CallContext context, ToolBox tools, IReadOnlyDictionary<string, Value> inputs)
    {
        (_layers, _context, _tools) = (layers, context, tools);
        _values = new Dictionary<string, Value>(inputs, StringComparer.Ordinal);
        _steps = new StepDecision(layers, EffectivePermissions.Of(layers), context);
    }

    /// <summary>The steps, in order.</summary>
    /// <param name="contract">The contract, without an error.</param>
    /// <param name="layers">All layers, the contract's too.</param>
    /// <param name="context">What a decision needs to know of the machine.</param>
    /// <param name="tools">What could be called.</param>
    /// <param name="inputs">The contract's inputs.</param>
    public static IReadOnlyList<PlannedStep> Plan(SyntaxTree contract, IReadOnlyList<Layer> layers, CallContext context, ToolBox tools, IReadOnlyDictionary<string, Value> inputs)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var run = new DryRun(layers, context, tools, inputs);
        run.Walk(contract.Root.Statements);
        return run._plan;
    }

    private void Walk(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (_plan.Count >= MostSteps)
            {
                return;
            }

            switch (statement)
            {
                case DoSyntax step:
                    Plan(step);
                    Forget(step.Bind);
                    break;
                case MakeSyntax step:
                    Plan(step, $"make {step.Bind}: {step.Type}", new ToolCall { Client = CallPreparation.Run, Tool = Request.MakeText, Cwd = _context.ProjectRoot }, isWhole: true);
                    Forget(step.Bind);
                    break;
                case IfSyntax branch:
                    Walk(branch.Body);
                    break;
                case ForSyntax loop:
                    WalkLoop(loop);
                    break;
            }
        }
    }

    private void WalkLoop(ForSyntax loop)
    {
        if (Known(loop.Iterable) is ListValue list)
        {
            foreach (var item in list.Items)
            {
                _values[loop.Variable] = item;
                Walk(loop.Body);
            }
        }
        else
        {
            Forget(loop.Variable);
            Walk(loop.Body);
        }

        Forget(loop.Variable);
    }

    private void Forget(string? name)
    {
        if (name is not null)
        {
            _values.Remove(name);
        }
    }

    private Value? Known(ExpressionSyntax expression)
    {
        try
        {
            return Evaluation.Of(expression, _values);
        }
        catch (RunBlockedException)
        {
            return null;
        }
    }

    private void Plan(DoSyntax step)
    {
        var text = Line(step.Tree.Source.Slice(step.Span));
        if (_tools.Find(step.Tool) is not { } tool)
        {
            _plan.Add(new PlannedStep(LineOf(step), text, Decision.Deny, $"there is no tool `{step.Tool}` here", true));
            return;
        }

        ObjectValue arguments;
        try
        {
            arguments = Evaluation.Arguments(step.Arguments, _values);
        }
        catch (RunBlockedException)
        {
            var finding = _steps.Decide(step);
            _plan.Add(new PlannedStep(
                LineOf(step),
                text,
                finding.Beyond is not null ? Decision.Deny : finding.Confirm is not null ? Decision.Ask : Decision.Allow,
                finding.Beyond ?? (finding.Confirm is { } rule ? $"{step.Tool} needs a person's confirmation by {rule.Place} ({rule.Text})" : "its arguments are known when it runs: it is decided then"),
                false));
            return;
        }

        Plan(step, text, new ToolCall { Client = CallPreparation.Run, Tool = step.Tool, Arguments = ValueJson.ToUtf8(arguments), Cwd = _context.ProjectRoot, McpServer = tool.Server, Reaches = tool.Reaches }, isWhole: true);
    }

    private void Plan(StatementSyntax step, string text, ToolCall call, bool isWhole)
    {
        var prepared = CallPreparation.Prepare(call, _layers, _context);
        var verdict = Authorizer.Decide(prepared, _counters);
        if (verdict.Decision != Decision.Deny)
        {
            foreach (var key in prepared.ChargedKeys())
            {
                _counters.Charge(key);
            }
        }

        _plan.Add(new PlannedStep(LineOf(step), text, verdict.Decision, Reasons.Describe(verdict, prepared), isWhole));
    }

    private static int LineOf(SyntaxNode node) => node.Tree.Source.LineOf(node.Span.Start);

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
