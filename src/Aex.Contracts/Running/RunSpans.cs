using System.Diagnostics;
using Aex.Language.Syntax;
using Aex.Policy.Decisions;
using Aex.Sessions;

namespace Aex.Contracts.Running;

/// <summary>
/// A run as a trace: a span for the run, one below it for each step that is carried out, those of a body below that of its <c>if</c> or <c>for</c>. Names and
/// attributes are OpenTelemetry's where it has some (docs/tracing.md). No argument, result or input is in it, and every text is masked. Costs nothing where nobody listens.
/// </summary>
public sealed class RunSpans
{
    /// <summary>The name of the source to listen to.</summary>
    public const string SourceName = "aex.run";

    private static readonly ActivitySource s_source = new(SourceName);

    private readonly RunSetup _setup;
    private readonly bool _isHeard = s_source.HasListeners();

    internal RunSpans(RunSetup setup) => _setup = setup;

    internal Span BeginRun()
    {
        var name = _setup.Contract.Root.Header!.Name;
        var span = Begin($"run {name}", ActivityKind.Internal, 0);
        span.Set("aex.contract.name", name);
        span.Set("aex.contract.sha256", _setup.Sha256);
        span.Set("code.file.path", _setup.Contract.Source.Name);
        span.Set("session.id", _setup.Session.Id);
        return span;
    }

    /// <summary>Begins a step's span; one that does nothing for a line that is no step.</summary>
    internal Span BeginStep(StatementSyntax statement)
    {
        if (!_isHeard)
        {
            return default;
        }

        var line = _setup.Contract.Source.LineOf(statement.Span.Start);
        switch (statement)
        {
            case DoSyntax step:
                return Call(step, line);
            case MakeSyntax step:
                var make = Begin($"generate_content {step.Bind}", ActivityKind.Client, line);
                make.Set("gen_ai.operation.name", "generate_content");
                make.Set("gen_ai.output.type", "text");
                make.Set("aex.make.type", step.Type);
                if (_setup.Model is { } model)
                {
                    make.Set("gen_ai.request.model", model);
                }

                return make;
            case CheckSyntax check:
                return Condition("check", check.Condition, line);
            case IfSyntax branch:
                return Condition("if", branch.Condition, line);
            case ForSyntax loop:
                var round = Begin($"for {loop.Variable}", ActivityKind.Internal, line);
                return round;
            case ReturnSyntax:
                return Begin("return", ActivityKind.Internal, line);
            default:
                return default;
        }
    }

    /// <summary>What was decided about the step that is under way.</summary>
    internal void Decided(string happened, ToolCall call, Outcome outcome)
    {
        if (_isHeard && Activity.Current is { } step)
        {
            step.SetTag("aex.decision", outcome.Decision switch { Decision.Allow => "allow", Decision.Ask => "ask", Decision.Deny => "deny" });
            step.SetTag("gen_ai.tool.call.id", call.ToolUseId);
            step.AddEvent(new ActivityEvent(happened, tags: new ActivityTagsCollection { ["aex.reason"] = _setup.Mask(outcome.Reason) }));
        }
    }

    /// <summary>Whether the condition of the step under way holds.</summary>
    internal void Held(bool holds) => _ = _isHeard ? Activity.Current?.SetTag("aex.condition.holds", holds) : null;

    /// <summary>A number of the step under way.</summary>
    internal void Count(string name, long count) => _ = _isHeard ? Activity.Current?.SetTag(name, count) : null;

    private Span Call(DoSyntax step, int line)
    {
        var tool = _setup.Tools.Find(step.Tool);
        var isRemote = tool is { Server: not null } or { Reaches: not null };
        var span = Begin(tool is { Server: not null } ? $"tools/call {tool.OwnName}" : $"execute_tool {step.Tool}", isRemote ? ActivityKind.Client : ActivityKind.Internal, line);
        span.Set("gen_ai.operation.name", "execute_tool");
        span.Set("gen_ai.tool.name", tool?.OwnName ?? step.Tool);
        span.Set("aex.tool", step.Tool);
        if (tool is { Server: { } server })
        {
            span.Set("mcp.method.name", "tools/call");
            span.Set("aex.mcp.server", server);
        }

        if (tool is { Reaches: { } reach } && Uri.TryCreate(reach.Origin, UriKind.Absolute, out var url))
        {
            span.Set("server.address", url.IdnHost);
            span.Set("server.port", url.Port);
        }

        return span;
    }

    private Span Condition(string name, ConditionSyntax condition, int line)
    {
        var span = Begin(name, ActivityKind.Internal, line);
        span.Set("aex.condition", condition.Tree.Source.Slice(condition.Span));
        return span;
    }

    private Span Begin(string name, ActivityKind kind, int line)
    {
        var span = _isHeard ? new Span(s_source.StartActivity(name, kind), _setup.Mask) : default;
        if (line > 0)
        {
            span.Set("code.line.number", line);
        }

        return span;
    }

    /// <summary>One span under way, or none.</summary>
    internal readonly struct Span(Activity? activity, Func<string, string> mask) : IDisposable
    {
        public void Set(string name, string value) => _ = activity?.SetTag(name, mask(value));

        public void Set(string name, long value) => _ = activity?.SetTag(name, value);

        /// <summary>The step came to a bad end; a status is set for that alone, as the conventions want it.</summary>
        public void Fail(Exception fault)
        {
            var type = fault switch
            {
                OperationCanceledException => "cancelled",
                RunBlockedException { IsDenied: true } => "denied",
                RunBlockedException => "blocked",
                _ => fault.GetType().FullName!,
            };
            Fail(type, fault is OperationCanceledException ? "it was stopped" : fault.Message);
        }

        public void End(bool isSuccess, IReadOnlyList<string> issues, bool isStopped)
        {
            Set("aex.run.status", isSuccess ? "success" : "blocked");
            if (!isSuccess)
            {
                Fail(isStopped ? "cancelled" : "blocked", string.Join("; ", issues));
            }
        }

        public void Dispose() => activity?.Dispose();

        private void Fail(string type, string message)
        {
            _ = activity?.SetTag("error.type", type);
            _ = activity?.SetStatus(ActivityStatusCode.Error, mask(message));
        }
    }
}
