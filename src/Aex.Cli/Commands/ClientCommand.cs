using System.CommandLine;
using Aex.Hooks;
using Aex.Cli.Install;
using Aex.Cli.Rendering;

namespace Aex.Cli.Commands;

/// <summary>A command that changes a coding agent's settings: it shows each change as a diff, asks on a terminal, and writes.</summary>
internal abstract class ClientCommand : AexCommand
{
    private readonly Argument<string> _client = new("CLIENT") { Description = $"The coding agent: {HookClientNames.All}." };
    private readonly Option<bool> _user = new("--user") { Description = "For all your projects: the settings in your home folder." };
    private readonly Option<bool> _project = new("--project") { Description = "For this project: the settings in its folder (the default)." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Write without asking; the change is shown all the same." };

    /// <summary>Names the command.</summary>
    protected ClientCommand(Terminal terminal, string name, string description)
        : base(terminal, name, description)
    {
        _client.AcceptOnlyFromAmong(HookClientNames.All.Split(", "));
        Arguments.Add(_client);
        Options.Add(_user);
        Options.Add(_project);
        Options.Add(_yes);
        Validators.Add(result =>
        {
            if (result.GetValue(_user) && result.GetValue(_project))
            {
                result.AddError("--user and --project exclude each other");
            }
        });
    }

    /// <summary>What the changes are, file by file, in the order to write them.</summary>
    protected abstract IEnumerable<PlannedChange> Plan(ParseResult parse, ClientFiles files);

    /// <summary>Writes one of them.</summary>
    protected abstract void Write(PlannedChange change);

    /// <summary>Says that there is nothing to do.</summary>
    protected abstract void SayNothing(ParseResult parse, ClientFiles files);

    /// <summary>Says what was done and what is left to do.</summary>
    protected abstract void SayDone(ParseResult parse, ClientFiles files, IReadOnlyList<PlannedChange> changes);

    /// <summary>The client that was named.</summary>
    protected HookClient ClientOf(ParseResult parse) => HookClientNames.Find(parse.GetValue(_client)!)!.Value;

    /// <summary>The options to type again for the same files.</summary>
    protected string ScopeOf(ParseResult parse) => parse.GetValue(_user) ? " --user" : "";

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        PersonTerminal.RefuseAgents($"aex {Name}");
        var host = Host.Require();
        var files = new ClientFiles(host, ClientOf(parse), parse.GetValue(_user) ? null : Host.ProjectFolder(), InstalledProgram.PathOf(host));
        var changes = Plan(parse, files).Where(change => change.IsChange).ToList();
        if (changes.Count == 0)
        {
            SayNothing(parse, files);
            return CommandLine.Done;
        }

        foreach (var change in changes)
        {
            DiffRenderer.Write(Terminal.Out, change.File.FullPath, change.Before, change.After, Terminal.OutStyle);
        }

        if (!parse.GetValue(_yes) && !Terminal.Agree("Write this?"))
        {
            Terminal.Note("nothing was written");
            return CommandLine.Findings;
        }

        changes.ForEach(Write);
        SayDone(parse, files, changes);
        return CommandLine.Done;
    }

    /// <summary>A file's bytes as an earlier change of the same plan leaves them.</summary>
    protected static byte[]? Current(SettingsFile file, IReadOnlyList<PlannedChange> planned) =>
        planned.LastOrDefault(change => change.File.FullPath == file.FullPath) is { } earlier ? earlier.After : file.Read();
}
