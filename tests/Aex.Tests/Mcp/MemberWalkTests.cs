using System.Text;
using System.Text.Json;
using Aex.Mcp.Framing;
using Aex.Policy.Json;
using CsCheck;
using Xunit;

namespace Aex.Tests.Mcp;

public sealed class MemberWalkTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["ab\"\\{}[],: \n\té\u2028"], 0, 40], Gen.Const(new string('x', 100) + "\\\"" + new string('}', 50)), Gen.String[Gen.Char.AlphaNumeric, 0, 5]);

    private static readonly Gen<string> Value = Gen.OneOf(
        Text.Select(text => Quoted(text)),
        OneOf("null", "true", "-1.5e+30", "0", "{}", "[]", " [ 1 , {\"a\":\"]}\"} ] ", "{\"id\":{\"id\":[[\"\\\\\"]]}}", "\"\\u0022\""));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Reads_the_members_that_the_framework_reads_and_their_values_to_the_byte()
    {
        Gen.Select(Gen.Select(Text, Value).Array[0, 6], OneOf("", " ", "\t\r\n ")).Sample((members, space) =>
        {
            var json = $"{space}{{{space}{string.Join("," + space, members.DistinctBy(member => member.Item1).Select(member => Quoted(member.Item1) + space + ":" + space + member.Item2.Trim() + space))}}}{space}";
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            Assert.Null(StrictJson.Check(bytes));
            using var document = JsonDocument.Parse(bytes);
            var walk = new MemberWalk(bytes);
            foreach (var expected in document.RootElement.EnumerateObject())
            {
                Assert.True(walk.Next());
                Assert.Equal(expected.Name, walk.Name());
                Assert.True(walk.IsNamed(Encoding.UTF8.GetBytes(expected.Name)));
                Assert.False(walk.IsNamed(Encoding.UTF8.GetBytes(expected.Name + "x")));
                Assert.Equal(expected.Value.GetRawText(), Encoding.UTF8.GetString(bytes[walk.Value]));
            }

            Assert.False(walk.Next());
        });
    }

    // With some characters escaped that need not be.
    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    [Fact]
    public void Ends_on_any_bytes_and_never_leaves_them()
    {
        Gen.Byte[32, 126].Array[0, 60].Select(bytes => (byte[])[(byte)'{', .. bytes]).Sample(bytes =>
        {
            var walk = new MemberWalk(bytes);
            int most = bytes.Length;
            while (walk.Next())
            {
                Assert.True(walk.Value.End.Value <= bytes.Length);
                Assert.True(most-- > 0);
            }
        });
    }
}
