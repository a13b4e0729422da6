using System.Globalization;
using Aex.Cli.Rendering;
using Aex.Sessions.State;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Aex.Cli.Watching;

/// <summary>Draws what is watched as the lines of one screen. All that comes from calls is text, never markup, and shows what it holds.</summary>
internal sealed class WatchView(string root, bool hasColour)
{
    private const int MostWaiting = 6;
    private const string Keys = "Up/Down choose   Enter look at the call that waits   q leave";

    /// <summary>The screen's lines, as many as it is high.</summary>
    public IReadOnlyList<string> Draw(WatchModel model, WatchDialog dialog, int width, int height)
    {
        var waiting = dialog.Asked is { } asked ? Question(asked, dialog.Scope) : Waiting(model, dialog.Selected, width);
        var below = Lines([.. waiting, new Spectre.Console.Rule { Style = Dim }, Line((dialog.Notice.Length > 0 ? dialog.Notice : Keys, Dim))], width);
        var rows = Math.Clamp(height - below.Count - 4, 2, Math.Max(2, height / 3));
        var all = Lines([Head(model), .. Sessions(model, rows, width), new Spectre.Console.Rule { Style = Dim }], width);
        all.AddRange(Lines(Calls(model, Math.Max(0, height - all.Count - below.Count), width), width));
        while (all.Count + below.Count < height)
        {
            all.Add("");
        }

        all.AddRange(below);
        return all.Count > height ? all.GetRange(all.Count - height, height) : all;
    }

    private static Spectre.Console.Style Dim { get; } = new(decoration: Decoration.Dim);

    private static Spectre.Console.Style Bold { get; } = new(decoration: Decoration.Bold);

    private Paragraph Head(WatchModel model)
    {
        var (sessions, waiting) = (model.Sessions, model.Waiting.Count);
        return Line(
            ("aex watch ", Bold),
            (Shown.Text(root), Dim),
            (string.Create(CultureInfo.InvariantCulture, $"   {Count(sessions.Count, "session")}, {Count(sessions.Sum(each => each.Allowed + each.Asked + each.Denied), "call")}: {sessions.Sum(each => each.Allowed)} allowed, {sessions.Sum(each => each.Asked)} asked, {sessions.Sum(each => each.Denied)} denied"), null),
            (waiting == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"   {waiting} wait{(waiting == 1 ? "s" : "")} for you"), new Spectre.Console.Style(Color.Yellow, decoration: Decoration.Bold)));
    }

    private static IEnumerable<IRenderable> Sessions(WatchModel model, int rows, int width) => model.Sessions.Take(rows).Select(session => Row(
        width, (session.Name, 36, Bold), (Shown.Text(session.State.Client), 11, Dim), (Number(session.Allowed), 5, new Spectre.Console.Style(Color.Green)), (Number(session.Asked), 5, new Spectre.Console.Style(Color.Yellow)),
        (Number(session.Denied), 5, new Spectre.Console.Style(Color.Red)), (session.Budget, 0, Dim)));

    private static IEnumerable<IRenderable> Calls(WatchModel model, int rows, int width) => model.Calls.Skip(Math.Max(0, model.Calls.Count - rows)).Select(call => Row(
        width, (call.Time, 8, Dim), (call.Session, 12, Dim), (call.Decision, 5, StyleOf(call.Decision)), (call.Tool, 12, null),
        (call.Reason.Length > 0 ? $"{call.Subject}  {call.Reason}" : call.Subject, 0, null)));

    private static IEnumerable<IRenderable> Waiting(WatchModel model, string? selected, int width)
    {
        var all = model.Waiting;
        if (all.Count == 0)
        {
            yield break;
        }

        yield return new Spectre.Console.Rule("waiting for you") { Style = new Spectre.Console.Style(Color.Yellow), Justification = Justify.Left };
        var at = Math.Max(0, all.ToList().FindIndex(each => each.Call.Id == selected));
        var first = Math.Clamp(at - (MostWaiting / 2), 0, Math.Max(0, all.Count - MostWaiting));
        foreach (var (session, call) in all.Skip(first).Take(MostWaiting))
        {
            yield return Row(width, (call.Id == selected ? ">" : " ", 1, Bold), (Shown.Text(call.Id), 8, null), (session.Name, 12, Dim), (Shown.Text(call.Tool), 12, null), (Shown.Text(call.Input), 0, null));
        }
    }

    private static IEnumerable<IRenderable> Question(WaitingCall call, string? scope)
    {
        yield return new Spectre.Console.Rule("let it through?") { Style = new Spectre.Console.Style(Color.Yellow), Justification = Justify.Left };
        yield return Line(("call    ", Dim), ($"{Shown.Text(call.Tool)}  {Shown.Text(call.Id)}", Bold));
        yield return Line(("input   ", Dim), (Shown.Text(call.Input), null));
        yield return Line(("in      ", Dim), (Shown.Text(call.Cwd), null));
        yield return Line(("reason  ", Dim), (Shown.Text(call.Reason), null));
        yield return scope is null
            ? Line(("o once   s for this session   c for the session under a scope   r refuse   Esc neither", Bold))
            : Line(("scope, such as src/** (Enter to approve, Esc to go back): ", Bold), (Shown.Text(scope), null), ("_", Dim));
    }

    /// <summary>One line of columns; the last one, of width 0, takes what is left and is cut where that is not enough.</summary>
    private static Paragraph Row(int width, params (string Text, int Width, Spectre.Console.Style? Style)[] cells)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        var left = width;
        foreach (var (text, wanted, style) in cells)
        {
            var room = wanted == 0 ? left : Math.Min(wanted, left);
            if (room > 0)
            {
                line.Append(wanted == 0 && Column.Width(text) <= room ? text : Column.Fit(text, room), style);
            }

            left = Math.Max(0, left - room - 1);
            if (left > 0 && wanted > 0)
            {
                line.Append(" ");
            }
        }

        return line;
    }

    private static Paragraph Line(params (string Text, Spectre.Console.Style? Style)[] parts)
    {
        var line = new Paragraph { Overflow = Overflow.Fold };
        foreach (var (text, style) in parts)
        {
            line.Append(text, style);
        }

        return line;
    }

    private static Spectre.Console.Style? StyleOf(string decision) => decision switch
    {
        "allow" => new Spectre.Console.Style(Color.Green),
        "ask" => new Spectre.Console.Style(Color.Yellow),
        "deny" => new Spectre.Console.Style(Color.Red, decoration: Decoration.Bold),
        _ => Dim,
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private List<string> Lines(IEnumerable<IRenderable> parts, int width)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var settings = new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        };
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = Math.Max(20, width);
        console.Profile.Capabilities.Unicode = true;
        foreach (var part in parts)
        {
            console.Write(part);
            if (part is Paragraph)
            {
                console.WriteLine();
            }
        }

        var lines = text.ToString().ReplaceLineEndings("\n").Split('\n').ToList();
        if (lines[^1].Length == 0)
        {
            // Behind the last line end.
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }
}
