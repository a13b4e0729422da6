using System.Text;
using Aex.Language.Syntax;
using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;
using Aex.Policy.Json;

namespace Aex.Policy.Review;

/// <summary>
/// What would become of one step of a contract. Where all its arguments are written out it is decided as it will be; where they come from
/// values that the run makes, only what holds whatever they are is said.
/// </summary>
internal sealed class StepDecision(IReadOnlyList<Layer> layers, EffectivePermissions effective, CallContext context)
{
    /// <summary>Whether a step can pass, and who is asked before.</summary>
    /// <param name="Beyond">Why it can't pass; null if it may.</param>
    /// <param name="Confirm">The line for which a person is asked; null for none.</param>
    public readonly record struct Finding(string? Beyond, RuleSource? Confirm);

    public Finding Decide(DoSyntax step)
    {
        var json = new JsonText(256);
        return TryWrite(json, step.Arguments) ? Decide(step.Tool, json.Written.ToArray()) : Whatever(step.Tool);
    }

    /// <summary>A <c>make</c> asks a model: that passes unless a layer denies it.</summary>
    public Finding DecideMake() => Stopped("model.make");

    private Finding Decide(string tool, byte[] arguments)
    {
        var call = CallPreparation.Prepare(new ToolCall { Client = "run", Tool = tool, Arguments = arguments, Cwd = context.ProjectRoot }, layers, context);
        var verdict = Authorizer.Decide(call, new Counters());
        return verdict.Decision switch
        {
            Decision.Allow => new Finding(null, null),
            Decision.Ask => new Finding(null, verdict.Source),
            Decision.Deny => verdict.Cause == Cause.BudgetExhausted ? new Finding(null, null) : new Finding(Reasons.Describe(verdict, call), null),
        };
    }

    private Finding Whatever(string tool)
    {
        var stopped = Stopped(tool);
        if (stopped.Beyond is not null || effective.Allow.Any(grant => Allows(grant.Pattern, tool)))
        {
            return stopped;
        }

        var layer = layers.FirstOrDefault(layer => !layer.IsNeutral && !layer.Allow.Any(rule => Allows(rule.Pattern, tool)));
        return new Finding($"{tool} is not in the allow list of {layer?.File ?? "any policy"}", null);
    }

    private Finding Stopped(string tool)
    {
        foreach (var layer in layers)
        {
            foreach (var rule in layer.Deny)
            {
                if (!rule.HasScope && Stops(rule.Pattern, tool))
                {
                    var source = layer.SourceOf(rule);
                    return new Finding($"{tool} is denied by {source.Place} ({source.Text})", null);
                }
            }
        }

        foreach (var layer in layers)
        {
            foreach (var rule in layer.Confirm)
            {
                if (Stops(rule.Pattern, tool))
                {
                    return new Finding(null, layer.SourceOf(rule));
                }
            }
        }

        return default;
    }

    private static bool Allows(CapabilityPattern pattern, string tool) => McpToolName.OfDotted(tool)?.IsAllowedBy(pattern) ?? pattern.Matches(tool);

    // A server's tool is denied and confirmed by its own name too.
    private static bool Stops(CapabilityPattern pattern, string tool) => pattern.Matches(tool) || McpToolName.OfDotted(tool)?.IsStoppedBy(pattern) == true;

    private static bool TryWrite(JsonText json, IReadOnlyList<ArgumentSyntax> arguments)
    {
        json.BeginObject();
        foreach (var argument in arguments)
        {
            json.Name(argument.Name);
            if (!TryWrite(json, argument.Value))
            {
                return false;
            }
        }

        json.EndObject();
        return true;
    }

    private static bool TryWrite(JsonText json, ExpressionSyntax value)
    {
        switch (value)
        {
            case LiteralSyntax { Kind: SyntaxKind.StringLiteral } text:
                json.Text(text.Text);
                return true;
            case LiteralSyntax { Kind: SyntaxKind.BooleanLiteral or SyntaxKind.NullLiteral } word:
                json.Raw(Encoding.UTF8.GetBytes(word.Text));
                return true;
            case LiteralSyntax:
                // No number is a resource, so which one it is makes no difference.
                json.Number(0L);
                return true;
            case ListSyntax list:
                json.BeginArray();
                foreach (var item in list.Items)
                {
                    if (!TryWrite(json, item))
                    {
                        return false;
                    }
                }

                json.EndArray();
                return true;
            case ObjectSyntax members:
                json.BeginObject();
                foreach (var member in members.Properties)
                {
                    json.Name(member.Name);
                    if (!TryWrite(json, member.Value))
                    {
                        return false;
                    }
                }

                json.EndObject();
                return true;
            default:
                return false;
        }
    }
}
