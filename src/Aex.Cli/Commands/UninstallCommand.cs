using System.CommandLine;
using Aex.Cli.Install;
using Aex.Cli.Rendering;

namespace Aex.Cli.Commands;

/// <summary><c>aex uninstall CLIENT</c>.</summary>
internal sealed class UninstallCommand(Terminal terminal) : ClientCommand(terminal, "uninstall", "Take back what `aex install` wrote, and only that.")
{
    /// <inheritdoc/>
    public override string Details => "A file is again what it was, byte for byte; where its lines changed since, only what aex wrote goes. Policies, state and audit stay.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex uninstall claude-code", "from this project's settings"),
        new("aex uninstall codex --user", "from your own, with the trust for the hook"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<PlannedChange> Plan(ParseResult parse, ClientFiles files)
    {
        var hooks = files.Hooks;
        var planned = new List<PlannedChange>();
        // What was written last goes first: several parts may stand in one file.
        foreach (var file in files.McpServers().Append(files.Trust(hooks.Read())).Append(hooks).OfType<SettingsFile>())
        {
            if (Current(file, planned) is { } before && file.Holds(before))
            {
                planned.Add(new PlannedChange(file, before, file.TakenBack(before)));
            }
        }

        return planned;
    }

    /// <inheritdoc/>
    protected override void Write(PlannedChange change) => change.File.TakeBack(change.After);

    /// <inheritdoc/>
    protected override void SayNothing(ParseResult parse, ClientFiles files) => Terminal.Out.WriteLine($"nothing of aex in {Shown.Text(files.HooksPath)}");

    /// <inheritdoc/>
    protected override void SayDone(ParseResult parse, ClientFiles files, IReadOnlyList<PlannedChange> changes)
    {
        foreach (var path in changes.Select(change => change.File.FullPath).Distinct())
        {
            Terminal.Note($"taken back from {Shown.Text(path)}");
        }
    }
}
