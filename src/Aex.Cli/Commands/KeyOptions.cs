using System.CommandLine;
using Aex.Contracts.Signing;

namespace Aex.Cli.Commands;

/// <summary>The key that a command signs or checks with.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string?> _text = new("--key") { Description = "A shared secret; everyone on this machine can see it while the command runs, a file is better.", HelpName = "S" };

    /// <summary><c>--key-file</c>.</summary>
    public Option<string?> File { get; } = new("--key-file") { Description = "A P-256 key in PEM form, or a file with a shared secret.", HelpName = "FILE" };

    /// <summary>Gives the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(File);
        command.Options.Add(_text);
    }

    /// <summary>The key that was given.</summary>
    /// <exception cref="CommandFailure">None, or two were.</exception>
    /// <exception cref="SignatureException">It cannot be used.</exception>
    public SigningKey Of(ParseResult parse) => (parse.GetValue(File), parse.GetValue(_text)) switch
    {
        (not null, not null) => throw new CommandFailure("the key is given twice, by --key-file and --key", null),
        ({ } file, null) => SigningKey.OfFile(file),
        (null, { } text) => SigningKey.OfText(text),
        (null, null) => throw new CommandFailure("no key is given", "--key-file FILE names one; `aex sign --generate-key --key-file FILE` makes one"),
    };
}
