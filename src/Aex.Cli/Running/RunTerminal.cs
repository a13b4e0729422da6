using System.Text;
using Aex.Cli.Commands;
using Aex.Cli.Rendering;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Sessions;

namespace Aex.Cli.Running;

/// <summary>A person's view of a run: a line per event on stderr, the step that is under way as long as it lasts, and the questions.</summary>
internal sealed class RunTerminal(Terminal terminal, bool asJson, bool autoConfirm)
{
    private bool _isLive;
    private string _step = "";

    /// <summary>Told how far a model is; null where nobody watches.</summary>
    public Action<string>? Progress => IsWatched ? Advance : null;

    private bool IsWatched => terminal.ErrorIsLive && !asJson;

    /// <summary>Shows the step that begins, where a terminal lets it be overwritten.</summary>
    public void Begin(int line, string step)
    {
        if (IsWatched)
        {
            _step = Cut(Shown.Text(step), 50);
            Live("");
        }
    }

    private void Advance(string howFar) => Live("  " + Cut(Shown.Text(howFar), 60));

    private void Live(string howFar)
    {
        terminal.Error.Write($"\r\u001b[K{terminal.ErrorStyle.Dim($"  … {_step}{howFar}")}");
        terminal.Error.Flush();
        _isLive = true;
    }

    /// <summary>Shows an event.</summary>
    public void Report(RunEvent happened)
    {
        if (asJson)
        {
            JsonOutput.WriteLine(terminal.Out, happened.Write);
            terminal.Out.Flush();
            return;
        }

        Clear();
        if (Line(happened) is { } line)
        {
            terminal.Error.WriteLine(line);
            terminal.Error.Flush();
        }
    }

    /// <summary>Asks a person at the terminal; answers by itself under <c>--auto-confirm</c>.</summary>
    public PersonAnswer Ask(Confirmation question, CancellationToken stop)
    {
        if (autoConfirm)
        {
            return PersonAnswer.Automatic;
        }

        Clear();
        terminal.Flush();
        return AskAtTerminal(output => Describe(output, question, terminal.ErrorStyle), "Let it run?", stop);
    }

    /// <summary>Asks whoever holds the terminal, not what is piped in; a coding agent's terminal is nobody's.</summary>
    public static PersonAnswer AskAtTerminal(Action<TextWriter> describe, string question, CancellationToken stop)
    {
        FileStream tty;
        try
        {
            PersonTerminal.RefuseAgents("aex run");
            tty = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CommandFailure)
        {
            return PersonAnswer.None;
        }

        using var output = new StreamWriter(new FileStream("/dev/tty", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1), new UTF8Encoding(false)) { AutoFlush = true };
        describe(output);
        output.Write($"{question} [y/N] ");

        // The read cannot be broken off: where the run is stopped, nobody waits for it any more.
        var answer = Task.Run(() => new StreamReader(tty, Encoding.UTF8).ReadLine(), CancellationToken.None);
        answer.Wait(stop);
        return answer.Result?.Trim().ToLowerInvariant() is "y" or "yes" ? PersonAnswer.Approved : PersonAnswer.Refused;
    }

    /// <summary>What is asked about: the tool, its arguments, and a diff in colour.</summary>
    public static void Describe(TextWriter output, Confirmation question, Style style)
    {
        output.WriteLine();
        output.WriteLine(style.Warning(Shown.Text(question.Reason)));
        output.WriteLine($"  {style.Bold(Shown.Text(question.Tool))}");
        foreach (var (name, value) in question.Arguments.Members)
        {
            if (value is TextValue { Text: var text } && text.Contains('\n', StringComparison.Ordinal))
            {
                output.WriteLine($"  {Shown.Text(name)}:");
                foreach (var line in text.TrimEnd('\n').Split('\n'))
                {
                    output.WriteLine("    " + DiffRenderer.Line(line, style));
                }
            }
            else
            {
                output.WriteLine($"  {Shown.Text(name)}: {Shown.Text(Encoding.UTF8.GetString(ValueJson.ToUtf8(value)))}");
            }
        }
    }

    /// <summary>Takes away the line that is written over.</summary>
    public void Clear()
    {
        if (_isLive)
        {
            terminal.Error.Write("\r\u001b[K");
            _isLive = false;
        }
    }

    private string? Line(RunEvent happened)
    {
        var style = terminal.ErrorStyle;
        var place = happened.Line > 0 ? style.Dim($"{happened.Line,4}  ") : "      ";
        var subject = Cut(Shown.Text(happened.Subject ?? ""), 100);
        var reason = Shown.Text(happened.Reason ?? "");
        var took = happened.DurationMs is { } ms ? style.Dim($"  {(ms < 1000 ? $"{JsonParts.Number(ms)} ms" : $"{JsonParts.Number(ms / 1000)}.{JsonParts.Number(ms % 1000 / 100)} s")}") : "";
        var tokens = happened.Tokens is > 0 and var count ? style.Dim($"  {JsonParts.Number(count)} tokens") : "";
        return happened.Name switch
        {
            "run.started" => $"      {style.Bold(subject)}  {style.Dim("session " + Shown.Text(happened.Session ?? ""))}",
            "tool.allowed" => null,
            "tool.result" => $"{place}{(happened.Error is null ? style.Good("ok") : style.Error("failed"))}  do {Shown.Text(happened.Tool ?? "")}{(reason.Length > 0 ? "  " + reason : "")}{took}",
            "make.result" => $"{place}{(happened.Error is null ? style.Good("ok") : style.Error("failed"))}  make {subject}{tokens}{took}",
            "check.passed" => $"{place}{style.Good("ok")}  check {subject}",
            "check.failed" => $"{place}{style.Error("failed")}  check {subject}{(reason.Length > 0 ? ": " + reason : "")}",
            "if.true" => $"{place}{style.Dim("yes")}  if {subject}",
            "if.false" => $"{place}{style.Dim("no")}  if {subject}",
            "for.start" => $"{place}for {subject}",
            "tool.denied" or "budget.exhausted" or "confirm.denied" => $"{place}{style.Error("denied")}  {reason}",
            "confirm.required" => $"{place}{style.Warning("asks")}  {reason}",
            "confirm.approved" => $"{place}{style.Good("approved")}  {reason}",
            "run.finished" => null,
            _ => $"{place}{happened.Name}  {subject}",
        };
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}
