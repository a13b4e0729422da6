using System.Text;
using Aex.Contracts.Models;
using Aex.Contracts.Running;
using Aex.Contracts.Tools;
using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Language.Text;
using Aex.Policy.Decisions;
using Aex.Sessions;
using Aex.Tests.Sessions;

namespace Aex.Tests.Contracts;

/// <summary>Contracts run in a project of their own on the real disk.</summary>
internal sealed class RunBox : IDisposable
{
    private readonly SessionSandbox _sandbox;

    public RunBox(string? policy = "allow *\n")
    {
        _sandbox = new SessionSandbox(policy);
        _sandbox.Host = _sandbox.Host with { Clock = TimeProvider.System };
    }

    public string Root => _sandbox.Root;

    public string Home => _sandbox.Home;

    public List<RunEvent> Events { get; } = [];

    public List<Confirmation> Questions { get; } = [];

    public PersonAnswer Answer { get; set; } = PersonAnswer.None;

    public MakeStep? Make { get; set; }

    public ToolBox Tools { get; } = new();

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Adds tools when the run has begun.</summary>
    public Action<CancellationToken> Connect { get; set; } = static _ => { };

    /// <summary>Masks what is reported.</summary>
    public Func<string, string> Mask { get; set; } = static text => text;

    /// <summary>Called when a person is asked, before the answer.</summary>
    public Action WhileAsked { get; set; } = static () => { };

    public CancellationTokenSource Stop { get; } = new();

    public string AuditFile { get; private set; } = "";

    public string At(string path) => Path.Combine(Root, path);

    public void Write(string path, string text) => SessionSandbox.Write(At(path), text);

    public string Read(string path) => File.ReadAllText(At(path));

    public bool Exists(string path) => Path.Exists(At(path));

    /// <summary>Everything in the project but what aex keeps there, by path.</summary>
    public Dictionary<string, string> Tree() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/.aex/", StringComparison.Ordinal))
        .ToDictionary(file => file[(Root.Length + 1)..], File.ReadAllText);

    /// <summary>Runs lines below a header and a goal.</summary>
    public RunResult Run(string lines, params (string Name, string Json)[] inputs)
    {
        var text = "task t v0\ngoal \"g\"\n" + lines;
        var bytes = Encoding.UTF8.GetBytes(text);
        using var session = Session.Open(
            _sandbox.Host,
            new EnforcerOptions { ContractFile = At("t.aex"), ContractText = bytes, AllowNoPolicy = true, Asks = AskMode.Hold, AnswersPrompts = false, Client = CallPreparation.Run },
            _sandbox.Request("run-" + Guid.NewGuid().ToString("N")));
        AuditFile = session.AuditFile;
        return ContractRun.Run(
            new RunSetup
            {
                Contract = Parser.Parse(SourceText.FromUtf8("t.aex", bytes)),
                Sha256 = new string('0', 64),
                Inputs = inputs.ToDictionary(input => input.Name, input => ValueJson.Read(Encoding.UTF8.GetBytes(input.Json), out _)!),
                Session = session,
                Tools = Tools,
                Connect = Connect,
                Make = Make,
                Confirm = (question, _) =>
                {
                    Questions.Add(question);
                    WhileAsked();
                    return Answer;
                },
                Report = Events.Add,
                Timeout = Timeout,
                Mask = Mask,
            },
            Stop.Token);
    }

    /// <summary>Runs lines that end well; what they return, as JSON.</summary>
    public string Output(string lines, params (string Name, string Json)[] inputs)
    {
        var result = Run(lines, inputs);
        Xunit.Assert.Empty(result.Issues);
        return Encoding.UTF8.GetString(ValueJson.ToUtf8(result.Output!));
    }

    /// <summary>Runs lines that are blocked; why.</summary>
    public string Blocked(string lines, params (string Name, string Json)[] inputs)
    {
        var result = Run(lines, inputs);
        Xunit.Assert.False(result.IsSuccess);
        return Xunit.Assert.Single(result.Issues);
    }

    public void Dispose()
    {
        Stop.Dispose();
        _sandbox.Dispose();
    }
}
