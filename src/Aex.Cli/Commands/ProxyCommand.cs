using System.CommandLine;
using Aex.Mcp.Proxy;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex proxy [options] -- COMMAND ARG…</c>.</summary>
internal sealed class ProxyCommand : AexCommand
{
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "The MCP server's command and its arguments, after --.", Arity = ArgumentArity.ZeroOrMore };
    private readonly LayerOptions _layers = new();
    private readonly Option<bool> _autoConfirm = new("--auto-confirm") { Description = "Let through what a person would be asked about." };
    private readonly Option<string?> _name = new("--name") { Description = "The server's name, for rules about mcp.NAME.*.", HelpName = "NAME" };
    private readonly Option<string?> _upstream = new("--upstream") { Description = "The server's command as one text, split at blanks: the older spelling.", HelpName = "CMD" };
    private readonly Option<int> _timeout = new("--confirm-timeout") { Description = "How many seconds a call waits for a person.", HelpName = "S", DefaultValueFactory = static _ => 50 };
    private readonly Option<int> _maxLine = new("--max-line") { Description = "The longest message, in bytes.", HelpName = "BYTES", DefaultValueFactory = static _ => 64 << 20 };

    /// <summary>Creates the command.</summary>
    public ProxyCommand(Terminal terminal)
        : base(terminal, "proxy", "Start an MCP server and decide every call that its client makes.")
    {
        Arguments.Add(_command);
        _layers.AddTo(this);
        Options.Add(_autoConfirm);
        Options.Add(_name);
        Options.Add(_upstream);
        Options.Add(_timeout);
        Options.Add(_maxLine);
        AtLeast(_timeout, 0, 86_400);
        AtLeast(_maxLine, 1024, 1 << 30);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        The client speaks to the proxy on standard input and output; standard error holds one JSON event a line. Exits 0 when the client ends it, 1 when
        the policy has an error or the server ends first, 127 when there is no such command: docs/proxy.md.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex proxy --name files -- cat", "stand before a server, here one that answers nothing"),
        new("aex proxy --auto-confirm -- cat", "ask nobody"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var command = parse.GetValue(_command) ?? [];
        if (parse.GetValue(_upstream) is { } text)
        {
            command = command.Length == 0 ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : throw new CommandFailure("the server's command is given twice, by --upstream and after --", null);
        }

        if (command.Length == 0)
        {
            throw new CommandFailure("the command that starts the MCP server is missing", "aex proxy -- COMMAND ARG...");
        }

        var options = new ProxyOptions
        {
            Command = command,
            Name = parse.GetValue(_name),
            AutoConfirm = parse.GetValue(_autoConfirm),
            ConfirmTimeout = TimeSpan.FromSeconds(parse.GetValue(_timeout)),
            MaxLine = parse.GetValue(_maxLine),
        };
        try
        {
            return ProxyServer.Run(Host.Require(), _layers.Of(parse) with { AllowNoPolicy = false }, Environment.CurrentDirectory, options);
        }
        catch (SessionException fault)
        {
            throw new CommandFailure(fault.Message, null, CommandLine.Findings);
        }
        catch (CommandFailure failure)
        {
            throw new CommandFailure(failure.Message, failure.Help, CommandLine.Findings);
        }
    }

    private static void AtLeast(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token, ..] && (!int.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < least || number > most))
        {
            result.AddError($"{option.Name} takes a whole number from {least} to {most}");
        }
    });
}
