using System.Text;

namespace Aex.Cli.Commands;

/// <summary>The first policy that <c>aex init</c> writes: the lines of the guide, what the repository calls for, and comments that teach.</summary>
internal static class PolicyScaffold
{
    private const string McpLines = """

        # Tools of MCP servers are named mcp.SERVER.TOOL:
        # allow mcp.github.list_issues
        # confirm before mcp.github.create_issue
        # deny mcp.browser.*

        """;

    /// <summary>The policy's text, in its canonical form.</summary>
    public static string For(Preset preset)
    {
        var text = new StringBuilder("""
            # What an AI coding agent may do in this repository.
            # `aex check` checks this file, `aex effective` shows what it comes to, and
            # `aex explain Write '{"file_path":"src/a.cs"}'` shows how one call is decided.
            policy workspace v0


            """);
        text.Append(preset.Mode switch
        {
            PresetMode.Usual => Usual,
            PresetMode.ReadOnly => ReadOnly,
            PresetMode.Strict => Strict(preset.Languages),
            PresetMode.Unattended => Unattended,
        });
        if (preset.Mode != PresetMode.ReadOnly)
        {
            foreach (var language in preset.Languages)
            {
                text.Append($"\n# {language.Title}: `{language.Test}` runs the tests. A lock file is written by its tool, not by hand.\n");
                text.Append($"deny file.write:{(language.Locks is [var only] ? only : "{" + string.Join(',', language.Locks) + "}")}\n");
            }
        }

        if (preset is { Mode: PresetMode.Usual, Languages.Count: > 0 })
        {
            text.Append(Publishing);
        }

        return text.Append(McpLines).ToString();
    }

    private const string Usual = """
        goal "Default security boundary for this repository."

        # What the agent may do. Whatever no line here allows is denied.
        # A scope narrows a line: `file.write:src/**` is writing below src only.
        allow file.read, file.write, tests.run, shell.exec
        allow git.*

        # Sub-agents are held to this same policy.
        allow agent.spawn

        # Code that a command runs and nobody has read: scripts, unknown programs.
        # Without this line such a command asks. What it is seen to do is judged anyway.
        allow code.run

        # What stays forbidden, whatever is allowed above or in another file.
        deny network.*, secrets.read

        # What a person is asked about each time.
        confirm before file.write

        # How many calls one session may make; `file.write=20` would count writes only.
        budget calls=100

        """;

    private const string ReadOnly = """
        goal "The agent reads and explains; a person does the rest."

        # What the agent may do. Whatever no line here allows is denied: writing, shell commands, the network.
        # A scope narrows a line: `file.read:src/**` is reading below src only.
        allow file.read

        # Sub-agents are held to this same policy.
        allow agent.spawn

        # What stays forbidden, whatever is allowed above or in another file.
        deny network.*, secrets.read

        # How many calls one session may make.
        budget calls=200

        """;

    private static string Strict(IReadOnlyList<Language> languages) => $"""
        goal "The agent works in the source folders with the commands named here, and nothing else."

        # What a shell command does besides running must be granted as well: the files
        # and hosts it reaches for, and the code it runs.
        strict shell

        # What the agent may do. Whatever no line here allows is denied.
        allow file.read, file.write:{"{src,test,tests,docs}/**"}, tests.run, build.run, code.run
        allow git.status, git.diff, git.read, git.add
        allow shell.exec:"git *", shell.exec:"ls *", shell.exec:"cat *", shell.exec:"grep *", shell.exec:"rg *"
        {Commands(languages)}
        # Sub-agents are held to this same policy.
        allow agent.spawn

        # What stays forbidden, whatever is allowed above or in another file.
        deny network.*, secrets.*, git.push, git.force, git.discard, git.config, packages.*

        # What a person is asked about each time.
        confirm before file.write, file.delete, git.commit

        # How many calls one session may make, and for how long.
        budget calls=100, minutes=60

        """;

    private const string Unattended = """
        goal "The agent works while nobody watches: what would have to be asked is denied."

        # What the agent may do. Whatever no line here allows is denied.
        # There is no `confirm` line: nobody is there to answer.
        allow file.read, file.write:{src,test,tests,docs}/**, tests.run, build.run, code.run
        allow git.status, git.diff, git.read, git.add, git.commit, git.switch
        allow shell.exec

        # Sub-agents are held to this same policy.
        allow agent.spawn

        # What stays forbidden, whatever is allowed above or in another file.
        deny network.*, secrets.*, git.push, git.force, git.discard, git.config, packages.*, file.delete

        # How many calls one session may make, and for how long: it ends by itself.
        budget calls=200, minutes=60

        """;

    private static string Commands(IReadOnlyList<Language> languages) => string.Concat(languages.Select(language =>
        $"allow {string.Join(", ", language.Commands.Select(command => $"shell.exec:\"{command}\""))}\n"));

    private const string Publishing = """

        # A person publishes and pushes. Installing reaches the network, which is denied
        # above; where you want to be asked instead, narrow that line.
        deny packages.publish
        confirm before packages.install, git.push

        """;
}
