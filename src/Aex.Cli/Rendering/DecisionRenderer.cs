using System.Text;
using Aex.Cli.Commands;
using Aex.Language.Text;
using Aex.Policy.Decisions;

namespace Aex.Cli.Rendering;

/// <summary>How one call was decided, for people: the call, its requests, the layers, each rule tried, and the deciding one with its source line.</summary>
internal sealed class DecisionRenderer(TextWriter output, Style style)
{
    /// <summary>Writes all of it.</summary>
    public void Write(IReadOnlyList<Layer> layers, PreparedCall call, Trace trace, Verdict verdict, string reason)
    {
        output.WriteLine($"{style.Bold("call")}      {Shown.Text(call.Call.Tool)} {Shown.Text(Reasons.Safe(Encoding.UTF8.GetString(call.Call.Arguments.Span)))}".TrimEnd());
        foreach (var request in call.Requests)
        {
            output.WriteLine($"{style.Bold("request")}   {Describe(request)}{(request.IsImplied ? style.Dim("  (implied)") : "")}");
        }

        foreach (var layer in layers)
        {
            output.WriteLine($"{style.Bold("layer")}     {Shown.Text(layer.File)} {style.Dim($"({JsonParts.NameOf(layer.Kind)})")}");
        }

        // That a layer grants by the rule just tried is said by that rule's line.
        foreach (var step in trace.Steps.Where(step => step is not { Kind: TraceStepKind.Checked, Matched: true, Rule: not null }))
        {
            output.WriteLine((step.Kind == TraceStepKind.Counted ? $"{style.Bold("budget")}    " : $"{style.Bold("rule")}      ") + Describe(step));
        }

        var word = JsonParts.NameOf(verdict.Decision);
        output.WriteLine($"{style.Bold("decision")}  {(verdict.Decision switch { Decision.Allow => style.Good(word), Decision.Ask => style.Warning(word), Decision.Deny => style.Error(word) })}: {Shown.Text(reason)}");
        if (verdict is { Layer: { } deciding, Source: { Line: > 0 } source })
        {
            WriteLine(deciding, source, verdict);
        }
    }

    private void WriteLine(Layer layer, RuleSource source, Verdict verdict)
    {
        if (layer.IsPinned || !File.Exists(layer.Path))
        {
            return;
        }

        var text = SourceText.FromUtf8(source.File, File.ReadAllBytes(layer.Path));
        var start = verdict.Rule?.Start ?? verdict.Limit?.Start ?? -1;
        if (start < 0 || start >= text.Text.Length)
        {
            return;
        }

        var length = verdict.Rule?.Text.Length ?? verdict.Limit?.Key.Length ?? 1;
        var snippet = SourceSnippet.Of(text, new TextSpan(start, Math.Min(length, text.Text.Length - start)));
        var number = JsonParts.Number(snippet.Line);
        output.WriteLine();
        output.WriteLine($"{Shown.Text(source.Place)}");
        output.WriteLine($"{style.Dim($"{number} |")} {snippet.Text}");
        output.WriteLine($"{style.Dim($"{new string(' ', number.Length)} |")} {snippet.Margin}{style.Warning(snippet.Carets)}");
    }

    private static string Describe(Request request) =>
        $"{Shown.Text(request.Capability)} {string.Join(", ", request.Resources.Select(resource => Shown.Text(Reasons.Safe(resource.Shown))))}".TrimEnd();

    private string Describe(TraceStep step)
    {
        var source = step.Rule is { } rule ? step.Layer.SourceOf(rule) : step.Limit is { } limit ? step.Layer.SourceOf(limit) : null;
        var what = source is null ? $"no allow line of {Shown.Text(step.Layer.File)}" : $"{Shown.Text(step.Limit is null ? source.Text : source.Text["budget ".Length..])} {style.Dim($"({Shown.Text(source.Place)})")}";
        var outcome = (step.Kind, step.Matched) switch
        {
            (TraceStepKind.Tried, true) => "matches",
            (TraceStepKind.Tried, false) => "does not match",
            (TraceStepKind.Checked, true) => "grants",
            (TraceStepKind.Checked, false) => "grants",
            (TraceStepKind.Counted, true) => "is used up",
            (TraceStepKind.Counted, false) => "is left",
            _ => "",
        };
        return step.Request is { } request ? $"{what} {outcome} {Shown.Text(request.Capability)}" : $"{what} {outcome}";
    }
}
