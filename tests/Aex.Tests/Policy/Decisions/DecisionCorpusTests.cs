using Aex.Policy.Decisions;
using Xunit;

namespace Aex.Tests.Policy.Decisions;

public class DecisionCorpusTests
{
    public static TheoryData<string, int, string> Sessions()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var row in DecisionCorpus.Rows)
        {
            data.Add(row.File, row.Line, row.Title);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void A_row_of_the_table_is_decided_as_it_says(string file, int line, string title)
    {
        var at = Find(file, line);
        var row = DecisionCorpus.Rows[at];

        // A row with a plus goes on in the session of the rows above it.
        var first = at;
        while (DecisionCorpus.Rows[first].SharesSession)
        {
            first--;
        }

        var counters = new Counters { Elapsed = TimeSpan.FromMinutes(row.Section.ElapsedMinutes) };
        for (var i = first; i < at; i++)
        {
            Decide(DecisionCorpus.Rows[i], counters, out _, out _);
        }

        var verdict = Decide(row, counters, out var reason, out var prepared);
        var place = verdict.Source is { } source ? (source.File == ".aex/policy.aex" ? "" : source.File + ":") + source.Line : "-";
        Assert.True(row.Expected == verdict.Decision && (row.Place == place || row.Place == "?"), $"{title}: expected {row.Expected} {row.Place}, got {verdict.Decision} {place}: {reason}");
        if (row.Because is not null)
        {
            Assert.Contains(row.Because, reason, StringComparison.Ordinal);
        }

        // Explaining is deciding: a trace changes nothing.
        var trace = new Trace();
        Assert.Equal(verdict, Authorizer.Decide(prepared, counters.Without(prepared, verdict), trace));
        Assert.Equal(verdict, trace.Verdict);
    }

    [Fact]
    public void The_table_has_its_rows() => Assert.True(DecisionCorpus.Rows.Count >= 250, $"{DecisionCorpus.Rows.Count} rows");

    private static int Find(string file, int line)
    {
        for (var i = 0; i < DecisionCorpus.Rows.Count; i++)
        {
            if (DecisionCorpus.Rows[i].File == file && DecisionCorpus.Rows[i].Line == line)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{file}:{line}");
    }

    private static Verdict Decide(DecisionCorpus.Row row, Counters counters, out string reason, out PreparedCall prepared)
    {
        prepared = CallPreparation.Prepare(row.Call, row.Section.Layers, row.Section.Context());
        var verdict = Authorizer.Decide(prepared, counters);
        reason = Reasons.Describe(verdict, prepared);
        if (verdict.Decision != Decision.Deny)
        {
            foreach (var key in prepared.ChargedKeys())
            {
                counters.Charge(key);
            }
        }

        return verdict;
    }
}

internal static class CountersBefore
{
    /// <summary>The counters as they were before the call was charged.</summary>
    public static Counters Without(this Counters counters, PreparedCall call, Verdict verdict)
    {
        var before = new Counters { Elapsed = counters.Elapsed };
        var charged = verdict.Decision == Decision.Deny ? [] : call.ChargedKeys();
        for (var i = 0; i < counters.Count; i++)
        {
            var (key, used, raised) = counters[i];
            before.Set(key, used - (charged.Contains(key) ? 1 : 0), raised);
        }

        return before;
    }
}
