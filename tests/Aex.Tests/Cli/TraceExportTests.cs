using System.Globalization;
using System.Text;
using Aex.Cli.Commands;
using Aex.Cli.Running;
using Aex.Contracts.Models;
using Aex.Contracts.Running;
using Aex.Contracts.Tools.Foreign;
using Aex.Tests.Contracts;
using Xunit;

namespace Aex.Tests.Cli;

/// <summary>A run as a trace, sent to a stand-in for a collector that takes OTLP over HTTP with protobuf, and reads it from the wire.</summary>
[Collection("traces")]
public sealed class TraceExportTests : IDisposable
{
    private const int Internal = 1;
    private const int Client = 3;
    private const int Error = 2;

    private readonly RunBox _box = new("allow *\ndeny file.read:secret/**\n");
    private readonly OtlpTrace _trace = new();
    private readonly StringWriter _said = new();
    private readonly LoopbackServer _collector;
    private int _status = 200;

    public TraceExportTests() => _collector = new LoopbackServer((context, body) =>
    {
        if (context.Request.HttpMethod == "POST" && context.Request.Url!.AbsolutePath == "/v1/traces" && context.Request.ContentType == "application/x-protobuf" && _status == 200)
        {
            lock (_trace)
            {
                _trace.Add(body);
            }

            // An ExportTraceServiceResponse without a partial success is empty.
            LoopbackServer.Reply(context, "", 200, "application/x-protobuf");
        }
        else
        {
            context.Response.StatusCode = _status == 200 ? 400 : _status;
        }
    });

    [Fact]
    public void One_trace_a_run_and_a_span_a_step_in_the_tree_of_the_contract()
    {
        _box.Write("a", "A");
        _box.Make = static (_, _) => Task.FromResult(new MakeAnswer("text", 17));
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        Traced("use file.read\ndo file.read(path=\"a\") -> t\nmake m: markdown from t with:\n  - x\nif t\n  check m\nfor x in [1, 2]\n  if x is 2\n    do file.read(path=\"a\") -> u\ncheck t.a is \"A\"\nreturn t");
        var after = DateTimeOffset.UtcNow.AddMilliseconds(1).ToUnixTimeMilliseconds() * 1_000_000;
        Assert.Equal(
            """
            run t
              execute_tool file.read
              generate_content m
              if
                check
              for x
                if
                if
                  execute_tool file.read
              check
              return

            """,
            Tree());
        Assert.Single(_trace.Spans.Select(static span => span.TraceId).Distinct());
        Assert.All(_trace.Spans, span =>
        {
            Assert.Equal((32, 16, 0), (span.TraceId.Length, span.SpanId.Length, span.Status));
            Assert.InRange((long)span.Start, before, after);
            Assert.InRange((long)span.End, (long)span.Start, after);
        });
        Assert.Equal("aex", _trace.Resource["service.name"]);
        Assert.Equal("opentelemetry", _trace.Resource["telemetry.sdk.name"]);
        Assert.Equal(["aex.run"], _trace.Scopes);
        var root = Named("run t");
        Assert.Equal(("success", "t", "t.aex", Internal), (root.Attributes["aex.run.status"], root.Attributes["aex.contract.name"], root.Attributes["code.file.path"], root.Kind));
        Assert.StartsWith("run-", root.Attributes["session.id"], StringComparison.Ordinal);
        var call = _trace.Spans.First(static span => span.Name == "execute_tool file.read");
        Assert.Equal(("execute_tool", "file.read", "1", "allow", "4", Internal), (call.Attributes["gen_ai.operation.name"], call.Attributes["gen_ai.tool.name"], call.Attributes["gen_ai.tool.call.id"], call.Attributes["aex.decision"], call.Attributes["code.line.number"], call.Kind));
        Assert.Equal(["tool.allowed"], call.Events);
        var make = Named("generate_content m");
        Assert.Equal(("generate_content", "markdown", "17", Client), (make.Attributes["gen_ai.operation.name"], make.Attributes["aex.make.type"], make.Attributes["aex.usage.tokens"], make.Kind));
        Assert.Equal("2", Named("for x").Attributes["aex.loop.rounds"]);
        Assert.Equal(["false", "true"], _trace.Spans.Where(static span => span.Name == "if" && span.Attributes["aex.condition"] == "x is 2").OrderBy(static span => span.Start).Select(static span => span.Attributes["aex.condition.holds"]));
    }

    [Fact]
    public void A_blocked_step_and_all_above_it_have_the_status_error()
    {
        Traced("use file.read\nfor x in [1]\n  do file.read(path=\"secret/a\") -> t\nreturn 1");
        Assert.Equal("run t\n  for x\n    execute_tool file.read\n", Tree());
        Assert.All(_trace.Spans, static span => Assert.Equal(Error, span.Status));
        var call = Named("execute_tool file.read");
        Assert.Equal(("denied", "deny"), (call.Attributes["error.type"], call.Attributes["aex.decision"]));
        Assert.Contains("file.read secret/a is denied by", call.StatusMessage, StringComparison.Ordinal);
        Assert.Equal(["tool.denied"], call.Events);
        Assert.Equal(("blocked", "blocked"), (Named("run t").Attributes["aex.run.status"], Named("run t").Attributes["error.type"]));
    }

    [Fact]
    public void Calls_of_servers_are_client_spans_by_the_conventions_for_mcp()
    {
        var log = _box.At("received");
        McpConnection? open = null;
        _box.Connect = stop =>
        {
            open = McpConnection.Open(new McpServerSetup("tickets") { Command = ["dotnet", AppContext.BaseDirectory + "Aex.Sessions.Caller.dll", "tickets", log] }, _box.Root, TimeSpan.FromMinutes(1), "1", stop);
            foreach (var tool in open.Tools)
            {
                _box.Tools.Add(tool);
            }
        };
        Traced("use mcp.tickets.*\ndo mcp.tickets.lookup(id=\"7\") -> t\nreturn 1");
        open!.Dispose();
        var call = Named("tools/call lookup");
        Assert.Equal(("tools/call", "lookup", "mcp.tickets.lookup", Client), (call.Attributes["mcp.method.name"], call.Attributes["gen_ai.tool.name"], call.Attributes["aex.tool"], call.Kind));
    }

    [Fact]
    public void No_secret_argument_result_or_input_is_in_a_trace()
    {
        _box.Mask = static text => text.Replace("hunter2-hunter2", "[secret]", StringComparison.Ordinal);
        _box.Make = static (_, _) => throw new RunBlockedException("the key hunter2-hunter2 was refused");
        _box.Write("a", "a private file's text");
        Traced("use file.read, file.write\nneed name: str\ndo file.read(path=\"a\") -> t\ndo file.write(path=\"b\", contents=name)\nif name is \"hunter2-hunter2\"\n  check t\nmake m: text from t with:\n  - x\nreturn t", ("name", "\"the input\""));
        var all = string.Join('\n', _trace.Spans.SelectMany(static span => span.Attributes.Values.Append(span.Name).Append(span.StatusMessage)));
        Assert.Contains("the key [secret] was refused", all, StringComparison.Ordinal);
        foreach (var hidden in (string[])["hunter2", "private file", "the input"])
        {
            Assert.DoesNotContain(hidden, all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Thousands_of_steps_all_arrive()
    {
        Traced("need xs: list[int]\nuse file.read\nfor x in xs\n  check x is x\nreturn 1", ("xs", "[" + string.Join(',', Enumerable.Range(0, 5000)) + "]"));
        Assert.Equal(5003, _trace.Spans.Select(static span => span.SpanId).Distinct().Count());
        Assert.Empty(_said.ToString());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(302)]
    [InlineData(0)]
    public void A_collector_that_takes_nothing_is_told_and_the_run_goes_on(int status)
    {
        _status = status;
        if (status == 0)
        {
            _collector.Dispose();
        }

        Assert.True(Traced("use file.read\nreturn 1").IsSuccess);
        Assert.Contains("2 of 2 spans of the trace did not reach", _said.ToString(), StringComparison.Ordinal);
        if (status > 0)
        {
            Assert.Contains(status.ToString(CultureInfo.InvariantCulture), _said.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://localhost:4318", "http://localhost:4318/v1/traces")]
    [InlineData("http://localhost:4318/", "http://localhost:4318/v1/traces")]
    [InlineData("http://localhost:4318/v1/traces", "http://localhost:4318/v1/traces")]
    [InlineData("https://otel.example/otlp", "https://otel.example/otlp/v1/traces")]
    public void Both_forms_of_an_endpoint_lead_to_the_traces(string given, string used) => Assert.Equal(used, TraceExport.Endpoint(given).AbsoluteUri);

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("ftp://x.example")]
    [InlineData("http://user:key@x.example")]
    [InlineData("http://x.example/?key=1")]
    [InlineData("")]
    public void What_is_no_collectors_url_is_refused(string url) => Assert.Throws<CommandFailure>(() => TraceExport.Endpoint(url));

    public void Dispose()
    {
        _collector.Dispose();
        _box.Dispose();
        _said.Dispose();
    }

    private RunResult Traced(string lines, params (string Name, string Json)[] inputs)
    {
        using var terminal = new Terminal(Stream.Null, TextWriter.Null, _said, false, false, true);
        using (TraceExport.Open(terminal, _collector.Url))
        {
            return _box.Run(lines, inputs);
        }
    }

    private WireSpan Named(string name) => Assert.Single(_trace.Spans, span => span.Name == name);

    private string Tree()
    {
        var text = new StringBuilder();
        Write("", 0);
        return text.ToString();

        void Write(string parent, int depth)
        {
            foreach (var span in _trace.Spans.Where(span => span.ParentId == parent).OrderBy(static span => span.Start))
            {
                text.Append(' ', depth * 2).Append(span.Name).Append('\n');
                Write(span.SpanId, depth + 1);
            }
        }
    }
}

/// <summary>Listeners hear every run of the process: these tests run alone.</summary>
[CollectionDefinition("traces", DisableParallelization = true)]
public sealed class TracesAlone;
