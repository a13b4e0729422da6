using System.Globalization;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;
using Aex.Policy.Validation;

namespace Aex.Policy.Review;

/// <summary>Walks through a contract once and holds what it asks for against the layers.</summary>
internal sealed class ContractReader
{
    private readonly SyntaxTree _tree;
    private readonly IReadOnlyList<Layer> _layers;
    private readonly IReadOnlyList<Layer> _policies;
    private readonly EffectivePermissions _effective;
    private readonly StepDecision _steps;
    private readonly List<ReviewedLine> _requested = [];
    private readonly List<ReviewedLine> _denied = [];
    private readonly List<ReviewedLine> _checks = [];
    private readonly List<ReviewedLine> _makes = [];
    private readonly List<ReviewedLine> _confirm = [];
    private readonly List<ReviewedLine> _errors = [];
    private readonly List<ReviewedLine> _beyond = [];
    private readonly List<ReviewedLine> _warnings = [];
    private readonly List<(GrantSyntax Grant, CapabilityPattern Pattern)> _uses = [];
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private int _certainCalls;

    public ContractReader(SyntaxTree tree, Layer contract, IReadOnlyList<Layer> policies, CallContext context)
    {
        _tree = tree;
        _policies = policies;
        _layers = [.. policies, contract];
        _effective = EffectivePermissions.Of(_layers);
        _steps = new StepDecision(_layers, _effective, context);
    }

    public ContractReview Read()
    {
        var root = _tree.Root;
        var review = new ContractReview(root, _effective);
        ReadFaults(root);
        ReadDeclarations(root);
        if (_errors.Count == 0)
        {
            foreach (var (grant, pattern) in _uses)
            {
                ReadUse(grant, pattern);
            }

            Walk(root.Statements, certain: true);
            ReadUnused();
            ReadBudget(root);
        }

        review.Goal = (root.Statements.FirstOrDefault(statement => statement is GoalSyntax) as GoalSyntax)?.Text ?? "";
        (review.Requested, review.Denied, review.Checks, review.MakeSteps) = (_requested, _denied, _checks, _makes);
        (review.ConfirmRequired, review.Errors, review.Beyond, review.Warnings) = (_confirm, _errors, _beyond, _warnings);
        return review;
    }

    private void ReadFaults(DocumentSyntax root)
    {
        foreach (var diagnostic in Validator.Check(_tree, warnings: true))
        {
            var line = At(diagnostic.Span.Start, $"{diagnostic.Message} ({diagnostic.Code})");
            (diagnostic.Severity == Severity.Error ? _errors : _warnings).Add(line);
        }

        if (root.DocumentKind is DocumentKind.Policy or DocumentKind.Tests)
        {
            _errors.Add(At(0, $"this is no contract: a contract begins with `task NAME v0` ({Catalogue.PolicyUnusable})"));
        }

        foreach (var layer in _policies)
        {
            foreach (var error in layer.Errors)
            {
                _errors.Add(new ReviewedLine($"{error.Message} ({error.Code})", layer.File, error.Line));
            }
        }
    }

    private void ReadDeclarations(DocumentSyntax root)
    {
        foreach (var statement in root.Statements)
        {
            if (statement is not GrantsSyntax grants)
            {
                continue;
            }

            foreach (var grant in grants.Grants)
            {
                var line = At(grant.Span.Start, _tree.Source.Slice(grant.Span));
                if (grants.Verb is GrantVerb.Use or GrantVerb.Allow)
                {
                    _requested.Add(line);
                    _uses.Add((grant, CapabilityPattern.Parse(grant.Pattern, grant.Quoted)));
                }
                else if (grants.Verb == GrantVerb.Deny)
                {
                    _denied.Add(line);
                }
            }
        }
    }

    // A `use` of which the policies grant nothing is beyond them; one of which they grant a part is a warning.
    private void ReadUse(GrantSyntax grant, CapabilityPattern pattern)
    {
        var text = _tree.Source.Slice(grant.Span);
        foreach (var layer in _policies)
        {
            if (Denying(layer, pattern) is { } denying)
            {
                var place = layer.SourceOf(denying);
                _beyond.Add(At(grant.Span.Start, $"`use {text}` is denied by {place.Place} ({place.Text})"));
                return;
            }
        }

        foreach (var layer in _policies)
        {
            if (layer.IsNeutral)
            {
                continue;
            }

            var granted = EffectivePermissions.Of([layer]).Allow.Where(other => Meets(other.Pattern, pattern)).ToList();
            if (granted.Count == 0)
            {
                _beyond.Add(At(grant.Span.Start, $"`use {text}` is more than {layer.File} allows: nothing there grants it"));
                return;
            }

            if (!granted.Exists(other => EffectivePermissions.Covers(other.Pattern, pattern) && (other.Scopes.Count == 0 || (grant.HasScope && other.Scopes.All(scope => scope == grant.Scope)))))
            {
                _warnings.Add(At(grant.Span.Start, $"`use {text}` asks for more than {layer.File} allows; what it grants of it: {string.Join(", ", granted.Select(other => other.Text))}"));
            }
        }
    }

    // The first rule that takes all of a pattern away.
    private static Rule? Denying(Layer layer, CapabilityPattern pattern)
    {
        foreach (var rule in layer.Deny)
        {
            if (!rule.HasScope && (rule.Pattern.Kind == PatternKind.All || EffectivePermissions.Covers(rule.Pattern, pattern)))
            {
                return rule;
            }
        }

        return null;
    }

    private static bool Meets(CapabilityPattern a, CapabilityPattern b) => EffectivePermissions.Covers(a, b) || EffectivePermissions.Covers(b, a);

    private void Walk(IReadOnlyList<StatementSyntax> statements, bool certain)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case DoSyntax step:
                    _certainCalls += certain ? 1 : 0;
                    ReadStep(step);
                    break;
                case MakeSyntax make:
                    _certainCalls += certain ? 1 : 0;
                    ReadMake(make);
                    break;
                case CheckSyntax check:
                    _checks.Add(At(check.Condition.Span.Start, OneLine(_tree.Source.Slice(check.Condition.Span))));
                    break;
                case IfSyntax or ForSyntax:
                    Walk(statement.Body, certain: false);

                    // A `return` in it may end the run before what follows.
                    certain &= !Returns(statement.Body);
                    break;
            }
        }
    }

    private static bool Returns(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is ReturnSyntax || Returns(statement.Body))
            {
                return true;
            }
        }

        return false;
    }

    private void ReadStep(DoSyntax step)
    {
        _called.Add(step.Tool);
        var finding = _steps.Decide(step);
        if (finding.Beyond is { } beyond)
        {
            _beyond.Add(At(step.Span.Start, beyond));
        }
        else if (finding.Confirm is { } rule && _asked.Add(step.Tool + " " + rule.Place))
        {
            _confirm.Add(new ReviewedLine($"{step.Tool} ({rule.Text})", rule.File, rule.Line));
        }
    }

    private void ReadMake(MakeSyntax make)
    {
        var inputs = new string[make.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = make.Input(i);
        }

        _makes.Add(At(make.Span.Start, $"{make.Bind}: {make.Type} from {string.Join(", ", inputs)}"));
        var finding = _steps.DecideMake();
        if (finding.Beyond is { } beyond)
        {
            _beyond.Add(At(make.Span.Start, beyond));
        }
        else if (finding.Confirm is { } rule && _asked.Add("model.make " + rule.Place))
        {
            _confirm.Add(new ReviewedLine($"model.make ({rule.Text})", rule.File, rule.Line));
        }
    }

    // A contract without steps serves as a boundary for a gate: what it asks for may then be called.
    private void ReadUnused()
    {
        foreach (var (grant, pattern) in _uses)
        {
            if (_called.Count > 0 && pattern.Kind == PatternKind.Exact && !_called.Contains(pattern.Text))
            {
                _warnings.Add(At(grant.Span.Start, $"`use {_tree.Source.Slice(grant.Span)}` is asked for and never called"));
            }

            foreach (var layer in _called.Count == 0 ? _layers : [])
            {
                foreach (var rule in layer.Confirm)
                {
                    var place = layer.SourceOf(rule);
                    if (Meets(rule.Pattern, pattern) && _asked.Add(pattern + " " + place.Place + rule.Text))
                    {
                        _confirm.Add(new ReviewedLine($"{pattern} ({place.Text})", place.File, place.Line));
                    }
                }
            }
        }
    }

    private void ReadBudget(DocumentSyntax root)
    {
        var calls = _effective.Budget.FirstOrDefault(limit => limit.Key == "calls");
        if (calls is not null && _certainCalls > calls.Value)
        {
            _warnings.Add(new ReviewedLine(
                string.Create(CultureInfo.InvariantCulture, $"it makes at least {_certainCalls} calls, and {calls.Source.Text} ends it before"), calls.Source.File, calls.Source.Line));
        }

        if (calls is null && HasLoop(root.Statements))
        {
            _warnings.Add(At(0, "it has a loop, and no budget limits its calls"));
        }
    }

    private static bool HasLoop(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is ForSyntax || HasLoop(statement.Body))
            {
                return true;
            }
        }

        return false;
    }

    private ReviewedLine At(int offset, string text) => new(text, _tree.Source.Name, _tree.Source.LineOf(offset));

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
