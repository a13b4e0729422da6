using System.CommandLine;
using System.Text;
using Aex.Contracts.Drafting;

namespace Aex.Cli.Commands;

/// <summary><c>aex init [--policy] [--task NAME] [--skill]</c>.</summary>
internal sealed class InitCommand : AexCommand
{
    private Preset _start = new(PresetMode.Usual, []);
    private readonly Option<string?> _preset = new("--preset") { Description = "What the policy starts from; found from the repository when not given.", HelpName = "NAME" };
    private readonly Option<bool> _policy = new("--policy") { Description = "Write .aex/policy.aex and .aex/.gitignore (the default)." };
    private readonly Option<string?> _task = new("--task") { Description = "Write tasks/NAME.aex with its inputs and a policy for it.", HelpName = "NAME" };

    private readonly Option<bool> _skill = new("--skill") { Description = "Write .claude/skills/aex/SKILL.md, from which the agent learns to draft contracts." };

    /// <summary>Creates the command.</summary>
    public InitCommand(Terminal terminal)
        : base(terminal, "init", "Write a first policy or task, with comments that teach.")
    {
        _preset.AcceptOnlyFromAmong([.. Preset.Names]);
        Options.Add(_preset);
        Options.Add(_policy);
        Options.Add(_task);
        Options.Add(_skill);
        _task.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && !DraftName.IsName(token.Value))
            {
                result.AddError($"`{token.Value}` is no name: a letter or _, then letters, digits, _ or -");
            }
        });
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Nothing that exists is overwritten. Presets: usual (asks before it writes), readonly, strict (the source folders, and commands that are
        named), unattended (no questions), each with what the repository's own files call for; or a kind of repository: node, dotnet, python,
        rust, go, java, which is the usual one with its lines.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex init --preset readonly", "a policy under which the agent only reads"),
        new("aex init --policy", "a boundary for this repository"),
        new("aex init --task fix_test", "a task contract in tasks/fix_test.aex"),
        new("aex init --skill", "the agent drafts contracts, you review and run them"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        _start = Preset.Of(parse.GetValue(_preset), Environment.CurrentDirectory);
        var name = parse.GetValue(_task);
        if (name is not null)
        {
            WriteTask(name);
        }

        if (parse.GetValue(_skill))
        {
            WriteSkill();
        }

        if ((name is null && !parse.GetValue(_skill)) || parse.GetValue(_policy))
        {
            WritePolicy();
        }

        return CommandLine.Done;
    }

    private void WritePolicy()
    {
        var isNew = WritePolicy(Terminal, _start);
        Terminal.Note("");
        foreach (var language in isNew ? _start.Languages : [])
        {
            Terminal.Note($"{language.FoundIn(Environment.CurrentDirectory) ?? "--preset"}: with lines for {language.Title}");
        }

        Terminal.Note(isNew ? "Next:" : "The policy that was there is left as it is. Next:");
        Terminal.Note("  1. read .aex/policy.aex and make it yours, then run `aex check`");
        Terminal.Note("  2. `aex install claude-code` has Claude Code ask the gate before every tool call");
        Terminal.Note("  3. `aex doctor` shows whether the gate is really reached");
        Terminal.Note("  4. `aex trust` lets the policy answer the client's own prompts; until then it can only narrow what the agent does");
    }

    private void WriteTask(string name)
    {
        Create($"tasks/{name}.aex", Scaffold.Task(name));
        Create($"tasks/{name}.inputs.json", Scaffold.TaskInputs);
        Create($"tasks/{name}.policy.json", Scaffold.TaskPolicy);
        Terminal.Note("");
        Terminal.Note("Next:");
        Terminal.Note($"  1. write down the job in tasks/{name}.aex, then run `aex check tasks/{name}.aex`");
        Terminal.Note($"  2. `aex effective --contract tasks/{name}.aex --policy tasks/{name}.policy.json` shows what it may do");
    }

    private void WriteSkill()
    {
        Create(".claude/skills/aex/SKILL.md", SkillText.Text);
        Terminal.Note("");
        Terminal.Note("Next:");
        Terminal.Note("  1. ask the agent for a contract: \"draft an aex contract that fixes the failing test\"");
        Terminal.Note("  2. `aex review FILE --run` shows you what it drafted, and runs those very bytes once you approve");
    }

    /// <summary>Writes a file that is not there yet.</summary>
    /// <returns>Whether it was written.</returns>
    private bool Create(string path, string text) => Create(Terminal, path, text);

    /// <summary>Writes a first policy in the current folder, with what keeps records out of the repository.</summary>
    /// <returns>Whether the policy was written; one that is there stays.</returns>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static bool WritePolicy(Terminal terminal, Preset preset)
    {
        var isNew = Create(terminal, ".aex/policy.aex", PolicyScaffold.For(preset));
        Create(terminal, ".aex/.gitignore", Scaffold.GitIgnore);
        return isNew;
    }

    private static bool Create(Terminal terminal, string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text));
            terminal.Out.WriteLine($"wrote {path}");
            return true;
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            terminal.Out.WriteLine($"kept  {path}: it exists");
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot write `{path}`: {InputFiles.ReasonOf(fault)}", null);
        }
    }
}
