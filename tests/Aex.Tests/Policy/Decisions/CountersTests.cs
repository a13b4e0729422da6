using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

public class CountersTests
{
    [Fact]
    public void What_is_used_is_added_and_never_passes_the_largest_number()
    {
        var counters = new Counters();
        counters.Charge("tokens", 5);
        counters.Charge("tokens", 7);
        Assert.Equal(12, counters.Used("tokens"));
        counters.Charge("tokens", -3);
        Assert.Equal(12, counters.Used("tokens"));
        counters.Charge("tokens", long.MaxValue - 12);
        Assert.Equal(long.MaxValue, counters.Used("tokens"));
        counters.Charge("tokens", 1);
        Assert.Equal(long.MaxValue, counters.Used("tokens"));
        Assert.Equal(0, counters.Used("calls"));
    }

    [Fact]
    public void Before_a_call_one_less_was_counted_under_each_of_its_keys()
    {
        var counters = new Counters { Elapsed = TimeSpan.FromMinutes(3) };
        counters.Set("calls", 4, 2);
        counters.Set("file.*", 1, 0);
        counters.Set("secrets.read", 0, 7);
        counters.Set("network.*", 9, 1);
        var before = counters.Before(["calls", "file.*", "secrets.read"]);
        Assert.Equal(TimeSpan.FromMinutes(3), before.Elapsed);
        Assert.Equal([("calls", 3L, 2L), ("file.*", 0L, 0L), ("secrets.read", 0L, 7L), ("network.*", 9L, 1L)], Enumerable.Range(0, before.Count).Select(i => before[i]));
        Assert.Equal(4, counters.Used("calls"));
    }
}
