using System.CommandLine;
using Aex.Cli.Rendering;
using Aex.Contracts.Signing;

namespace Aex.Cli.Commands;

/// <summary><c>aex verify FILE</c>.</summary>
internal sealed class VerifyCommand : AexCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The signed file." };
    private readonly Option<string?> _signature = new("--signature") { Description = "The signature; FILE.sig if not given.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "As data." };
    private readonly KeyOptions _key = new();

    /// <summary>Creates the command.</summary>
    public VerifyCommand(Terminal terminal)
        : base(terminal, "verify", "Check who signed a file, and that it is as it was signed.")
    {
        Arguments.Add(_file);
        Options.Add(_signature);
        _key.AddTo(this);
        Options.Add(_json);
    }

    /// <inheritdoc/>
    public override string Details => "Exits 0 when the signature holds for the file as it is, 1 when it does not, 2 when the key cannot be used: docs/signing.md.";

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("aex verify tasks/fix_test.aex --key-file alice.key.pub", "with the public half of the pair"),
        new("aex verify tasks/fix_test.aex --signature approvals/fix_test.sig --key-file team.key", "a signature from elsewhere"),
    ];

    /// <inheritdoc/>
    protected override int Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        if (file == InputFiles.StandardInput)
        {
            throw new CommandFailure("a signature is for a file with a name, and standard input has none", null);
        }

        var bytes = InputFiles.ReadBytes(file, Terminal);
        using var key = Key(parse);
        ContractSignature signature;
        try
        {
            signature = SignedContract.Require(file, bytes, parse.GetValue(_signature), key);
        }
        catch (SignatureException fault)
        {
            if (!parse.GetValue(_json))
            {
                throw new CommandFailure(fault.Message, null, CommandLine.Findings);
            }

            JsonOutput.Write(Terminal.Out, json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("valid", false);
                json.WriteString("reason", fault.Message);
                json.WriteEndObject();
            });
            return CommandLine.Findings;
        }

        Show(file, signature, parse.GetValue(_json));
        return CommandLine.Done;
    }

    private SigningKey Key(ParseResult parse)
    {
        try
        {
            return _key.Of(parse);
        }
        catch (SignatureException fault)
        {
            throw new CommandFailure(fault.Message, null);
        }
    }

    private void Show(string file, ContractSignature signature, bool asJson)
    {
        if (signature.IsOld)
        {
            Terminal.Note(OldWarning(Terminal, signature));
        }

        if (!asJson)
        {
            var signer = signature.IsOld ? "by whoever holds the key" : Shown.Text(signature.Signer);
            var rest = signature.IsOld ? "" : $", {signature.SignedAt}, {signature.Algorithm} {signature.KeyId}";
            Terminal.Out.WriteLine($"signed  {Shown.Text(file)}: {signer}{rest}");
            return;
        }

        JsonOutput.Write(Terminal.Out, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("valid", true);
            json.WriteBoolean("covered", !signature.IsOld);
            json.WriteString("signer", signature.Signer);
            json.WriteString("signedAt", signature.SignedAt);
            json.WriteString("algorithm", signature.Algorithm);
            json.WriteString("keyId", signature.KeyId);
            json.WriteEndObject();
        });
    }

    /// <summary>What to know of a signature of version 1.</summary>
    public static string OldWarning(Terminal terminal, ContractSignature signature) =>
        $"{terminal.ErrorStyle.Warning("warning:")} this signature is of version 1, where only the file's hash was signed: that `{Shown.Text(signature.Signer)}` signed it, and when, could have been written by anybody; sign it anew";
}
