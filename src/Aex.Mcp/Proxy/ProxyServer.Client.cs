using System.Text;
using System.Text.Json;
using Aex.Mcp.Framing;
using Aex.Mcp.MetaTools;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Sessions;

namespace Aex.Mcp.Proxy;

/// <content>From the client to the upstream.</content>
public sealed partial class ProxyServer
{
    // A server that never answers must not grow the table without end.
    private const int MaxUnanswered = 65536;

    private void ReadClient()
    {
        var reader = new LineReader(0, _options.MaxLine, staysAwake: Environment.ProcessorCount > 1);
        while (reader.Read())
        {
            Volatile.Write(ref _taken, _taken + 1);
            var line = reader.Line;
            if (reader.IsTooLong)
            {
                Refuse(line.Span, Message.Loose(line.Span).Id, Answers.InvalidRequest, $"the message is longer than {_options.MaxLine} bytes (--max-line)");
            }
            else if (!line.Span.Trim(" \t\r\n"u8).IsEmpty)
            {
                Take(line);
            }
        }
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        if (line.Span.TrimStart(" \t"u8) is [(byte)'[', ..])
        {
            TakeBatch(line.Span);
            return;
        }

        var message = Message.Strict(line.Span);
        if (message.Fault is { } fault)
        {
            Refuse(line.Span, message.Id, StrictJson.Check(line.Span) is null ? Answers.InvalidRequest : Answers.ParseError, fault);
            return;
        }

        if (message.Method is null)
        {
            TakeResponse(line.Span, message);
            return;
        }

        if (message.Id is not { } id)
        {
            TakeNotification(line.Span, message);
            return;
        }

        bool isInUse, isFull;
        var key = Message.Key(line.Span[id]);
        lock (_table)
        {
            isInUse = _pending.ContainsKey(key) || _waiting.ContainsKey(key);
            isFull = _pending.Count + _waiting.Count >= MaxUnanswered && !ForgetCancelled();
        }

        if (isInUse)
        {
            Refuse(line.Span, id, Answers.InvalidRequest, "the id is that of a request which is not answered yet");
            return;
        }

        if (isFull)
        {
            Refuse(line.Span, id, Answers.InternalError, $"{MaxUnanswered} requests wait for their answers, and no more are taken until the server answers some");
            return;
        }

        TakeRequest(line, message, line.Span[id].ToArray(), key);
    }

    // Batches belong to one version of the protocol; each of their messages is judged and forwarded for itself.
    private void TakeBatch(ReadOnlySpan<byte> line)
    {
        var fault = StrictJson.Check(line) is { } unsound ? unsound.Message : _version == "2025-03-26" ? null : "batches belong to protocol version 2025-03-26, which is not the one in use";
        if (fault is not null)
        {
            Refuse(line, null, Answers.InvalidRequest, fault);
            return;
        }

        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 8 });
        _ = reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (line[start] == (byte)'[')
            {
                Refuse(line, null, Answers.InvalidRequest, "a batch holds messages, not batches");
                continue;
            }

            byte[] one = [.. line[start..(int)reader.BytesConsumed], (byte)'\n'];
            Take(one);
        }
    }

    private void TakeRequest(ReadOnlyMemory<byte> line, Message message, byte[] id, string key)
    {
        var parameters = message.Params is { } range ? line[range] : default;
        bool isStateless = IsStateless(line.Span, message);
        switch (message.Method)
        {
            case "tools/call":
                TakeCall(line, message, id, key, isStateless);
                return;
            case "resources/read" or "resources/subscribe":
                if (IsResourceStopped(parameters, id))
                {
                    return;
                }

                break;
            case "subscriptions/listen":
                if (IsSubscriptionStopped(parameters, id))
                {
                    return;
                }

                break;
            case "prompts/get":
                if (IsStopped("mcp.prompts.get", null, parameters, id))
                {
                    return;
                }

                break;
            case "initialize":
                Learn(parameters.Span);
                break;
            default:
                break;
        }

        if (isStateless && Message.Member(parameters.Span, "_meta"u8) is { } meta && Message.Member(parameters.Span[meta], "io.modelcontextprotocol/clientInfo"u8) is { } client)
        {
            _plainNames = MetaToolList.RefusesDots(Message.Text(parameters.Span[meta][client], "name"u8));
        }

        var kind = message.Method switch { "tools/list" => PendingKind.ToolList, "initialize" or "server/discover" => PendingKind.Handshake, _ => PendingKind.Other };
        bool isFirst = parameters.IsEmpty || Message.Member(parameters.Span, "cursor"u8) is not { } cursor || parameters.Span[cursor].SequenceEqual("null"u8);
        Expect(key, new Pending(id, kind, isFirst, isStateless));
        Forward(line.Span);
    }

    private void Learn(ReadOnlySpan<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            return;
        }

        _elicits = Message.Member(parameters, "capabilities"u8) is { } capabilities && HasForms(parameters[capabilities]);
        _plainNames = Message.Member(parameters, "clientInfo"u8) is { } client && MetaToolList.RefusesDots(Message.Text(parameters[client], "name"u8));
    }

    // Under 2026-07-28 each request carries its version.
    private static bool IsStateless(ReadOnlySpan<byte> line, Message message) =>
        message.Params is { } at && message.Find(line, at, "_meta"u8) is { } meta && Message.Text(line[meta], "io.modelcontextprotocol/protocolVersion"u8) is { } version
        && string.CompareOrdinal(version, "2026-07-28") >= 0;

    private void TakeCall(ReadOnlyMemory<byte> line, Message message, byte[] id, string key, bool isStateless)
    {
        var text = line.Span;
        var at = message.Params ?? default;
        var fault = text[at] is not [(byte)'{', ..] ? "the parameters of tools/call are no object" : message.Misspelled(text, at, CallMembers);
        var name = fault is null ? message.FindText(text, at, "name"u8) : null;
        if (name is not { Length: > 0 })
        {
            Refuse(id, Answers.InvalidParams, fault ?? "the tool's name is no string");
            return;
        }

        var parameters = line[at];
        var place = message.Find(text, at, "arguments"u8);
        var arguments = place is { } range ? line[range] : default;
        arguments = arguments.Span.SequenceEqual("null"u8) ? default : arguments;
        if (!arguments.IsEmpty && arguments.Span[0] != (byte)'{')
        {
            Refuse(id, Answers.InvalidParams, "the arguments of tools/call are no object");
            return;
        }

        string? use = message.Find(text, at, "_meta"u8) is { } meta ? Message.Text(text[meta], "claudecode/toolUseId"u8) : null;
        if (MetaToolList.Find(name) is { } tool)
        {
            AnswerMeta(tool, arguments, id, use, isStateless);
            return;
        }

        var call = new ToolCall
        {
            Client = CallPreparation.Proxy, Tool = name, Arguments = arguments.IsEmpty ? "{}"u8.ToArray() : arguments, Cwd = _request.Cwd,
            McpServer = _options.Name, ToolUseId = use, RequestId = Encoding.UTF8.GetString(id),
            LongArguments = arguments.IsEmpty ? null : message.LongValuesFrom(place!.Value.Start.Value),
        };
        string? identity = isStateless ? _session.Identity(call) : null;
        if (identity is not null && TakeRetry(line, at, call, identity, id, key))
        {
            return;
        }

        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        bool isPassed = false;
        var outcome = _session.Decide(call, passOn: recorded =>
        {
            Expect(key, PendingOf(recorded));
            isPassed = TryForward(line.Span);
        });
        if (outcome.Decision == Decision.Ask && _options.AutoConfirm)
        {
            outcome = _session.Decide(call, PersonAnswer.Automatic);
        }

        if (outcome.Decision != Decision.Allow || isPassed)
        {
            Log(call, outcome, start);
        }

        if (isPassed)
        {
            // The server has it, and answers it.
            return;
        }

        switch (outcome.Decision)
        {
            case Decision.Allow:
                // It is recorded; the server need not wait for the event.
                long decided = System.Diagnostics.Stopwatch.GetTimestamp();
                Expect(key, PendingOf(outcome.Event));
                Forward(line.Span);
                Log(call, outcome, start, decided);
                break;
            case Decision.Deny:
                Send(Answers.Refusal(id, outcome, "denied", isStateless));
                break;
            case Decision.Ask when identity is not null && CanBeAsked(parameters.Span):
                AskByResult(id, call, identity, outcome);
                break;
            case Decision.Ask:
                Wait(key, line, id, isStateless, call with { Arguments = call.Arguments.ToArray() }, outcome);
                break;
        }

        Pending PendingOf(string? recorded) => new(id, PendingKind.Call, false, isStateless) { Call = identity, WasConfirmed = recorded == "confirm.approved" };
    }

    private void AnswerMeta(MetaTool tool, ReadOnlyMemory<byte> arguments, byte[] id, string? use, bool isStateless)
    {
        var answer = MetaToolList.Call(new MetaSession(_host, _enforcement, _request), tool, arguments, use);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, MetaToolList.Writing))
        {
            answer.WriteResult(writer, isStateless);
        }

        _events.Write("meta.handled", json => json.Member("tool"u8, tool.Name).Member("failed"u8, answer.Error is not null));
        Send(Answers.Result(id, bytes.ToArray()));
    }

    private void TakeNotification(ReadOnlySpan<byte> line, Message message)
    {
        if (message.Method is "tools/call" or "resources/read" or "prompts/get")
        {
            // Nobody would learn that it was refused, and a server may run it all the same.
            _events.Write("notification.dropped", json => json.Member("method"u8, message.Method));
            _ = _session.Record("tool.denied", error: $"a {message.Method} without id was dropped");
            return;
        }

        if (message.Method == "notifications/cancelled" && message.Params is { } range && Message.Member(line[range], "requestId"u8) is { } id
            && line[range][id] is [(byte)'"' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..])
        {
            var key = Message.Key(line[range][id]);
            if (TakeWaiting(key) is { } waiting)
            {
                Withdraw(waiting);
                _ = _session.Decide(waiting.Call, PersonAnswer.Refused);
                return;
            }

            lock (_table)
            {
                if (_pending.TryGetValue(key, out var pending))
                {
                    _pending[key] = pending with { IsCancelled = true };
                }
            }
        }

        Forward(line);
    }

    // A server need not answer what was cancelled (MCP, cancellation); under the table's lock. Whether that made room.
    private bool ForgetCancelled()
    {
        string[] cancelled = [.. _pending.Where(entry => entry.Value.IsCancelled).Select(entry => entry.Key)];
        foreach (string key in cancelled)
        {
            _ = _pending.Remove(key);
        }

        return cancelled.Length > 0;
    }

    private void Expect(string key, Pending pending)
    {
        lock (_table)
        {
            _pending[key] = pending;
        }
    }

    private void Log(ToolCall call, Outcome outcome, long start, long? decided = null)
    {
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(start, decided ?? System.Diagnostics.Stopwatch.GetTimestamp());
        var name = outcome.Decision switch { Decision.Allow => "tool.allowed", Decision.Ask => "confirm.required", Decision.Deny => "tool.denied" };
        _events.Write(name, json =>
        {
            json.Name("requestId"u8).Raw(Encoding.UTF8.GetBytes(call.RequestId!)).Member("tool"u8, call.Tool).Member("capability"u8, outcome.Capability)
                .Member("decision"u8, outcome.Decision switch { Decision.Allow => "allow", Decision.Ask => "ask", Decision.Deny => "deny" }).Member("reason"u8, outcome.Reason);
            if (outcome.Rule is { } rule)
            {
                json.Member("rule"u8, $"{rule.File}:{rule.Line}");
            }

            if (call.ToolUseId is { } use)
            {
                json.Member("toolUseId"u8, use);
            }

            json.Member("durationUs"u8, (long)took.TotalMicroseconds);
        });
    }

    private void Refuse(ReadOnlySpan<byte> line, Range? id, int code, string fault) => Refuse(id is { } range ? line[range] : default, code, fault);

    private void Refuse(ReadOnlySpan<byte> id, int code, string fault)
    {
        _events.Write("message.refused", json => json.Member("reason"u8, fault));
        Send(Answers.Error(id, code, fault));
    }
}
