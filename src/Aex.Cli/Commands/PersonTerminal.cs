using System.Collections;
using System.Text;

namespace Aex.Cli.Commands;

/// <summary>
/// The terminal of a person: opened for the commands that loosen what is in force, which an agent must not run. They refuse in a
/// pipe, without a controlling terminal, and below a coding agent's process. A pseudo-terminal made by code that left its agent's
/// process tree cannot be told from a person's: docs/security.md.
/// </summary>
internal sealed class PersonTerminal : IDisposable
{
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private PersonTerminal(StreamReader reader, StreamWriter writer) => (_reader, _writer) = (reader, writer);

    /// <summary>Opens the terminal for <paramref name="command"/>.</summary>
    /// <exception cref="CommandFailure">No person sits there; the message names how that was seen.</exception>
    public static PersonTerminal Open(string command)
    {
        RefuseAgents(command);
        if (Console.IsInputRedirected)
        {
            throw Refusal(command, "standard input is no terminal");
        }

        if (Console.IsOutputRedirected)
        {
            throw Refusal(command, "standard output is no terminal");
        }

        try
        {
            var input = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            var output = new FileStream("/dev/tty", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
            return new PersonTerminal(new StreamReader(input, Encoding.UTF8), new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refusal(command, "there is no controlling terminal (/dev/tty)");
        }
    }

    /// <summary>Refuses to go on where a coding agent started this process, whether or not there is a terminal.</summary>
    /// <exception cref="CommandFailure">An agent's process stands above this one, or its variable is set.</exception>
    public static void RefuseAgents(string command)
    {
        if (AgentProcess.VariableIn(OwnEnvironment()) is { } variable)
        {
            throw Refusal(command, $"{variable} is set, so a coding agent started this");
        }

        foreach (var process in ProcessAncestors.Read())
        {
            if (AgentProcess.NameOf(process) is { } agent)
            {
                throw Refusal(command, $"process {process.Id} above this one is a coding agent (`{agent}`)");
            }

            if (AgentProcess.VariableIn(process.Environment) is { } inherited)
            {
                throw Refusal(command, $"process {process.Id} (`{process.Name}`) above this one was started by a coding agent ({inherited} is set in it)");
            }
        }
    }

    private static CommandFailure Refusal(string command, string why) =>
        new($"`{command}` is for a person at a terminal: {why}", "open a terminal of your own, outside the coding agent, and run it there");

    /// <summary>Asks a question and reads a line; null at the end of input.</summary>
    public string? Ask(string question)
    {
        _writer.Write(question);
        return _reader.ReadLine()?.Trim();
    }

    /// <summary>Whether the person answers <c>y</c> or <c>yes</c>; anything else is no.</summary>
    public bool Confirm(string question) => Ask($"{question} [y/N] ") is { } answer && answer.ToLowerInvariant() is "y" or "yes";

    /// <summary>Writes to the terminal.</summary>
    public void Write(string text) => _writer.Write(text);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private static IEnumerable<string> OwnEnvironment()
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            yield return $"{entry.Key}={entry.Value}";
        }
    }
}
