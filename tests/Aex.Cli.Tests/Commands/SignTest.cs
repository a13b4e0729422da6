using System.Globalization;
using System.Text.Json;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary><c>aex sign</c>, <c>aex verify</c>, <c>aex run --require-signature</c>, <c>aex classify</c>.</summary>
public sealed class SignTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, file.write:src/**, tests.run\n");

    public SignTest()
    {
        Assert.Equal(0, _box.Run(["sign", "--generate-key", "--key-file", "k"]).Exit);
        Contract("return 1");
        Assert.Equal(0, _box.Run(["sign", "t.aex", "--id", "alice", "--key-file", "k"]).Exit);
    }

    [Fact]
    public void A_signed_contract_runs_and_the_audit_says_who_signed()
    {
        var ended = _box.Run(["run", "t.aex", "--require-signature", "k.pub"]);
        Assert.Equal(0, ended.Exit);
        Assert.StartsWith("signed by alice, ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("\"signer\":\"alice\"", Audit(), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run(["review", "t.aex", "--run", "--yes", "--require-signature", "k.pub"]).Exit);
    }

    [Fact]
    public void A_signature_with_its_signer_swapped_does_not_hold()
    {
        _box.Write("t.aex.sig", File.ReadAllText(At("t.aex.sig")).Replace("alice", "mallory", StringComparison.Ordinal));
        Assert.Equal(1, _box.Run(["verify", "t.aex", "--key-file", "k.pub"]).Exit);
        Refused("what it says is not what was signed");
    }

    [Fact]
    public void A_changed_contract_a_missing_signature_another_key_and_standard_input_do_not_run()
    {
        Contract("return 2");
        Refused("the file was changed since it was signed");
        Contract("return 1");
        _box.Run(["sign", "--generate-key", "--key-file", "other"]);
        Refused("not with this one", "other.pub");
        File.Move(At("t.aex.sig"), At("moved"));
        Refused("there is none");
        Assert.Equal(0, _box.Run(["verify", "t.aex", "--signature", "moved", "--key-file", "k.pub"]).Exit);
        var ended = _box.Run(["run", "-", "--require-signature", "k.pub"], File.ReadAllBytes(At("t.aex")));
        Assert.Contains("no signature beside it", ended.Error, StringComparison.Ordinal);
        Assert.Equal(1, ended.Exit);
    }

    [Fact]
    public void A_contract_changed_by_its_own_run_ends_as_it_was_signed()
    {
        _box.Write("rewrite.sh", "printf 'task t v0\\ngoal \"g\"\\nreturn 2\\n' > t.aex\n");
        Contract("use tests.run\ndo tests.run(cmd=\"sh rewrite.sh\") -> r\ncheck r.passed\nreturn 1");
        _box.Run(["sign", "t.aex", "--id", "alice", "--key-file", "k"]);
        Assert.Equal("1\n", _box.Run(["run", "t.aex", "--require-signature", "k.pub"]).Output);
        Refused("the file was changed since it was signed");
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused_and_none_is_ever_printed()
    {
        _box.Shell("chmod 644 k; printf 'a shared secret of the team' > s; chmod 640 s");
        foreach (var key in (string[])["k", "s"])
        {
            var ended = _box.Run(["sign", "t.aex", "--id", "alice", "--key-file", key]);
            Assert.Equal(2, ended.Exit);
            Assert.Contains($"chmod 600 {key}", ended.Error, StringComparison.Ordinal);
            Refused("chmod 600", key);
        }

        _box.Shell("chmod 600 k s");
        var pem = File.ReadAllLines(At("k"))[1];
        foreach (var arguments in (string[][])[["sign", "t.aex", "--id", "a", "--key-file", "s"], ["verify", "t.aex", "--key-file", "s", "--json"], ["run", "t.aex", "--require-signature", "s"], ["sign", "t.aex", "--id", "a", "--key-file", "k"], ["verify", "t.aex", "--key-file", "k"]])
        {
            var ended = _box.Run(arguments);
            Assert.Equal(0, ended.Exit);
            var all = ended.ToString() + File.ReadAllText(At("t.aex.sig"));
            Assert.DoesNotContain("shared secret", all, StringComparison.Ordinal);
            Assert.DoesNotContain(pem, all, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("shared secret", Audit(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_of_version_1_is_read_with_a_warning()
    {
        var key = "shared"u8.ToArray();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(At("t.aex"))));
        var made = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.ASCII.GetBytes(hash)));
        _box.Write("old.sig", $$"""{"schema":"aex/signature@v1","file":"t.aex","hash":"{{hash}}","signer":"mallory","signedAt":"2026-01-01T00:00:00Z","signature":"{{made}}"}""");
        var ended = _box.Run(["verify", "t.aex", "--signature", "old.sig", "--key", "shared"]);
        Assert.Equal(0, ended.Exit);
        Assert.Contains("of version 1", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("mallory", ended.Output, StringComparison.Ordinal);
        Assert.Equal(1, _box.Run(["verify", "t.aex", "--signature", "old.sig", "--key", "sharee"]).Exit);
    }

    [Fact]
    public void Verify_says_it_as_data()
    {
        using var valid = JsonDocument.Parse(_box.Run(["verify", "t.aex", "--key-file", "k.pub", "--json"]).Output);
        Assert.Equal("alice", valid.RootElement.GetProperty("signer").GetString());
        Assert.True(DateTimeOffset.TryParse(valid.RootElement.GetProperty("signedAt").GetString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Contract("return 2");
        using var invalid = JsonDocument.Parse(_box.Run(["verify", "t.aex", "--key-file", "k.pub", "--json"]).Output);
        Assert.False(invalid.RootElement.GetProperty("valid").GetBoolean());
    }

    [Theory]
    [InlineData("sign t.aex --key-file k", "--id WHO")]
    [InlineData("sign --id a --key-file k", "the file to sign is missing")]
    [InlineData("sign t.aex --id a", "no key is given")]
    [InlineData("sign t.aex --id a --key-file k --key s", "given twice")]
    [InlineData("sign t.aex --id a --key-file k.pub", "only checks")]
    [InlineData("sign t.aex --generate-key --key-file n", "signs nothing")]
    [InlineData("sign --generate-key", "needs --key-file")]
    [InlineData("sign --generate-key --key-file k", "there already")]
    [InlineData("sign - --id a --key-file k", "standard input has no place")]
    [InlineData("verify t.aex --key-file none", "does not exist")]
    public void Wrong_usage_says_what_is_missing(string arguments, string why)
    {
        var ended = _box.Run(arguments.Split(' '));
        Assert.Equal(2, ended.Exit);
        Assert.Contains(why, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_prints_mode_and_reason()
    {
        using var kind = JsonDocument.Parse(_box.Run(["classify", "send an email to everyone"]).Output);
        Assert.Equal("contract_required", kind.RootElement.GetProperty("mode").GetString());
        Assert.Contains("`send`", kind.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("exploratory", _box.Run(["classify", "-"], "show the parser"u8.ToArray()).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _box.Dispose();

    private void Refused(string why, string key = "k.pub")
    {
        var ended = _box.Run(["run", "t.aex", "--require-signature", key]);
        Assert.Equal(1, ended.Exit);
        Assert.Empty(ended.Output);
        Assert.Contains(why, ended.Error, StringComparison.Ordinal);
    }

    private string Audit() => string.Concat(Directory.EnumerateFiles(At(".aex/audit")).Select(File.ReadAllText));

    private string At(string path) => Path.Combine(_box.Project, path);

    private void Contract(string lines) => _box.Write("t.aex", "task t v0\ngoal \"g\"\n" + lines + "\n");
}
