using System.Globalization;
using System.Runtime.InteropServices;
using Aex.Cli.Commands;
using Aex.Cli.Rendering;
using Aex.Contracts.Running;
using Aex.Contracts.Signing;
using Aex.Contracts.Tools;
using Aex.Contracts.Values;
using Aex.Language.Diagnostics;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Policy.Masking;
using Aex.Policy.Validation;
using Aex.Sessions;

namespace Aex.Cli.Running;

/// <summary>Runs a contract's bytes from the command line: reads and checks them, opens a session of its own, and shows how it goes.</summary>
internal sealed class ContractRunner
{
    private readonly Terminal _terminal;
    private readonly RunChoices _choices;
    private readonly string _file;
    private readonly byte[] _bytes;
    private readonly HostEnvironment _host;
    private readonly EnforcerOptions _layers;
    private readonly ForeignTools _foreign;
    private ContractSignature? _signature;

    private ContractRunner(Terminal terminal, string file, byte[] bytes, RunChoices choices)
    {
        (_terminal, _file, _bytes, _choices) = (terminal, file, bytes, choices);
        var host = Host.Require();
        _layers = new EnforcerOptions
        {
            PolicyFile = choices.Policy,
            ContractFile = file == InputFiles.StandardInput ? "/dev/stdin" : Path.GetFullPath(file),
            ContractText = bytes,
            AllowNoPolicy = true,
            Asks = AskMode.Hold,
            AnswersPrompts = false,
            Client = CallPreparation.Run,
        };
        _foreign = ForeignTools.Read(choices, () => ProjectView.Load(host, _layers, Environment.CurrentDirectory).Root, terminal);
        _host = host with { Secrets = [.. host.Secrets.Concat(_foreign.Secrets).Distinct().OrderByDescending(static secret => secret.Length)] };
    }

    /// <summary>Runs these bytes, whatever the file holds by now; with <paramref name="isDry"/> only what would be decided is shown.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Terminal terminal, string file, byte[] bytes, RunChoices choices, bool isDry)
    {
        var runner = new ContractRunner(terminal, file, bytes, choices);
        using (runner._foreign)
        {
            return runner.Run(isDry);
        }
    }

    private int Run(bool isDry)
    {
        var source = SourceText.FromUtf8(_file == InputFiles.StandardInput ? "<stdin>" : _file, _bytes);
        if (_choices.RequiredKey is { } key && WhyUnsigned(key) is { } unsigned)
        {
            return Blocked([unsigned]);
        }

        var tree = Parser.Parse(source);
        var findings = Validator.Check(tree, warnings: true);
        if (findings.Any(static finding => finding.Severity == Severity.Error))
        {
            return Blocked(source, findings);
        }

        if (tree.Root.DocumentKind != DocumentKind.Task)
        {
            return Blocked([$"{source.Name}: this is no contract: a contract begins with `task NAME v0` ({Catalogue.PolicyUnusable})"]);
        }

        var inputs = ReadInputs(tree.Root);
        var faults = Inputs.Check(tree.Root, inputs);
        if (faults.Count > 0 && !faults.Any(static fault => fault.Severity == Severity.Error))
        {
            FullRenderer.Write(_terminal.Error, [new SourceFindings(source, faults)], _terminal.ErrorStyle);
        }

        return faults.Any(static fault => fault.Severity == Severity.Error) ? RecordFaults(source, faults)
            : isDry ? Plan(tree, inputs)
            : Start(tree, inputs);
    }

    // By the bytes that will run, not by what the file holds when they do.
    private string? WhyUnsigned(string keyFile)
    {
        if (_file == InputFiles.StandardInput)
        {
            return "--require-signature needs a file: what comes from standard input has no signature beside it";
        }

        try
        {
            using var key = SigningKey.OfFile(keyFile);
            _signature = SignedContract.Require(_file, _bytes, null, key);
        }
        catch (SignatureException fault)
        {
            return fault.Message;
        }

        _terminal.Note(_signature.IsOld ? VerifyCommand.OldWarning(_terminal, _signature) : $"signed by {Shown.Text(_signature.Signer)}, {_signature.SignedAt}, key {_signature.KeyId}");
        return null;
    }

    private Dictionary<string, Value> ReadInputs(DocumentSyntax contract)
    {
        var inputs = new Dictionary<string, Value>(StringComparer.Ordinal);
        if (_choices.InputsFile is { } file)
        {
            var value = ValueJson.Read(InputFiles.ReadBytes(file, _terminal), out var fault);
            foreach (var (name, input) in (value as ObjectValue ?? throw new CommandFailure($"`{file}` is no JSON object with the inputs{(value is null ? ": " + fault : "")}", null)).Members)
            {
                inputs[name] = input;
            }
        }

        foreach (var (name, text) in _choices.Inputs)
        {
            inputs[name] = Inputs.Parse(contract, name, text, out var fault) ?? throw new CommandFailure($"`--input {name}` is no JSON: {fault}", "texts stand in double quotes there, since the task needs another type");
        }

        return inputs;
    }

    private int Plan(SyntaxTree tree, IReadOnlyDictionary<string, Value> inputs)
    {
        var view = ProjectView.Load(_host, _layers, Environment.CurrentDirectory);
        view.RequirePolicy();
        var tools = new ToolBox();
        try
        {
            _foreign.Announce(tools, tree);
        }
        catch (RunBlockedException fault)
        {
            return Blocked([fault.Message]);
        }

        var plan = DryRun.Plan(tree, view.Layers, view.Context, tools, inputs);
        foreach (var step in plan)
        {
            if (_choices.LogJson)
            {
                JsonOutput.WriteLine(_terminal.Out, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("event", "step.planned");
                    json.WriteNumber("line", step.Line);
                    json.WriteString("subject", step.Step);
                    json.WriteString("decision", JsonParts.NameOf(step.Decision));
                    json.WriteString("reason", step.Reason);
                    json.WriteEndObject();
                });
                continue;
            }

            var style = _terminal.OutStyle;
            var name = step.Decision switch { Decision.Allow => style.Good("allow"), Decision.Ask => style.Warning("ask  "), Decision.Deny => style.Error("deny ") };
            _terminal.Out.WriteLine($"{step.Line,4}  {name}  {Shown.Text(step.Step)}");
            if (step.Decision != Decision.Allow || !step.IsWhole)
            {
                _terminal.Out.WriteLine($"             {Shown.Text(step.Reason)}");
            }
        }

        return plan.Any(static step => step.Decision == Decision.Deny) ? CommandLine.Findings : CommandLine.Done;
    }

    private int Start(SyntaxTree tree, Dictionary<string, Value> inputs)
    {
        var tools = new ToolBox();
        using var stopping = new CancellationTokenSource();
        using var interrupt = Signals.Stop(PosixSignal.SIGINT, stopping);
        using var terminate = Signals.Stop(PosixSignal.SIGTERM, stopping);
        using var hangUp = Signals.Stop(PosixSignal.SIGHUP, stopping);
        var view = new RunTerminal(_terminal, _choices.LogJson, _choices.AutoConfirm);
        RunResult result;
        using var trace = TraceExport.Open(_terminal, _choices.Collector);
        try
        {
            using var session = Open();
            using var model = _choices.Model.Open(session.Root, _choices.Timeout, view.Progress);
            var setup = new RunSetup
            {
                Contract = tree,
                Sha256 = Digest(),
                Signature = _signature,
                Inputs = inputs,
                Session = session,
                Tools = tools,
                Connect = stop => _foreign.Connect(tools, session.Root, _choices.Timeout, stop),
                Make = model.Make,
                Model = model.Name,
                NoModel = model.Fault,
                Confirm = view.Ask,
                Report = view.Report,
                Begins = view.Begin,
                Timeout = _choices.Timeout,
                Mask = text => SecretMask.Mask(text, _host.Secrets),
            };
            result = ContractRun.Run(setup, stopping.Token);
            CopyAudit(session);
        }
        catch (SessionException fault)
        {
            result = new RunResult(false, [fault.Message], null);
        }

        return Show(result);
    }

    private Session Open()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"run-{_host.Clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}");
        return Session.Open(_host, _layers, new SessionRequest { SessionId = id, Cwd = Environment.CurrentDirectory });
    }

    // Beside a drafted contract, where a person looks for it; the session's own audit is the one that is checked.
    private void CopyAudit(Session session)
    {
        var path = Path.GetFullPath(_file);
        if (_file == InputFiles.StandardInput || !_file.EndsWith(".aex", StringComparison.Ordinal) || Path.GetDirectoryName(path)?.EndsWith("/.aex/runs", StringComparison.Ordinal) != true)
        {
            return;
        }

        try
        {
            InputFiles.Replace(path[..^4] + ".audit.jsonl", File.ReadAllBytes(session.AuditFile));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CommandFailure)
        {
            _terminal.Note($"{_terminal.ErrorStyle.Warning("warning:")} the audit could not be copied beside the contract: {Shown.Text(fault.Message)}; it is in {Shown.Text(session.AuditFile)}");
        }
    }

    private int RecordFaults(SourceText source, IReadOnlyList<Diagnostic> faults)
    {
        try
        {
            using var session = Open();
            foreach (var fault in faults.Where(static fault => fault.Severity == Severity.Error))
            {
                _ = session.Record(fault.Code == Catalogue.InputMissing ? "input.missing" : "input.invalid", error: fault.Message);
            }
        }
        catch (SessionException fault)
        {
            return Blocked([fault.Message]);
        }

        return Blocked(source, faults);
    }

    private int Blocked(SourceText source, IReadOnlyList<Diagnostic> findings)
    {
        FullRenderer.Write(_terminal.Error, [new SourceFindings(source, findings)], _terminal.ErrorStyle);
        return Show(
            new RunResult(false, [.. findings.Where(static finding => finding.Severity == Severity.Error).Select(finding => $"{source.Name}:{JsonParts.Number(source.LineOf(finding.Span.Start))}: {finding.Message} ({finding.Code})")], null),
            isShown: true);
    }

    private int Blocked(IReadOnlyList<string> issues) => Show(new RunResult(false, issues, null));

    private int Show(RunResult result, bool isShown = false)
    {
        if (_choices.LogJson)
        {
            JsonOutput.WriteLine(_terminal.Out, result.Write);
        }
        else if (result is { IsSuccess: true, Output: { } output })
        {
            JsonOutput.Write(_terminal.Out, json => ValueJson.Write(json, output));
        }

        foreach (var issue in _choices.LogJson || isShown ? [] : result.Issues)
        {
            _terminal.Out.Flush();
            _terminal.Error.WriteLine($"{_terminal.ErrorStyle.Error("blocked:")} {Shown.Text(issue)}");
        }

        return result.IsSuccess ? CommandLine.Done : CommandLine.Findings;
    }

    private string Digest() => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(_bytes));
}
