using System.CommandLine;
using System.Text;
using Aex.Cli.Rendering;
using Aex.Contracts.Signing;

namespace Aex.Cli.Commands;

/// <summary><c>aex sign FILE</c>.</summary>
internal sealed class SignCommand : AexCommand
{
    private readonly Argument<string?> _file = new("FILE") { Description = "What is signed: a contract, or any other file.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _id = new("--id") { Description = "Who signs.", HelpName = "WHO" };
    private readonly Option<bool> _generate = new("--generate-key") { Description = "Make a key pair: --key-file FILE gets the private half, FILE.pub the public one." };
    private readonly KeyOptions _key = new();

    /// <summary>Creates the command.</summary>
    public SignCommand(Terminal terminal)
        : base(terminal, "sign", "Sign a contract, so that it runs only as it was reviewed.")
    {
        Arguments.Add(_file);
        Options.Add(_id);
        _key.AddTo(this);
        Options.Add(_generate);
    }

    /// <inheritdoc/>
    public override string Details =>
        """
        Writes FILE.sig beside the file. A key pair's public half checks and signs nothing, so it may be given to anybody; with a shared secret everyone
        who can check can sign. What is under the signature, and what it is worth: docs/signing.md.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex sign --generate-key --key-file alice.key", "a key pair: alice.key, alice.key.pub"),
        new("aex sign tasks/fix_test.aex --id alice --key-file alice.key", "writes tasks/fix_test.aex.sig"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        try
        {
            return parse.GetValue(_generate) ? Generate(parse) : Sign(parse);
        }
        catch (SignatureException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private int Generate(ParseResult parse)
    {
        if (parse.GetValue(_file) is not null || parse.GetValue(_id) is not null)
        {
            throw new CommandFailure("--generate-key signs nothing: it takes --key-file alone", null);
        }

        var path = parse.GetValue(_key.File) ?? throw new CommandFailure("--generate-key needs --key-file FILE", "the private key is written there, the public one to FILE.pub");
        using var pair = SigningKey.Generate(path);
        Terminal.Note($"wrote {Shown.Text(path)}, for you alone, and {Shown.Text(path)}.pub, for those who check");
        Terminal.Out.WriteLine(pair.Id);
        return CommandLine.Done;
    }

    private int Sign(ParseResult parse)
    {
        var file = parse.GetValue(_file) ?? throw new CommandFailure("the file to sign is missing", "aex sign FILE --id WHO --key-file FILE");
        var signer = parse.GetValue(_id) ?? throw new CommandFailure("who signs is missing", "--id WHO");
        if (file == InputFiles.StandardInput)
        {
            throw new CommandFailure("a signature stands beside a file, and standard input has no place", null);
        }

        var bytes = InputFiles.ReadBytes(file, Terminal);
        using var key = _key.Of(parse);
        if (key.IsWeak)
        {
            Terminal.Note($"{Terminal.ErrorStyle.Warning("warning:")} the key is shorter than {SigningKey.ShortSecret} bytes and can be guessed from a signature; `aex sign --generate-key` makes a key pair");
        }

        var signature = ContractSignature.Sign(Path.GetFileName(file), bytes, signer, key, Host.Require().Clock.GetUtcNow(), $"aex {GlobalOptions.ProgramVersion}");
        using var text = new StringWriter();
        JsonOutput.Write(text, signature.Write);
        InputFiles.Replace(SignedContract.PathFor(file), Encoding.UTF8.GetBytes(text.ToString()));
        Terminal.Out.WriteLine($"signed  {Shown.Text(file)}: {Shown.Text(signer)}, {key}; wrote {Shown.Text(SignedContract.PathFor(file))}");
        return CommandLine.Done;
    }
}
