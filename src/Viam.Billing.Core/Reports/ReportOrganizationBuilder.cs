using Viam.Billing.Usage;
using Viam.Billing.Usage.Forecasting;

namespace Viam.Billing.Reports;

/// <summary>Creates an organization's part of a report from its current and its stored usage.</summary>
internal static class ReportOrganizationBuilder
{
    private const string NoHistory =
        "The usage store has no past months. Run Save-ViamUsageSnapshot daily to keep usage for later reports.";

    /// <param name="history">
    /// The stored usage, with or without <paramref name="current"/>; null if it couldn't be read.
    /// </param>
    public static ReportOrganization Create(
        string organizationId,
        string? organizationName,
        UsageSnapshot current,
        UsageHistory? history,
        ForecastOptions options
    )
    {
        var known = (history ?? UsageHistory.Empty).KnownAt(current.ReadAt).With(current);
        var view = new UsageHistoryView(organizationId, organizationName, known, byResource: false);
        var forecast = UsageForecaster.Forecast(current, known, options);
        var spans = ComparisonSpans.LastMonth(current, known);
        var comparison = spans is null ? null : UsageComparer.Compare(current, known, spans, ComparisonOptions.Default);
        UsageHistoryMonth[] months = [.. view.Months().Where(month => month.StartDate < current.Period.Start)];
        return new ReportOrganization
        {
            OrganizationId = organizationId,
            OrganizationName = organizationName,
            Spent = Cents(current.Subtotal),
            Forecast = forecast.ToTotal(organizationId, organizationName),
            Months = months,
            Days = [.. DaysOf(organizationId, organizationName, known, current.Period)],
            Resources = [.. Resources(current)],
            Change = comparison?.ToTotal(organizationId, organizationName),
            ResourceChanges = comparison is null ? [] : [.. comparison.ToRows(organizationId, organizationName)],
            Gaps =
            [
                .. CurrentGaps(current, forecast),
                .. history is null ? [] : HistoryGaps(comparison, hasMonths: months.Length > 0),
            ],
        };
    }

    /// <summary>The amount and the forecast alone, as <see cref="Create"/> finds them.</summary>
    public static ReportOrganization Summarize(string organizationId, OrganizationForecast forecast) =>
        new()
        {
            OrganizationId = organizationId,
            Spent = Cents(forecast.Current.Subtotal),
            Forecast = forecast.ToModel(organizationId, organizationName: null),
        };

    /// <summary>Creates the part of an organization of which only the amount is known.</summary>
    public static ReportOrganization WithoutPeriod(string organizationId, decimal? subtotal)
    {
        const string Reason = "The service didn't report the billing period.";
        return new ReportOrganization
        {
            OrganizationId = organizationId,
            Spent = Cents(UsageAmount.Known(subtotal)),
            Gaps =
            [
                new ReportGap(ReportPart.Forecast, Reason),
                new ReportGap(ReportPart.History, Reason),
                new ReportGap(ReportPart.Changes, Reason),
            ],
        };
    }

    /// <summary>The days of a period. Those of earlier ones aren't calculated.</summary>
    private static IEnumerable<UsageHistoryDay> DaysOf(
        string organizationId,
        string? organizationName,
        UsageHistory history,
        UsagePeriod period
    ) =>
        new UsageHistoryView(
            organizationId,
            organizationName,
            new UsageHistory(history.Months.Where(month => month.Period.Start >= period.Start)),
            byResource: false
        ).Days();

    /// <summary>Returns amounts in cents, which add up to the subtotal.</summary>
    private static IEnumerable<ReportResource> Resources(UsageSnapshot current)
    {
        var types = UsageRows
            .Split(current)
            .GroupBy(static row => row.Key.ResourceType)
            .Select(static type =>
                (Type: type.Key, Cost: type.Aggregate((decimal?)0, static (sum, row) => sum + row.Net))
            )
            .ToArray();
        var known = types.Select(static type => type.Cost).OfType<decimal>().ToArray();
        var cents = Apportionment.Round(
            known.Length < types.Length ? UsageAmount.Round(known.Sum()) : UsageAmount.Round(current.Subtotal ?? 0),
            known
        );
        var next = 0;
        return types
            .Select(type => new ReportResource(type.Type, type.Cost is null ? null : cents[next++]))
            .Where(static type =>
                type.ResourceType != UsageRowKey.Remainder.ResourceType || type.Cost is not (null or 0)
            )
            .ToArray();
    }

    private static IEnumerable<ReportGap> CurrentGaps(UsageSnapshot current, ForecastResult forecast)
    {
        if (current.Subtotal is null)
        {
            yield return new ReportGap(ReportPart.Usage, "The service reported no known amount.");
        }
        if (forecast.Total.Forecast is null)
        {
            yield return new ReportGap(
                ReportPart.Forecast,
                current.Subtotal is null || forecast.UnknownRows.Count > 0
                    ? "A forecast isn't possible, because an amount is unknown."
                    : "It's too early in the billing period for a forecast without stored usage."
            );
        }
    }

    private static IEnumerable<ReportGap> HistoryGaps(ComparisonResult? comparison, bool hasMonths)
    {
        if (!hasMonths)
        {
            yield return new ReportGap(ReportPart.History, NoHistory);
            yield return new ReportGap(ReportPart.Changes, NoHistory);
        }
        else if (comparison?.Total is null)
        {
            yield return new ReportGap(
                ReportPart.Changes,
                "The usage store doesn't cover the same part of the last month."
            );
        }
    }

    private static decimal? Cents(decimal? amount) => amount is { } known ? UsageAmount.Round(known) : null;
}
