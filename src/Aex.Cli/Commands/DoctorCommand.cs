using System.CommandLine;
using Aex.Hooks;
using Aex.Cli.Install;
using Aex.Cli.Rendering;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex doctor [--fix]</c>.</summary>
internal sealed class DoctorCommand : AexCommand
{
    private readonly Option<bool> _fix = new("--fix") { Description = "Mend what can be mended; each change is shown first." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "With --fix: do not ask on a terminal." };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public DoctorCommand(Terminal terminal)
        : base(terminal, "doctor", "See whether the gate is really asked, and what keeps it from it.")
    {
        Options.Add(_fix);
        Options.Add(_yes);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Looks at the settings of each client: whether the client loads them, whether the gate is asked about every tool, whether a gate that
        fails denies the call, whether another hook rewrites the input, for Codex whether the hook is trusted; runs the installed command line with
        a call that must be denied; and looks at the policies, the state folder, the PATH and the clock. Names the mend for each. Exits 1 if the
        gate does not hold. --fix mends settings that are not loaded, fail open or switch hooks off, Codex's trust, a missing policy, and a state
        folder that others can write to.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex doctor", "look"),
        new("aex doctor --fix", "mend what can be mended; each change is shown first"),
        new("aex doctor --json", "as data"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        if (parse.GetValue(_fix))
        {
            PersonTerminal.RefuseAgents("aex doctor --fix");
            Fix(host, parse.GetValue(_yes));
        }

        List<Check> checks = [.. Clients(host), .. Surroundings.Look(host)];
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

    private static List<Check> Clients(HostEnvironment host)
    {
        var checks = new List<Check>();
        var asked = new Dictionary<HookClient, IReadOnlyList<string>>();
        foreach (var client in ClientExamination.Clients)
        {
            var examination = new ClientExamination(host, client, Host.ProjectFolder());
            examination.Look();
            checks.AddRange(examination.Checks);
            asked[client] = examination.Asked;
        }

        if (asked.Values.All(files => files.Count == 0) && !checks.Exists(check => check.State == CheckState.Fault))
        {
            checks.Add(Check.Fault("clients", "hook", "no client's settings ask the gate", $"run `aex install claude-code`, or the same with another client: {HookClientNames.All}"));
        }

        if (asked[HookClient.ClaudeCode].Count > 0 && asked[HookClient.Copilot].Count > 0)
        {
            checks.Add(Check.Note(
                HookForm.Copilot.Title,
                "once",
                "VS Code and Copilot CLI also load the hooks of .claude/settings.json, so there the gate is asked twice about each call",
                "in VS Code set `chat.hookFilesLocations` for .claude/settings.json to false"));
        }

        return checks;
    }

    private void Fix(HostEnvironment host, bool yes)
    {
        foreach (var client in ClientExamination.Clients)
        {
            foreach (var change in new ClientExamination(host, client, Host.ProjectFolder()).Mends())
            {
                DiffRenderer.Write(Terminal.Error, change.File.FullPath, change.Before, change.After, Terminal.ErrorStyle);
                if (!yes && !Terminal.Agree("Write this?"))
                {
                    continue;
                }

                if (change.File.Edit is HookSettings)
                {
                    change.File.Mend(change.After!);
                }
                else
                {
                    change.File.Install(change.Before, change.After!);
                }

                Terminal.Note($"mended {Shown.Text(change.File.FullPath)}");
            }
        }

        foreach (var (question, mend, done) in Surroundings.Mends(host, Terminal))
        {
            if (yes || Terminal.Agree(question))
            {
                mend();
                Terminal.Note(done);
            }
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
