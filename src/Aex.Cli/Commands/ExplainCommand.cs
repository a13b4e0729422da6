using System.CommandLine;
using System.Text;
using System.Text.Json;
using Aex.Hooks;
using Aex.Cli.Rendering;
using Aex.Policy.Capabilities;
using Aex.Policy.Decisions;
using Aex.Policy.Json;
using Aex.Policy.Shell;

namespace Aex.Cli.Commands;

/// <summary><c>aex explain TOOL [JSON]</c>.</summary>
internal sealed class ExplainCommand : AexCommand
{
    private readonly Argument<string?> _tool = new("TOOL") { Description = "A tool's name, as the client calls it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _arguments = new("JSON") { Description = "Its arguments, one JSON object.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _hook = new("--hook") { Description = "A client's hook input instead, from FILE or - for standard input.", HelpName = "FILE" };
    private readonly Option<string?> _bash = new("--bash") { Description = "A shell command instead: each of its simple commands is shown.", HelpName = "COMMAND" };
    private readonly Option<string> _client = new("--client") { Description = "Whose tool it is.", HelpName = "CLIENT", DefaultValueFactory = static _ => "claude-code" };
    private readonly LayerOptions _layers = new();
    private readonly Option<bool> _json = new("--json") { Description = "As data." };

    /// <summary>Creates the command.</summary>
    public ExplainCommand(Terminal terminal)
        : base(terminal, "explain", "Show how one call is decided, rule by rule. Nothing is counted or recorded.")
    {
        _client.AcceptOnlyFromAmong([.. ToolTable.Clients]);
        Arguments.Add(_tool);
        Arguments.Add(_arguments);
        Options.Add(_hook);
        Options.Add(_bash);
        Options.Add(_client);
        _layers.AddTo(this);
        Options.Add(_json);
        Validators.Add(result =>
        {
            if ((result.GetValue(_tool) is null ? 0 : 1) + (result.GetValue(_hook) is null ? 0 : 1) + (result.GetValue(_bash) is null ? 0 : 1) != 1)
            {
                result.AddError("give either a tool, --bash COMMAND or --hook FILE");
            }
        });
    }

    /// <inheritdoc/>
    public override string Details => "The policies are taken as they are on the disk now, with nothing used of any budget. Exits 1 if the call is denied.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex explain WebSearch", "a tool without arguments"),
        new("aex explain Write '{\"file_path\":\"src/a.cs\"}'", "a tool with its arguments"),
        new("aex explain --bash 'cat a.txt | sh'", "a shell command, each part of it"),
        new("aex explain --hook call.json", "what a client sent to its hook"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var host = Host.Require();
        var call = parse.GetValue(_hook) is { } hook ? FromHook(hook, parse) : parse.GetValue(_bash) is { } bash ? FromCommand(bash) : FromArguments(parse);
        var view = ProjectView.Load(host, _layers.Of(parse, call.Client), call.Cwd);
        view.RequirePolicy();
        var prepared = CallPreparation.Prepare(call, view.Layers, view.Context);
        var trace = new Trace();
        var verdict = Authorizer.Decide(prepared, new Counters(), trace);
        var reason = Reasons.Describe(verdict, prepared);
        if (parse.GetValue(_json))
        {
            WriteJson(view, prepared, trace, verdict, reason);
        }
        else
        {
            if (prepared.Analysis is { } analysis)
            {
                new ShellPicture(Terminal, view, prepared).Write(ScriptOf(prepared), analysis);
            }

            new DecisionRenderer(Terminal.Out, Terminal.OutStyle).Write(view.Layers, prepared, trace, verdict, reason);
        }

        return verdict.Decision == Decision.Deny ? CommandLine.Findings : CommandLine.Done;
    }

    // A client may give a program and its arguments instead of a text: the places are those in the text that runs it.
    private static string ScriptOf(PreparedCall call) =>
        call.Primary.Resources is [var only] ? only.Shown : ShellAnalyzer.Quote([.. call.Primary.Resources.Select(static item => item.Shown)]);

    private static ToolCall FromCommand(string command)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("command", command);
            json.WriteEndObject();
        }

        return new ToolCall { Client = "claude-code", Tool = "Bash", Arguments = buffer.ToArray(), Cwd = Environment.CurrentDirectory };
    }

    private ToolCall FromArguments(ParseResult parse)
    {
        var text = Encoding.UTF8.GetBytes(parse.GetValue(_arguments) ?? "{}");
        if (StrictJson.Check(text) is { } fault)
        {
            throw new CommandFailure($"the arguments are no sound JSON: {fault.Message}", "put one object in single quotes: '{\"file_path\":\"a.txt\"}'");
        }

        return JsoncKind(text) == JsonTokenType.StartObject
            ? new ToolCall { Client = parse.GetRequiredValue(_client), Tool = parse.GetValue(_tool)!, Arguments = text, Cwd = Environment.CurrentDirectory }
            : throw new CommandFailure("the arguments are no JSON object", "put one object in single quotes: '{\"file_path\":\"a.txt\"}'");
    }

    private static JsonTokenType JsoncKind(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        return reader.Read() ? reader.TokenType : JsonTokenType.None;
    }

    private ToolCall FromHook(string path, ParseResult parse)
    {
        HookClient? client = parse.GetResult(_client) is { Implicit: false } ? HookClientNames.Find(parse.GetRequiredValue(_client)) : null;
        try
        {
            var input = HookReader.Read(InputFiles.ReadBytes(path, Terminal), ref client);
            return HookReader.HasTool(input.Event)
                ? new ToolCall
                {
                    Client = input.Client.Name(),
                    Tool = input.Tool,
                    Arguments = input.Arguments,
                    Cwd = input.Cwd,
                    McpServer = input.McpServer,
                    AgentId = input.Agent,
                    ToolUseId = input.ToolUse,
                }
                : throw new CommandFailure("the hook's input is about no tool call, so there is nothing to decide", null);
        }
        catch (HookFault fault)
        {
            throw new CommandFailure($"{fault.Message}; the gate denies it", null);
        }
    }

    private void WriteJson(ProjectView view, PreparedCall call, Trace trace, Verdict verdict, string reason) =>
        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteString("client", call.Call.Client);
            json.WriteString("tool", Shown.Whole(call.Call.Tool));
            json.WriteString("cwd", call.Call.Cwd);
            json.WriteStartArray("requests");
            foreach (var request in call.Requests)
            {
                json.WriteStartObject();
                json.WriteString("capability", Shown.Whole(request.Capability));
                json.WriteStartArray("resources");
                foreach (var resource in request.Resources)
                {
                    json.WriteStringValue(Shown.Whole(Reasons.Safe(resource.Shown)));
                }

                json.WriteEndArray();
                json.WriteBoolean("implied", request.IsImplied);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (call.Analysis is { } analysis)
            {
                new ShellPicture(Terminal, view, call).WriteJson(json, analysis);
            }

            json.WriteStartArray("layers");
            foreach (var layer in view.Layers)
            {
                json.WriteStartObject();
                json.WriteString("kind", JsonParts.NameOf(layer.Kind));
                json.WriteString("file", Shown.Whole(layer.File));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("steps");
            foreach (var step in trace.Steps)
            {
                WriteStep(json, step);
            }

            json.WriteEndArray();
            json.WriteString("decision", JsonParts.NameOf(verdict.Decision));
            json.WriteString("reason", Shown.Whole(reason));
            if (verdict.Source is { } source)
            {
                json.WritePropertyName("rule");
                JsonParts.Source(json, source);
            }

            json.WriteEndObject();
        });

    private static void WriteStep(Utf8JsonWriter json, TraceStep step)
    {
        json.WriteStartObject();
        json.WriteString("step", step.Kind switch
        {
            TraceStepKind.Tried => "tried",
            TraceStepKind.Checked => "checked",
            TraceStepKind.Counted => "counted",
        });
        if (step.Request is { } request)
        {
            json.WriteString("capability", Shown.Whole(request.Capability));
        }

        json.WriteString("layer", Shown.Whole(step.Layer.File));
        if (step.Rule is { } rule)
        {
            json.WritePropertyName("rule");
            JsonParts.Source(json, step.Layer.SourceOf(rule));
        }

        if (step.Limit is { } limit)
        {
            json.WritePropertyName("limit");
            JsonParts.Source(json, step.Layer.SourceOf(limit));
        }

        json.WriteBoolean("matched", step.Matched);
        json.WriteEndObject();
    }
}
