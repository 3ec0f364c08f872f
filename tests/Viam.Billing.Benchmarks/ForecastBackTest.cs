using System.Globalization;
using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Benchmarks;

/// <summary>
/// Measures how far forecasts are from the final cost, compared with the run rate, for synthetic organizations of all
/// kinds. Each month from the third on is forecast with only the data that was available on that day.
/// </summary>
internal static class ForecastBackTest
{
    private const int Months = 9;
    private const int MonthsToLearnFrom = 2;
    private static readonly int[] s_days = [1, 5, 10, 15, 20, 25];

    /// <summary>The target as a fraction of the run rate's error, per day.</summary>
    private static readonly double[] s_largestRatio = [0.10, 0.22, 0.33, 0.40, 0.48, 0.55];

    /// <param name="areUnfamiliar">Uses variants of the kinds that weren't used to choose the forecast rules. The
    /// targets are those of the usual kinds.</param>
    /// <returns>True if all targets are met.</returns>
    public static bool Run(int organizations, int firstSeed, bool areUnfamiliar = false)
    {
        var kinds = Enum.GetValues<SyntheticKind>();
        var scores = kinds.ToDictionary(
            static kind => kind,
            _ => s_days.Select(static _ => new ForecastScore()).ToArray()
        );
        Parallel.ForEach(
            kinds,
            kind =>
            {
                for (var i = 0; i < organizations; i++)
                {
                    Test(new SyntheticOrganization(kind, firstSeed + i, Months, areUnfamiliar), scores[kind]);
                }
            }
        );
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Write($"{organizations} organizations of each kind, seeds from {firstSeed}");
        Write("Mean absolute percentage error of the forecast / of run-rate, and coverage:");
        Write($"{"", -18}{string.Concat(s_days.Select(static day => $"{"day " + day, 20}"))}");
        foreach (var kind in kinds)
        {
            WriteRow(kind.ToString(), scores[kind]);
        }
        ForecastScore[] all = [.. s_days.Select((_, i) => ForecastScore.Sum(kinds.Select(kind => scores[kind][i])))];
        WriteRow("all", all);
        Write($"{"of run-rate", -18}{string.Concat(all.Select(static score => $"{score.Ratio, 20:0.000}"))}");
        Write($"{"at most", -18}{string.Concat(s_largestRatio.Select(static ratio => $"{ratio, 20:0.00}"))}");
        var isReached = all.Select(
                static (score, i) => score.Ratio <= s_largestRatio[i] && score.Coverage is >= 0.72 and <= 0.88
            )
            .All(static reached => reached);
        Write(
            $"{(isReached ? "All aims are reached." : "Not all aims are reached.")} Coverage of the 80 % "
                + "interval: 72 to 88 %."
        );
        return isReached;
    }

    private static void Test(SyntheticOrganization organization, ForecastScore[] scores)
    {
        var history = UsageHistory.From(organization.Months.SelectMany(static month => month.Snapshots));
        foreach (var (snapshots, final) in organization.Months.Skip(MonthsToLearnFrom))
        {
            for (var i = 0; i < s_days.Length; i++)
            {
                var current = snapshots[s_days[i] - 1];
                var line = UsageForecaster.Forecast(current, history, ForecastOptions.Default).Total;
                var runRate = current.Subtotal!.Value / (decimal)current.Period.ElapsedPart(current.ReadAt);
                scores[i].Add(line, runRate, final);
            }
        }
    }

    private static void WriteRow(string name, ForecastScore[] scores) =>
        Write($"{name, -18}{string.Concat(scores.Select(Describe))}");

    private static string Describe(ForecastScore score) =>
        $"{score.Error * 100, 6:0.0} /{score.RunRateError * 100, 6:0.0} {score.Coverage * 100, 4:0} %";

    private static void Write(string text) => Console.WriteLine(text);
}
