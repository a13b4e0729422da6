using System.CommandLine;
using System.Globalization;
using Aex.Cli.Rendering;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex log prune --older-than 30d</c>.</summary>
internal sealed class PruneCommand : AexCommand
{
    private readonly Option<string> _age = new("--older-than") { Description = "How long a session must have been quiet: 12h, 30d.", HelpName = "AGE", Required = true };

    /// <summary>Creates the command.</summary>
    public PruneCommand(Terminal terminal)
        : base(terminal, "prune", "Take away the audits and states of sessions that have long been quiet. For a person at a terminal.")
    {
        Options.Add(_age);
        _age.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && Parse(token.Value) is null)
            {
                result.AddError($"`{token.Value}` is no age: write 12h or 30d");
            }
        });
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Sessions go whole, so the chains of those that stay are as whole as before. One whose audit is not whole stays: look at it first. A client that takes up a session
        that is gone begins it anew, with new budgets and the policies as they are then.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } = [new("aex log prune --older-than 30d", "what this project's sessions left a month ago and before")];

    /// <summary>Reads <c>12h</c> or <c>30d</c>; null for anything else.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 100_000)
        {
            return null;
        }

        return text[^1] switch
        {
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        using var person = PersonTerminal.Open("aex log prune");
        var host = Host.Require();
        try
        {
            var root = SessionControl.RootOf(host, Environment.CurrentDirectory);
            var moment = host.Clock.GetUtcNow() - Parse(parse.GetRequiredValue(_age))!.Value;
            var old = SessionRemoval.Before(host, root, moment, AuditFiles.OfProject(host));
            var whole = old.Where(session => session.Fault is null).ToList();
            foreach (var session in old)
            {
                person.Write(Describe(session));
            }

            if (whole.Count == 0)
            {
                person.Write(old.Count == 0 ? "no session of this project has been quiet for so long\n" : "nothing was taken away\n");
                return old.Count == 0 ? CommandLine.Done : CommandLine.Findings;
            }

            if (!person.Confirm(string.Create(CultureInfo.InvariantCulture, $"Take {whole.Count} session{(whole.Count == 1 ? "" : "s")} away for good?")))
            {
                person.Write("nothing was taken away\n");
                return CommandLine.Findings;
            }

            return Remove(person, host, whole, isAll: whole.Count == old.Count);
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private static int Remove(PersonTerminal person, HostEnvironment host, IReadOnlyList<OldSession> sessions, bool isAll)
    {
        var removed = 0;
        foreach (var session in sessions)
        {
            try
            {
                SessionRemoval.Remove(host, session);
                removed++;
            }
            catch (SessionException fault)
            {
                isAll = false;
                person.Write($"{NameOf(session)} stays: {Shown.Text(fault.Message)}\n");
            }
        }

        person.Write(string.Create(CultureInfo.InvariantCulture, $"{removed} session{(removed == 1 ? "" : "s")} taken away\n"));
        return isAll ? CommandLine.Done : CommandLine.Findings;
    }

    private static string Describe(OldSession session)
    {
        var last = LocalTime.Of(DateTimeOffset.FromUnixTimeMilliseconds(session.Latest)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var line = string.Create(CultureInfo.InvariantCulture, $"{NameOf(session)}  last {last}  {session.Lines} line{(session.Lines == 1 ? "" : "s")}");
        return session.Fault is { } fault ? $"{line}  stays: its audit is not whole ({Shown.Text(fault)}); `aex audit verify` shows it\n" : line + "\n";
    }

    private static string NameOf(OldSession session) => session.Session.Length > 0 ? Shown.Text(session.Session) : "without id";
}
