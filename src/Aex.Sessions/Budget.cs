using System.Globalization;
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

    /// <summary>A warning for the model when this call's charge reached 80 % of a limit, or all of it; null otherwise.</summary>
    public static string? Notice(List<(string Key, long Used, long Limit, long Raised)> table, IReadOnlyList<string> charged, bool timeWarned, out bool warnsOfTime)
    {
        warnsOfTime = false;
        string? notice = null;
        foreach ((string key, long used, long limit, long raised) in table)
        {
            long most = limit + raised;
            if (limit < 0 || most == 0)
            {
                continue;
            }

            bool near = used * 100 >= most * 80;
            if (key == "minutes")
            {
                warnsOfTime = near && !timeWarned;
                near = warnsOfTime;
            }
            else
            {
                near = near && Contains(charged, key) && ((used - 1) * 100 < most * 80 || used == most);
            }

            if (near)
            {
                string what = key is "calls" or "minutes" ? key : key + " calls";
                string line = string.Create(CultureInfo.InvariantCulture, $"{used} of {most} {what} of this session's budget are used");
                notice = notice is null ? line : notice + "; " + line;
            }
        }

        return notice is null ? null : notice + "; finish what matters first, a person can add more with `aex budget --add`";
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

    private static bool Contains(IReadOnlyList<string> keys, string key)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] == key)
            {
                return true;
            }
        }

        return false;
    }
}
