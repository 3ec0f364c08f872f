using System.Runtime.InteropServices;
using Viam.Billing.Usage;

namespace Viam.Billing.Focus;

/// <summary>
/// Divides the costs of a billing period into UTC days, as <see cref="DailyCosts"/> does. The rows of an organization
/// have their points at the same times, whose parts of a day are calculated once.
/// </summary>
internal sealed class DayShares(UsagePeriod period)
{
    private const decimal Cent = 0.01m;

    private readonly Dictionary<(long Start, long End), Division> _divisions = [];
    private readonly DateTime _firstDay = period.Start.Date;

    /// <summary>The cost of each day that the curve covers, from the first day of the period.</summary>
    public IReadOnlyList<decimal> Divide(CostCurve curve)
    {
        var days = new List<decimal>(32);
        foreach (var interval in curve.Intervals())
        {
            if (interval.End <= interval.Start)
            {
                Add(days, 0, interval.Cost);
                continue;
            }
            var division = Find(interval);
            if (division.Weights.Length <= 2)
            {
                Add(days, division, interval.Cost);
                continue;
            }
            var day = division.FirstDay;
            foreach (var share in Apportionment.Divide(interval.Cost, division.Weights))
            {
                Add(days, day++, share);
            }
        }
        return days;
    }

    private static void Add(List<decimal> days, int day, decimal cost)
    {
        if (days.Count <= day)
        {
            CollectionsMarshal.SetCount(days, day + 1);
        }
        CollectionsMarshal.AsSpan(days)[day] += cost;
    }

    /// <summary>The same shares as those of <see cref="Apportionment.Divide"/> for one or two days.</summary>
    private static void Add(List<decimal> days, Division division, decimal cost)
    {
        if (division.Weights.Length == 1)
        {
            Add(days, division.FirstDay, cost);
            return;
        }
        var (exact, exactNext) = (cost * division.Part, cost * division.NextPart);
        var (share, next) = (Math.Floor(exact * 100) * Cent, Math.Floor(exactNext * 100) * Cent);
        var left = cost - share - next;
        for (var isNext = exactNext - next > exact - share; left != 0; isNext = !isNext)
        {
            // Negative only because of the rounding of the last digit of the shares.
            var part = left > 0 ? Math.Min(left, Cent) : left;
            (share, next) = isNext ? (share, next + part) : (share + part, next);
            left -= part;
        }
        Add(days, division.FirstDay, share);
        Add(days, division.FirstDay + 1, next);
    }

    private Division Find(CostInterval interval)
    {
        ref var division = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _divisions,
            (interval.Start.Ticks, interval.End.Ticks),
            out _
        );
        return division ??= new Division((interval.Start.Date - _firstDay).Days, DailyCosts.Weights(interval));
    }

    /// <param name="firstDay">The number of the first day that the interval touches.</param>
    /// <param name="weights">The time of the interval on each day.</param>
    private sealed class Division(int firstDay, decimal[] weights)
    {
        public int FirstDay { get; } = firstDay;

        public decimal[] Weights { get; } = weights;

        public decimal Part { get; } = weights[0] / weights.Sum();

        public decimal NextPart { get; } = weights[^1] / weights.Sum();
    }
}
