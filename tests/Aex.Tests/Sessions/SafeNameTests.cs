using Aex.Sessions.State;
using CsCheck;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class SafeNameTests
{
    [Fact]
    public void A_uuid_names_itself() => Assert.Equal("00c8ffbd-8260-40c8-9dd9-dffdd3dc05ac", SafeName.OfSession("00c8ffbd-8260-40c8-9dd9-dffdd3dc05ac"));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("_default")]
    [InlineData("=x")]
    [InlineData("-rf")]
    [InlineData("A")]
    [InlineData("grün")]
    [InlineData("a.json")]
    [InlineData("a b")]
    public void Others_are_hashed_and_stay_in_their_folder(string id)
    {
        string name = SafeName.OfSession(id);
        Assert.StartsWith("=", name, StringComparison.Ordinal);
        Assert.DoesNotContain('/', name);
        Assert.DoesNotContain('.', name);
        Assert.True(name.Length < 120);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    [InlineData("\u200B")]
    public void Ids_that_cannot_be_shown_are_refused(string id) => Assert.NotNull(SafeName.Fault(id));

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.NotNull(SafeName.Fault("a\uD800"));

    [Fact]
    public void Long_ids_are_refused_and_the_longest_is_taken()
    {
        Assert.NotNull(SafeName.Fault(new string('a', 257)));
        Assert.NotNull(SafeName.Fault(new string('a', 10_000_000)));
        Assert.Null(SafeName.Fault(new string('a', 256)));
        Assert.Null(SafeName.Fault("grün 😀"));
    }

    [Fact]
    public void No_two_ids_share_a_name_whatever_the_case()
    {
        Gen.Select(Gen.String[Gen.Char["abAB-_=./é "], 1, 4], Gen.String[Gen.Char["abAB-_=./é "], 1, 4]).Sample((a, b) =>
        {
            if (a != b)
            {
                Assert.NotEqual(SafeName.OfSession(a).ToUpperInvariant(), SafeName.OfSession(b).ToUpperInvariant());
            }

            Assert.NotEqual(SafeName.NoSession, SafeName.OfSession(a));
        });
    }
}
