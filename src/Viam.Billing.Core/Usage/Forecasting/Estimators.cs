namespace Viam.Billing.Usage.Forecasting;

/// <summary>The methods that forecast from history. Each returns null if it isn't available.</summary>
internal static class Estimators
{
    public const int RecentDaysRequired = 3;

    /// <summary>The minimum number of past months. In a back-test, one earlier month is enough.</summary>
    public const int PastMonthsRequired = 2;

    private const int ProfileMonths = 6;
    private const int RemainingMonths = 3;
    private const double LeastShare = 0.01;

    /// <summary>
    /// The amount divided by the median share that the last 6 months had reached at the same part of the period.
    /// </summary>
    public static double? Profile(double amount, IReadOnlyList<PastMonth> past, int count, int required)
    {
        if (count < required)
        {
            return null;
        }
        Span<double> shares = stackalloc double[ProfileMonths];
        var found = 0;
        for (var i = Math.Max(0, count - ProfileMonths); i < count; i++)
        {
            if (past[i].Share >= LeastShare)
            {
                shares[found++] = past[i].Share;
            }
        }
        return found == 0 ? null : amount / Median(shares[..found]);
    }

    /// <summary>The amount plus the mean of the recent days for each remaining day.</summary>
    public static double? Recent(double amount, IReadOnlyList<double> days, double daysLeft) =>
        days.Count < RecentDaysRequired ? null : amount + (daysLeft * Mean(days));

    /// <summary>
    /// The amount plus the mean cost of the last 3 months after the same part of the period, scaled by the length of
    /// the month.
    /// </summary>
    public static double? Remaining(
        double amount,
        IReadOnlyList<PastMonth> past,
        int count,
        int required,
        double monthDays
    )
    {
        if (count < required)
        {
            return null;
        }
        var first = Math.Max(0, count - RemainingMonths);
        var sum = 0d;
        for (var i = first; i < count; i++)
        {
            sum += past[i].Remaining * monthDays / past[i].Days;
        }
        return amount + (sum / (count - first));
    }

    public static double Mean(IReadOnlyList<double> values)
    {
        var sum = 0d;
        for (var i = 0; i < values.Count; i++)
        {
            sum += values[i];
        }
        return sum / values.Count;
    }

    /// <summary>The standard deviation of a sample; 0 for fewer than two values.</summary>
    public static double Deviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return 0;
        }
        var mean = Mean(values);
        var squares = 0d;
        for (var i = 0; i < values.Count; i++)
        {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return Math.Sqrt(squares / (values.Count - 1));
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
