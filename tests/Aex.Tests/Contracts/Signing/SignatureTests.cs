using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aex.Contracts.Signing;
using Xunit;

namespace Aex.Tests.Contracts.Signing;

public sealed class SignatureTests : IDisposable
{
    private static readonly byte[] s_contract = "task t v0\ngoal \"g\"\nreturn 1\n"u8.ToArray();
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("aex-sign-").FullName;

    public static TheoryData<bool> Kinds => new(true, false);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_signed_holds(bool isPair)
    {
        var (signing, checking) = Keys(isPair);
        var signature = Reread(Sign(signing));
        signature.Require("t.aex", s_contract, checking);
        Assert.Equal(("alice", "2026-01-02T03:04:05Z", checking.Id, "t.aex"), (signature.Signer, signature.SignedAt, signature.KeyId, signature.File));
        Assert.Equal(isPair ? "ECDSA-P256-SHA256" : "HMAC-SHA256", signature.Algorithm);
    }

    [Theory]
    [MemberData(nameof(Swaps))]
    public void Nothing_that_it_says_can_be_swapped(bool isPair, string member, string value)
    {
        var (signing, checking) = Keys(isPair);
        var json = Json(Sign(signing)).ToDictionary();
        Assert.NotEqual(value, json[member]);
        json[member] = value;
        Assert.Throws<SignatureException>(() => ContractSignature.Read(Encoding.UTF8.GetBytes(ToJson(json))).Require(member == "file" ? value : "t.aex", s_contract, checking));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_changed_file_another_name_and_another_key_do_not_hold(bool isPair)
    {
        var (signing, checking) = Keys(isPair);
        var signature = Sign(signing);
        Assert.Contains("changed since", Assert.Throws<SignatureException>(() => signature.Require("t.aex", [.. s_contract, (byte)'\n'], checking)).Message, StringComparison.Ordinal);
        Assert.Contains("for a file named `t.aex`", Assert.Throws<SignatureException>(() => signature.Require("u.aex", s_contract, checking)).Message, StringComparison.Ordinal);
        using var other = isPair ? SigningKey.Generate(At("other")) : SigningKey.OfText("another secret, long enough");
        Assert.Contains("not with this one", Assert.Throws<SignatureException>(() => signature.Require("t.aex", s_contract, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_members_with_moved_texts_are_no_other_signature()
    {
        // The lengths are under the signature: what ends one member cannot begin the next.
        using var key = SigningKey.OfText("a secret of sixteen and more");
        var one = ContractSignature.Sign("t.aex", s_contract, "ab", key, s_time, "x");
        var other = ContractSignature.Sign("t.aexa", s_contract, "b", key, s_time, "x");
        Assert.NotEqual(Json(one)["signature"], Json(other)["signature"]);
    }

    [Fact]
    public void A_public_key_is_never_taken_for_a_shared_secret()
    {
        // Whoever has the public half signs with its text as an HMAC secret and says so: the key decides the algorithm, not the signature.
        using var pair = SigningKey.Generate(At("k"));
        var pem = File.ReadAllText(At("k.pub"));
        Assert.Throws<SignatureException>(() => SigningKey.OfText(pem));
        var json = Json(Sign(pair)).ToDictionary();
        json["algorithm"] = SigningKey.Hmac;
        json["signature"] = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(pem.Trim()), Encoding.UTF8.GetBytes(json["hash"])));
        using var checking = SigningKey.OfFile(At("k.pub"));
        Assert.Contains("the key is for ECDSA", Assert.Throws<SignatureException>(() => ContractSignature.Read(Encoding.UTF8.GetBytes(ToJson(json))).Require("t.aex", s_contract, checking)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"schema\":\"aex/signature@v2\"}", "is missing")]
    [InlineData("[]", "no JSON object")]
    [InlineData("", "no sound JSON")]
    [InlineData("{\"schema\":\"aex/signature@v3\"}", "known are")]
    [InlineData("{\"schema\":\"aex/signature@v1\",\"schema\":\"aex/signature@v2\"}", "no sound JSON")]
    [InlineData("{\"schema\":\"aex/signature@v1\",\"file\":1}", "is no text")]
    [InlineData("{\"schema\":\"aex/signature@v1\",\"file\":\"f\",\"hash\":\"h\",\"signer\":\"s\",\"signedAt\":\"t\",\"signature\":\"00\",\"note\":\"approved by all\"}", "says `note`")]
    public void What_is_no_signature_file_is_refused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<SignatureException>(() => ContractSignature.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("alice\n")]
    [InlineData("al\u202Eice")]
    public void A_signer_is_named_visibly(string signer)
    {
        using var key = SigningKey.OfText("a secret of sixteen and more");
        Assert.Throws<SignatureException>(() => ContractSignature.Sign("t.aex", s_contract, signer, key, s_time, "x"));
    }

    [Fact]
    public void The_public_half_signs_nothing()
    {
        using var pair = SigningKey.Generate(At("k"));
        using var half = SigningKey.OfFile(At("k.pub"));
        Assert.Equal(pair.Id, half.Id);
        Assert.Throws<SignatureException>(() => half.Sign(s_contract));
    }

    [Fact]
    public void A_signature_of_version_1_holds_for_the_hash_alone()
    {
        const string Secret = "shared";
        var hash = Convert.ToHexStringLower(SHA256.HashData(s_contract));
        var made = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(hash)));
        string Text(string signer) => $$"""{"schema":"aex/signature@v1","file":"t.aex","hash":"{{hash}}","signer":"{{signer}}","signedAt":"2026-01-01T00:00:00.000Z","signature":"{{made}}","keyHint":"sh…","tool":"aex"}""";
        using var key = SigningKey.OfText(Secret);
        foreach (var signer in (string[])["alice", "mallory"])
        {
            var old = ContractSignature.Read(Encoding.UTF8.GetBytes(Text(signer)));
            old.Require("t.aex", s_contract, key);
            Assert.True(old.IsOld);
        }

        Assert.Throws<SignatureException>(() => ContractSignature.Read(Encoding.UTF8.GetBytes(Text("alice"))).Require("t.aex", "other"u8, key));
        using var wrong = SigningKey.OfText("sharee");
        Assert.Throws<SignatureException>(() => ContractSignature.Read(Encoding.UTF8.GetBytes(Text("alice"))).Require("t.aex", s_contract, wrong));
    }

    [Fact]
    public void A_signature_of_version_2_is_none_of_version_1()
    {
        // Called version 1, it would say its signer unchecked.
        using var key = SigningKey.OfText("a secret of sixteen and more");
        var json = Json(Sign(key)).ToDictionary();
        json["schema"] = "aex/signature@v1";
        json.Remove("algorithm");
        json.Remove("keyId");
        Assert.Throws<SignatureException>(() => ContractSignature.Read(Encoding.UTF8.GetBytes(ToJson(json))).Require("t.aex", s_contract, key));
    }

    [Theory]
    [InlineData("600", true)]
    [InlineData("400", true)]
    [InlineData("640", false)]
    [InlineData("604", false)]
    [InlineData("620", false)]
    [InlineData("644", false)]
    public void A_secret_is_its_owners_alone(string mode, bool usable)
    {
        SigningKey.Generate(At("k")).Dispose();
        File.WriteAllText(At("s"), "a secret of sixteen and more\n");
        foreach (var name in (string[])["k", "s"])
        {
            File.SetUnixFileMode(At(name), (UnixFileMode)Convert.ToInt32(mode, 8));
            if (usable)
            {
                SigningKey.OfFile(At(name)).Dispose();
            }
            else
            {
                Assert.Contains("chmod 600", Assert.Throws<SignatureException>(() => SigningKey.OfFile(At(name))).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("644", true)]
    [InlineData("646", false)]
    public void A_public_key_is_not_everybodys_to_change(string mode, bool usable)
    {
        SigningKey.Generate(At("k")).Dispose();
        File.SetUnixFileMode(At("k.pub"), (UnixFileMode)Convert.ToInt32(mode, 8));
        Assert.Equal(usable, Record.Exception(() => SigningKey.OfFile(At("k.pub")).Dispose()) is null);
    }

    [Fact]
    public void A_generated_pair_is_private_and_takes_no_files_place()
    {
        SigningKey.Generate(At("k")).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("k")));
        var before = File.ReadAllText(At("k"));
        Assert.Contains("there already", Assert.Throws<SignatureException>(() => SigningKey.Generate(At("k"))).Message, StringComparison.Ordinal);
        File.Delete(At("k"));
        Assert.Throws<SignatureException>(() => SigningKey.Generate(At("k")));
        Assert.False(File.Exists(At("k")));
        Assert.DoesNotContain(before.Split('\n')[1], File.ReadAllText(At("k.pub")), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_P256_keys_in_plain_pem_are_taken_and_nothing_of_them_is_told()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in (string[])[other.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), p256.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10)), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "-----BEGIN NOTHING-----"])
        {
            Private("x", pem);
            var said = Assert.Throws<SignatureException>(() => SigningKey.OfFile(At("x"))).Message;
            Assert.Contains("P-256", said, StringComparison.Ordinal);
            Assert.DoesNotContain(pem.Split('\n')[Math.Min(1, pem.Split('\n').Length - 1)], said, StringComparison.Ordinal);
        }

        Private("ec", p256.ExportECPrivateKeyPem());
        using var key = SigningKey.OfFile(At("ec"));
        Assert.True(key.CanSign);
        Assert.Equal($"ECDSA-P256-SHA256 {key.Id}", key.ToString());
    }

    [Fact]
    public void Other_tools_make_and_check_the_same_keys_and_signatures()
    {
        SigningKey.Generate(At("k")).Dispose();
        using var key = SigningKey.OfFile(At("k"));
        File.WriteAllBytes(At("m"), s_contract);
        File.WriteAllBytes(At("m.der"), Convert.FromHexString(key.Sign(s_contract)));
        if (OpenSsl("dgst", "-sha256", "-verify", At("k.pub"), "-signature", At("m.der"), At("m")) is not { } checkedIt)
        {
            Assert.Skip("there is no openssl here");
            return;
        }

        Assert.Equal(0, checkedIt);
        Assert.Equal(0, OpenSsl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", At("o")));
        File.SetUnixFileMode(At("o"), (UnixFileMode)0b110_000_000);
        using var made = SigningKey.OfFile(At("o"));
        Assert.Equal(0, OpenSsl("dgst", "-sha256", "-sign", At("o"), "-out", At("o.der"), At("m")));
        Assert.True(made.Verifies(s_contract, Convert.ToHexString(File.ReadAllBytes(At("o.der")))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Odd_texts_are_no_signatures(bool isPair)
    {
        var (signing, checking) = Keys(isPair);
        foreach (var text in (string[])["", "0", "zz", "00", new string('0', 64), new string('f', 200)])
        {
            Assert.False(checking.Verifies(s_contract, text));
        }

        Assert.True(checking.Verifies(s_contract, signing.Sign(s_contract)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ContractSignature Sign(SigningKey key) => ContractSignature.Sign("t.aex", s_contract, "alice", key, s_time, "aex 1");

    private static ContractSignature Reread(ContractSignature signature) => ContractSignature.Read(Encoding.UTF8.GetBytes(ToJson(Json(signature).ToDictionary())));

    private static IEnumerable<KeyValuePair<string, string>> Pairs(ContractSignature signature)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            signature.Write(json);
        }

        foreach (var member in JsonDocument.Parse(bytes.ToArray()).RootElement.EnumerateObject())
        {
            yield return new(member.Name, member.Value.GetString()!);
        }
    }

    private static Dictionary<string, string> Json(ContractSignature signature) => Pairs(signature).ToDictionary();

    private static string ToJson(Dictionary<string, string> members) =>
        "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{JsonSerializer.Serialize(member.Value, TestJson.Default.String)}")) + "}";

    private static int? OpenSsl(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private (SigningKey Signing, SigningKey Checking) Keys(bool isPair)
    {
        if (!isPair)
        {
            return (SigningKey.OfText("a secret of sixteen and more"), SigningKey.OfText("a secret of sixteen and more"));
        }

        var pair = SigningKey.Generate(At("pair"));
        return (pair, SigningKey.OfFile(At("pair.pub")));
    }

    private void Private(string name, string text)
    {
        File.Delete(At(name));
        File.WriteAllText(At(name), text);
        File.SetUnixFileMode(At(name), (UnixFileMode)0b110_000_000);
    }

    private string At(string name) => Path.Combine(_folder, name);

    public static TheoryData<bool, string, string> Swaps()
    {
        var data = new TheoryData<bool, string, string>();
        foreach (var isPair in (bool[])[true, false])
        {
            data.Add(isPair, "signer", "mallory");
            data.Add(isPair, "signedAt", "2027-01-02T03:04:05Z");
            data.Add(isPair, "file", "u.aex");
            data.Add(isPair, "tool", "aex 2");
            data.Add(isPair, "hash", new string('0', 64));
            data.Add(isPair, "keyId", new string('0', 32));
            data.Add(isPair, "algorithm", isPair ? "HMAC-SHA256" : "ECDSA-P256-SHA256");
            data.Add(isPair, "schema", "aex/signature@v1");
        }

        return data;
    }
}
