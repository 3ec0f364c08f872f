namespace Viam.Billing.Usage;

/// <summary>Compares the costs of two time spans, row by row.</summary>
internal static class UsageComparer
{
    /// <summary>The longest gap between consecutive periods.</summary>
    private static readonly TimeSpan s_largestSeam = TimeSpan.FromDays(1);

    /// <param name="history">The stored usage, with or without <paramref name="current"/>.</param>
    /// <param name="spans">The time spans, which must be comparable.</param>
    public static ComparisonResult Compare(
        UsageSnapshot current,
        UsageHistory history,
        ComparisonSpans spans,
        ComparisonOptions options
    )
    {
        var months = history.KnownAt(current.ReadAt).With(current).Months;
        var rows = new List<ComparedCosts>();
        var unknown = new List<UsageRowKey>();
        foreach (
            var key in months
                .Where(month => IsTouched(month, spans))
                .SelectMany(static month => month.Net.Keys)
                .Distinct()
                .Order()
        )
        {
            if (Costs(key, months, month => month.Net.GetValueOrDefault(key), spans) is { } costs)
            {
                rows.Add(costs);
            }
            else
            {
                unknown.Add(key);
            }
        }
        var total = Costs(UsageRowKey.Remainder, months, static month => month.Total, spans);
        var differences = ComparedCosts
            .Round(rows, unknown.Count > 0 ? null : total)
            .Where(row => row.Value.IsIncluded(options))
            .ToList();
        differences.Sort(
            static (one, other) =>
                Math.Abs(other.Value.Change).CompareTo(Math.Abs(one.Value.Change)) is not 0 and var order
                    ? order
                    : one.Key.CompareTo(other.Key)
        );
        return new ComparisonResult(spans, total?.Round(), differences, unknown);
    }

    private static bool IsTouched(UsageMonth month, ComparisonSpans spans) =>
        month.Period.Start < spans.CurrentEnd && spans.ReferenceStart < month.Period.End;

    private static ComparedCosts? Costs(
        UsageRowKey key,
        IReadOnlyList<UsageMonth> months,
        Func<UsageMonth, CostCurve?> curveOf,
        ComparisonSpans spans
    )
    {
        var isEstimated = false;
        var reference = Cost(months, curveOf, spans.ReferenceStart, spans.ReferenceEnd, ref isEstimated);
        var current = Cost(months, curveOf, spans.CurrentStart, spans.CurrentEnd, ref isEstimated);
        return reference is { } before && current is { } now ? new ComparedCosts(key, before, now, isEstimated) : null;
    }

    /// <summary>The cost in a time span, which may be in several periods; null if a part of it isn't known.</summary>
    private static decimal? Cost(
        IReadOnlyList<UsageMonth> months,
        Func<UsageMonth, CostCurve?> curveOf,
        DateTime start,
        DateTime end,
        ref bool isEstimated
    )
    {
        decimal? cost = 0;
        var known = start;
        foreach (var month in months.Where(month => month.Period.Start < end && start < month.Period.End))
        {
            if (month.Period.Start > known + s_largestSeam)
            {
                return null;
            }
            known = month.Period.End;
            if (curveOf(month) is { } curve)
            {
                cost += Find(curve, end, ref isEstimated) - Find(curve, start, ref isEstimated);
            }
            else if (Find(month.Total, end, ref isEstimated) is null)
            {
                return null;
            }
        }
        return known >= end ? cost : null;
    }

    private static decimal? Find(CostCurve curve, DateTime at, ref bool isEstimated)
    {
        // The amount at the start of a period is 0, even if the first snapshot was read at that time.
        if (at <= curve.Period.Start)
        {
            return 0;
        }
        var amount = curve.Find(at, out var estimated);
        isEstimated |= estimated;
        return amount;
    }
}
