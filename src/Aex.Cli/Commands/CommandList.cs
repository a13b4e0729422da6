namespace Aex.Cli.Commands;

/// <summary>Every command, in the order of the help.</summary>
internal static class CommandList
{
    /// <summary>The examples below <c>aex --help</c>.</summary>
    public static IReadOnlyList<Example> RootExamples { get; } =
    [
        new("aex init --policy", "write .aex/policy.aex, with comments that teach"),
        new("aex check", "check it"),
        new("aex install claude-code", "have Claude Code ask the gate before every tool call"),
        new("aex doctor", "see that the gate is really reached"),
    ];

    /// <summary>Creates the commands.</summary>
    public static IEnumerable<System.CommandLine.Command> All(Terminal terminal) =>
    [
        new InitCommand(terminal),
        new InstallCommand(terminal),
        new UninstallCommand(terminal),
        new DoctorCommand(terminal),
        new CheckCommand(terminal),
        new FmtCommand(terminal),
        new ParseCommand(terminal),
        new CompileCommand(terminal),
        new EffectiveCommand(terminal),
        new DraftCommand(terminal),
        new ReviewCommand(terminal),
        new RunCommand(terminal),
        new ClassifyCommand(terminal),
        new SignCommand(terminal),
        new VerifyCommand(terminal),
        new ExplainCommand(terminal),
        new TestCommand(terminal),
        new ReplayCommand(terminal),
        new LearnCommand(terminal),
        new ToolsCommand(terminal),
        new LogCommand(terminal),
        new WatchCommand(terminal),
        new StatsCommand(terminal),
        new WhyCommand(terminal),
        new AuditCommand(terminal),
        new ApproveCommand(terminal),
        new TrustCommand(terminal),
        new BudgetCommand(terminal),
        new PauseCommand(terminal),
        new GateCommand(terminal),
        new ProxyCommand(terminal),
        new CompletionCommand(terminal),
        new CompleteCommand(terminal),
        new HelpCommand(terminal),
    ];
}
