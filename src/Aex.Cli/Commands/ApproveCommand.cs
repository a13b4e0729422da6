using System.CommandLine;
using System.Globalization;
using Aex.Cli.Rendering;
using Aex.Sessions;
using Aex.Sessions.State;

namespace Aex.Cli.Commands;

/// <summary><c>aex approve [ID]</c>.</summary>
internal sealed class ApproveCommand : AexCommand
{
    private readonly Argument<string?> _id = new("ID") { Description = "One of the calls that wait, by the id in the list.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Creates the command.</summary>
    public ApproveCommand(Terminal terminal)
        : base(terminal, "approve", "Let a call through that was asked about. For a person at a terminal.") => Arguments.Add(_id);

    /// <inheritdoc/>
    public override string Details =>
        """
        Lists the calls that wait and takes one: once (for the very same call, within ten minutes), for the rest of its session, or for the
        session where what it reaches for lies in a scope such as src/**. The agent then makes the same call again.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex approve", "choose from the calls that wait"),
        new("aex approve 1a2b3c4d", "one of them"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        using var person = PersonTerminal.Open("aex approve");
        var host = Host.Require();
        try
        {
            var waiting = SessionControl.List(host, null)
                .SelectMany(state => state.Waiting.Select(call => (State: state, Call: call)))
                .OrderBy(one => one.Call.Time)
                .ToList();
            if (parse.GetValue(_id) is { } id)
            {
                waiting = [.. waiting.Where(one => one.Call.Id.StartsWith(id, StringComparison.Ordinal))];
                if (waiting.Count != 1)
                {
                    throw new CommandFailure(waiting.Count == 0 ? $"no call `{id}` waits" : $"several calls begin with `{id}`", "`aex approve` lists them");
                }
            }

            if (waiting.Count == 0)
            {
                person.Write("no call waits for approval\n");
                return CommandLine.Done;
            }

            for (var i = 0; i < waiting.Count; i++)
            {
                person.Write(Describe(i + 1, waiting[i].State, waiting[i].Call, host.Clock.GetUtcNow()));
            }

            var chosen = waiting.Count == 1 ? 1 : Choose(person, waiting.Count);
            if (chosen == 0)
            {
                person.Write("nothing was approved\n");
                return CommandLine.Findings;
            }

            return Grant(person, host, waiting[chosen - 1].State, waiting[chosen - 1].Call);
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private static int Choose(PersonTerminal person, int count)
    {
        var answer = person.Ask(string.Create(CultureInfo.InvariantCulture, $"Which one? [1-{count}, Enter for none] "));
        return int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count ? number : 0;
    }

    private static int Grant(PersonTerminal person, HostEnvironment host, SessionState state, WaitingCall call)
    {
        var answer = person.Ask("Let it through: [o]nce, for this [s]ession, for the session under a s[c]ope, [r]efuse it, [N]either? [o/s/c/r/N] ")?.ToLowerInvariant();
        switch (answer)
        {
            case "o" or "once":
                SessionControl.Approve(host, state, call.Id, wholeSession: false, scope: null);
                person.Write("approved once: the same call passes if it is made again within ten minutes\n");
                return CommandLine.Done;
            case "s" or "session":
                SessionControl.Approve(host, state, call.Id, wholeSession: true, scope: null);
                person.Write($"approved for this session: {Shown.Text(call.Tool)} ({Shown.Text(call.Capability)}) is not asked about again\n");
                return CommandLine.Done;
            case "c" or "scope" when person.Ask("Scope (such as src/**): ") is { Length: > 0 } scope:
                SessionControl.Approve(host, state, call.Id, wholeSession: true, scope);
                person.Write($"approved for this session under {Shown.Text(scope)}\n");
                return CommandLine.Done;
            case "r" or "refuse":
                SessionControl.Refuse(host, state, call.Id);
                person.Write("refused: it no longer waits\n");
                return CommandLine.Done;
            default:
                person.Write("nothing was approved\n");
                return CommandLine.Findings;
        }
    }

    private static string Describe(int number, SessionState state, WaitingCall call, DateTimeOffset now)
    {
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(call.Time);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {number}. {Shown.Text(call.Tool)}  {Shown.Text(call.Id)}  {Math.Max(0, (long)age.TotalSeconds)} s ago
               input    {Shown.Text(call.Input)}
               in       {Shown.Text(call.Cwd)}
               reason   {Shown.Text(call.Reason)}
               session  {Shown.Text(state.Session.Length > 0 ? state.Session : "without id")} in {Shown.Text(state.Root)}

            """);
    }
}
