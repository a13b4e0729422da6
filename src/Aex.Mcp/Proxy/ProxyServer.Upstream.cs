using System.Collections.Concurrent;
using Aex.Mcp.Framing;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions;

namespace Aex.Mcp.Proxy;

/// <content>From the upstream to the client.</content>
public sealed partial class ProxyServer
{
    private const string Sampling = "sampling/createMessage";
    private const string SamplingCapability = "mcp.sampling.create";

    // A server that asks and never reads must not grow what waits for it.
    private readonly BlockingCollection<byte[]> _later = new(1024);
    private int _answersLater;

    private void ReadUpstream()
    {
        var reader = new LineReader(_upstream.Output, _options.MaxLine, staysAwake: Environment.ProcessorCount > 1);
        while (reader.Read())
        {
            var line = reader.Line.Span;
            var message = Message.Loose(line);
            if (reader.IsTooLong)
            {
                _events.Write("upstream.overlong", json => json.Member("longest"u8, _options.MaxLine));
                if (message is { Method: null, Id: { } lost } && TakePending(Message.Key(line[lost])) is { } unanswered)
                {
                    Send(Answers.Error(unanswered.Id, Answers.InternalError, $"the server's answer is longer than {_options.MaxLine} bytes (--max-line)"));
                }

                continue;
            }

            if (message is { Method: null, Id: { } id } && TakePending(Message.Key(line[id])) is { } pending)
            {
                PassAnswer(line, message, pending);
            }
            else if (Unexpected(line, message) is { } oddity)
            {
                _events.Write("upstream.dropped", json => json.Member("reason"u8, oddity));
            }
            else if (message.Method is { } method && MaySample(line) && (method == Sampling || Message.Strict(line).Fault is not null) && SamplingStopped() is { } reason)
            {
                // Without an id that all readers see nobody waits for an answer.
                if (message.Id is { } asked)
                {
                    AnswerLater(Answers.Error(line[asked], Answers.InvalidRequest, reason).Written.ToArray());
                }
            }
            else
            {
                Send(line);
            }
        }

        UpstreamIsMute("the server has closed its output");
    }

    // Nearly every line holds neither the word nor an escape that could hide it, which is quickly seen.
    private static bool MaySample(ReadOnlySpan<byte> line)
    {
        // A text's small letters are many; by its capital the word is found as fast as memory is read.
        var rest = line;
        for (int at; (at = rest.IndexOf("Message"u8)) >= 0; rest = rest[(at + 7)..])
        {
            if (rest[..at].EndsWith("create"u8))
            {
                return true;
            }
        }

        return line.IndexOf("\\u"u8) >= 0;
    }

    // Why the server may not ask for a sample; null when it may. Recorded, for it is asked only where one was wanted.
    private string? SamplingStopped()
    {
        if (_session.Stopped(new ToolCall { Client = CallPreparation.Proxy, Tool = SamplingCapability, Cwd = _request.Cwd, McpServer = _options.Name }) is not { } reason)
        {
            return null;
        }

        _events.Write("tool.denied", json => json.Member("capability"u8, SamplingCapability).Member("reason"u8, reason));
        _ = _session.Record("tool.denied", error: reason);
        return reason;
    }

    // Whoever reads the server must not wait until it reads: it may be writing, and would wait for its reader in turn.
    private void AnswerLater(byte[] line)
    {
        if (Interlocked.Exchange(ref _answersLater, 1) == 0)
        {
            Background(() =>
            {
                foreach (var answer in _later.GetConsumingEnumerable())
                {
                    Forward(answer);
                }
            });
        }

        if (!_later.TryAdd(line))
        {
            _events.Write("upstream.dropped", json => json.Member("reason"u8, "the server reads none of the answers to what it asks for"));
        }
    }

    // What some client would take for the answer to a request, though it is none that was waited for, or none that can be judged: a list
    // of tools would reach it unfiltered, and a forged result in the place of a refusal. Null: it may pass.
    private static string? Unexpected(ReadOnlySpan<byte> line, Message message)
    {
        // A server that cannot read a message answers without an id (JSON-RPC 2.0, 5).
        if (message.Fault is not null && StrictJson.Check(line) is null && Message.Member(line, "id"u8) is { } id && line[id].SequenceEqual("null"u8) && Message.Member(line, "error"u8) is not null
            && Message.Member(line, "result"u8) is null && Message.Member(line, "method"u8) is null)
        {
            return null;
        }

        return message.Fault is { } fault ? fault
            : message.Method is null ? "it answers no request that waits"
            : message.Result is not null || message.HasError ? "it is a request and a response at once"
            : null;
    }

    private void PassAnswer(ReadOnlySpan<byte> line, Message message, Pending pending)
    {
        if (message.Fault is { } fault)
        {
            Send(Answers.Error(pending.Id, Answers.InternalError, $"the server's answer cannot be read: {fault}"));
        }
        else if (StoppedQuestion(line, message) is { } reason)
        {
            Send(pending.Kind == PendingKind.Call
                ? Answers.Refusal(pending.Id, new Outcome(Decision.Deny, reason, null, false, null, SamplingCapability), "denied", pending.IsStateless)
                : Answers.Error(pending.Id, Answers.InvalidRequest, reason));
        }
        else if (pending.Kind == PendingKind.ToolList && (message.Result is not null || Message.Strict(line).Fault is not null))
        {
            PassList(line, pending);
        }
        else if (pending.Kind == PendingKind.Handshake && message.Result is { } result)
        {
            _version = Message.Text(line[result], "protocolVersion"u8) ?? _version;
            Send(WithTools(line, result));
        }
        else
        {
            if (message.Result is { } passed)
            {
                Remember(line[passed], pending);
            }

            Send(line);
        }
    }

    private void PassList(ReadOnlySpan<byte> line, Pending pending)
    {
        try
        {
            _session.Refresh();
        }
        catch (SessionException fault)
        {
            Send(Answers.Error(pending.Id, Answers.InternalError, fault.Message));
            return;
        }

        var hidden = new List<string>();
        var filtered = ToolListFilter.Filter(
            line, name => _session.CouldPass(new ToolCall { Client = CallPreparation.Proxy, Tool = name, Cwd = _request.Cwd, McpServer = _options.Name }),
            pending.IsFirstPage, _plainNames, pending.IsStateless, hidden);
        if (filtered is null)
        {
            Send(Answers.Error(pending.Id, Answers.InternalError, "the server's list of tools cannot be read, so nothing of it is shown"));
            return;
        }

        if (hidden.Count > 0)
        {
            var details = new JsonText(256).BeginObject().Name("hidden"u8).BeginArray();
            hidden.ForEach(name => details.Text(name));
            _ = _session.Record("tools.filtered", details.EndArray().EndObject().Written.ToArray());
            _events.Write("tools.filtered", json => json.Member("hidden"u8, hidden.Count));
        }

        Send(filtered);
    }

    // The meta-tools are offered by the proxy, so it has tools even where the server has none.
    private static ReadOnlySpan<byte> WithTools(ReadOnlySpan<byte> line, Range result)
    {
        if (Message.Member(line[result], "capabilities"u8) is not { } capabilities || Message.Member(line[result][capabilities], "tools"u8) is not null
            || line[result][capabilities] is not [(byte)'{', ..])
        {
            return line;
        }

        int at = result.Start.Value + capabilities.Start.Value + 1;
        bool isEmpty = line[result][capabilities][1..].TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
        return (byte[])[.. line[..at], .. "\"tools\":{}"u8, .. isEmpty ? ""u8 : ","u8, .. line[at..]];
    }

    private Pending? TakePending(string key)
    {
        lock (_table)
        {
            return _pending.Remove(key, out var pending) ? pending : null;
        }
    }
}
