using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;

namespace Aex.Policy.Validation;

/// <summary>What only a task can get wrong: its inputs, its tools, its values and its end.</summary>
internal sealed class TaskRules
{
    private static readonly string[] Types = ["str", "num", "int", "bool", "file", "url", "json", "list"];

    private readonly Findings _findings;
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly List<GrantSyntax> _uses = [];
    private readonly List<GrantSyntax> _denies = [];
    private readonly bool _mayLackValues;
    private readonly bool _mayLackUses;
    private bool _returns;

    private TaskRules(DocumentSyntax root, Findings findings)
    {
        _findings = findings;
        _mayLackValues = UnreadableLines.Any(root, "need", "do", "make", "for");
        _mayLackUses = UnreadableLines.Any(root, "use", "allow");
    }

    public static void Check(DocumentSyntax root, Findings findings)
    {
        var rules = new TaskRules(root, findings);
        rules.Declare(root.Statements);
        rules.Walk(root.Statements);
        if (!rules._returns && !UnreadableLines.Any(root, "return"))
        {
            findings.Error(Catalogue.NoReturn, Validator.HeaderSpan(root), "the task never returns anything", "end it with `return VALUE`; a run without it is blocked");
        }
    }

    /// <summary>Grants and needs hold for the whole task, wherever they stand.</summary>
    private void Declare(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case GrantsSyntax { Verb: GrantVerb.Use or GrantVerb.Allow } grants:
                    _uses.AddRange(grants.Grants);
                    break;
                case GrantsSyntax { Verb: GrantVerb.Deny } grants:
                    _denies.AddRange(grants.Grants);
                    break;
                case NeedSyntax need:
                    if (!_values.Add(need.Name))
                    {
                        _findings.Error(Catalogue.DeclaredTwice, need.NameSpan, $"the input `{need.Name}` is declared twice", "keep one of them");
                    }

                    CheckType(need.Type);
                    break;
            }
        }
    }

    private void Walk(IReadOnlyList<StatementSyntax> statements, bool nested = false)
    {
        foreach (var statement in statements)
        {
            Walk(statement, nested);
        }
    }

    private void Walk(StatementSyntax statement, bool nested)
    {
        switch (statement)
        {
            case GrantsSyntax grants:
                CheckGrants(grants, nested);
                break;
            case GoalSyntax or NeedSyntax when nested:
                _findings.Error(Catalogue.Unreadable, statement.KeywordSpan, $"`{Validator.Keyword(statement)}` stands among the steps of a block", "declare it before the steps, in the first column");
                break;
            case BudgetSyntax budget:
                BudgetRules.Check(budget, _findings);
                break;
            case MapSyntax or StrictSyntax:
                _findings.Error(Catalogue.PolicyOnly, statement.KeywordSpan, $"`{Validator.Keyword(statement)}` means nothing in a task", "put the line into the policy");
                break;
            case ExpectSyntax:
                Validator.NotExpected(statement, _findings);
                break;
            case DoSyntax step:
                CheckTool(step);
                ValueRules.CheckArguments(step.Arguments, IsKnown, _findings);
                Bind(step.Bind);
                break;
            case MakeSyntax make:
                CheckInputs(make);
                Bind(make.Bind);
                break;
            case CheckSyntax check:
                CheckCondition(check.Condition);
                break;
            case IfSyntax branch:
                CheckCondition(branch.Condition);
                Walk(branch.Body, nested: true);
                break;
            case ForSyntax loop:
                WalkLoop(loop);
                break;
            case ReturnSyntax end:
                _returns = true;
                ValueRules.Check(end.Value, IsKnown, _findings);
                break;
            case UnreadableSyntax:
                Walk(statement.Body, nested: true);
                break;
        }
    }

    private void WalkLoop(ForSyntax loop)
    {
        ValueRules.Check(loop.Iterable, IsKnown, _findings);
        var isNew = _values.Add(loop.Variable);
        Walk(loop.Body, nested: true);
        if (isNew)
        {
            _values.Remove(loop.Variable);
        }
    }

    private void CheckGrants(GrantsSyntax grants, bool nested)
    {
        if (grants.Verb == GrantVerb.Allow)
        {
            _findings.Error(Catalogue.AllowInTask, grants.KeywordSpan, "a task can't `allow`", "write `use`: a task asks for tools, a policy allows them");
        }
        else if (nested && grants.Verb != GrantVerb.Confirm)
        {
            _findings.Error(Catalogue.Unreadable, grants.KeywordSpan, $"`{Validator.Keyword(grants)}` stands among the steps of a block", "declare it before the steps, in the first column");
        }

        GrantRules.Check(grants, _findings);
    }

    private void CheckTool(DoSyntax step)
    {
        var tool = step.Tool;
        foreach (var deny in _denies)
        {
            if (!deny.HasScope && Matches(deny, tool))
            {
                var line = deny.Tree.Source.LineOf(deny.PatternSpan.Start);
                _findings.Error(Catalogue.ToolDenied, step.ToolSpan, $"`{tool}` is denied by line {line} (`deny {deny.Tree.Source.Slice(deny.Span)}`)", "drop the step, or narrow the `deny`");
                return;
            }
        }

        foreach (var use in _uses)
        {
            if (Matches(use, tool))
            {
                return;
            }
        }

        if (!_mayLackUses)
        {
            _findings.Error(Catalogue.ToolNotGranted, step.ToolSpan, $"no `use` line grants `{tool}`", $"add `use {tool}`");
        }
    }

    private void CheckInputs(MakeSyntax make)
    {
        for (var i = 0; i < make.InputCount; i++)
        {
            var name = make.Input(i);
            if (!IsKnown(name))
            {
                _findings.Error(Catalogue.UnknownInput, make.InputSpan(i), $"`{name}` names no value that is known here", "declare it with `need`, or bind it in an earlier step");
            }
        }
    }

    private void CheckCondition(ConditionSyntax condition)
    {
        for (var at = condition; at is not null; at = at.Inner)
        {
            if (at.Subject is not null)
            {
                ValueRules.Check(at.Subject, IsKnown, _findings);
            }

            if (at.Operand is not null)
            {
                ValueRules.Check(at.Operand, IsKnown, _findings);
            }
        }
    }

    private void CheckType(TypeSyntax type)
    {
        var isList = type.Name == "list";
        var isKnown = Array.IndexOf(Types, type.Name) >= 0;
        if (!isKnown || isList != (type.Element is not null))
        {
            var nearest = isKnown ? null : EditDistance.Nearest(type.Name, Types, type.Name.Length < 4 ? 1 : 2);
            _findings.Error(
                Catalogue.UnknownType,
                type.Span,
                $"`{type}` is no type",
                nearest is not null ? $"did you mean `{nearest}`?" : "the types are `str`, `num`, `int`, `bool`, `file`, `url`, `json` and `list[…]`, with `?` where the input may be missing");
            return;
        }

        if (type.Element is not null)
        {
            CheckType(type.Element);
        }
    }

    private void Bind(string? name)
    {
        if (name is not null)
        {
            _values.Add(name);
        }
    }

    private bool IsKnown(string name) => _mayLackValues || _values.Contains(name);

    private static bool Matches(GrantSyntax grant, string tool) => CapabilityPattern.Parse(grant.Pattern, grant.Quoted).Matches(tool);
}
