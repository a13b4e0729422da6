using System.Diagnostics;
using System.Globalization;
using Aex.Contracts.Models;
using Aex.Contracts.Tools;
using Aex.Contracts.Values;
using Aex.Language.Syntax;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions;
using Aex.Sessions.Files;

namespace Aex.Contracts.Running;

/// <summary>
/// Carries a contract out, step after step. Whatever a step calls is decided by the session first; what cannot be decided, done or recorded ends
/// the run as blocked.
/// </summary>
public sealed class ContractRun : IDisposable
{
    private readonly RunSetup _setup;
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Conditions _conditions;
    private readonly RootFolder _files;
    private CancellationToken _stop;
    private readonly RunSpans _spans;
    private int _calls;

    private ContractRun(RunSetup setup)
    {
        _spans = new RunSpans(setup);
        _setup = setup;
        _conditions = new Conditions(setup.Session.Root);
        _files = new RootFolder(setup.Session.Root);
        foreach (var (name, value) in setup.Inputs)
        {
            _values.Add(name, value);
        }

        // An input that may be missing is null where it is.
        foreach (var need in setup.Contract.Root.Statements.OfType<NeedSyntax>())
        {
            _ = need.Type.Optional && _values.TryAdd(need.Name, Value.Null);
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="setup">What it is made of.</param>
    /// <param name="stop">Ends it: the step that runs is broken off with all it started, the end is recorded.</param>
    public static RunResult Run(RunSetup setup, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ContractRun run;
        try
        {
            run = new ContractRun(setup);
        }
        catch (FileFault fault)
        {
            return new RunResult(false, [fault.Message], null);
        }

        using (run)
        {
            return run.Run(stop);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private RunResult Run(CancellationToken stop)
    {
        _stop = stop;
        using var span = _spans.BeginRun();
        RunResult result;
        try
        {
            Start();
            result = Steps(_setup.Contract.Root.Statements) is { } output
                ? new RunResult(true, [], output)
                : Blocked("the contract ended without a `return`");
        }
        catch (RunBlockedException blocked)
        {
            result = Blocked(blocked.Message);
        }
        catch (OperationCanceledException)
        {
            result = Blocked("it was stopped before its end");
        }
        catch (Exception fault) when (fault is FileFault or IOException or UnauthorizedAccessException)
        {
            result = Blocked(fault.Message);
        }

        result = Finish(result);
        span.End(result.IsSuccess, result.Issues, stop.IsCancellationRequested);
        return result;
    }

    private RunResult Blocked(string why) => new(false, [_setup.Mask(why)], null);

    private void Start()
    {
        var root = _setup.Contract.Root;
        var details = new JsonText(256).BeginObject().Member("contract"u8, root.Header!.Name).Member("file"u8, _setup.Contract.Source.Name).Member("sha256"u8, _setup.Sha256);
        if (_setup.Model is { } model)
        {
            details.Member("model"u8, model);
        }

        if (_setup.Signature is { } signature)
        {
            details.Member("signer"u8, signature.IsOld ? "" : signature.Signer).Member("keyId"u8, signature.KeyId);
        }

        details.Name("inputs"u8).Raw(ValueJson.ToUtf8(new ObjectValue([.. _setup.Inputs])));
        Record(new RunEvent("run.started", Now, 0) { Subject = root.Header.Name, Session = _setup.Session.Id }, details.EndObject());
        _setup.Connect(_stop);
        foreach (var step in All(root.Statements).OfType<DoSyntax>())
        {
            if (_setup.Tools.Find(step.Tool) is null)
            {
                throw At(step, new RunBlockedException($"there is no tool `{step.Tool}` here; there are {string.Join(", ", _setup.Tools.Names)}"));
            }
        }

        if (_setup.Make is null && All(root.Statements).OfType<MakeSyntax>().FirstOrDefault() is { } make)
        {
            throw At(make, new RunBlockedException($"`make {make.Bind}` needs a model, and {_setup.NoModel}"));
        }
    }

    private RunResult Finish(RunResult result)
    {
        var details = new JsonText(256).BeginObject().Member("status"u8, result.IsSuccess ? "success" : "blocked").Name("issues"u8).BeginArray();
        foreach (var issue in result.Issues)
        {
            details.Text(issue);
        }

        var finished = new RunEvent("run.finished", Now, 0) { Subject = result.IsSuccess ? "success" : "blocked" };
        var recorded = _setup.Session.Record(finished.Name, details.EndArray().EndObject().Written.ToArray());
        if (recorded.Decision != Decision.Allow)
        {
            // A run whose end is not in the audit is no success.
            result = new RunResult(false, [.. result.Issues, recorded.Reason], null);
            finished = finished with { Subject = "blocked", Error = recorded.Reason };
        }

        Tell(finished);
        return result;
    }

    // The value of the `return` that was met; null where there was none.
    private Value? Steps(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (Step(statement) is { } output)
            {
                return output;
            }
        }

        return null;
    }

    private Value? Step(StatementSyntax statement)
    {
        _stop.ThrowIfCancellationRequested();
        using var span = _spans.BeginStep(statement);
        try
        {
            switch (statement)
            {
                case DoSyntax step:
                    Bind(step.Bind, Do(step));
                    return null;
                case MakeSyntax step:
                    Bind(step.Bind, Make(step));
                    return null;
                case CheckSyntax check:
                    Check(check);
                    return null;
                case IfSyntax branch:
                    return If(branch);
                case ForSyntax loop:
                    return For(loop);
                case ReturnSyntax end:
                    return Evaluation.Of(end.Value, _values);
                default:
                    return null;
            }
        }
        catch (RunBlockedException blocked)
        {
            span.Fail(blocked);
            throw At(statement, blocked);
        }
        catch (Exception fault) when (fault is OperationCanceledException or FileFault or IOException or UnauthorizedAccessException)
        {
            span.Fail(fault);
            throw;
        }
    }

    private void Bind(string? name, Value value)
    {
        if (name is not null)
        {
            _values[name] = value;
        }
    }

    private Value Do(DoSyntax step)
    {
        var tool = _setup.Tools.Find(step.Tool)!;
        var arguments = Evaluation.Arguments(step.Arguments, _values);
        var call = new ToolCall
        {
            Client = CallPreparation.Run,
            Tool = step.Tool,
            Arguments = ValueJson.ToUtf8(arguments),
            Cwd = _setup.Session.Root,
            McpServer = tool.Server,
            Reaches = tool.Reaches,
            ToolUseId = (++_calls).ToString(CultureInfo.InvariantCulture),
        };
        if (tool.Refuse(arguments) is { } refused)
        {
            Record(new RunEvent("tool.result", Now, LineOf(step)) { Tool = step.Tool, Error = _setup.Mask(Summary(refused) ?? "refused") }, null, call);
            return refused;
        }

        var outcome = Decide(step, call, arguments);
        _setup.Begins(LineOf(step), Text(step));
        var watch = Stopwatch.StartNew();
        Value? result = null;
        string? error = null;
        try
        {
            result = tool.Invoke(arguments, new ToolContext(_setup.Session.Root, _files, outcome.Prepared, _setup.Timeout, _stop));
            return result;
        }
        catch (Exception fault) when (fault is RunBlockedException or OperationCanceledException or FileFault)
        {
            error = _setup.Mask(fault is OperationCanceledException ? "it was stopped" : fault.Message);
            throw;
        }
        finally
        {
            var done = new RunEvent("tool.result", Now, LineOf(step)) { Tool = step.Tool, DurationMs = watch.ElapsedMilliseconds, Error = error, Reason = error is null ? Summary(result!) : null };
            Record(done, null, call);
        }
    }

    // What of a result people want to see at a glance.
    private static string? Summary(Value result) => result is ObjectValue members
        ? members.Find("passed") is BoolValue passed ? passed.Flag ? "passed" : "failed"
            : members.Find("applied") is BoolValue applied ? applied.Flag ? "applied" : "not applied: " + ((members.Find("message") as TextValue)?.Text ?? "")
            : null
        : null;

    private Outcome Decide(StatementSyntax step, ToolCall call, ObjectValue arguments)
    {
        var outcome = _setup.Session.Decide(call);
        Report(step, call, outcome);
        if (outcome.Decision == Decision.Ask)
        {
            var answer = _setup.Confirm(new Confirmation(LineOf(step), call.Tool, arguments, outcome.Reason), _stop);
            _stop.ThrowIfCancellationRequested();
            var reason = outcome.Reason;
            outcome = _setup.Session.Decide(call, answer == PersonAnswer.None ? PersonAnswer.Refused : answer);
            Report(step, call, outcome);
            if (answer == PersonAnswer.None)
            {
                throw new RunBlockedException($"{reason}; {Confirmation.Nobody}") { IsDenied = true };
            }
        }

        return outcome.Decision == Decision.Allow ? outcome : throw new RunBlockedException(outcome.Reason) { IsDenied = true };
    }

    private void Report(StatementSyntax step, ToolCall call, Outcome outcome)
    {
        // What could not be decided could not be recorded either, and has no event of its own.
        var name = outcome.Event.Length > 0 ? outcome.Event : "tool.denied";
        _spans.Decided(name, call, outcome);
        Tell(new RunEvent(name, Now, LineOf(step)) { Tool = call.Tool, Subject = Text(step), Reason = outcome.Notice is null ? outcome.Reason : $"{outcome.Reason}; {outcome.Notice}" });
    }

    private Value Make(MakeSyntax step)
    {
        var inputs = new List<KeyValuePair<string, Value>>(step.InputCount);
        for (var i = 0; i < step.InputCount; i++)
        {
            inputs.Add(new(step.Input(i), _values.TryGetValue(step.Input(i), out var value) ? value : throw new RunBlockedException($"`{step.Input(i)}` has no value: no step that ran has made it")));
        }

        var arguments = new ObjectValue([new("type", Value.Of(step.Type)), new("bind", Value.Of(step.Bind)), new("inputs", new ListValue([.. inputs.Select(static input => Value.Of(input.Key))]))]);
        var call = new ToolCall
        {
            Client = CallPreparation.Run,
            Tool = Request.MakeText,
            Arguments = ValueJson.ToUtf8(arguments),
            Cwd = _setup.Session.Root,
            ToolUseId = (++_calls).ToString(CultureInfo.InvariantCulture),
        };
        _ = Decide(step, call, arguments);
        _setup.Begins(LineOf(step), Text(step));
        var watch = Stopwatch.StartNew();
        long tokens = 0;
        string? error = null;
        try
        {
            var answer = _setup.Make!(new MakeRequest(step.Type, step.Bind, inputs, [.. step.Instructions.Select(static line => line.Text)]), _stop).GetAwaiter().GetResult();
            tokens = answer.Tokens;
            _spans.Count("aex.usage.tokens", tokens);
            var text = CodeFence.Strip(answer.Text);
            return string.IsNullOrWhiteSpace(text) ? throw new RunBlockedException($"the model made nothing for `{step.Bind}`: its answer is empty") : Value.Of(text);
        }
        catch (Exception fault) when (fault is RunBlockedException or OperationCanceledException)
        {
            error = _setup.Mask(fault is RunBlockedException ? fault.Message : "it was stopped");
            tokens = Math.Max(tokens, (fault as RunBlockedException)?.Tokens ?? 0);
            throw;
        }
        finally
        {
            Record(new RunEvent("make.result", Now, LineOf(step)) { Subject = step.Bind, DurationMs = watch.ElapsedMilliseconds, Tokens = tokens, Error = error }, tokens > 0 ? new JsonText(64).BeginObject().Member("tokens"u8, tokens) : null, call, tokens);
        }
    }

    private void Check(CheckSyntax check)
    {
        var holds = _conditions.Holds(check.Condition, _values, out var why);
        _spans.Held(holds);
        var text = Text(check.Condition);
        Record(new RunEvent(holds ? "check.passed" : "check.failed", Now, LineOf(check)) { Subject = text, Reason = holds || why.Length == 0 ? null : why }, Subject(text));
        if (!holds)
        {
            throw new RunBlockedException($"the check `{text}` failed{(why.Length == 0 ? "" : ": " + why)}");
        }
    }

    private Value? If(IfSyntax branch)
    {
        var holds = _conditions.Holds(branch.Condition, _values, out _);
        _spans.Held(holds);
        var text = Text(branch.Condition);
        Record(new RunEvent(holds ? "if.true" : "if.false", Now, LineOf(branch)) { Subject = text }, Subject(text));
        return holds ? Steps(branch.Body) : null;
    }

    private Value? For(ForSyntax loop)
    {
        var walked = Evaluation.Of(loop.Iterable, _values);
        var items = walked switch
        {
            ListValue list => list.Items,
            ObjectValue members => [.. members.Members.Select(static member => Value.Of(member.Key))],
            _ => throw new RunBlockedException($"`for` walks through lists and the names of objects, and `{Text(loop.Iterable)}` is {walked.Kind}"),
        };
        var text = Text(loop.Iterable);
        _spans.Count("aex.loop.rounds", items.Count);
        Record(new RunEvent("for.start", Now, LineOf(loop)) { Subject = string.Create(CultureInfo.InvariantCulture, $"{loop.Variable} in {text}: {items.Count}") }, Subject(text).Member("count"u8, items.Count));
        var outer = _values.GetValueOrDefault(loop.Variable);
        try
        {
            foreach (var item in items)
            {
                _values[loop.Variable] = item;
                if (Steps(loop.Body) is { } output)
                {
                    return output;
                }
            }

            return null;
        }
        finally
        {
            if (outer is null)
            {
                _values.Remove(loop.Variable);
            }
            else
            {
                _values[loop.Variable] = outer;
            }
        }
    }

    private static JsonText Subject(string text) => new JsonText(128).BeginObject().Member("subject"u8, text);

    private void Record(RunEvent happened, JsonText? details, ToolCall? call = null, long tokens = 0)
    {
        if (happened.Line > 0)
        {
            details = (details ?? new JsonText(64).BeginObject()).Member("line"u8, happened.Line).EndObject();
        }

        var recorded = _setup.Session.Record(happened.Name, details?.Written.ToArray() ?? default, call, happened.DurationMs, happened.Error, tokens);
        Tell(happened);
        if (recorded.Decision != Decision.Allow)
        {
            throw new RunBlockedException(recorded.Reason);
        }
    }

    private void Tell(RunEvent happened) => _setup.Report(happened with
    {
        Subject = happened.Subject is null ? null : _setup.Mask(happened.Subject),
        Reason = happened.Reason is null ? null : _setup.Mask(happened.Reason),
    });

    private DateTimeOffset Now => _setup.Clock.GetUtcNow();

    private RunBlockedException At(StatementSyntax statement, RunBlockedException blocked) => blocked.Message.StartsWith(_setup.Contract.Source.Name + ":", StringComparison.Ordinal)
        ? blocked
        : new RunBlockedException(string.Create(CultureInfo.InvariantCulture, $"{_setup.Contract.Source.Name}:{LineOf(statement)}: {blocked.Message}")) { Code = blocked.Code, IsDenied = blocked.IsDenied };

    private int LineOf(SyntaxNode node) => _setup.Contract.Source.LineOf(node.Span.Start);

    // On one line, without what is indented under it.
    private static string Text(SyntaxNode node)
    {
        var text = node is MakeSyntax make ? $"make {make.Bind}: {make.Type}" : node.Tree.Source.Slice(node.Span);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    private static IEnumerable<StatementSyntax> All(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            yield return statement;
            foreach (var inner in All(statement.Body))
            {
                yield return inner;
            }
        }
    }
}
