using System.Text;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Gate;

/// <summary>Inputs and streams that no table can hold: sizes, raw bytes, closed ends.</summary>
public sealed class HostileInputTests
{
    private const string Policy = "policy p v0\ngoal \"g\"\nallow file.read\n";

    private static byte[] Sized(Sandbox box, int size)
    {
        byte[] head = Encoding.UTF8.GetBytes($$"""{"session_id":"s1","cwd":"{{box.Project}}","tool_name":"Read","tool_input":{"file_path":"a.txt","x":""");
        byte[] input = new byte[size];
        Array.Fill(input, (byte)'a');
        head.CopyTo(input, 0);
        input[head.Length] = (byte)'"';
        "\"}}"u8.CopyTo(input.AsSpan(size - 3));
        return input;
    }

    [Fact]
    public void InputOf16MiBIsDecided()
    {
        using var box = new Sandbox(Policy);
        box.Run(["gate"], Sized(box, 16 << 20)).AssertAllowed();
    }

    [Fact]
    public void InputOver16MiBIsDenied()
    {
        using var box = new Sandbox(Policy);
        box.Run(["gate"], Sized(box, (16 << 20) + 1)).AssertDenied("larger than 16 MiB");
    }

    [Fact]
    public void EndlessInputIsDenied()
    {
        using var box = new Sandbox(Policy);
        box.Shell("yes 2>/dev/null | $AEX gate").AssertDenied("larger than 16 MiB");
    }

    [Theory]
    [InlineData("7B22746F6F6C5F6E616D65223A22FF22", "UTF-8")]
    [InlineData("C080", "UTF-8")]
    [InlineData("EFBBBF7B7D", "byte order mark")]
    [InlineData("00", "not sound JSON")]
    [InlineData("FFFE7B007D00", "UTF-8")]
    public void RawBytesAreDenied(string hex, string why)
    {
        using var box = new Sandbox(Policy);
        box.Run(["gate"], Convert.FromHexString(hex)).AssertDenied(why);
    }

    [Fact]
    public void DeepNestingIsDeniedWhateverItsDepth()
    {
        using var box = new Sandbox(Policy);
        foreach (string bracket in new[] { "[", "{\"a\":" })
            box.Run(["gate"], Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(bracket, 1_000_000)))).AssertDenied("nested more than 256 deep");
    }

    [Fact]
    public void ManyKeysAreDecidedInTime()
    {
        using var box = new Sandbox(Policy);
        var keys = new StringBuilder();
        for (int i = 0; keys.Length < 8 << 20; i++)
            keys.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"k{i}\":0");
        var ended = box.Gate($$$"""{"session_id":"s1","cwd":"{{{box.Project}}}","tool_name":"Read","tool_input":{"file_path":"a.txt"{{{keys}}}}}""");
        ended.AssertAllowed();
        Assert.True(ended.Took < TimeSpan.FromSeconds(20), ended.Took.ToString());
    }

    [Fact]
    public void ClosedInputIsDenied()
    {
        using var box = new Sandbox(Policy);
        var ended = box.Shell("exec $AEX gate <&-");
        Assert.Equal((2, "", "aex gate: standard input is closed, so the call is denied\n"), (ended.Exit, ended.Output, ended.Error));
    }

    [Fact]
    public void ClosedOutputIsDenied()
    {
        using var box = new Sandbox(Policy);
        var ended = box.Shell("exec $AEX gate >&-", Encoding.UTF8.GetBytes(Call.Read(box)));
        Assert.Equal((2, "", "aex gate: standard output is closed, so the call is denied\n"), (ended.Exit, ended.Output, ended.Error));
    }

    [Fact]
    public void AClosedErrorStreamChangesNothing()
    {
        using var box = new Sandbox(Policy);
        var denied = box.Shell("exec $AEX gate 2>&-", Encoding.UTF8.GetBytes(Call.Bash(box)));
        Assert.True(denied.Exit == 2 && denied.Output.Contains("\"deny\"", StringComparison.Ordinal), denied.ToString());
        // What the gate opened on the free descriptor must not have received the reason.
        box.Gate(Call.Read(box)).AssertAllowed();
        Assert.All(File.ReadAllLines(Directory.GetFiles(Path.Combine(box.Project, ".aex", "audit")).Single()), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
    }

    [Fact]
    public void AReaderThatIsGoneMakesADenial()
    {
        using var box = new Sandbox(Policy);
        // The reader closes its end before the gate gets its input, so the answer meets a broken pipe.
        var ended = box.Shell("{ sleep 0.3; cat; } | { $AEX gate; echo $? >&2; } | exec 0<&-", Encoding.UTF8.GetBytes(Call.Read(box)));
        Assert.Equal("aex gate: the answer could not be written to standard output, so the call is denied\n2\n", ended.Error);
    }

    [Fact]
    public void AFullDiskBehindTheOutputMakesADenial()
    {
        using var box = new Sandbox(Policy);
        var ended = box.Shell("exec $AEX gate >/dev/full", Encoding.UTF8.GetBytes(Call.Read(box)));
        Assert.Equal(2, ended.Exit);
        Assert.Contains("could not be written", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void InputThatNeverEndsIsDeniedBeforeTheClientsTimeIsUp()
    {
        using var box = new Sandbox(Policy);
        // On a machine full of other tests a process may not be scheduled for seconds: the best of three counts.
        var took = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && took > TimeSpan.FromSeconds(9); attempt++)
        {
            var started = box.Start(PublishedBinary.FullPath, ["gate"]);
            started.Process.StandardInput.Write(Call.Read(box));
            started.Process.StandardInput.Flush();
            var ended = started.Wait();
            ended.AssertDenied("did not end within 5 seconds");
            took = ended.Took;
        }

        Assert.InRange(took, TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void InputInPiecesIsDecided()
    {
        using var box = new Sandbox(Policy);
        var started = box.Start(PublishedBinary.FullPath, ["gate"]);
        foreach (char c in Call.Read(box))
        {
            started.Process.StandardInput.Write(c);
            started.Process.StandardInput.Flush();
        }
        started.Process.StandardInput.Close();
        started.Wait().AssertAllowed();
    }

    /// <summary>Several processes share one file as standard output, as under a log: each appends its own line and none overwrites.</summary>
    [Fact]
    public void AnswersAppendToASharedFile()
    {
        using var box = new Sandbox(Policy);
        string calls = box.Write("call.json", Call.Read(box));
        var ended = box.Shell($"for i in 1 2 3; do $AEX gate <{calls}; done >out.txt");
        Assert.Equal(0, ended.Exit);
        Assert.Equal("{\"permissionDecision\":\"allow\"}\n{\"permissionDecision\":\"allow\"}\n{\"permissionDecision\":\"allow\"}\n", File.ReadAllText(Path.Combine(box.Project, "out.txt")));
    }

    /// <summary>Random and damaged inputs: every end is exit 0 or 2 with one line, never anything else.</summary>
    [Fact]
    public void DamagedInputsNeverEndOtherwise()
    {
        using var box = new Sandbox(Policy);
        byte[] whole = Encoding.UTF8.GetBytes(Call.Read(box));
        var random = new Random(20260101);
        for (int i = 0; i < 150; i++)
        {
            byte[] damaged = [.. whole];
            for (int hits = random.Next(1, 4); hits > 0; hits--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            var ended = box.Run(["gate"], damaged);
            if (ended.Exit == 0)
                Assert.True(ended.Output is "{}\n" or "{\"permissionDecision\":\"allow\"}\n", ended.ToString());
            else
                ended.AssertDenied();
        }
    }
}
