using Aex.Policy.Capabilities;
using CsCheck;
using Xunit;

namespace Aex.Tests.Policy.Capabilities;

public class HostTests
{
    [Theory]
    [InlineData("Example.COM.", "example.com")]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("0x7f.1", "127.0.0.1")]
    [InlineData("017700000001", "127.0.0.1")]
    [InlineData("4294967295", "255.255.255.255")]
    [InlineData("1.16777216", null)]
    [InlineData("1.2.65535", "1.2.255.255")]
    [InlineData("0", "0.0.0.0")]
    [InlineData("08", null)]
    [InlineData("1.2.3.4.5", null)]
    [InlineData("4294967296", null)]
    [InlineData("99999999999999999999999", null)]
    [InlineData("0x", "0.0.0.0")]
    [InlineData("1.2.3.", "1.2.0.3")]
    [InlineData("1..2", null)]
    [InlineData(".a", null)]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData("a%20b", null)]
    [InlineData("*.a", null)]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[0:0:1::0]", "[0:0:1::]")]
    [InlineData("[2001:DB8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]")]
    [InlineData("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]")]
    [InlineData("[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:102:304]")]
    [InlineData("[::ffff:1.2.3.4]", "1.2.3.4")]
    [InlineData("[::]", "[::]")]
    [InlineData("[fe80::1%eth0]", "[fe80::1]")]
    [InlineData("[fe80::1%]", null)]
    [InlineData("[1:2]", null)]
    [InlineData("[1::2::3]", null)]
    [InlineData("[1:2:3:4:5:6:7:8:9]", null)]
    [InlineData("[1:2:3:4:5:6:7:]", null)]
    [InlineData("[12345::]", null)]
    [InlineData("[::1.2.3]", null)]
    [InlineData("[::1.2.3.04]", null)]
    [InlineData("[::1.2.3.256]", null)]
    [InlineData("[1:2:3:4:5:6:7::8]", null)]
    [InlineData("[", null)]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("日本.example", "xn--wgv71a.example")]
    [InlineData("faß.example", null)]
    [InlineData("ＡＢＣ.example", null)]
    [InlineData("a\u200db.example", null)]
    [InlineData("\u212A.example", null)] // the Kelvin sign becomes a k in some readers
    public void A_host_has_one_form_or_none(string host, string? expected) => Assert.Equal(expected, HostName.Canonical(host));

    [Fact]
    public void A_label_too_long_for_punycode_has_none() => Assert.Null(HostName.Canonical(new string('ü', 80) + ".example"));

    [Fact]
    public void A_name_too_long_has_none() => Assert.Null(HostName.Canonical(new string('a', 300)));

    [Theory]
    [InlineData("example.com", "example.com", 443, true)]
    [InlineData("*", "anything", 1, true)]
    [InlineData("*:80", "anything", 443, false)]
    [InlineData("*.a.b", "x.a.b", 443, true)]
    [InlineData("*.a.b", "a.b", 443, false)]
    [InlineData("::1", "[::1]", 443, true)]
    [InlineData("[::1]:80", "[::1]", 80, true)]
    [InlineData("[::1]:80", "[::1]", 81, false)]
    [InlineData("0x7f.1", "127.0.0.1", 80, true)]
    public void A_scope_holds_hosts(string scope, string host, int port, bool expected)
    {
        Assert.Null(HostScope.TryParse(scope, out var parsed));
        Assert.Equal(expected, parsed.Matches(host, port));
    }

    [Theory]
    [InlineData("https://a.b")]
    [InlineData("a.b/c")]
    [InlineData("a@b")]
    [InlineData("a:0")]
    [InlineData("a:x")]
    [InlineData("*.1.2.3.4")]
    [InlineData("a*b")]
    [InlineData("*.")]
    public void What_is_no_host_is_no_scope(string scope) => Assert.NotNull(HostScope.TryParse(scope, out _));

    [Fact]
    public void Addresses_come_out_as_the_framework_reads_them() =>
        Gen.Select(Gen.UShort.Array[8], Gen.Int[0, 255]).Sample((groups, zeros) =>
        {
            for (var i = 0; i < 8; i++)
            {
                groups[i] = (zeros >> i & 1) == 1 ? (ushort)0 : groups[i];
            }

            var text = string.Join(':', groups.Select(group => group.ToString("x4", System.Globalization.CultureInfo.InvariantCulture)));
            var address = System.Net.IPAddress.Parse(text);
            if (groups[..5].All(group => group == 0))
            {
                // The framework shows some of them in mixed notation.
                return HostName.Canonical($"[{text}]") is not null;
            }

            return HostName.Canonical($"[{text}]") == $"[{address}]" && HostName.Canonical($"[{address}]") == $"[{address}]";
        });
}
