using System.Collections.Concurrent;
using System.CommandLine;
using System.Runtime.InteropServices;
using Aex.Cli.Rendering;
using Aex.Cli.Watching;
using Aex.Sessions;
using Aex.Sessions.State;

namespace Aex.Cli.Commands;

/// <summary><c>aex watch</c>.</summary>
internal sealed class WatchCommand : AexCommand
{
    // Twenty-five pictures a second, however fast calls come.
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(40);

    /// <summary>Creates the command.</summary>
    public WatchCommand(Terminal terminal)
        : base(terminal, "watch", "Watch this project's sessions live, and let waiting calls through. For a person at a terminal.")
    {
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Shows sessions with their counts and budgets, calls as they are decided, and the calls that wait. Enter shows one in full; then o lets it through once, s for this
        session, c for the session under a scope such as src/**, r refuses it, Esc does neither. q or Ctrl-C leaves.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } = [new("aex watch", "this project's sessions, until q")];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        using var person = PersonTerminal.Open("aex watch");
        var host = Host.Require();
        try
        {
            var root = SessionControl.RootOf(host, Environment.CurrentDirectory);
            Watch(host, root);
            return CommandLine.Done;
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private void Watch(HostEnvironment host, string root)
    {
        using var wake = new AutoResetEvent(true);
        using var pressed = new AutoResetEvent(false);
        var keys = new ConcurrentQueue<ConsoleKeyInfo>();
        using var feed = new SessionFeed(host, root, () => wake.Set());
        using var model = new WatchModel(host.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        using var resized = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => wake.Set());
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Leave(signal));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Leave(signal));
        Console.TreatControlCAsInput = true;
        ReadKeys();
        using var screen = new WatchScreen();
        var view = new WatchView(root, Terminal.OutStyle != Style.Plain);
        var dialog = new WatchDialog(null, null, null, "");
        var left = false;
        while (true)
        {
            wake.WaitOne();
            if (left)
            {
                return;
            }

            model.Apply(feed.Take());
            dialog = Settled(dialog, model);
            var isNew = false;
            while (keys.TryDequeue(out var key))
            {
                if (IsLeave(key, dialog))
                {
                    return;
                }

                var before = dialog.Asked;
                dialog = Press(key, dialog, model, host);
                if (dialog.Asked is not null && before is null)
                {
                    isNew = true;
                    break;
                }
            }

            model.Apply(feed.Take());
            dialog = Settled(dialog, model);
            var (width, height) = (Console.WindowWidth, Console.WindowHeight);
            screen.Show(view.Draw(model, dialog, width, height), width, height);
            if (isNew)
            {
                // What was typed before the call was shown is no answer to it.
                keys.Clear();
            }

            pressed.WaitOne(BetweenFrames);
        }

        void Leave(PosixSignalContext signal)
        {
            signal.Cancel = true;
            left = true;
            wake.Set();
        }

        void ReadKeys()
        {
            var thread = new Thread(() =>
            {
                while (true)
                {
                    keys.Enqueue(Console.ReadKey(intercept: true));
                    pressed.Set();
                    wake.Set();
                }
            })
            { IsBackground = true };
            thread.Start();
        }
    }

    private static bool IsLeave(ConsoleKeyInfo key, WatchDialog dialog) =>
        (key.Key == ConsoleKey.C && key.Modifiers.HasFlag(ConsoleModifiers.Control)) || (key.KeyChar == 'q' && dialog.Asked is null);

    /// <summary>The dialog as it stands after what happened: a call that waits no more is not asked about.</summary>
    private static WatchDialog Settled(WatchDialog dialog, WatchModel model)
    {
        var waiting = model.Waiting;
        if (dialog.Asked is { } asked && !waiting.Any(each => each.Call.Id == asked.Id && each.Call.Call == asked.Call))
        {
            dialog = dialog with { Asked = null, Scope = null, Notice = $"{Shown.Text(asked.Tool)} {Shown.Text(asked.Id)} waits no more" };
        }

        return waiting.Any(each => each.Call.Id == dialog.Selected) ? dialog : dialog with { Selected = waiting.Count > 0 ? waiting[0].Call.Id : null };
    }

    private static WatchDialog Press(ConsoleKeyInfo key, WatchDialog dialog, WatchModel model, HostEnvironment host)
    {
        if (dialog.Asked is null)
        {
            return Choose(key, dialog with { Notice = "" }, model.Waiting);
        }

        if (key.Key == ConsoleKey.Escape)
        {
            return dialog.Scope is null ? dialog with { Asked = null, Notice = "nothing was approved" } : dialog with { Scope = null };
        }

        if (dialog.Scope is { } scope)
        {
            return key.Key switch
            {
                ConsoleKey.Enter when scope.Length > 0 => Answer(dialog, model, host, (state, call) =>
                {
                    SessionControl.Approve(host, state, call.Id, wholeSession: true, scope);
                    return $"approved for the session under {Shown.Text(scope)}";
                }),
                ConsoleKey.Enter => dialog,
                ConsoleKey.Backspace => dialog with { Scope = scope.Length > 0 ? scope[..^1] : scope },
                _ when !char.IsControl(key.KeyChar) => dialog with { Scope = scope + key.KeyChar },
                _ => dialog,
            };
        }

        return key.KeyChar switch
        {
            'o' => Answer(dialog, model, host, (state, call) =>
            {
                SessionControl.Approve(host, state, call.Id, wholeSession: false, scope: null);
                return "approved once";
            }),
            's' => Answer(dialog, model, host, (state, call) =>
            {
                SessionControl.Approve(host, state, call.Id, wholeSession: true, scope: null);
                return $"approved for the session: {Shown.Text(call.Capability)}";
            }),
            'c' => dialog with { Scope = "" },
            'r' => Answer(dialog, model, host, (state, call) =>
            {
                SessionControl.Refuse(host, state, call.Id);
                return "refused";
            }),
            _ => dialog,
        };
    }

    private static WatchDialog Choose(ConsoleKeyInfo key, WatchDialog dialog, IReadOnlyList<(WatchedSession Session, WaitingCall Call)> waiting)
    {
        var at = waiting.ToList().FindIndex(each => each.Call.Id == dialog.Selected);
        return key.Key switch
        {
            ConsoleKey.UpArrow when at > 0 => dialog with { Selected = waiting[at - 1].Call.Id },
            ConsoleKey.DownArrow when at >= 0 && at < waiting.Count - 1 => dialog with { Selected = waiting[at + 1].Call.Id },
            ConsoleKey.Enter when at >= 0 => dialog with { Asked = waiting[at].Call },
            _ => dialog,
        };
    }

    private static WatchDialog Answer(WatchDialog dialog, WatchModel model, HostEnvironment host, Func<SessionState, WaitingCall, string> act)
    {
        var asked = dialog.Asked!;
        var session = model.Waiting.FirstOrDefault(each => each.Call.Id == asked.Id).Session;
        var done = dialog with { Asked = null, Scope = null };
        if (session is null)
        {
            return done with { Notice = "it waits no more" };
        }

        try
        {
            return done with { Notice = $"{Shown.Text(asked.Tool)} {Shown.Text(asked.Id)}: {act(session.State, asked)}" };
        }
        catch (SessionException fault)
        {
            return done with { Notice = Shown.Text(fault.Message) };
        }
    }
}
