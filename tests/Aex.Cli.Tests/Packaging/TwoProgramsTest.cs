using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Packaging;

/// <summary><c>aex</c> and <c>aex-commands</c> stand in one folder; the first becomes the second for everything that is no gate (docs/decisions/0027).</summary>
public sealed class TwoProgramsTest : IDisposable
{
    private readonly Sandbox _box = new("policy x v0\ngoal \"g\"\nallow file.read\n");

    private static string Commands => PublishedBinary.FullPath + "-commands";

    [Fact]
    public void It_becomes_the_other_program_and_keeps_its_number_its_arguments_and_its_exit_code()
    {
        // The shell replaces itself by aex, so the number that it wrote is the proxy's if nothing was started in between.
        var ended = _box.Shell("sh -c 'echo $$ > number; exec \"$AEX\" proxy --name n -- sh -c \"cat /proc/\\$(cat number)/cmdline | tr \\\\\\\\0 \\\\\\\\n > words; readlink /proc/\\$(cat number)/exe > file\"' < /dev/null; cat file words");
        Assert.Contains(Path.GetFullPath(Commands) + "\naex\nproxy\n--name\nn\n", ended.Output, StringComparison.Ordinal);
        Assert.Equal(1, _box.Run(["check", _box.Write("wrong.aex", "policy")]).Exit);
        Assert.Contains("`ä 'x\"`", _box.Run(["ä 'x\""]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ln -s", 0)]
    [InlineData("cp", 2)]
    public void The_other_is_found_behind_a_link_and_nowhere_but_beside_the_file(string how, int exit)
    {
        // One that stands on the PATH or in the folder would be somebody else's.
        _box.Write("aex-commands", "#!/bin/sh\nexit 0\n");
        var ended = _box.Shell($"chmod +x aex-commands; mkdir -p other && {how} \"$AEX\" other/aex && PATH=$PWD:$PATH other/aex check .aex/policy.aex");
        Assert.Equal(exit, ended.Exit);
        if (exit == 2)
        {
            Assert.EndsWith("other/aex-commands, which is not there; install both files of the release into one folder\n", ended.Error, StringComparison.Ordinal);
            var proxy = _box.Shell("other/aex proxy -- cat");
            Assert.Equal(2, proxy.Exit);
            Assert.StartsWith("{\"event\":\"proxy.failed\",\"error\":\"the commands of aex are in ", proxy.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_gate_decides_without_the_other()
    {
        _box.Write("call.json", Gate.Call.Bash(_box));
        var ended = _box.Shell("mkdir alone && cp \"$AEX\" alone/ && alone/aex gate < call.json");
        Assert.Equal(2, ended.Exit);
        Assert.Contains("shell.exec", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_started_is_named()
    {
        var ended = _box.Shell("mkdir odd && cp \"$AEX\" odd/ && echo text > odd/aex-commands && odd/aex check");
        Assert.Equal(2, ended.Exit);
        Assert.Contains("odd/aex-commands, which cannot be started: Permission denied", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_are_not_of_one_release_are_named_by_doctor()
    {
        _box.Write("pair/aex", "#!/bin/sh\necho aex 0.0.7\n");
        var ended = _box.Shell("chmod +x pair/aex && cp \"$AEX-commands\" pair/ && pair/aex-commands doctor");
        Assert.Matches(@"pair/aex is of version 0\.0\.7 and the commands beside it of [0-9.]+", ended.Output);
        Assert.DoesNotContain("is of version", _box.Run(["doctor"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_and_proxy_take_each_other_s_index_of_a_large_policy()
    {
        _box.Write(".aex/policy.aex", "policy x v0\ngoal \"g\"\nallow file.read\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"deny file.read:vault{i}/**\n")));
        _box.Write("call.json", Gate.Call.Bash(_box));
        var ended = _box.Shell("\"$AEX\" gate < call.json; \"$AEX\" gate < call.json; stat -c %i-%Y-%Z \"$XDG_STATE_HOME\"/aex/policies/*.index; \"$AEX\" proxy -- true < /dev/null; stat -c %i-%Y-%Z \"$XDG_STATE_HOME\"/aex/policies/*.index");
        var index = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^2..];
        Assert.Matches("^[0-9]+-[0-9]+-[0-9]+$", index[0]);
        Assert.Equal(index[0], index[1]);
    }

    public void Dispose() => _box.Dispose();
}
