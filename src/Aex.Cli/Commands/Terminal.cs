using System.Text;
using Aex.Cli.Rendering;

namespace Aex.Cli.Commands;

/// <summary>When to colour.</summary>
internal enum ColorMode
{
    /// <summary>On a terminal, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>What a command reads from and writes to: stdout for the result, stderr for everything else.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly bool _outIsTerminal;
    private readonly bool _errorIsTerminal;
    private readonly bool _plain;

    /// <summary>A terminal over the given streams; <paramref name="plain"/> when the environment asks for no colour.</summary>
    public Terminal(Stream input, TextWriter output, TextWriter error, bool outIsTerminal, bool errorIsTerminal, bool plain)
    {
        Input = input;
        Out = output;
        Error = error;
        _outIsTerminal = outIsTerminal;
        _errorIsTerminal = errorIsTerminal;
        _plain = plain;
        OutStyle = Style.Plain;
        ErrorStyle = Style.Plain;
    }

    /// <summary>Standard input, as bytes.</summary>
    public Stream Input { get; }

    /// <summary>The result.</summary>
    public TextWriter Out { get; }

    /// <summary>Everything else.</summary>
    public TextWriter Error { get; }

    /// <summary>Colours for <see cref="Out"/>.</summary>
    public Style OutStyle { get; private set; }

    /// <summary>Colours for <see cref="Error"/>.</summary>
    public Style ErrorStyle { get; private set; }

    /// <summary>Whether a person may be watching both ends.</summary>
    public bool IsInteractive => _outIsTerminal && _errorIsTerminal && !Console.IsInputRedirected;

    /// <summary>Whether <see cref="Error"/> is a terminal on which a line can be written over.</summary>
    public bool ErrorIsLive => _errorIsTerminal && !_plain;

    /// <summary>The terminal of this process. UTF-8 whatever the locale says, since policies are.</summary>
    public static Terminal FromProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new Terminal(
            Console.OpenStandardInput(),
            new StreamWriter(Console.OpenStandardOutput(), utf8, 4096),
            new StreamWriter(Console.OpenStandardError(), utf8, 1024),
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            plain);
    }

    /// <summary>Settles the colours of both streams.</summary>
    public void Choose(ColorMode mode)
    {
        OutStyle = Colour(mode, _outIsTerminal) ? Style.Ansi : Style.Plain;
        ErrorStyle = Colour(mode, _errorIsTerminal) ? Style.Ansi : Style.Plain;
    }

    /// <summary>Whether <see cref="Error"/> holds events as JSON and nothing else, since a client reads it.</summary>
    public bool ErrorIsEvents { get; set; }

    /// <summary>Says what is wrong and what to do, on stderr.</summary>
    public void Fault(string message, string? help)
    {
        if (ErrorIsEvents)
        {
            Mcp.Proxy.ProxyServer.ReportFault(TimeProvider.System, message, help);
            return;
        }

        Out.Flush();
        Error.WriteLine($"{ErrorStyle.Error("error:")} {Shown.Text(message)}");
        if (help is not null)
        {
            Error.WriteLine($"{ErrorStyle.Help("help:")} {Shown.Text(help)}");
        }
    }

    /// <summary>A line for the person, on stderr.</summary>
    public void Note(string message)
    {
        Out.Flush();
        Error.WriteLine(message);
        Error.Flush();
    }

    /// <summary>Asks before something is written; yes without asking where nobody watches.</summary>
    public bool Agree(string question)
    {
        if (!IsInteractive)
        {
            return true;
        }

        Out.Flush();
        Error.Write($"{question} [Y/n] ");
        Error.Flush();
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "" or "y" or "yes";
    }

    /// <summary>Sends what is buffered.</summary>
    public void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    /// <summary>Sends what is buffered where that can still be done: there is nobody left to tell where it cannot.</summary>
    public void FlushAsFarAsPossible()
    {
        foreach (var writer in (ReadOnlySpan<TextWriter>)[Out, Error])
        {
            try
            {
                writer.Flush();
            }
            catch (IOException)
            {
                // What was buffered is dropped with it.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    private bool Colour(ColorMode mode, bool isTerminal) => mode switch
    {
        ColorMode.Auto => isTerminal && !_plain,
        ColorMode.Always => true,
        ColorMode.Never => false,
    };
}
