namespace Viam.Billing.Reports.Charts;

/// <summary>A vertical axis that contains 0 and has round numbers at both ends.</summary>
internal sealed class AxisScale
{
    private const int MostSteps = 7;

    private static readonly decimal[] s_steps = [1, 2, 2.5m, 5, 10];

    private readonly int _top;
    private readonly int _bottom;

    /// <param name="top">The position of the largest value in pixels.</param>
    /// <param name="bottom">The position of the smallest value in pixels.</param>
    public AxisScale(IEnumerable<decimal> values, int top, int bottom)
    {
        (_top, _bottom) = (top, bottom);
        var (low, high) = (0m, 0m);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        var step = Step(high - low);
        Low = Math.Floor(low / step) * step;
        High = high == low ? step : Math.Ceiling(high / step) * step;
        for (var tick = Low; tick <= High; tick += step)
        {
            Ticks.Add(tick);
        }
    }

    public decimal Low { get; }

    public decimal High { get; }

    public List<decimal> Ticks { get; } = [];

    public double Position(decimal value) => _bottom - ((double)((value - Low) / (High - Low)) * (_bottom - _top));

    private static decimal Step(decimal range)
    {
        if (range <= 0)
        {
            return 1;
        }
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)range / MostSteps)));
        return s_steps.Select(step => step * power).First(step => range <= step * MostSteps);
    }
}
