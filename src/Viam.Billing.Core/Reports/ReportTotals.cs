using Viam.Billing.Usage;

namespace Viam.Billing.Reports;

/// <summary>The totals of a report over all organizations. Amounts are US dollars.</summary>
internal sealed class ReportTotals
{
    private const int MonthCount = 12;

    public ReportTotals(ReportData data)
    {
        WithUsage =
        [
            .. data.Organizations.Where(static organization =>
                organization.Forecast is not null || organization.Spent is not null
            ),
        ];
        WithInvoices = [.. data.Organizations.Where(static organization => organization.Aging is not null)];
        decimal[] spent = [.. WithUsage.Select(static organization => organization.Spent).OfType<decimal>()];
        Spent = spent.Length == 0 ? null : spent.Sum();
        Forecast = ForecastTotal.Of(WithUsage);
        Aging = WithInvoices.Aggregate(ReportAging.None, static (sum, organization) => sum + organization.Aging!);
        Changes = [.. WithUsage.Where(static organization => organization.Change is not null)];
        Resources = [.. AddResources(WithUsage)];
        (PeriodStart, PeriodEnd) = FindPeriod(WithUsage);
        Months = AddMonths(WithUsage);
        Days = [.. AddDays(WithUsage)];
    }

    /// <summary>The organizations whose usage could be read.</summary>
    public IReadOnlyList<ReportOrganization> WithUsage { get; }

    /// <summary>The organizations whose invoices could be read.</summary>
    public IReadOnlyList<ReportOrganization> WithInvoices { get; }

    /// <summary>The organizations that can be compared with the last month.</summary>
    public IReadOnlyList<ReportOrganization> Changes { get; }

    /// <summary>Null if no amount is known.</summary>
    public decimal? Spent { get; }

    public ForecastTotal Forecast { get; }

    /// <summary>The start of the billing period; null if it differs between organizations.</summary>
    public DateTime? PeriodStart { get; }

    public DateTime? PeriodEnd { get; }

    /// <summary>The last 12 months with stored usage, and the months between them.</summary>
    public IReadOnlyList<ReportMonth> Months { get; }

    /// <summary>The days of the current billing period; empty if the period differs between organizations.</summary>
    public IReadOnlyList<ReportDay> Days { get; }

    /// <summary>One per resource type.</summary>
    public IReadOnlyList<ReportResource> Resources { get; }

    public ReportAging Aging { get; }

    private static IEnumerable<ReportResource> AddResources(IReadOnlyList<ReportOrganization> organizations) =>
        organizations
            .SelectMany(static organization => organization.Resources)
            .GroupBy(static resource => resource.ResourceType)
            .Select(static type =>
            {
                decimal[] known = [.. type.Select(static resource => resource.Cost).OfType<decimal>()];
                return new ReportResource(type.Key, known.Length == 0 ? null : known.Sum());
            });

    private static (DateTime? Start, DateTime? End) FindPeriod(IReadOnlyList<ReportOrganization> organizations)
    {
        UsageForecast[] forecasts =
        [
            .. organizations.Select(static organization => organization.Forecast).OfType<UsageForecast>(),
        ];
        // Periods of the same month can start some seconds apart.
        return forecasts.Select(static forecast => FirstOfMonth(forecast.StartDate)).Distinct().Count() == 1
            ? (forecasts.Min(static forecast => forecast.StartDate), forecasts.Max(static forecast => forecast.EndDate))
            : (null, null);
    }

    private static List<ReportMonth> AddMonths(IReadOnlyList<ReportOrganization> organizations)
    {
        var stored = organizations
            .SelectMany(static organization => organization.Months)
            .Where(static month => month.Cost is not null)
            .ToLookup(static month => FirstOfMonth(month.StartDate));
        var months = new List<ReportMonth>();
        if (stored.Count == 0)
        {
            return months;
        }
        var last = stored.Max(static month => month.Key);
        var first = stored.Min(static month => month.Key);
        var start = last.AddMonths(1 - MonthCount) is var earliest && earliest > first ? earliest : first;
        for (var month = start; month <= last; month = month.AddMonths(1))
        {
            UsageHistoryMonth[] rows = [.. stored[month]];
            months.Add(
                new ReportMonth(
                    month,
                    rows.Length == 0 ? null : rows.Sum(static row => UsageAmount.Round(row.Cost!.Value)),
                    rows.Length,
                    Array.Exists(rows, static row => row.IsEstimated),
                    Array.Exists(rows, static row => !row.IsFinal && !row.IsComplete)
                )
            );
        }
        return months;
    }

    private IEnumerable<ReportDay> AddDays(IReadOnlyList<ReportOrganization> organizations)
    {
        if (PeriodStart is null)
        {
            yield break;
        }
        var cumulative = 0m;
        foreach (
            var day in organizations
                .SelectMany(static organization => InCents(organization.Days))
                .GroupBy(static day => day.Date)
                .OrderBy(static day => day.Key)
        )
        {
            var cost = day.Sum(static row => row.Cost);
            cumulative += cost;
            yield return new ReportDay(day.Key, cost, cumulative, day.Any(static row => row.IsEstimated));
        }
    }

    /// <summary>Rounds days so that the amount since the start is rounded correctly on each day.</summary>
    private static IEnumerable<(DateTime Date, decimal Cost, bool IsEstimated)> InCents(
        IEnumerable<UsageHistoryDay> days
    )
    {
        var (exact, rounded) = (0m, 0m);
        foreach (var day in days)
        {
            exact += day.Cost;
            var cost = UsageAmount.Round(exact) - rounded;
            rounded += cost;
            yield return (day.Date, cost, day.IsEstimated);
        }
    }

    private static DateTime FirstOfMonth(DateTime time) => new(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc);
}
