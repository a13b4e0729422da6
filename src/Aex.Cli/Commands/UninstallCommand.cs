using System.CommandLine;
using Aex.Cli.Install;
using Aex.Cli.Rendering;

namespace Aex.Cli.Commands;

/// <summary><c>aex uninstall claude-code</c>.</summary>
internal sealed class UninstallCommand : AexCommand
{
    private readonly Argument<string> _client = new("CLIENT") { Description = "The coding agent: claude-code." };
    private readonly Option<bool> _user = new("--user") { Description = "From ~/.claude/settings.json." };
    private readonly Option<bool> _project = new("--project") { Description = "From .claude/settings.json (the default)." };

    /// <summary>Creates the command.</summary>
    public UninstallCommand(Terminal terminal)
        : base(terminal, "uninstall", "Take back what `aex install` wrote, and only that.")
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
    public override string Details => "The file is again what it was, byte for byte; where its lines changed since, only the hooks of aex go. Policies, state and audit stay.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } = [new("aex uninstall claude-code", "from this project's settings")];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        PersonTerminal.RefuseAgents("aex uninstall");
        var host = Host.Require();
        var file = parse.GetValue(_user) ? SettingsFile.OfUser(host) : SettingsFile.OfProject(host, Host.ProjectFolder());
        if (file.Read() is not { } before || !file.HasHooks(before))
        {
            Terminal.Out.WriteLine($"nothing of aex in {Shown.Text(file.FullPath)}");
            return CommandLine.Done;
        }

        var left = file.WithoutHooks(before);
        DiffRenderer.Write(Terminal.Out, file.FullPath, before, left, Terminal.OutStyle);
        if (!Terminal.Agree("Write this?"))
        {
            Terminal.Note("nothing was written");
            return CommandLine.Findings;
        }

        file.Uninstall(left);
        Terminal.Note($"taken back from {Shown.Text(file.FullPath)}");
        return CommandLine.Done;
    }
}
