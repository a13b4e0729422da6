using System.IO.Pipes;
using System.Text;
using Aex.Mcp.Framing;
using CsCheck;
using Xunit;

namespace Aex.Tests.Mcp;

/// <summary>Lines arrive in parts. Wherever the borders of the parts lie, a line is the same line, and is judged as if it had come whole.</summary>
public sealed class LineBorderTests
{
    private const int Longest = 1 << 20;

    [Fact]
    public void Lines_of_any_length_in_parts_of_any_length_are_the_lines_that_were_written()
    {
        var length = Gen.OneOf(Gen.Int[0, 40], Gen.Int[60_000, 70_000], Gen.Int[130_000, 300_000]);
        Gen.Select(length.Array[1, 6], Gen.OneOf(Gen.Int[1, 9], Gen.Int[60_000, 70_000]).Array[1, 5], Gen.Bool).Sample(
            (lengths, parts, staysAwake) =>
            {
                byte[][] lines = [.. lengths.Select((n, i) => (byte[])[.. Encoding.ASCII.GetBytes(new string((char)('a' + i), n)), (byte)'\n'])];
                byte[] all = [.. lines.SelectMany(line => line)];
                // Small parts for the first bytes, so that small and large ones meet at every place; the rest at once.
                var cuts = new List<int>();
                for (int at = 0, i = 0; at < all.Length && cuts.Count < 400; at += parts[i++ % parts.Length])
                    cuts.Add(at);
                Assert.Equal(lines, Read(all, cuts, staysAwake));
            },
            iter: 60);
    }

    [Theory]
    [MemberData(nameof(SmugglingTests.Forms), MemberType = typeof(SmugglingTests))]
    public void A_form_is_judged_alike_wherever_it_is_cut(string form)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(form), (byte)'\n'];
        var whole = Message.Strict(bytes);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            byte[] line = Assert.Single(Read(bytes, [0, cut], staysAwake: cut % 2 == 0));
            Assert.Equal(bytes, line);
            Assert.Equal(whole, Message.Strict(line));
        }
    }

    private static List<byte[]> Read(byte[] all, List<int> cuts, bool staysAwake)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        using var end = pipe.ClientSafePipeHandle;
        var lines = new List<byte[]>();
        var reader = new Thread(() =>
        {
            var read = new LineReader((int)end.DangerousGetHandle(), Longest, staysAwake);
            while (read.Read())
                lines.Add(read.Line.ToArray());
        });
        reader.Start();
        for (int i = 0; i < cuts.Count; i++)
            pipe.Write(all.AsSpan(cuts[i]..(i + 1 < cuts.Count ? cuts[i + 1] : all.Length)));
        pipe.Dispose();
        reader.Join();
        return lines;
    }
}
