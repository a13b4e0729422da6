using System.CommandLine;
using System.Globalization;
using Aex.Cli.Rendering;
using Aex.Sessions;
using Aex.Sessions.Audit;

namespace Aex.Cli.Commands;

/// <summary><c>aex audit verify [FILE…]</c>.</summary>
internal sealed class AuditCommand : Command
{
    /// <summary>Creates the command.</summary>
    public AuditCommand(Terminal terminal)
        : base("audit", "Check the records of decisions.") => Subcommands.Add(new Verify(terminal));

    private sealed class Verify : AexCommand
    {
        private readonly Argument<string[]> _files = new("FILE") { Description = "Audit files. Default: those of this project.", Arity = ArgumentArity.ZeroOrMore };
        private readonly Option<bool> _json = new("--json") { Description = "One object a file." };

        public Verify(Terminal terminal)
            : base(terminal, "verify", "Follow the hash chain and find the first line changed, dropped, moved or cut off.")
        {
            Arguments.Add(_files);
            Options.Add(_json);
        }

        public override string Details => "Exits 1 if a chain is broken. The end of a file is compared with the session's state where that is on this machine.";

        public override IReadOnlyList<Example> Examples { get; } =
        [
            new("aex audit verify", "every audit file of this project"),
            new("aex audit verify --json", "as data"),
        ];

        protected override int Run(ParseResult parse)
        {
            var host = Host.Require();
            var files = parse.GetValue(_files) is { Length: > 0 } given ? given.Select(Path.GetFullPath).ToArray() : [.. AuditFiles.OfProject(host)];
            var verdicts = new List<AuditVerdict>();
            foreach (var file in files)
            {
                try
                {
                    verdicts.Add(AuditVerifier.Verify(host, file));
                }
                catch (SessionException fault)
                {
                    throw new CommandFailure(fault.Message, null);
                }
            }

            if (parse.GetValue(_json))
            {
                WriteJson(verdicts);
            }
            else
            {
                foreach (var verdict in verdicts)
                {
                    WriteText(verdict);
                }

                if (verdicts.Count == 0)
                {
                    Terminal.Note("no audit file in this project yet");
                }
            }

            return verdicts.Exists(verdict => verdict.Fault is not null) ? CommandLine.Findings : CommandLine.Done;
        }

        private void WriteText(AuditVerdict verdict)
        {
            var style = Terminal.OutStyle;
            var file = Shown.Text(Host.Relative(verdict.File));
            Terminal.Out.WriteLine(verdict.Fault is { } fault
                ? string.Create(CultureInfo.InvariantCulture, $"{style.Error("broken")}  {file}:{verdict.FaultLine}: {fault}")
                : string.Create(CultureInfo.InvariantCulture, $"{style.Good("whole")}   {file}: {verdict.Lines} {(verdict.Lines == 1 ? "line" : "lines")}{(verdict.AgainstState ? "" : "; no state of this session here, so lines cut off at the end would not be seen")}"));
        }

        private void WriteJson(List<AuditVerdict> verdicts) =>
            JsonOutput.Write(Terminal.Out, json =>
            {
                json.WriteStartArray();
                foreach (var verdict in verdicts)
                {
                    json.WriteStartObject();
                    json.WriteString("file", verdict.File);
                    json.WriteBoolean("whole", verdict.Fault is null);
                    json.WriteNumber("lines", verdict.Lines);
                    if (verdict.Fault is { } fault)
                    {
                        json.WriteNumber("faultLine", verdict.FaultLine);
                        json.WriteString("fault", fault);
                    }

                    json.WriteBoolean("againstState", verdict.AgainstState);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
    }
}
