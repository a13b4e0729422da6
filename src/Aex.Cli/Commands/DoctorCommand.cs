using System.CommandLine;
using Aex.Cli.Install;
using Aex.Cli.Rendering;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex doctor [--fix]</c>.</summary>
internal sealed class DoctorCommand : AexCommand
{
    private readonly Option<bool> _fix = new("--fix") { Description = "Mend the client's settings where that can be done; the change is shown first." };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public DoctorCommand(Terminal terminal)
        : base(terminal, "doctor", "See whether the gate is really asked, and what keeps it from it.")
    {
        Options.Add(_fix);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Looks at each settings file of Claude Code: whether the client loads it, whether the gate is asked about every tool, whether a gate that
        fails denies the call, whether another hook rewrites the input; runs the installed command line with a call that must be denied; and
        looks at the policies, the state folder, the PATH and the clock. Names the mend for each. Exits 1 if the gate does not hold.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex doctor", "look"),
        new("aex doctor --fix", "mend settings that the client does not load or that fail open"),
        new("aex doctor --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        if (parse.GetValue(_fix))
        {
            PersonTerminal.RefuseAgents("aex doctor --fix");
            foreach (var file in SettingsFiles(host))
            {
                Fix(host, file);
            }
        }

        List<Check> checks = [.. Client(host), .. Surroundings.Look(host)];
        if (parse.GetValue(_json))
        {
            WriteJson(checks);
        }
        else
        {
            WriteText(checks);
        }

        return checks.Exists(check => check.State == CheckState.Fault) ? CommandLine.Findings : CommandLine.Done;
    }

    private static IEnumerable<SettingsFile> SettingsFiles(HostEnvironment host)
    {
        var root = Host.ProjectFolder();
        return
        [
            SettingsFile.OfUser(host),
            SettingsFile.OfProject(host, root),
            new SettingsFile(Path.Combine(root, ".claude", "settings.local.json"), host.StateFolder),
        ];
    }

    private static List<Check> Client(HostEnvironment host)
    {
        var checks = new List<Check>();
        var asked = new List<string>();
        foreach (var file in SettingsFiles(host))
        {
            if (file.Read() is not { } text)
            {
                continue;
            }

            var area = Host.Relative(file.FullPath);
            var review = SettingsReview.Of(area, text, ReadScript);
            checks.AddRange(review.Checks);
            if (review.GateCommand is { } command)
            {
                asked.Add(area);
                checks.Add(Canary.Run(area, command));
            }
        }

        if (asked.Count == 0 && !checks.Exists(check => check.State == CheckState.Fault))
        {
            checks.Add(Check.Fault("Claude Code", "hook", "no settings file of Claude Code asks the gate", "run `aex install claude-code`"));
        }
        else if (asked.Count > 1)
        {
            checks.Add(Check.Fault("Claude Code", "once", $"the gate is asked twice about each call, by {string.Join(" and ", asked)}, so budgets run out twice as fast", "run `aex uninstall claude-code`, or the same with --user"));
        }

        return checks;
    }

    private void Fix(HostEnvironment host, SettingsFile file)
    {
        if (file.Read() is not { } before || !SettingsReview.Of(file.FullPath, before, ReadScript).Fixable)
        {
            return;
        }

        var after = file.Mended(before, InstalledProgram.PathOf(host));
        DiffRenderer.Write(Terminal.Error, file.FullPath, before, after, Terminal.ErrorStyle);
        if (Terminal.Agree("Write this?"))
        {
            file.Mend(after);
            Terminal.Note($"mended {Shown.Text(file.FullPath)}");
        }
    }

    private static string? ReadScript(string word)
    {
        const int largest = 1 << 20;
        try
        {
            return File.Exists(word) && new FileInfo(word).Length is > 0 and < largest ? File.ReadAllText(word) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void WriteText(List<Check> checks)
    {
        var style = Terminal.OutStyle;
        foreach (var area in checks.GroupBy(check => check.Area))
        {
            Terminal.Out.WriteLine(style.Bold(Shown.Text(area.Key)));
            foreach (var check in area)
            {
                var word = check.State switch
                {
                    CheckState.Ok => style.Good("ok   "),
                    CheckState.Note => style.Warning("note "),
                    CheckState.Fault => style.Error("fault"),
                };
                Terminal.Out.WriteLine($"  {word}  {Column.Fit(check.Name, 14)}  {Shown.Text(check.Text)}");
                if (check.Mend is { } mend)
                {
                    Terminal.Out.WriteLine($"         {new string(' ', 14)}  {style.Help("mend:")} {Shown.Text(mend)}");
                }
            }
        }
    }

    private void WriteJson(List<Check> checks) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("holds", !checks.Exists(check => check.State == CheckState.Fault));
            json.WriteStartArray("checks");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("area", Shown.Whole(check.Area));
                json.WriteString("name", check.Name);
                json.WriteString("state", check.State switch
                {
                    CheckState.Ok => "ok",
                    CheckState.Note => "note",
                    CheckState.Fault => "fault",
                });
                json.WriteString("text", Shown.Whole(check.Text));
                if (check.Mend is { } mend)
                {
                    json.WriteString("mend", Shown.Whole(mend));
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
