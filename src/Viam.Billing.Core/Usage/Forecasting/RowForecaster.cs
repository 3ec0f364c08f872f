namespace Viam.Billing.Usage.Forecasting;

/// <summary>Forecasts the amount of one row at the end of the period.</summary>
internal static class RowForecaster
{
    /// <summary>The elapsed part of the period before which the run-rate isn't reliable.</summary>
    public const double EarliestRunRate = 0.1;

    /// <param name="z">The half-width of the interval in standard deviations.</param>
    /// <param name="isFixedWithoutHistory">True if the amount isn't expected to change without history.</param>
    public static RowForecast Forecast(RowHistory row, double z, bool allowEarly, bool isFixedWithoutHistory = false)
    {
        if (row.ElapsedPart >= 1)
        {
            return Result(row, row.Current, 0, ForecastMethod.Actual, ForecastConfidence.High);
        }
        if (Combination.Estimate(row) is { } estimate)
        {
            var confidence =
                row.Past.Count >= Estimators.PastMonthsRequired ? ForecastConfidence.High : ForecastConfidence.Medium;
            return Result(row, estimate.Forecast, HalfWidth(row, estimate, z), estimate.Method, confidence);
        }
        if (isFixedWithoutHistory)
        {
            return Result(row, row.Current, 0, ForecastMethod.Fixed, ForecastConfidence.Low);
        }
        if (!IsRunRatePossible(row.ElapsedPart, allowEarly))
        {
            return Result(row, null, 0, ForecastMethod.None, ForecastConfidence.None);
        }
        var forecast = row.Current / row.ElapsedPart;
        return Result(row, forecast, RunRateHalfWidth(row, forecast), ForecastMethod.RunRate, ForecastConfidence.Low);
    }

    public static bool IsRunRatePossible(double elapsedPart, bool allowEarly) =>
        elapsedPart >= EarliestRunRate || (allowEarly && elapsedPart > 0);

    private static double HalfWidth(RowHistory row, CombinedEstimate estimate, double z)
    {
        var independent = IndependentDays(row, z);
        if (estimate.TestedMonths == 0)
        {
            return independent;
        }
        var tested =
            estimate.RelativeError * Math.Abs(estimate.Forecast) * z * Math.Sqrt(1 + (1d / estimate.TestedMonths));
        return Math.Max(tested, 0.5 * independent);
    }

    /// <summary>
    /// The half-width of the interval if the remaining days were independent of each other and like the recent ones.
    /// </summary>
    private static double IndependentDays(RowHistory row, double z)
    {
        var days = row.Recent.Count;
        return days == 0
            ? 0
            : z * Estimators.Deviation(row.Recent) * Math.Sqrt(row.DaysLeft * (1 + (row.DaysLeft / days)));
    }

    private static double RunRateHalfWidth(RowHistory row, double forecast)
    {
        var part = row.ElapsedPart switch
        {
            < 0.25 => 0.5,
            < 0.5 => 0.3,
            _ => 0.2,
        };
        return Math.Abs(forecast - row.Current) * part;
    }

    private static RowForecast Result(
        RowHistory row,
        double? forecast,
        double halfWidth,
        ForecastMethod method,
        ForecastConfidence confidence
    ) => new(forecast, halfWidth, method, confidence, row.Recent.Count, row.Past.Count);
}
