using System.CommandLine;
using Aex.Cli.Install;
using Aex.Cli.Rendering;

namespace Aex.Cli.Commands;

/// <summary><c>aex install claude-code</c>.</summary>
internal sealed class InstallCommand : AexCommand
{
    private readonly Argument<string> _client = new("CLIENT") { Description = "The coding agent: claude-code." };
    private readonly Option<bool> _user = new("--user") { Description = "For all your projects: ~/.claude/settings.json." };
    private readonly Option<bool> _project = new("--project") { Description = "For this project: .claude/settings.json (the default)." };

    /// <summary>Creates the command.</summary>
    public InstallCommand(Terminal terminal)
        : base(terminal, "install", "Have a coding agent ask the gate before every tool call.")
    {
        _client.AcceptOnlyFromAmong("claude-code");
        Arguments.Add(_client);
        Options.Add(_user);
        Options.Add(_project);
        Validators.Add(result =>
        {
            if (result.GetValue(_user) && result.GetValue(_project))
            {
                result.AddError("--user and --project exclude each other");
            }
        });
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Writes the client's hook settings and nothing else: what stands in the file keeps its bytes and order. The change is shown first; on a terminal you are asked. Doing it twice changes nothing. `aex uninstall claude-code` takes exactly it back.
        The hook's command line ends with 2, which denies the call, whenever the gate itself fails. It holds the absolute path of this
        program, so a checked-in .claude/settings.json fits the machines that have it at the same place.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex install claude-code", "for this project"),
        new("aex install claude-code --user", "for all your projects: those without a policy are denied"),
        new("aex doctor", "see that the hook is reached"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        PersonTerminal.RefuseAgents("aex install");
        var host = Host.Require();
        var user = parse.GetValue(_user);
        var file = user ? SettingsFile.OfUser(host) : SettingsFile.OfProject(host, Host.ProjectFolder());
        var before = file.Read();
        var after = file.WithHooks(before, InstalledProgram.PathOf(host));
        if (before is not null && before.AsSpan().SequenceEqual(after))
        {
            Terminal.Out.WriteLine($"already installed in {Shown.Text(file.FullPath)}");
            return CommandLine.Done;
        }

        DiffRenderer.Write(Terminal.Out, file.FullPath, before, after, Terminal.OutStyle);
        if (!Terminal.Agree("Write this?"))
        {
            Terminal.Note("nothing was written");
            return CommandLine.Findings;
        }

        file.Install(before, after);
        Terminal.Note($"installed in {Shown.Text(file.FullPath)}: sessions started from now on ask the gate before every tool call");
        if (user)
        {
            Terminal.Note("a project without a policy of its own is now denied every call; `aex init --policy` there writes one");
        }

        Terminal.Note("see that it is reached with `aex doctor`; take it back with `aex uninstall claude-code" + (user ? " --user`" : "`"));
        return CommandLine.Done;
    }
}
