using System.Buffers;
using System.Text.Json;
using Aex.Contracts.Running;
using Aex.Contracts.Values;
using Aex.Policy.Decisions;
using Aex.Sessions.Processes;

namespace Aex.Contracts.Models;

/// <summary>
/// A program that makes the texts (<c>--model-handler COMMAND</c>): it gets <c>{"type","bind","inputs","instructions"}</c> as JSON on its standard
/// input and prints the text.
/// </summary>
public sealed class CommandModel
{
    private readonly IReadOnlyList<string> _command;
    private readonly string _folder;
    private readonly TimeSpan _timeout;

    private CommandModel(IReadOnlyList<string> command, string folder, TimeSpan timeout) => (_command, _folder, _timeout) = (command, folder, timeout);

    /// <summary>Takes a command line apart, as <c>tests.run</c> does; null and why if it wants a shell.</summary>
    public static CommandModel? Of(string command, string folder, TimeSpan timeout, out string fault) =>
        TestCommand.Split(command, out fault) is { } words ? new CommandModel(words, folder, timeout) : null;

    /// <summary>Runs it once.</summary>
    public Task<MakeAnswer> Make(MakeRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = _command[0];
        var fault = ProcessRun.Run(_command, _folder, Input(request), _timeout, stop, out var end);
        if (end is null)
        {
            throw new RunBlockedException($"the model handler `{name}` cannot be started: {Sentence.OfError(fault)}");
        }

        if (end.TimedOut)
        {
            throw new RunBlockedException($"the model handler `{name}` was ended after {Sentence.Of(_timeout)}; --timeout gives it longer");
        }

        if (end.ExitCode != 0)
        {
            throw new RunBlockedException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the model handler `{name}` failed with exit code {end.ExitCode}{Sentence.Tail(end.Errors)}"));
        }

        return Task.FromResult(new MakeAnswer(Sentence.Text(end.Output) ?? throw new RunBlockedException($"the model handler `{name}` printed what is no UTF-8"), 0));
    }

    private static byte[] Input(MakeRequest request)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { MaxDepth = 1000 }))
        {
            json.WriteStartObject();
            json.WriteString("type", request.Type);
            json.WriteString("bind", request.Bind);
            json.WriteStartObject("inputs");
            foreach (var (name, value) in request.Inputs)
            {
                json.WritePropertyName(name);
                ValueJson.Write(json, value);
            }

            json.WriteEndObject();
            json.WriteStartArray("instructions");
            foreach (var line in request.Instructions)
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
            if (request.Background is { } background)
            {
                json.WriteString("background", background);
            }

            json.WriteEndObject();
        }

        return [.. bytes.WrittenSpan, (byte)'\n'];
    }
}
