using System.Runtime.InteropServices;

namespace Viam.Billing.Usage;

/// <summary>
/// The cumulative cost of one row, or of a whole organization, within a billing period: 0 at the start, one point per
/// snapshot, and linear between the points.
/// </summary>
internal sealed class CostCurve
{
    private static readonly TimeSpan s_completeTolerance = TimeSpan.FromHours(36);
    private static readonly TimeSpan s_largestGap = TimeSpan.FromHours(72);
    public static readonly TimeSpan FinalTolerance = TimeSpan.FromHours(1);

    /// <summary>The shortest interval from which a rate is calculated. Shorter ones would only give noise.</summary>
    private static readonly TimeSpan s_shortestRateInterval = TimeSpan.FromHours(1);

    private readonly List<long> _ticks;
    private readonly List<decimal> _amounts;
    private long _largestGap;
    private decimal? _final;
    private long _firstTicks;

    /// <param name="capacity">The expected number of amounts.</param>
    public CostCurve(UsagePeriod period, int capacity)
    {
        Period = period;
        _ticks = new List<long>(capacity + 1);
        _amounts = new List<decimal>(capacity + 1);
        _ticks.Add(period.Start.Ticks);
        _amounts.Add(0);
    }

    public UsagePeriod Period { get; }

    /// <summary>The number of known amounts.</summary>
    public int Count { get; private set; }

    /// <summary>True if some days are estimated; see <see cref="CostInterval.IsEstimated"/>.</summary>
    public bool HasLongInterval { get; private set; }

    /// <summary>The last known amount; 0 if there is none.</summary>
    public decimal Last => _amounts[^1];

    /// <summary>The time of the last known amount, at most the end of the period.</summary>
    public long CoveredUntilTicks => _ticks[^1];

    public DateTime CoveredUntil => new(_ticks[^1], DateTimeKind.Utc);

    /// <summary>True if the last amount was read within an hour of the end of the period, or later.</summary>
    public bool IsFinal => Count > 0 && CoveredUntilTicks >= (Period.End - FinalTolerance).Ticks;

    /// <summary>True if the amounts cover enough of the period to be used for forecasts.</summary>
    public bool IsComplete =>
        Count > 0
        && _firstTicks <= (Period.Start + s_completeTolerance).Ticks
        && CoveredUntilTicks >= (Period.End - s_completeTolerance).Ticks
        && _largestGap <= s_largestGap.Ticks;

    /// <summary>
    /// The amount at the end of a complete period: the last one if it is final, otherwise extrapolated to the end at
    /// the rate of the last interval of at least an hour.
    /// </summary>
    public decimal Final => _final ??= IsFinal ? Last : Last + ExtendFromLast();

    /// <summary>
    /// Adds an amount that was read later than the previous ones. A time outside the period is moved to its start or
    /// end.
    /// </summary>
    public void Add(DateTime readAt, decimal amount)
    {
        var ticks = Period.Clamp(readAt).Ticks;
        if (Count == 0)
        {
            _firstTicks = ticks;
        }
        else
        {
            _largestGap = Math.Max(_largestGap, ticks - _ticks[^1]);
        }
        Count++;
        _final = null;
        if (ticks == _ticks[^1])
        {
            _amounts[^1] = amount;
            return;
        }
        HasLongInterval |= ticks - _ticks[^1] > CostInterval.LongestReliable.Ticks;
        _ticks.Add(ticks);
        _amounts.Add(amount);
    }

    /// <summary>
    /// The exact amount at a time; null if it isn't known, after the last point of an incomplete period.
    /// </summary>
    /// <param name="isEstimated">
    /// True if the time is in an interval of more than 36 hours, or after the last point.
    /// </param>
    public decimal? Find(DateTime at, out bool isEstimated)
    {
        var ticks = Period.Clamp(at).Ticks;
        if (ticks > _ticks[^1])
        {
            isEstimated = true;
            return IsComplete ? Interpolate(ticks, _ticks[^1], Last, Period.End.Ticks, Final) : null;
        }
        var next = IndexAtOrAfter(ticks);
        if (_ticks[next] == ticks)
        {
            isEstimated = false;
            return _amounts[next];
        }
        isEstimated = IsLong(next);
        return Interpolate(ticks, _ticks[next - 1], _amounts[next - 1], _ticks[next], _amounts[next]);
    }

    /// <summary>
    /// The amount at a time, for estimates. After the last point, it rises to <see cref="Final"/> if the period is
    /// complete, and is constant otherwise.
    /// </summary>
    public double ValueAt(long ticks)
    {
        if (ticks >= _ticks[^1])
        {
            return IsComplete
                ? Interpolate(ticks, _ticks[^1], (double)Last, Period.End.Ticks, (double)Final)
                : (double)Last;
        }
        if (ticks <= _ticks[0])
        {
            return (double)_amounts[0];
        }
        var next = IndexAtOrAfter(ticks);
        return Interpolate(ticks, _ticks[next - 1], (double)_amounts[next - 1], _ticks[next], (double)_amounts[next]);
    }

    /// <summary>The intervals between the points. Their costs add up to <see cref="Last"/>.</summary>
    public IEnumerable<CostInterval> Intervals()
    {
        if (_amounts[0] != 0)
        {
            yield return new CostInterval(Period.Start, Period.Start, _amounts[0]);
        }
        for (var i = 1; i < _ticks.Count; i++)
        {
            yield return new CostInterval(
                new DateTime(_ticks[i - 1], DateTimeKind.Utc),
                new DateTime(_ticks[i], DateTimeKind.Utc),
                _amounts[i] - _amounts[i - 1]
            );
        }
    }

    /// <summary>True if amounts are known at the same times, so that each interval has its counterpart.</summary>
    public bool HasSamePoints(CostCurve other) =>
        CollectionsMarshal.AsSpan(_ticks).SequenceEqual(CollectionsMarshal.AsSpan(other._ticks));

    private static decimal Interpolate(long at, long from, decimal before, long to, decimal after) =>
        before + ((after - before) * ((decimal)(at - from) / (to - from)));

    private static double Interpolate(long at, long from, double before, long to, double after) =>
        to <= from ? after : before + ((after - before) * Math.Min(1, (double)(at - from) / (to - from)));

    private decimal ExtendFromLast()
    {
        var end = _ticks.Count - 1;
        var start = end - 1;
        while (start > 0 && _ticks[end] - _ticks[start] < s_shortestRateInterval.Ticks)
        {
            start--;
        }
        return start < 0
            ? 0
            : (Last - _amounts[start]) * ((decimal)(Period.End.Ticks - _ticks[end]) / (_ticks[end] - _ticks[start]));
    }

    private bool IsLong(int next) => _ticks[next] - _ticks[next - 1] > CostInterval.LongestReliable.Ticks;

    private int IndexAtOrAfter(long ticks)
    {
        var index = _ticks.BinarySearch(ticks);
        return index < 0 ? ~index : index;
    }
}
