using System.CommandLine;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary>Options that say which layers take part, the same as for <c>aex gate</c>.</summary>
internal sealed class LayerOptions
{
    private readonly Option<string?> _policy = new("--policy") { Description = "This policy in place of the project's.", HelpName = "FILE" };
    private readonly Option<string?> _contract = new("--contract") { Description = "A task that narrows the policies.", HelpName = "FILE" };

    /// <summary>Gives the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_policy);
        command.Options.Add(_contract);
    }

    /// <summary>What was given. A relative name is taken from the current folder, as one types it.</summary>
    public EnforcerOptions Of(ParseResult parse, string client = "claude-code") => new()
    {
        PolicyFile = Absolute(parse.GetValue(_policy)),
        ContractFile = Absolute(parse.GetValue(_contract)),
        AllowNoPolicy = parse.GetValue(_contract) is not null,
        Client = client,
    };

    private static string? Absolute(string? path) => path is null ? null
        : File.Exists(path) ? Path.GetFullPath(path)
        : throw new CommandFailure($"`{path}` does not exist", null);
}
