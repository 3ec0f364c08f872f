namespace Viam.Billing.Usage.Forecasting;

/// <summary>
/// Combines the available methods. The weights are the inverse of the mean squared relative error (Bates and Granger)
/// of the forecasts that each method would have made for the stored complete months at the same part of the period,
/// with only the data known before. The result is the mean of the middle half of the weight, so that a method that is
/// far from the others after a change of level doesn't distort the forecast.
/// </summary>
internal static class Combination
{
    /// <summary>Smaller mean squared relative errors are caused only by the rounding of binary fractions.</summary>
    private const double NoError = 1e-18;

    private static readonly ForecastMethod[] s_methods =
    [
        ForecastMethod.Profile,
        ForecastMethod.Recent,
        ForecastMethod.Remaining,
    ];

    /// <summary>The order in which a method is selected if none could be tested.</summary>
    private static readonly int[] s_preferred = [0, 2, 1];

    /// <summary>Returns null if no method is available.</summary>
    public static CombinedEstimate? Estimate(RowHistory row)
    {
        var estimates = Now(row);
        if (Array.TrueForAll(estimates, static estimate => estimate is null))
        {
            return null;
        }
        var tests = row.Past.Select((month, index) => Errors(row.Past, index)).ToArray();
        var weights = Weigh(estimates, tests);
        var used = s_methods.Where((_, i) => weights[i] > 0).ToArray();
        return new CombinedEstimate(
            MiddleMean(estimates, weights)!.Value,
            used.Length == 1 ? used[0] : ForecastMethod.Combined,
            RootMeanSquare(tests, weights, out var months),
            months
        );
    }

    private static double?[] Now(RowHistory row) =>
        [
            Estimators.Profile(row.Current, row.Past, row.Past.Count, Estimators.PastMonthsRequired),
            Estimators.Recent(row.Current, row.Recent, row.DaysLeft),
            Estimators.Remaining(row.Current, row.Past, row.Past.Count, Estimators.PastMonthsRequired, row.Days),
        ];

    /// <summary>The relative error of each method for a past month.</summary>
    private static double?[] Errors(IReadOnlyList<PastMonth> past, int index)
    {
        var month = past[index];
        return
        [
            (Estimators.Profile(month.Cumulative, past, index, required: 1) - month.Final) / month.Final,
            (Estimators.Recent(month.Cumulative, month.Recent, month.DaysLeft) - month.Final) / month.Final,
            (Estimators.Remaining(month.Cumulative, past, index, required: 1, month.Days) - month.Final) / month.Final,
        ];
    }

    private static double[] Weigh(double?[] estimates, double?[][] tests)
    {
        var weights = new double[s_methods.Length];
        var squares = new double?[s_methods.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            squares[i] = estimates[i] is null ? null : MeanSquare(tests, i);
        }
        if (Array.TrueForAll(squares, static square => square is null))
        {
            weights[s_preferred.First(i => estimates[i] is not null)] = 1;
            return weights;
        }
        var hasExact = Array.Exists(squares, static square => square <= NoError);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] =
                squares[i] is not { } square ? 0
                : hasExact
                    ? square <= NoError ? 1
                        : 0
                : 1 / square;
        }
        return weights;
    }

    private static double? MeanSquare(double?[][] tests, int method)
    {
        var sum = 0d;
        var count = 0;
        foreach (var test in tests)
        {
            if (test[method] is { } error)
            {
                sum += error * error;
                count++;
            }
        }
        return count == 0 ? null : sum / count;
    }

    /// <summary>
    /// The relative error that the combination would have had, over the months in which one of its methods was
    /// available.
    /// </summary>
    private static double RootMeanSquare(double?[][] tests, double[] weights, out int months)
    {
        var sum = 0d;
        months = 0;
        foreach (var test in tests)
        {
            if (MiddleMean(test, weights) is { } error)
            {
                sum += error * error;
                months++;
            }
        }
        return months == 0 ? 0 : Math.Sqrt(sum / months);
    }

    /// <summary>
    /// The weighted mean without the lowest and the highest quarter of the weight, over the available values; null if
    /// those have no weight.
    /// </summary>
    private static double? MiddleMean(double?[] values, double[] weights)
    {
        Span<double> sorted = stackalloc double[values.Length];
        Span<double> weightOf = stackalloc double[values.Length];
        var count = 0;
        var total = 0d;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value && weights[i] > 0)
            {
                sorted[count] = value;
                weightOf[count++] = weights[i];
                total += weights[i];
            }
        }
        sorted[..count].Sort(weightOf[..count]);
        var (sum, below) = (0d, 0d);
        for (var i = 0; i < count; i++)
        {
            var above = below + (weightOf[i] / total);
            sum += sorted[i] * Math.Max(0, Math.Min(above, 0.75) - Math.Max(below, 0.25));
            below = above;
        }
        return count == 0 ? null : sum * 2;
    }
}
