using System.Globalization;
using System.Text.RegularExpressions;
using Aex.Cli.Tests.Running;
using Xunit;

namespace Aex.Cli.Tests.Commands;

/// <summary>What the steps of a contract cost beside what they do.</summary>
public sealed partial class RunCostTest : IDisposable
{
    private readonly Sandbox _box = new("policy p v0\ngoal \"g\"\nallow file.read, tests.run\n");

    [Fact]
    public void Ten_thousand_cheap_steps_take_less_than_a_second()
    {
        _box.Write("in.json", "{\"xs\": [" + string.Join(',', Enumerable.Range(0, 10_000)) + "]}");
        _box.Write("t.aex", "task t v0\ngoal \"g\"\nneed xs: list[int]\nuse file.read\nfor x in xs\n  check x is x\nreturn 1\n");

        // Time on the processor, start and end of the process included: what others do on this machine meanwhile is not the contract's.
        var best = Enumerable.Range(0, 3).Min(_ =>
        {
            var ended = _box.Shell("\"$AEX\" run t.aex --inputs in.json >out 2>err && test \"$(cat out)\" = 1 && times");
            Assert.Equal(0, ended.Exit);
            return TimesLine().Matches(ended.Output)[1].Groups.Values.Skip(1).Chunk(2).Sum(static part => (int.Parse(part[0].Value, CultureInfo.InvariantCulture) * 60) + double.Parse(part[1].Value, CultureInfo.InvariantCulture));
        });
        Assert.InRange(best, 0, 1);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rounds_of_a_for()
    {
        // The program's own peak so far, as the kernel counts it.
        _box.Write("peak.sh", "while read -r name value unit; do test \"$name\" = VmHWM: && echo \"$value\"; done < /proc/$PPID/status\n");
        _box.Write("in.json", "{\"few\": [" + string.Join(',', Enumerable.Range(0, 50)) + "], \"many\": [" + string.Join(',', Enumerable.Range(0, 200)) + "]}");
        var grown = Peak("many") - Peak("few");

        // 150 × 200 rounds more, of 10,000, after which the heap has its size: a leak of 280 bytes a round would show.
        Assert.InRange(grown, -100_000, 8192);
    }

    public void Dispose() => _box.Dispose();

    // KiB, after 200 rounds for each of the outer list.
    private long Peak(string outer)
    {
        _box.Write("t.aex", $"task t v0\ngoal \"g\"\nneed few: list[int]\nneed many: list[int]\nuse tests.run\nfor x in {outer}\n  for y in many\n    check y is y\ndo tests.run(cmd=\"sh peak.sh\") -> peak\nreturn peak.stdout\n");
        var ended = _box.Run(["run", "t.aex", "--inputs", "in.json"]);
        Assert.Equal(0, ended.Exit);
        return long.Parse(ended.Output.Trim('"', '\n').Replace("\\n", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    // `times` of a POSIX shell: its own time, then its children's, user and system.
    [GeneratedRegex(@"^(\d+)m([\d.]+)s\s+(\d+)m([\d.]+)s", RegexOptions.Multiline)]
    private static partial Regex TimesLine();
}
