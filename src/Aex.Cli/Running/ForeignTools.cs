using Aex.Cli.Commands;
using Aex.Contracts.Running;
using Aex.Contracts.Tools;
using Aex.Contracts.Tools.Foreign;
using Aex.Language.Syntax;

namespace Aex.Cli.Running;

/// <summary>The tools of a run that are not aex's own: those of MCP servers and of HTTP registries, as the command line names them.</summary>
internal sealed class ForeignTools : IDisposable
{
    private const string ProjectFile = ".mcp.json";

    private readonly IReadOnlyList<McpServerSetup> _servers;
    private readonly IReadOnlyList<string> _registries;
    private readonly List<IDisposable> _open = [];

    private ForeignTools(IReadOnlyList<McpServerSetup> servers, IReadOnlyList<string> registries) => (_servers, _registries) = (servers, registries);

    /// <summary>Secrets that a server is given and nothing may show.</summary>
    public IEnumerable<string> Secrets => _servers.SelectMany(McpConnection.SecretsOf);

    /// <summary>Reads what the command line names; nothing is started yet.</summary>
    /// <exception cref="CommandFailure">A file or a server of it cannot be used.</exception>
    public static ForeignTools Read(RunChoices choices, Func<string> root, Terminal terminal)
    {
        try
        {
            var named = choices.McpServers.Where(static server => !server.Contains('=', StringComparison.Ordinal)).ToList();
            var servers = choices.McpServers.Except(named).Select(static server => McpServerSetup.OfCommand(server[..server.IndexOf('=', StringComparison.Ordinal)], server[(server.IndexOf('=', StringComparison.Ordinal) + 1)..])).ToList();
            if (named.Count > 0 || choices.McpFile is not null)
            {
                var file = choices.McpFile ?? Path.Combine(root(), ProjectFile);
                servers.AddRange(McpServerSetup.OfFile(choices.McpFile ?? ProjectFile, InputFiles.ReadBytes(file, terminal), named, Environment.GetEnvironmentVariable));
            }

            return servers.GroupBy(static server => server.Name).FirstOrDefault(static group => group.Count() > 1) is { Key: var twice }
                ? throw new CommandFailure($"the MCP server `{twice}` is named twice", null)
                : new ForeignTools(servers, choices.Registries);
        }
        catch (RunBlockedException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    /// <summary>Starts and reaches all of them and adds their tools.</summary>
    /// <exception cref="RunBlockedException">One cannot be reached, or offers what is there already.</exception>
    public void Connect(ToolBox tools, string folder, TimeSpan timeout, CancellationToken stop)
    {
        foreach (var server in _servers)
        {
            var connection = McpConnection.Open(server, folder, timeout, GlobalOptions.ProgramVersion, stop);
            _open.Add(connection);
            Add(tools, connection.Tools);
        }

        ConnectRegistries(tools, stop);
    }

    /// <summary>The tools as far as they are known without starting anything: a registry is asked, a server's tools are those that the contract names.</summary>
    /// <exception cref="RunBlockedException">A registry cannot be reached, or offers what is there already.</exception>
    public void Announce(ToolBox tools, SyntaxTree contract)
    {
        foreach (var name in ToolsCalled(contract.Root.Statements).Distinct().Where(name => _servers.Any(server => name.StartsWith($"mcp.{server.Name}.", StringComparison.Ordinal))))
        {
            tools.Add(new NamedTool(name, name.Split('.')[1]));
        }

        ConnectRegistries(tools, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _open)
        {
            connection.Dispose();
        }

        _open.Clear();
    }

    private void ConnectRegistries(ToolBox tools, CancellationToken stop)
    {
        foreach (var url in _registries)
        {
            var registry = HttpRegistry.Open(url, stop);
            _open.Add(registry);
            Add(tools, registry.Tools);
        }
    }

    private static void Add(ToolBox tools, IReadOnlyList<Tool> added)
    {
        foreach (var tool in added)
        {
            tools.Add(tool);
        }
    }

    private static IEnumerable<string> ToolsCalled(IReadOnlyList<StatementSyntax> statements) =>
        statements.SelectMany(static statement => statement is DoSyntax step ? [step.Tool] : ToolsCalled(statement.Body));
}
