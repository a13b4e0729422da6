using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions;

namespace Aex.Hooks;

/// <summary>
/// <c>aex gate</c>: one hook's input in, one answer out (docs/gate.md). Whatever goes wrong is a denial with exit 2; it never exits 1
/// and never prints nothing, since a client would let the tool run.
/// </summary>
internal sealed class Gate
{
    private HookClient? _client;
    private bool _observe;

    /// <summary>Decides what stands on standard input.</summary>
    /// <param name="args">The arguments after <c>gate</c>.</param>
    /// <returns>0 answered; 2 denied.</returns>
    public static int Run(ReadOnlySpan<string> args)
    {
        if (StandardStreams.Missing() is string missing)
        {
            StandardStreams.WriteError($"aex gate: {missing} is closed, so the call is denied");
            return HookAnswer.Denied;
        }
        var gate = new Gate();
        try
        {
            return gate.Answer(args);
        }
        catch (HookFault fault)
        {
            return gate.Deny(fault.Message);
        }
        catch (SessionException fault)
        {
            return gate.Deny(fault.Message);
        }
#pragma warning disable CA1031 // Anything unforeseen must end in a denial: any other end lets the tool run.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return gate.Deny($"the gate met a fault of its own ({fault.GetType().Name}), so the call is denied; `aex doctor` looks for the cause");
        }
    }

    private int Answer(ReadOnlySpan<string> args)
    {
        var options = GateOptions.Parse(args, out string? wrong);
        _client = options.Client;
        if (wrong is not null)
            return Deny(wrong);
        _observe = options.Observe;
        if (StandardStreams.ReadInput(out var bytes) is string unread)
            return Deny(unread);
        var input = HookReader.Read(bytes, ref _client);
        if (input.Event == HookEvent.Other)
            return Print("{}\n"u8, 0);
        var environment = HostEnvironment.FromProcess(out string homeless);
        if (environment is null)
            return Deny(homeless);
        var enforcement = new EnforcerOptions
        {
            PolicyFile = options.Policy,
            ContractFile = options.Contract,
            AllowNoPolicy = options.AllowNoPolicy,
            Observe = options.Observe,
            Asks = input.Asks && !options.Unattended ? AskMode.Dialog : AskMode.Deny,
            Client = input.Client.Name(),
        };
        var session = new SessionRequest { SessionId = input.Session, ProjectDir = input.ProjectDir, Cwd = input.Cwd };
        switch (input.Event)
        {
            case HookEvent.ToolCall:
                return AnswerCall(input, Enforcer.Decide(environment, enforcement, session, Call(input)));
            case HookEvent.ToolResult or HookEvent.ToolFailure:
                return AnswerEvent(Enforcer.RecordResult(environment, enforcement, session, Call(input), input.Event == HookEvent.ToolFailure, input.DurationMs, input.Error));
            case HookEvent.SessionStart:
                return AnswerEvent(Enforcer.StartSession(environment, enforcement, session));
            case HookEvent.ConfigChange:
                return AnswerEvent(Enforcer.JudgeConfigChange(environment, enforcement, session, input.ConfigFile));
            case HookEvent.Other:
                break;
        }
        return Print("{}\n"u8, 0);
    }

    private static ToolCall Call(HookInput input) => new()
    {
        Client = input.Client.Name(),
        Tool = input.Tool,
        Arguments = input.Arguments,
        Cwd = input.Cwd,
        McpServer = input.McpServer,
        McpServerSource = input.McpServerSource,
        AgentId = input.Agent,
        ToolUseId = input.ToolUse,
    };

    private int AnswerCall(HookInput input, Outcome outcome)
    {
        var json = new JsonText();
        switch (_observe ? Decision.Allow : outcome.Decision)
        {
            case Decision.Allow:
                HookAnswer.Allow(json, input.Client, outcome.Trusted && !_observe, outcome.Notice);
                break;
            case Decision.Ask:
                HookAnswer.Ask(json, input.Client, outcome.Reason, outcome.Notice);
                break;
            case Decision.Deny:
                return Deny(outcome.Reason);
        }
        return Print(json.Append("\n"u8).Written, 0);
    }

    /// <summary>An event that isn't a call: exit 2 keeps a change of settings from taking effect, and shows the reason of anything else.</summary>
    private int AnswerEvent(Outcome outcome)
    {
        if (outcome.Decision != Decision.Deny || _observe)
            return Print("{}\n"u8, 0);
        StandardStreams.WriteError(outcome.Reason);
        return HookAnswer.Denied;
    }

    private int Deny(string reason)
    {
        var json = new JsonText();
        var client = _client ?? HookClient.ClaudeCode;
        StandardStreams.WriteError(reason);
        if (_observe)
        {
            HookAnswer.Allow(json, client, trusted: false, notice: null);
            return Print(json.Append("\n"u8).Written, 0);
        }
        HookAnswer.Deny(json, client, reason);
        return Print(json.Append("\n"u8).Written, HookAnswer.Denied);
    }

    /// <summary>An answer that didn't leave whole would let the tool run, unless the exit code denies it.</summary>
    private static int Print(ReadOnlySpan<byte> line, int exit)
    {
        if (StandardStreams.WriteOutput(line) || exit == HookAnswer.Denied)
            return exit;
        StandardStreams.WriteError("aex gate: the answer could not be written to standard output, so the call is denied");
        return HookAnswer.Denied;
    }
}
