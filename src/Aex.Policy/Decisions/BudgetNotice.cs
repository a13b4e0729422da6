namespace Aex.Policy.Decisions;

/// <summary>A budget of which four fifths or more are used.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Used">What is used: calls, or whole minutes.</param>
/// <param name="Most">The limit with what a person added.</param>
/// <param name="Source">Where it stands.</param>
public sealed record BudgetNotice(string Key, long Used, long Most, RuleSource Source)
{
    /// <summary>The sentence for the model.</summary>
    public string Sentence => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"budget {Key}: {Used} of {Most} used ({Source.Place})");

    /// <summary>The budgets that run out, as they stand after the call was charged; the least of a key only.</summary>
    public static IReadOnlyList<BudgetNotice> For(PreparedCall call, Counters counters)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(counters);
        List<BudgetNotice>? notices = null;
        foreach (var view in call.Views)
        {
            foreach (var limit in view.Layer.LimitSpan)
            {
                var used = limit.CountsCalls ? counters.Used(limit.Key) : limit.Key == "minutes" ? (long)counters.Elapsed.TotalMinutes : 0;
                var most = limit.Most(counters);
                var speaks = limit.Key == "minutes" || (limit.CountsCalls && RuleMatching.Counts(limit, call, view));
                if (!call.IsCharged || !speaks || used < most - (most / 5))
                {
                    continue;
                }

                notices ??= [];
                var known = notices.FindIndex(notice => notice.Key == limit.Key);
                var mine = new BudgetNotice(limit.Key, used, most, view.Layer.SourceOf(limit));
                if (known < 0)
                {
                    notices.Add(mine);
                }
                else if (notices[known].Most > most)
                {
                    notices[known] = mine;
                }
            }
        }

        return notices is null ? [] : notices;
    }
}
