using System.CommandLine;
using Aex.Hooks;
using Aex.Cli.Install;
using Aex.Cli.Rendering;

namespace Aex.Cli.Commands;

/// <summary><c>aex install CLIENT</c>.</summary>
internal sealed class InstallCommand : ClientCommand
{
    private readonly Option<bool> _wrap = new("--wrap-mcp") { Description = "Also start the MCP servers configured there through `aex proxy`." };

    /// <summary>Creates the command.</summary>
    public InstallCommand(Terminal terminal)
        : base(terminal, "install", "Have a coding agent ask the gate before every tool call.") => Options.Add(_wrap);

    /// <inheritdoc/>
    public override string Details =>
        """
        Writes the client's hook settings and nothing else: what stands in the files keeps its bytes, comments and order. The change is shown first; on a terminal you are asked. Doing it twice changes nothing. `aex uninstall CLIENT` takes exactly it back.
        The hook's command line ends with 2, which denies the call, whenever the gate itself fails. It holds the absolute path of this
        program, so checked-in settings fit the machines that have it at the same place. For Codex the hook is also trusted, in your
        ~/.codex/config.toml, as `/hooks` in Codex does it: without that Codex skips it without a word.
        Claude Code, Codex and Gemini CLI were run with these settings; Cursor, VS Code and Copilot CLI were not: there they follow the client's documentation.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex install claude-code", "for this project"),
        new("aex install claude-code --user", "for all your projects: those without a policy are denied"),
        new("aex install codex --wrap-mcp", "and put its MCP servers behind the proxy"),
        new("aex doctor", "see that the hook is reached"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<PlannedChange> Plan(ParseResult parse, ClientFiles files)
    {
        var planned = new List<PlannedChange>();
        void Add(SettingsFile file)
        {
            var before = Current(file, planned);
            planned.Add(new PlannedChange(file, before, file.Installed(before)));
        }

        Add(files.Hooks);
        if (files.Trust(planned[0].After) is { } trust)
        {
            Add(trust);
        }

        foreach (var servers in files.McpServers())
        {
            // Once wrapped they stay it: new ones come in, and the receipt is renewed.
            if (parse.GetValue(_wrap) || servers.HasReceipt)
            {
                Add(servers);
            }
        }

        return planned;
    }

    /// <inheritdoc/>
    protected override void Write(PlannedChange change) => change.File.Install(change.Before, change.After!);

    /// <inheritdoc/>
    protected override void SayNothing(ParseResult parse, ClientFiles files)
    {
        Terminal.Out.WriteLine($"already installed in {Shown.Text(files.HooksPath)}");
        SayServers(parse, files);
    }

    /// <inheritdoc/>
    protected override void SayDone(ParseResult parse, ClientFiles files, IReadOnlyList<PlannedChange> changes)
    {
        foreach (var path in changes.Select(change => change.File.FullPath).Distinct())
        {
            Terminal.Note($"installed in {Shown.Text(path)}");
        }

        var client = ClientOf(parse);
        Terminal.Note($"{files.Form.Title}: sessions started from now on ask the gate before every tool call");
        foreach (var limit in LimitsOf(client, files))
        {
            Terminal.Note(limit);
        }

        SayServers(parse, files);
        if (files.Project is null)
        {
            Terminal.Note("a project without a policy of its own is now denied every call; `aex init --policy` there writes one");
        }

        Terminal.Note($"see that it is reached with `aex doctor`; take it back with `aex uninstall {HookClientNames.Name(client)}{ScopeOf(parse)}`");
    }

    /// <summary>What the client cannot do, or what is left for its user.</summary>
    private static IEnumerable<string> LimitsOf(HookClient client, ClientFiles files)
    {
        switch (client)
        {
            case HookClient.ClaudeCode:
                break;
            case HookClient.Codex:
                yield return "Codex runs a tool that a hook wants asked, so a question is a denial there that names `aex approve`";
                yield return "the hook is trusted as it is written here: after a change of it run this again, or trust it with `/hooks` in Codex";
                if (files.Project is not null)
                {
                    yield return "Codex loads a project's hooks only where the project is trusted: answer its question at the first start with yes";
                }

                break;
            case HookClient.Gemini:
                yield return "in Gemini CLI a question is a denial that names `aex approve`";
                yield return "it runs no hook in a folder that it was not told to trust, and lets a call pass whose hook is out of time";
                break;
            case HookClient.Cursor:
                yield return "not run with the client: written by its documentation (it needs a version that has `preToolUse`); a question is a denial there that names `aex approve`";
                break;
            case HookClient.VsCode or HookClient.Copilot:
                yield return "not run with the clients: written by their documentation; VS Code and Copilot CLI both load this file";
                yield return "both also load the hooks of .claude/settings.json: where the gate stands there too, it is asked twice about each call";
                yield return "a hook that is out of time lets the call pass there";
                break;
        }
    }

    private void SayServers(ParseResult parse, ClientFiles files)
    {
        if (!parse.GetValue(_wrap))
        {
            return;
        }

        var any = false;
        foreach (var file in files.McpServers())
        {
            any = true;
            var text = file.Read() ?? [];
            var left = file.Edit is McpServers servers ? servers.Unreachable(text) : CodexMcpServers.Unreachable(text);
            if (left.Count > 0)
            {
                Terminal.Note($"left as they are, since they have no command to stand before: {Shown.Text(string.Join(", ", left))} in {Shown.Text(file.FullPath)}");
            }
        }

        if (!any)
        {
            Terminal.Note("no MCP servers are configured there");
        }
    }
}
