using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Aex.Cli.Rendering;
using Aex.Cli.Running;
using Aex.Contracts.Drafting;
using Aex.Contracts.Running;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Masking;
using Aex.Sessions;

namespace Aex.Cli.Commands;

/// <summary><c>aex draft "PROMPT"</c>.</summary>
internal sealed class DraftCommand : AexCommand
{
    private const int LongestPlan = 256 << 10;

    private readonly Argument<string?> _prompt = new("PROMPT") { Description = "What is wanted, in a sentence.", Arity = ArgumentArity.ZeroOrOne };
    private readonly ModelOptions _model = new();
    private readonly Option<string?> _out = new("--out") { Description = "The file to write; .aex/runs/DATE-TIME-NAME.aex if not given.", HelpName = "FILE" };
    private readonly Option<string?> _name = new("--name") { Description = "The contract's name; from the prompt if not given.", HelpName = "NAME" };
    private readonly Option<string?> _policy = new("--policy") { Description = "This policy in place of the project's.", HelpName = "FILE" };
    private readonly Option<string?> _plan = new("--from-plan") { Description = "A plan, as text, that the contract is to carry out.", HelpName = "FILE" };
    private readonly Option<int> _retries = new("--max-retries") { Description = "How often the model is shown what is wrong with its draft.", HelpName = "N", DefaultValueFactory = static _ => 1 };

    /// <summary>Creates the command.</summary>
    public DraftCommand(Terminal terminal)
        : base(terminal, "draft", "Have a model write a task from a sentence, and check it against the policy.")
    {
        Arguments.Add(_prompt);
        _model.AddTo(this);
        foreach (var option in (ReadOnlySpan<Option>)[_out, _name, _policy, _plan, _retries])
        {
            Options.Add(option);
        }

        _retries.Validators.Add(static result =>
        {
            if (result.Tokens is [var token, ..] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times <= 10))
            {
                result.AddError("--max-retries takes a number from 0 to 10");
            }
        });
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        The model sees the language, the policies in force, and the names of the project's files; no file's contents. What it writes is only written down:
        read it with `aex review`, which can run it as well. A draft that has errors or goes beyond the policy is written too, with what is
        wrong, and the exit code is 1. Prints the file's name.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex draft \"fix the failing test in src/parser.ts\" --model anthropic", "a contract for one job; ANTHROPIC_API_KEY holds the key"),
        new("aex draft \"add a changelog entry\" --model openai:llama3", "by a model of one's own; OPENAI_BASE_URL says where it is"),
        new("aex draft --from-plan plan.md --model-handler ./draft.py", "from a plan, by a program"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var choice = _model.Of(parse);
        var plan = Plan(parse.GetValue(_plan));
        var prompt = parse.GetValue(_prompt)?.Trim() is { Length: > 0 } given ? given
            : plan is not null ? "Carry the plan out."
            : throw new CommandFailure("nothing says what is wanted", "write it behind the command, as `aex draft \"fix the failing test\"`");
        var name = parse.GetValue(_name) ?? DraftName.Of(plan is null || prompt != "Carry the plan out." ? prompt : Title(plan));
        if (!DraftName.IsName(name))
        {
            throw new CommandFailure($"`{name}` is no name: a letter or _, then letters, digits, _ or -", null);
        }

        var policy = parse.GetValue(_policy);
        if (policy is not null && !File.Exists(policy))
        {
            throw new CommandFailure($"`{policy}` does not exist", null);
        }

        var host = Host.Require();
        var options = new EnforcerOptions { PolicyFile = policy is null ? null : Path.GetFullPath(policy), AllowNoPolicy = true, Client = CallPreparation.Run };
        var view = ProjectView.Load(host, options, Environment.CurrentDirectory);
        if (view.FirstFault() is { } fault)
        {
            throw new CommandFailure($"{fault}; nothing could run under it", "`aex check` shows all that is wrong", CommandLine.Findings);
        }

        var path = parse.GetValue(_out) is { } named ? Path.GetFullPath(named)
            : Path.Combine(view.Root, ".aex", "runs", string.Create(CultureInfo.InvariantCulture, $"{host.Clock.GetUtcNow():yyyyMMdd-HHmmss}-{name}.aex"));
        if (Path.Exists(path))
        {
            throw new CommandFailure($"`{Host.Relative(path)}` exists, and is not overwritten", "name another file with --out");
        }

        var file = Host.Relative(path);
        var draft = Draft(host, view, choice, new DraftRequest
        {
            Prompt = prompt,
            Plan = plan,
            Name = name,
            File = file,
            Path = path,
            Policies = view.Layers,
            Context = view.Context,
            MostRetries = parse.GetValue(_retries),
        });
        if (draft is null)
        {
            return CommandLine.Findings;
        }

        Write(path, draft.Text);
        Terminal.Out.WriteLine(Shown.Text(file));
        Tell(draft, file, policy);
        return draft.Review.RunsUnderPolicy ? CommandLine.Done : CommandLine.Findings;
    }

    private ContractDraft? Draft(HostEnvironment host, ProjectView view, ModelChoice choice, DraftRequest request)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = Signals.Stop(PosixSignal.SIGINT, stopping);
        using var terminate = Signals.Stop(PosixSignal.SIGTERM, stopping);
        using var hangUp = Signals.Stop(PosixSignal.SIGHUP, stopping);
        var live = new RunTerminal(Terminal, asJson: false, autoConfirm: false);
        using var model = choice.Open(view.Root, TimeSpan.FromMinutes(10), live.Progress);
        string blocked;
        try
        {
            if (model.Make is not { } make)
            {
                throw new RunBlockedException($"drafting needs a model, and {model.Fault}");
            }

            live.Begin(0, $"draft {request.Name}");
            return ContractDraft.Of(
                request,
                make,
                review =>
                {
                    live.Clear();
                    Terminal.Note(Terminal.ErrorStyle.Dim("The draft does not run as it is; the model is shown why:"));
                    Terminal.Note(Shown.Lines(ContractDraft.Diagnostics(review).TrimEnd('\n')));
                    live.Begin(0, $"draft {request.Name} again");
                },
                stopping.Token).GetAwaiter().GetResult();
        }
        catch (RunBlockedException fault)
        {
            blocked = fault.Message;
        }
        catch (OperationCanceledException)
        {
            blocked = "it was stopped; nothing was written";
        }
        finally
        {
            live.Clear();
        }

        Terminal.Error.WriteLine($"{Terminal.ErrorStyle.Error("blocked:")} {Shown.Text(SecretMask.Mask(blocked, host.Secrets))}");
        return null;
    }

    private static string? Plan(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var bytes = Read(file);
        return bytes.Length > LongestPlan ? throw new CommandFailure($"the plan `{file}` is longer than 256 KiB", "keep what the contract is to do") : Encoding.UTF8.GetString(bytes);
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"the plan `{file}` cannot be read: {InputFiles.ReasonOf(fault)}", null);
        }
    }

    // The first line that says something.
    private static string Title(string plan) => plan.Split('\n').Select(static line => line.Trim(' ', '#', '-', '*', '\r')).FirstOrDefault(static line => line.Length > 0) ?? "";

    private static void Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"cannot write `{Host.Relative(path)}`: {InputFiles.ReasonOf(fault)}", null);
        }

        InputFiles.Replace(Host.Relative(path), Encoding.UTF8.GetBytes(text));
    }

    private void Tell(ContractDraft draft, string file, string? policy)
    {
        var under = policy is null ? "" : $" --policy {policy}";
        if (draft.Tokens > 0)
        {
            Terminal.Note(Terminal.ErrorStyle.Dim($"{JsonParts.Number(draft.Tokens)} tokens"));
        }

        Terminal.Note("");
        if (!draft.Review.RunsUnderPolicy)
        {
            Terminal.Note(Terminal.ErrorStyle.Error(draft.Review.IsValid ? "It goes beyond the policy, and does not run:" : "It has errors, and does not run:"));
            Terminal.Note(Shown.Lines(ContractDraft.Diagnostics(draft.Review).TrimEnd('\n')));
            Terminal.Note("");
            Terminal.Note("Next:");
            Terminal.Note($"  1. mend {Shown.Text(file)}, or draft again with more said");
            Terminal.Note($"  2. `aex review {Shown.Text(file)}{under}` shows what is still wrong");
            return;
        }

        var inputs = string.Concat(Parser.Parse(SourceText.From(file, draft.Text)).Root.Statements.OfType<NeedSyntax>().Where(static need => !need.Type.Optional).Select(static need => $" --input {need.Name}=…"));
        Terminal.Note("It is valid, and runs under the policy. Next:");
        Terminal.Note($"  1. `aex review {Shown.Text(file)}{under}` shows what it asks for; read it, it was written by a model");
        Terminal.Note($"  2. `aex review {Shown.Text(file)} --run{under}{Shown.Text(inputs)}` runs those very bytes once you approve");
    }
}
