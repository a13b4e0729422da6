using System.Text.Json;
using Aex.Cli.Rendering;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Shell;

namespace Aex.Cli.Commands;

/// <summary>A shell command taken apart: each simple command with what it does, and the decision it would get alone.</summary>
internal sealed class ShellPicture(Terminal terminal, ProjectView view, PreparedCall call)
{
    /// <summary>Writes it for people.</summary>
    /// <param name="script">The text that was taken apart.</param>
    /// <param name="analysis">What was found in it.</param>
    public void Write(string script, ShellAnalysis analysis)
    {
        var style = terminal.OutStyle;
        var output = terminal.Out;
        // Carets stand under the text as it was given; one with a secret in it, or with control characters, is not shown.
        var line = script.Replace('\n', ' ').Replace('\t', ' ');
        var source = Reasons.Safe(line) == line ? SourceText.From("command", script) : null;
        foreach (var command in analysis.Commands)
        {
            var indent = new string(' ', 2 * command.Depth);
            WriteSource(source, command.Span);
            output.WriteLine($"{style.Bold("command")}   {indent}{Text(command)} {style.Dim($"({Place(command)})")}");
            output.WriteLine($"  program {indent}{Program(command)}");
            foreach (var effect in command.Effects)
            {
                output.WriteLine($"  effect  {indent}{Shown.Text(Reasons.Safe(effect.ToString()))}");
            }

            if (command.Effects.Count == 0)
            {
                output.WriteLine($"  effect  {indent}none");
            }

            output.WriteLine($"  covers  {indent}{(command.Why is { } why ? "partly: " + Shown.Text(Reasons.Safe(why)) : "fully")}");
            var verdict = Decide(command, out var reason);
            output.WriteLine($"  alone   {indent}{JsonParts.NameOf(verdict.Decision)}{(verdict.Decision == Decision.Allow ? "" : ": " + Shown.Text(reason))}");
        }

        if (analysis.Unparsable is { } fault)
        {
            WriteSource(source, new TextSpan(analysis.FaultAt, 0));
            output.WriteLine($"{style.Bold("fault")}     {Shown.Text(Reasons.Safe(fault))} {style.Dim($"({JsonParts.Number(analysis.FaultAt + 1)})")}");
        }
        else if (analysis.Fetched is { } fetched)
        {
            WriteSource(source, new TextSpan(analysis.FaultAt, 0));
            output.WriteLine($"{style.Bold("fetched")}   {Shown.Text(Reasons.Safe(fetched))} {style.Dim($"({JsonParts.Number(analysis.FaultAt + 1)})")}");
        }
    }

    /// <summary>Writes it as data.</summary>
    public void WriteJson(Utf8JsonWriter json, ShellAnalysis analysis)
    {
        json.WriteStartArray("commands");
        foreach (var command in analysis.Commands)
        {
            var verdict = Decide(command, out var reason);
            json.WriteStartObject();
            json.WriteNumber("start", command.Span.Start);
            json.WriteNumber("end", command.Span.End);
            json.WriteNumber("depth", command.Depth);
            json.WriteStartArray("words");
            foreach (var word in command.Words)
            {
                json.WriteStringValue(Shown.Whole(Reasons.Safe(word.ToString())));
            }

            json.WriteEndArray();
            json.WriteStartArray("effects");
            foreach (var effect in command.Effects)
            {
                json.WriteStringValue(Shown.Whole(Reasons.Safe(effect.ToString())));
            }

            json.WriteEndArray();
            json.WriteString("coverage", command.IsPartial ? "partial" : "full");
            if (command.Why is { } why)
            {
                json.WriteString("why", Shown.Whole(Reasons.Safe(why)));
            }

            json.WriteString("decision", JsonParts.NameOf(verdict.Decision));
            json.WriteString("reason", Shown.Whole(reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (analysis.Unparsable is { } fault)
        {
            json.WriteString("unparsable", Shown.Whole(Reasons.Safe(fault)));
        }
        else if (analysis.Fetched is { } fetched)
        {
            json.WriteString("fetched", Shown.Whole(Reasons.Safe(fetched)));
        }
    }

    private Verdict Decide(ShellCommand command, out string reason)
    {
        var one = CallPreparation.PrepareOne(call.Call, view.Layers, view.Context, command);
        var verdict = Authorizer.Decide(one, new Counters());
        reason = Reasons.Describe(verdict, one);
        return verdict;
    }

    private void WriteSource(SourceText? source, TextSpan span)
    {
        if (source is null)
        {
            return;
        }

        var snippet = SourceSnippet.Of(source, span);
        var number = JsonParts.Number(snippet.Line);
        terminal.Out.WriteLine($"{terminal.OutStyle.Dim($"{number} | ")}{snippet.Text}");
        terminal.Out.WriteLine($"{terminal.OutStyle.Dim($"{new string(' ', number.Length)} | ")}{snippet.Margin}{terminal.OutStyle.Bold(snippet.Carets)}{snippet.Rest}");
    }

    private static string Place(ShellCommand command) =>
        $"{JsonParts.Number(command.Span.Start + 1)}-{JsonParts.Number(Math.Max(command.Span.Start + 1, command.Span.End))}";

    private static string Program(ShellCommand command) => command switch
    {
        { Words.Count: 0 } => "none",
        { Words: [{ IsKnown: false }, ..] } => "known only when it runs",
        { IsWrapper: true } => $"{Shown.Text(Reasons.Safe(command.Words[0].Text))}, which runs what follows",
        _ => Shown.Text(Reasons.Safe(command.Words[0].Text)),
    };

    private static string Text(ShellCommand command) =>
        command.Words.Count == 0 ? "(redirections)" : Shown.Text(Reasons.Safe(string.Join(' ', command.Words)));
}
