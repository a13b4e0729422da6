using Aex.Sessions;
using Aex.Sessions.Audit;
using Xunit;

namespace Aex.Tests.Sessions;

public sealed class AuditVerifierTests
{
    [Theory]
    [InlineData("change", 3, "changed")]
    [InlineData("drop", 3, "dropped")]
    [InlineData("swap", 2, "dropped, moved")]
    [InlineData("cut", 5, "missing")]
    [InlineData("cut to nothing", 1, "missing")]
    [InlineData("torn", 6, "no end")]
    [InlineData("foreign", 2, "no audit record")]
    [InlineData("doubled", 3, "dropped, moved or put in")]
    public void The_first_faulty_line_is_found(string how, long line, string says)
    {
        using var box = new SessionSandbox();
        for (int i = 0; i < 5; i++)
        {
            box.Read();
        }

        List<string> lines = [.. File.ReadAllLines(box.AuditPath)];
        switch (how)
        {
            case "change": lines[2] = lines[2].Replace("allow", "alloW", StringComparison.Ordinal); break;
            case "drop": lines.RemoveAt(2); break;
            case "swap": (lines[1], lines[2]) = (lines[2], lines[1]); break;
            case "cut": lines.RemoveAt(4); break;
            case "cut to nothing": lines.Clear(); break;
            case "foreign": lines.Insert(1, "{\"a\":1}"); break;
            case "doubled": lines.Insert(2, lines[1]); break;
            default: break;
        }

        File.WriteAllText(box.AuditPath, string.Concat(lines.Select(text => text + "\n")) + (how == "torn" ? "{\"time" : ""));
        AuditVerdict verdict = AuditVerifier.Verify(box.Host, box.AuditPath);
        Assert.Equal(line, verdict.FaultLine);
        Assert.Contains(says, verdict.Fault, StringComparison.Ordinal);
        Assert.Equal(line - 1, verdict.Lines);
    }

    [Fact]
    public void A_whole_chain_is_whole_with_and_without_the_state()
    {
        using var box = new SessionSandbox();
        box.Read();
        box.Read();
        AuditVerdict verdict = AuditVerifier.Verify(box.Host, box.AuditPath);
        Assert.Equal((2, null, 0, true), (verdict.Lines, verdict.Fault, verdict.FaultLine, verdict.AgainstState));
        string copy = box.Home + "/copy.jsonl";
        File.Copy(box.AuditPath, copy);
        AuditVerdict elsewhere = AuditVerifier.Verify(box.Host, copy);
        Assert.Equal((2, null, false), (elsewhere.Lines, elsewhere.Fault, elsewhere.AgainstState));
    }

    [Fact]
    public void Calls_without_session_id_are_held_against_their_state_too()
    {
        using var box = new SessionSandbox();
        box.Read(null);
        box.Read(null);
        string file = box.Root + "/.aex/audit/_default.jsonl";
        Assert.True(AuditVerifier.Verify(box.Host, file).AgainstState);
        File.WriteAllText(file, File.ReadAllLines(file)[0] + "\n");
        Assert.Equal(2, AuditVerifier.Verify(box.Host, file).FaultLine);
    }

    [Fact]
    public void A_file_that_is_missing_says_so()
    {
        using var box = new SessionSandbox();
        Assert.Throws<SessionException>(() => AuditVerifier.Verify(box.Host, box.AuditPath));
    }

    [Fact]
    public void Reading_goes_on_where_the_file_has_grown()
    {
        using var box = new SessionSandbox();
        box.Read();
        using AuditReader reader = AuditReader.Open(box.AuditPath);
        Assert.True(reader.Read());
        Assert.False(reader.Read());
        box.Read();
        Assert.True(reader.Read());
        Assert.Equal(2, reader.Number);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read_whole()
    {
        using var box = new SessionSandbox();
        string file = box.Home + "/long.jsonl";
        File.WriteAllText(file, new string('a', 300_000) + "\n\n" + new string('b', 20_000) + "\nrest");
        using AuditReader reader = AuditReader.Open(file);
        Assert.True(reader.Read());
        Assert.Equal(300_000, reader.Line.Length);
        Assert.True(reader.Read());
        Assert.Equal(0, reader.Line.Length);
        Assert.True(reader.Read());
        Assert.Equal(20_000, reader.Line.Length);
        Assert.False(reader.Read());
        Assert.True(reader.HasRest);
    }
}
