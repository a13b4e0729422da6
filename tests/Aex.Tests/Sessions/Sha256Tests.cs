using System.Text;
using Aex.Sessions.Files;
using CsCheck;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class Sha256Tests
{
    // FIPS 180-4, examples of appendix B, and the empty message.
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Published_vectors(string text, string expected) => Assert.Equal(expected, Sha256.Hex(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Agrees_with_the_framework_however_the_bytes_arrive()
    {
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 400], Gen.Int[0, 400]).Sample((bytes, first, second) =>
        {
            int a = Math.Min(first, bytes.Length);
            int b = Math.Min(Math.Max(a, second), bytes.Length);
            var hash = new Sha256(stackalloc uint[8], stackalloc byte[64]);
            hash.Add(bytes.AsSpan(0, a));
            hash.Add(bytes.AsSpan(a, b - a));
            hash.Add(bytes.AsSpan(b));
            byte[] digits = new byte[64];
            hash.Finish(digits);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), Encoding.ASCII.GetString(digits));
        });
    }

    [Fact]
    public void Agrees_over_a_million_bytes()
    {
        byte[] bytes = new byte[1_000_003];
        new Random(7).NextBytes(bytes);
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal(expected, Sha256.Hex(bytes.AsSpan(0, 13), bytes.AsSpan(13)));
        // In one piece it is the system's OpenSSL that hashes them, where there is one.
        Assert.Equal(expected, Sha256.Hex(bytes));
    }
}
