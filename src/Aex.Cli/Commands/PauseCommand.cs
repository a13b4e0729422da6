using System.CommandLine;
using System.Globalization;
using Aex.Cli.Rendering;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex pause 10m</c>.</summary>
internal sealed class PauseCommand : AexCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private readonly Argument<string> _time = new("TIME") { Description = "How long: 90s, 10m, 2h; 0 ends a pause." };
    private readonly Argument<string?> _session = new("SESSION") { Description = "A session's id or its beginning. Default: the last one of this project.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Creates the command.</summary>
    public PauseCommand(Terminal terminal)
        : base(terminal, "pause", "Let all calls of a session pass for a while; they are recorded. For a person at a terminal.")
    {
        Arguments.Add(_time);
        Arguments.Add(_session);
        _time.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && Parse(token.Value) is null)
            {
                result.AddError($"`{token.Value}` is no time: write 90s, 10m or up to 8h");
            }
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex pause 10m", "the last session of this project, for ten minutes"),
        new("aex pause 0", "enforce again"),
    ];

    /// <summary>Reads <c>90s</c>, <c>10m</c>, <c>2h</c> or <c>0</c>; null for anything else and for more than eight hours.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (text.Length < 2 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1_000_000)
        {
            return null;
        }

        TimeSpan? time = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
        return time <= Longest ? time : null;
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        using var person = PersonTerminal.Open("aex pause");
        var host = Host.Require();
        var time = Parse(parse.GetRequiredValue(_time))!.Value;
        try
        {
            var state = Host.Session(host, parse.GetValue(_session));
            var name = $"session {Shown.Text(state.Session.Length > 0 ? state.Session : "without id")} in {Shown.Text(state.Root)}";
            if (time > TimeSpan.Zero && !person.Confirm($"Let every call of {name} pass for {parse.GetRequiredValue(_time)}, whatever the policy says?"))
            {
                person.Write("nothing was paused\n");
                return CommandLine.Findings;
            }

            SessionControl.Pause(host, state, time);
            person.Write(time > TimeSpan.Zero ? $"paused for {parse.GetRequiredValue(_time)}; `aex pause 0` ends it\n" : $"the policy of {name} is enforced again\n");
            return CommandLine.Done;
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }
}
