using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Sessions;
using Aex.Sessions.Audit;

namespace Aex.Cli.Commands;

/// <summary><c>aex log [SESSION]</c>.</summary>
internal sealed class LogCommand : AexCommand
{
    private const int WatchMilliseconds = 1000;

    private readonly Argument<string?> _session = new("SESSION") { Description = "A session's id or its beginning. Default: the last one of this project.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _follow = new("--follow") { Description = "Go on with what is recorded from now on, until Ctrl-C." };
    private readonly Option<bool> _denied = new("--denied") { Description = "Only what did not run." };
    private readonly Option<string?> _tool = new("--tool") { Description = "Only calls of this tool.", HelpName = "TOOL" };
    private readonly Option<bool> _json = new("--json") { Description = "The recorded lines themselves, one JSON object a line." };

    private readonly DateTimeOffset _now = LocalTime.Of(TimeProvider.System.GetUtcNow());

    /// <summary>Creates the command.</summary>
    public LogCommand(Terminal terminal)
        : base(terminal, "log", "Show what was decided, call by call.")
    {
        Arguments.Add(_session);
        Options.Add(_follow);
        Options.Add(_denied);
        Options.Add(_tool);
        Options.Add(_json);
        Subcommands.Add(new PruneCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex log", "the last session of this project"),
        new("aex log --denied", "only what did not run, with the reasons"),
        new("aex log --tool Bash --json", "one tool's calls as data"),
        new("aex log --follow", "live"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        var tool = parse.GetValue(_tool);
        var denied = parse.GetValue(_denied);
        var json = parse.GetValue(_json);
        try
        {
            var file = AuditFiles.Find(host, parse.GetValue(_session));
            using var reader = AuditReader.Open(file);
            if (!json)
            {
                Terminal.Note(Terminal.ErrorStyle.Dim($"session {Shown.Text(AuditEntry.SessionOf(file) is { Length: > 0 } id ? id : "without id")} in {Shown.Text(Host.Relative(file))}, times {(_now.Offset == TimeSpan.Zero ? "in UTC" : "in local time")}"));
            }

            // Watching begins before the first reading, so that no line falls in between.
            using var watcher = parse.GetValue(_follow) ? new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file)) : null;
            while (true)
            {
                while (reader.Read())
                {
                    using var entry = AuditEntry.Parse(reader.Line);
                    if (entry is not null && (!denied || entry.IsDenied) && (tool is null || entry.Tool == tool))
                    {
                        Write(entry, json);
                    }
                }

                Terminal.Out.Flush();
                if (watcher is null)
                {
                    return CommandLine.Done;
                }

                watcher.WaitForChanged(WatcherChangeTypes.All, WatchMilliseconds);
            }
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private void Write(AuditEntry entry, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(entry.Line);
            return;
        }

        var style = Terminal.OutStyle;
        var isCall = entry.Tool.Length > 0;
        var time = LocalTime.Of(entry.Time) is { } local
            ? local.ToString(local.Date == _now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)
            : Shown.Text(entry.Time);

        // What a person did to the session (a pause, a raised budget, trust) is no call, whatever decision stands beside it.
        var decision = isCall ? entry.Decision : "";
        var word = decision.Length > 0 ? Column.Fit(decision, 5) : entry.Event;
        var coloured = decision switch
        {
            "allow" => style.Good(word),
            "ask" => style.Warning(word),
            "deny" => style.Error(word),
            _ => style.Dim(word),
        };
        if (!isCall)
        {
            Terminal.Out.WriteLine($"{style.Dim(time)}  {coloured}  {entry.Reason}".TrimEnd());
            return;
        }

        var line = $"{style.Dim(time)}  {coloured}  {Column.Fit(entry.Tool, 12)}  {Column.Fit(Shown.Text(entry.Subject()), 44)}";
        var reason = entry.Decision is "deny" or "ask" ? entry.Reason : "";
        Terminal.Out.WriteLine(reason.Length > 0 ? $"{line}  {style.Dim(reason)}" : line.TrimEnd());
    }
}
