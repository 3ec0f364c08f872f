using Viam.Billing.Usage;

namespace Viam.Billing.Reports;

/// <summary>The total of the forecasts of organizations. Amounts are US dollars.</summary>
/// <param name="Forecast">
/// Null if no organization has a forecast. For an organization without one, its amount so far is used.
/// </param>
/// <param name="Low">
/// The lower end of the interval. Intervals are added in quadrature, which is correct for independent deviations.
/// </param>
/// <param name="Level">
/// The probability of the interval, in percent; null if it isn't the same for all organizations.
/// </param>
/// <param name="MissingCount">The number of organizations without a forecast.</param>
internal sealed record ForecastTotal(decimal? Forecast, decimal? Low, decimal? High, decimal? Level, int MissingCount)
{
    public static ForecastTotal Of(IReadOnlyCollection<ReportOrganization> organizations)
    {
        var (forecast, spent, missing) = (0m, 0m, 0);
        var (below, above) = (0d, 0d);
        foreach (var organization in organizations)
        {
            var current = organization.Spent ?? 0;
            spent += current;
            if (organization.Forecast is not { Forecast: { } amount } line)
            {
                forecast += current;
                missing++;
                continue;
            }
            forecast += amount;
            below += Math.Pow((double)(amount - (line.Low ?? amount)), 2);
            above += Math.Pow((double)((line.High ?? amount) - amount), 2);
        }
        if (missing == organizations.Count)
        {
            return new ForecastTotal(null, null, null, null, missing);
        }
        var low = UsageAmount.Round((double)forecast - Math.Sqrt(below));
        return new ForecastTotal(
            forecast,
            Math.Min(forecast, spent > 0 ? Math.Max(low, spent) : low),
            UsageAmount.Round((double)forecast + Math.Sqrt(above)),
            LevelOf(organizations),
            missing
        );
    }

    private static decimal? LevelOf(IReadOnlyCollection<ReportOrganization> organizations)
    {
        decimal[] levels =
        [
            .. organizations
                .Where(static organization => organization.Forecast?.Forecast is not null)
                .Select(static organization => organization.Forecast!.Level)
                .Distinct(),
        ];
        return levels.Length == 1 ? levels[0] : null;
    }
}
