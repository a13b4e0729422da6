using Aex.Policy.Decisions;

namespace Aex.Sessions;

/// <summary>A session's budgets as the layers in force set them: the smallest limit of each key.</summary>
internal static class Budget
{
    /// <summary>Used, limit and raise of each key that has a limit or a count; a limit of -1 is none.</summary>
    public static List<(string Key, long Used, long Limit, long Raised)> Table(IReadOnlyList<Layer> layers, Counters counters)
    {
        var table = new List<(string Key, long Used, long Limit, long Raised)>();
        for (int i = 0; i < layers.Count; i++)
        {
            IReadOnlyList<Limit> limits = layers[i].Limits;
            for (int j = 0; j < limits.Count; j++)
            {
                Take(table, limits[j], counters);
            }
        }

        for (int i = 0; i < counters.Count; i++)
        {
            (string key, long used, long raised) = counters[i];
            if (IndexOf(table, key) < 0)
            {
                table.Add((key, used, -1, raised));
            }
        }

        return table;
    }

    /// <summary>A warning for the model when this call's charge reached four fifths of a limit, or all of it; null otherwise. Time is warned of once.</summary>
    public static string? Notice(PreparedCall call, Counters counters, bool timeWarned, out bool warnsOfTime)
    {
        warnsOfTime = false;
        string? sentence = null;
        foreach (BudgetNotice notice in BudgetNotice.For(call, counters))
        {
            bool now = notice.Used == notice.Most || notice.Used - 1 < notice.Most - (notice.Most / 5);
            if (notice.Key == "minutes")
            {
                warnsOfTime = !timeWarned;
                now = warnsOfTime;
            }

            if (now)
            {
                sentence = sentence is null ? notice.Sentence : sentence + "; " + notice.Sentence;
            }
        }

        return sentence is null ? null : sentence + "; finish what matters first, a person can add more with `aex budget --add`";
    }

    private static void Take(List<(string Key, long Used, long Limit, long Raised)> table, Limit limit, Counters counters)
    {
        long used = limit.Key == "minutes" ? (long)counters.Elapsed.TotalMinutes : counters.Used(limit.Key);
        int at = IndexOf(table, limit.Key);
        if (at < 0)
        {
            table.Add((limit.Key, used, limit.Value, counters.Raised(limit.Key)));
        }
        else if (limit.Value < table[at].Limit)
        {
            table[at] = table[at] with { Limit = limit.Value };
        }
    }

    private static int IndexOf(List<(string Key, long Used, long Limit, long Raised)> table, string key)
    {
        for (int i = 0; i < table.Count; i++)
        {
            if (table[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }
}
