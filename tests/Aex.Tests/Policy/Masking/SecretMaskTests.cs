using System.Diagnostics;
using Aex.Policy.Masking;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Masking;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("use sk-abcdEFGH1234567890abcd now", "use sk-*** now")]
    [InlineData("sk-ant-api03-AAAAAAAAAAAAAAAAAAAA", "sk-***")]
    [InlineData("git clone https://x:ghp_0123456789abcdefghijklmnopqrstuvwxyz@github.com/a/b", "git clone https://x:***@github.com/a/b")]
    [InlineData("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "ghp_***")]
    [InlineData("gho_0123456789abcdefghijklmnopqrstuvwxyz", "gho_***")]
    [InlineData("github_pat_11ABCDEFG0123456789_abc", "github_pat_***")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "AKIA***")]
    [InlineData("xoxb-123456789012-abcdefghij", "xoxb-***")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123", "eyJ***")]
    [InlineData("curl -H 'Authorization: Bearer abc.DEF-123456' x", "curl -H 'Authorization: ***' x")]
    [InlineData("Bearer abcdefgh12345678", "Bearer ***")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "Basic ***")]
    [InlineData("basic authentication is used", "basic authentication is used")]
    [InlineData("https://user:pa55@host/p", "https://user:***@host/p")]
    [InlineData("https://token1234@host/p", "https://***@host/p")]
    [InlineData("https://token1234:@host/p", "https://***:@host/p")]
    [InlineData("ssh://git@github.com/a", "ssh://git@github.com/a")]
    [InlineData("https://host/a@b", "https://host/a@b")]
    [InlineData("mysql --password hunter2 -u root", "mysql --password *** -u root")]
    [InlineData("--password=hunter2", "--password=***")]
    [InlineData("password=hunter2&x=1", "password=***&x=1")]
    [InlineData("export GITHUB_TOKEN=abc123; ls", "export GITHUB_TOKEN=***; ls")]
    [InlineData("MY_SECRET=\"a b c\" run", "MY_SECRET=\"***\" run")]
    [InlineData("STRIPE_KEY='a b' run", "STRIPE_KEY='***' run")]
    [InlineData("{\"apiKey\": \"v\", \"b\": 1}", "{\"apiKey\": \"***\", \"b\": 1}")]
    [InlineData("{\\\"password\\\":\\\"v w\\\"}", "{\\\"password\\\":\\\"***\\\"}")]
    [InlineData("DB_PASSWORD: hunter2", "DB_PASSWORD: ***")]
    [InlineData("echo $GITHUB_TOKEN", "echo $GITHUB_TOKEN")]
    [InlineData("TOKEN=$OTHER_TOKEN ls", "TOKEN=$OTHER_TOKEN ls")]
    [InlineData("TOKEN=${OTHER} ls", "TOKEN=${OTHER} ls")]
    [InlineData("TOKEN=${OTHER:-hunter2} ls", "TOKEN=***} ls")]
    [InlineData("PASSWORD=$2b$10$abcdefghijk", "PASSWORD=***")]
    [InlineData("KEY-sk-abcdefghijklmnop1234: value", "KEY-sk-***: ***")]
    [InlineData("https://ghp_0123456789abcdefghijklmnopqrstuvwxyz:x@host/p", "https://ghp_***:***@host/p")]
    [InlineData("max_tokens=100 keyboard=de key=1 monkey: yes", "max_tokens=100 keyboard=de key=1 monkey: yes")]
    [InlineData("the password is secret", "the password is secret")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- x", "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY----- x")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----***")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIE", "-----BEGIN CERTIFICATE-----\nMIIE")]
    [InlineData("src/a.cs", "src/a.cs")]
    public void Secrets_are_masked_and_the_rest_stays(string text, string expected) => Assert.Equal(expected, SecretMask.Mask(text));

    [Fact]
    public void Values_of_the_host_are_masked_wherever_they_stand()
    {
        Assert.Equal("echo ***! short1", SecretMask.Mask("echo correct-horse! short1", ["correct-horse", "short1"]));
    }

    [Theory]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("apiKey")]
    [InlineData("API_KEY")]
    [InlineData("x-api-key")]
    [InlineData("clientSecret")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("PGPASSWORD")]
    [InlineData("NPM_CONFIG__AUTHTOKEN")]
    [InlineData("Authorization")]
    public void Secret_names(string name) => Assert.True(SecretName.Matches(name));

    [Theory]
    [InlineData("PWD")]
    [InlineData("key")]
    [InlineData("KEYBOARD")]
    [InlineData("max_tokens")]
    [InlineData("publicKey")]
    [InlineData("cancellationToken")]
    [InlineData("file_path")]
    [InlineData("")]
    public void Other_names(string name) => Assert.False(SecretName.Matches(name));

    [Fact]
    public void Masking_twice_is_masking_once_and_never_throws()
    {
        string[] parts = ["sk-", "abcdefghijklmnop1234", "password", "=", ":", " ", "\"", "'", "\\", "://", "@", "Bearer ", "eyJ", ".", "-----BEGIN ", "PRIVATE KEY-----", "$", "{", "--", "\n", "é", "TOKEN"];
        Gen.Int[0, parts.Length - 1].Select(i => parts[i]).Array[0, 14].Select(string.Concat).Sample(text =>
        {
            string once = SecretMask.Mask(text);
            Assert.Equal(once, SecretMask.Mask(once));
        });
    }

    [Theory]
    [InlineData("a-")]
    [InlineData("TOKEN=$")]
    [InlineData("TOKEN=$a")]
    [InlineData("eyJaaaaaaaa-")]
    [InlineData("://a@")]
    [InlineData("-----BEGIN ")]
    [InlineData("--password ")]
    [InlineData("token\\")]
    [InlineData("Bearer ")]
    [InlineData("sk-")]
    [InlineData("password\"")]
    [InlineData("a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a=")]
    public void Hostile_text_takes_linear_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 400_000 / part.Length));
        long start = Stopwatch.GetTimestamp();
        _ = SecretMask.Mask(text);
        // Quadratic work over 400,000 characters would take minutes; a busy machine takes a second.
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
    }
}
